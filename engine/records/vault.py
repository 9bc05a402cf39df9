"""Encryption of personal data: AES-256-GCM (NIST SP 800-38D) under a key derived from the site's secret key."""

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.settings import site_secret

_NONCE_BYTES: Final = 12
_PURPOSE: Final = b"banjie personal data 1"
_DIGESTS: Final = b"banjie applicants 1"


class UnreadableError(Exception):
    """A sealed value that this key does not open: another key, or altered bytes. The message is Chinese."""


class Vault:
    """Seals and opens values. `key_id` tells keys apart and says nothing about the key."""

    ALGORITHM: Final = "AES-256-GCM"

    def __init__(self, secret: str) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
        self.key_id = hashlib.sha256(key).hexdigest()[:16]
        self._cipher = AESGCM(key)
        self._salt = HKDF(algorithm=SHA256(), length=32, salt=None, info=_DIGESTS).derive(secret.encode())

    def digest(self, text: str) -> bytes:
        """HMAC-SHA256 under a key of its own: tells the same text again and nothing else about it."""
        return hmac.new(self._salt, text.encode(), hashlib.sha256).digest()

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt under a fresh nonce, which stands first; `context` must be the same when it is opened."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, context)

    def open(self, sealed: bytes, key_id: str, context: bytes) -> bytes:
        """Decrypt. Raises UnreadableError."""
        if key_id != self.key_id:
            raise UnreadableError(
                "个人信息是用另一把密钥加密的,现在读不出;请把原来的 BANJIE_SECRET_KEY(或数据目录里的 secret-key)放回"
            )
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
        except InvalidTag as error:
            raise UnreadableError("个人信息的密文被改动过,读不出;请从备份核对") from error


def vault_of(data: Path, throw_away: bool = False) -> Vault:
    """The vault of the site whose data directory this is; with `throw_away` one whose key nobody keeps."""
    return Vault(secrets.token_urlsafe(48) if throw_away else site_secret(data))
