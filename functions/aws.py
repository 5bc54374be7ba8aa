"""Clients of AWS with bounds on time: botocore's defaults wait a minute and try five times."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config


def client(service: str, *, seconds: float = 2.0, attempts: int = 2) -> Any:
    """A client whose every try ends within `seconds` to connect and as long again to read."""
    config = Config(
        connect_timeout=min(1.0, seconds),
        read_timeout=seconds,
        retries={"total_max_attempts": attempts, "mode": "standard"},
    )
    return boto3.client(service, config=config)
