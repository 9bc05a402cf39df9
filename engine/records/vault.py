"""Encryption of personal data: AES-256-GCM (NIST SP 800-38D) under a key derived from the site's secret key."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.settings import previous_secret, site_secret
from engine.words import words

_NONCE_BYTES: Final = 12
_PURPOSE: Final = b"banjie personal data 1"
_DIGESTS: Final = b"banjie applicants 1"


class UnreadableError(Exception):
    """A sealed value that this key does not open: another key, or altered bytes. The message is Chinese."""


class Vault:
    """Seals values with a key, opens those sealed with it or with the keys before.

    `key_id` tells keys apart and says nothing about the key.
    """

    ALGORITHM: Final = "AES-256-GCM"

    def __init__(self, secret: str, before: Iterable[str] = ()) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
        self.key_id = hashlib.sha256(key).hexdigest()[:16]
        self._cipher = AESGCM(key)
        self._salt = HKDF(algorithm=SHA256(), length=32, salt=None, info=_DIGESTS).derive(secret.encode())
        self._before = {vault.key_id: vault for vault in map(Vault, before)}
        self._before.pop(self.key_id, None)

    @property
    def ids_before(self) -> list[str]:
        """The `key_id` of each key before."""
        return list(self._before)

    def digest(self, text: str) -> bytes:
        """HMAC-SHA256 under a key of its own: tells the same text again and nothing else about it."""
        return hmac.new(self._salt, text.encode(), hashlib.sha256).digest()

    def digests(self, text: str) -> list[bytes]:
        """The digest of a text under each key, the present one's first."""
        return [self.digest(text), *(vault.digest(text) for vault in self._before.values())]

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt under a fresh nonce, which stands first; `context` must be the same when it is opened."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, context)

    def open(self, sealed: bytes, key_id: str, context: bytes) -> bytes:
        """Decrypt. Raises UnreadableError."""
        if key_id in self._before:
            return self._before[key_id].open(sealed, key_id, context)
        if key_id != self.key_id:
            raise UnreadableError(
                words(
                    "个人信息是用另一把密钥加密的,现在读不出;请把原来的 BANJIE_SECRET_KEY(或数据目录里的 secret-key)放回"
                )
            )
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
        except InvalidTag as error:
            raise UnreadableError(words("个人信息的密文被改动过,读不出;请从备份核对")) from error


def vault_of(data: Path, throw_away: bool = False) -> Vault:
    """The vault of the site whose data directory this is; with `throw_away` one whose key nobody keeps."""
    if throw_away:
        return Vault(secrets.token_urlsafe(48))
    before = previous_secret(data)
    return Vault(site_secret(data), [before] if before else ())
