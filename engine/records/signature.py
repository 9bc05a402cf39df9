"""Signing what leaves for other counties: Ed25519 (RFC 8032) under a key derived from the site's secret key."""

from base64 import b64decode, b64encode
from binascii import Error
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.settings import site_secret

ALGORITHM: Final = "Ed25519"
_PURPOSE: Final = b"banjie signatures 1"


class Signer:
    """Signs in the name of one site. `public` is the key others check with, in base64."""

    def __init__(self, secret: str) -> None:
        seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, content: bytes) -> str:
        """The signature in base64."""
        return b64encode(self._key.sign(content)).decode()


def signer_of(data: Path) -> Signer:
    """The signer of the site whose data directory this is."""
    return Signer(site_secret(data))


def is_public_key(text: str) -> bool:
    """Whether a text is a public key as `Signer.public` gives it."""
    return _key(text) is not None


def holds(content: bytes, signature: str, public: str) -> bool:
    """Whether a signature was made over this content with the key that belongs to a public one."""
    key = _key(public)
    try:
        if key is None:
            return False
        key.verify(b64decode(signature, validate=True), content)
    except (InvalidSignature, Error, ValueError):
        return False
    return True


def _key(text: str) -> Ed25519PublicKey | None:
    try:
        return Ed25519PublicKey.from_public_bytes(b64decode(text, validate=True))
    except (Error, ValueError):
        return None
