"""Examples of registries, for the test that every type lives through in moto."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

REPOSITORY = "aws:ecr/repository:Repository"
KEEP = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": "ecr:BatchDeleteImage", "Principal": "*"}],
    }
)
EXPIRE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": 30,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)

EXAMPLES: dict[str, Callable[[Any], dict[str, Any]]] = {
    REPOSITORY: lambda w: {
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": w.output("aws:kms/key:Key", "arn")}],
        "forceDelete": True,
    },
    "aws:ecr/repositoryPolicy:RepositoryPolicy": lambda w: {"repository": w.id(REPOSITORY), "policy": KEEP},
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": lambda w: {"repository": w.id(REPOSITORY), "policy": EXPIRE},
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": lambda w: {
        "replicationConfiguration": {
            "rules": [
                {
                    "destinations": [{"region": "eu-central-1", "registryId": w.plugin.account}],
                    "repositoryFilters": [{"filter": "lz-prod/", "filterType": "PREFIX_MATCH"}],
                }
            ]
        }
    },
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": lambda _: {
        "scanType": "ENHANCED",
        "rules": [
            {
                "scanFrequency": "CONTINUOUS_SCAN",
                "repositoryFilters": [{"filter": "lz-*", "filterType": "WILDCARD"}],
            }
        ],
    },
}
