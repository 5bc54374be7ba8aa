"""RSASSA-PKCS1-v1_5 with SHA-256, checked without a library: an auditor needs Python, the public key and the file.

Signing is KMS's work; the key never leaves it. Source: RFC 8017, section 8.2.2; key format: RFC 5280, section 4.1.
"""

from __future__ import annotations

import hashlib
import hmac

ALGORITHM = "RSASSA_PKCS1_V1_5_SHA_256"
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""The DER of DigestInfo for SHA-256, RFC 8017 section 9.2 note 1."""
_SEQUENCE, _BIT_STRING, _INTEGER = 0x30, 0x03, 0x02


class KeyFormatError(ValueError):
    """Bytes that are no RSA public key in DER."""


def verifies(content: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the signature over the content was made with the private half of this key (DER, SubjectPublicKeyInfo)."""
    modulus, exponent = public_numbers(public_key)
    size = (modulus.bit_length() + 7) // 8
    if len(signature) != size or int.from_bytes(signature) >= modulus:
        return False
    encoded = pow(int.from_bytes(signature), exponent, modulus).to_bytes(size)
    tail = _DIGEST_INFO + hashlib.sha256(content).digest()
    wanted = b"\x00\x01" + b"\xff" * (size - len(tail) - 3) + b"\x00" + tail
    return hmac.compare_digest(encoded, wanted)


def public_numbers(der: bytes) -> tuple[int, int]:
    """Modulus and exponent of an RSA public key."""
    try:
        inside, _ = _take(der, _SEQUENCE)
        _algorithm, rest = _take(inside, _SEQUENCE)
        bits, _ = _take(rest, _BIT_STRING)
        # The first byte of a bit string counts unused bits.
        key, _ = _take(bits[1:], _SEQUENCE)
        modulus, rest = _take(key, _INTEGER)
        exponent, _ = _take(rest, _INTEGER)
    except IndexError:
        raise KeyFormatError("the key ends too early") from None
    return int.from_bytes(modulus), int.from_bytes(exponent)


def _take(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the element that the data begins with, and what follows it."""
    if data[0] != tag:
        raise KeyFormatError("the key is no RSA public key")
    length, start = data[1], 2
    if length & 0x80:
        size = length & 0x7F
        start = 2 + size
        length = int.from_bytes(data[2:start])
    if start + length > len(data):
        raise KeyFormatError("the key ends too early")
    return data[start : start + length], data[start + length :]
