"""Keys that make or prove something about records."""

from __future__ import annotations

from config.contracts.base import Contract


class RecordKeyContract(Contract):
    """A multi-Region key that encrypts nothing."""

    alias: str
    """The same in both Regions."""
    region: str
    usage: str
    """KMS's word for what it does: GENERATE_VERIFY_MAC, SIGN_VERIFY."""
    spec: str
    """KMS's word for its kind: HMAC_256, RSA_3072."""
    replica_region: str | None
    """None where this environment is the recovery side: the key is then the replica."""
