"""The pseudonym under which all decisions about a person are found, without the person's id in any record.

An HMAC that KMS computes: the key never leaves KMS, so neither this process nor whoever deploys it can try guesses
elsewhere, and who may ask for a pseudonym is a permission that is granted, logged and withdrawn. The same multi-Region
key makes the same pseudonyms after a failover.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.refusal import Refused
from functions.telemetry import Count, Meter

ALGORITHM = "HMAC_SHA_256"
_REMEMBERED = 2048
"""Pseudonyms that a process keeps: people who ask once, often ask again within minutes."""


def pseudonym(keys: Any, key: str, subject: str) -> tuple[str, str]:
    """`hmac-sha256:` and the keyed hash of the id, and the id of the key; botocore's errors where KMS does not answer.

    The id's spelling is normalised (NFC, no outer white space), for that is not another person.
    """
    text = unicodedata.normalize("NFC", subject).strip()
    answer = keys.generate_mac(KeyId=key, Message=text.encode(), MacAlgorithm=ALGORITHM)
    return f"hmac-sha256:{answer['Mac'].hex()}", str(answer["KeyId"]).rpartition("/")[2]


class Pseudonyms:
    """The pseudonyms of an environment."""

    def __init__(self, keys: Any, key: str, meter: Meter) -> None:
        self._keys = keys
        self._key = key
        self._meter = meter
        self.of = lru_cache(_REMEMBERED)(self._of)

    def _of(self, subject: str) -> tuple[str, str]:
        """See `pseudonym`; Refused where KMS does not answer."""
        try:
            return pseudonym(self._keys, self._key, subject)
        except (BotoCoreError, ClientError):
            self._meter.count(Count.SUBJECT_FAULT)
            raise Refused(503, "subject-unavailable", "the subject's pseudonym could not be made", retry=5) from None
