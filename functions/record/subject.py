"""The pseudonym under which all decisions about a person are found, without the person's id in any record."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SubjectKey:
    """The secret of the pseudonyms. Whoever has it can test guesses, so it is nobody's but the functions'."""

    secret: bytes
    version: str
    """The secret's version in Secrets Manager: after a rotation old pseudonyms need the old version."""

    def __repr__(self) -> str:
        """Without the secret."""
        return f"SubjectKey(version={self.version!r})"

    def pseudonym(self, subject: str) -> str:
        """`hmac-sha256:` and the keyed hash of the id, its spelling normalised (NFC, no outer white space)."""
        text = unicodedata.normalize("NFC", subject).strip()
        return f"hmac-sha256:{hmac.new(self.secret, text.encode(), hashlib.sha256).hexdigest()}"


def read_key(secrets: Any, secret_id: str) -> SubjectKey:
    """The current key from Secrets Manager: a JSON object with `key`, or the secret's text itself."""
    answer = secrets.get_secret_value(SecretId=secret_id)
    text = answer["SecretString"]
    try:
        held = json.loads(text)
    except ValueError:
        held = text
    value = held.get("key") if isinstance(held, dict) else text
    if not isinstance(value, str) or len(value) < 32:
        raise ValueError("the secret of subject pseudonyms is shorter than 32 characters")
    return SubjectKey(value.encode(), answer["VersionId"])
