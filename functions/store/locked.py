"""The locked store: an object a record, created once (`If-None-Match: *`), never changed.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html (read 2026-11).
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

_CONFLICT_TRIES = 3


class StoreError(Exception):
    """The store refused, or did not answer: whether the object is there is not known."""


class LockedStore:
    """The bucket of records."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def create(self, key: str, content: bytes) -> bytes | None:
        """None when the object was created, or holds these bytes already; otherwise what it holds instead.

        The same bytes mean that this very write arrived and its answer was lost: nobody else has the same record.
        """
        for _ in range(_CONFLICT_TRIES):
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=content,
                    IfNoneMatch="*",
                    ContentType="application/json",
                    ChecksumAlgorithm="SHA256",
                )
            except ClientError as error:
                code = error.response.get("Error", {}).get("Code", "")
                if code == "ConditionalRequestConflict":
                    # Another write of the key is under way; S3 asks to try again.
                    continue
                if code != "PreconditionFailed":
                    raise StoreError(f"the store refused the record: {code}") from None
                held = self.read(key)
                if held is None:
                    raise StoreError("the store holds the key, and does not show it") from None
                return None if held == content else held
            except BotoCoreError as error:
                raise StoreError(f"the store did not answer: {type(error).__name__}") from None
            return None
        raise StoreError("the store is busy with the same key")

    def read(self, key: str) -> bytes | None:
        """What the object holds; None where there is none."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            return answer["Body"].read()
        except ClientError as error:
            if error.response.get("Error", {}).get("Code", "") in {"NoSuchKey", "404"}:
                return None
            raise StoreError("the store refused to read a record") from None
        except BotoCoreError as error:
            raise StoreError(f"the store did not answer: {type(error).__name__}") from None

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin with the prefix, sorted."""
        found = list[str]()
        try:
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
                found.extend(item["Key"] for item in page.get("Contents", ()))
        except (BotoCoreError, ClientError) as error:
            raise StoreError(f"the store refused to list records: {type(error).__name__}") from None
        return sorted(found)
