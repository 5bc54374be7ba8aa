"""What an example needs to stand on."""

from __future__ import annotations

import json
from typing import Any

from tests.engine.standin.examples import EXAMPLES


class World:
    """What an example needs to stand on; made on first use."""

    def __init__(self, plugin: Any) -> None:
        self.plugin = plugin
        self._made: dict[str, tuple[str, dict[str, Any]]] = {}

    def of(self, type_: str) -> tuple[str, dict[str, Any]]:
        if type_ not in self._made:
            self._made[type_] = self.plugin.create(type_, EXAMPLES[type_](self), name=f"base-{len(self._made)}")
        return self._made[type_]

    def id(self, type_: str) -> str:
        return self.of(type_)[0]

    def output(self, type_: str, name: str) -> Any:
        return self.of(type_)[1][name]

    def bucket(self) -> str:
        return self.output("aws:s3/bucket:Bucket", "bucket")

    def admitting_logs(self) -> str:
        """A bucket whose policy admits S3's log delivery, without which AWS refuses it as a target."""
        bucket = self.bucket()
        statement = {
            "Effect": "Allow",
            "Action": "s3:PutObject",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Resource": f"arn:aws:s3:::{bucket}/log/*",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.plugin.create("aws:s3/bucketPolicy:BucketPolicy", {"bucket": bucket, "policy": policy}, name="logs")
        return bucket

    def locked_bucket(self) -> str:
        """A bucket with versions and a lock, as replication and retention need it."""
        bucket = self.bucket()
        self.of("aws:s3/bucketVersioning:BucketVersioning")
        return bucket
