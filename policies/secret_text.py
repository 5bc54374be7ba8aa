"""Secrets written as text: told by their form, by the name they stand at, or because Pulumi was told so.

Text that only says where a secret is kept (an ARN, a path, a URL, a placeholder) is none, and neither is an identifier.
Forms: https://docs.github.com/en/code-security/secret-scanning and the vendors' own pages; noted 2026-11-26.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from policies.value import Value
from policies.verdict import Verdict

_FORM: Final = re.compile(
    r"""\b(?:AKIA|ASIA)[A-Z0-9]{16}\b                        # an access key of AWS
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY
    | \bgh[pousr]_[A-Za-z0-9]{36} | \bgithub_pat_\w{22} | \bglpat-[\w-]{20}
    | \bxox[abeoprs]-[\w-]{10} | hooks\.slack\.com/services/T\w+/B\w+/\w+
    | \b[rs]k_(?:live|test)_[A-Za-z0-9]{16} | \bwhsec_[A-Za-z0-9+/]{16}
    | \bsk-(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{20}              # a key of a model's vendor
    | \bAIza[\w-]{35} | \bhf_[A-Za-z]{30} | \bnpm_[A-Za-z0-9]{36} | \bSG\.[\w-]{22}\.[\w-]{43}
    | \beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}             # a signed token
    | ://[^/\s:@]+:[^/\s@${}<>]+@                            # a password in a URL
    """,
    re.VERBOSE,
)

_ASSIGNED: Final = re.compile(
    r"""(?:password|passwd|passphrase|pwd|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key)
    (?: ["']?\s*=\s*["']?(?P<set>[^\s"'`,;&<>(){}\[\]$]{8,}) | ["']?\s*:\s*["'](?P<quoted>[^\s"'`,;&<>(){}\[\]$]{8,})
    | ["']?\s*:\s*(?P<said>(?=\S*\d)(?=\S*[A-Za-z])[^\s"'`,;&<>(){}\[\]$]{8,}) )
    (?=[\s"'`,;&.]|$)""",
    re.VERBOSE | re.IGNORECASE,
)
"""password=..., "password": "...", and password: ... where what follows is no word of a sentence."""

SECRET_NAME: Final = re.compile(
    r"(.*[_.-])?(API_?KEY|(ACCESS|PRIVATE|SECRET|SIGNING)_?KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|PWD|"
    r"CREDENTIALS?|AUTHORIZATION)",
    re.IGNORECASE,
)
_KEY_NAME: Final = re.compile(r"(.*[_.-])?(KEY|PASS|AUTH|CREDS?|JWT|SALT|BEARER|SEED)", re.IGNORECASE)
_CIPHER_NAME: Final = re.compile(r".*(ENCRYPT|CIPHER|HMAC|MASTER|SESSION|JWT|SALT|SEED).*", re.IGNORECASE)
"""Names of keys that a cipher takes: a value of hexadecimal digits there is the key, and no digest."""

ELSEWHERE: Final = re.compile(
    r"""| arn:aws[\w-]*:.+ | alias/.+ | \{\{resolve:.+ | \$\{?\w.* | <[^<>]+>
    | (?!data:)[a-z][a-z0-9+.-]*://[^\s@]+ | (?:/[\w.@-]+)+/? | (?:true|false|none|null)
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Text that says where a secret is kept, or that there is none."""

_UUID: Final = re.compile(r"(?:mrk-)?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_DIGEST: Final = re.compile(
    r"(?:\w+[:-])?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})", re.IGNORECASE
)
_RESOURCE_ID: Final = re.compile(r"[a-z]{1,12}(?:-[a-z]{1,12})*-[0-9a-f]{8,17}")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_=-]{20,}")
_TURNS: Final = 4
"""Random text turns from one kind of character to another once in so many, or more often."""


def shows(text: str) -> bool:
    """Whether a text has a secret in it: one of a well-known form, or a value that a secret's name is given."""
    if _FORM.search(text) is not None:
        return True
    given = (found["set"] or found["quoted"] or found["said"] for found in _ASSIGNED.finditer(text))
    return any(ELSEWHERE.fullmatch(value) is None and value.lower() not in _WORDS for value in given)


_WORDS: Final = frozenset({"optional", "password", "redacted", "required", "undefined"})
"""What a schema or a template says in a value's place."""


def names_secret(name: str) -> bool:
    """Whether a variable of this name is a secret, whatever it says."""
    return SECRET_NAME.fullmatch(name) is not None


def carries(name: str, value: Value) -> Verdict:
    """Whether a variable is a secret: by its name and no reference, by its form, or because Pulumi was told so.

    What another resource will say is an ARN, a name or a URL: it is a secret only where the name says so.
    """
    if value.unknown:
        return Verdict.UNKNOWN if names_secret(name) or value.secret else Verdict.FAIL
    if value.missing:
        return Verdict.FAIL
    return Verdict.of(_is_secret_at(name, str(value.raw))) | reveals(value)


def reveals(value: Value) -> Verdict:
    """Whether a text that is not meant to have a secret in it has one."""
    if value.secret and not value.missing:
        return Verdict.PASS
    return Verdict.FAIL if value.missing else value.holds(lambda raw: isinstance(raw, str) and shows(raw))


def _is_secret_at(name: str, text: str) -> bool:
    if ELSEWHERE.fullmatch(text) is not None:
        return False
    if names_secret(name):
        return True
    plain = (_UUID, _RESOURCE_ID) if _CIPHER_NAME.fullmatch(name) else (_UUID, _RESOURCE_ID, _DIGEST)
    known = any(form.fullmatch(text) is not None for form in plain)
    return _KEY_NAME.fullmatch(name) is not None and not known and _is_random(text)


def _is_random(text: str) -> bool:
    """Whether a text of letters and digits reads like chance: words keep to one kind, but for a capital before them."""
    kinds = ["d" if c.isdigit() else "u" if c.isupper() else "l" for c in text if c.isalnum()]
    turns = sum(one != other and (one, other) != ("u", "l") for one, other in pairwise(kinds))
    return _BASE64.fullmatch(text) is not None and "d" in kinds and turns * _TURNS >= len(text)
