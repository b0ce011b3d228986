"""Secrets of the product: the key ring, sealed fields, blind indexes, link codes.

Everything hangs on one key file, made at the first start and refused if others can read it.
A gathering has a data key of its own, wrapped by the ring: deleting that row erases what the
gathering sealed, backups included.

A sealed field is `version (1) | key id (1) | nonce (12) | AES-256-GCM ciphertext and tag`;
the associated data is `table|column|row id`, so that a value cannot be moved to another row.
"""

import base64
import hashlib
import hmac
import json
import os
import stat
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from event.settings import settings

_VERSION = 1
_HEADER = 2
_NONCE = 12


class KeyFileUnsafe(RuntimeError):
    """The key file can be read by others, or is not ours."""


class Unreadable(ValueError):
    """A sealed value does not open: wrong key, wrong row, or damaged."""


@dataclass(frozen=True)
class Cipher:
    """One AES-256 key that seals and opens values."""

    key_id: int
    key: bytes

    def seal(self, value: bytes, *, context: str) -> bytes:
        """Encrypt `value` so that it opens only with the same context."""
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self.key).encrypt(nonce, value, context.encode())
        return bytes((_VERSION, self.key_id)) + nonce + sealed

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """Decrypt what `seal` made; raises Unreadable."""
        if len(sealed) < _HEADER + _NONCE or sealed[0] != _VERSION or sealed[1] != self.key_id:
            msg = "The value was not sealed with this key."
            raise Unreadable(msg)
        nonce, rest = sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :]
        try:
            return AESGCM(self.key).decrypt(nonce, rest, context.encode())
        except InvalidTag:
            msg = f"The sealed value does not belong to {context}."
            raise Unreadable(msg) from None


@dataclass(frozen=True)
class KeyRing:
    """The keys of an installation, newest first; older ones only open."""

    ciphers: tuple[Cipher, ...]
    secret: bytes

    def wrap(self, key: bytes, *, context: str) -> bytes:
        """Seal a gathering's own key with the newest key."""
        return self.ciphers[0].seal(key, context=context)

    def unwrap(self, sealed: bytes, *, context: str) -> bytes:
        """Open a gathering's own key with whichever key sealed it."""
        for cipher in self.ciphers:
            if len(sealed) > 1 and sealed[1] == cipher.key_id:
                return cipher.open(sealed, context=context)
        msg = "The key file has no key with which this gathering's key was sealed."
        raise Unreadable(msg)

    def mac(self, purpose: str, *parts: str | bytes) -> bytes:
        """A keyed hash, 32 bytes, that means something only for `purpose`."""
        digest = hmac.new(self.secret, purpose.encode(), hashlib.sha256)
        for part in parts:
            value = part.encode() if isinstance(part, str) else part
            digest.update(len(value).to_bytes(4, "big") + value)
        return digest.digest()

    def blind(self, purpose: str, value: str) -> str:
        """An index by which equal secrets are found without being stored; 32 hex digits."""
        return self.mac(f"blind|{purpose}", value).hex()[:32]

    def link_code(self, purpose: str, subject: UUID, generation: int = 1) -> str:
        """The unguessable end of a link: subject and keyed hash, 43 URL-safe characters."""
        return _base64(subject.bytes + self._link_mac(purpose, subject, generation))

    def link_subject(self, code: str) -> tuple[UUID, bytes] | None:
        """Split a link code into what it names and the hash to be compared, or None."""
        try:
            raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
        except ValueError:
            return None
        return (UUID(bytes=raw[:16]), raw[16:]) if len(raw) == 32 and _base64(raw) == code else None  # noqa: PLR2004

    def link_holds(self, found: bytes, purpose: str, subject: UUID, generation: int = 1) -> bool:
        """Whether a link's hash is the right one, compared in constant time."""
        return hmac.compare_digest(found, self._link_mac(purpose, subject, generation))

    def _link_mac(self, purpose: str, subject: UUID, generation: int) -> bytes:
        return self.mac(f"link|{purpose}", subject.bytes, str(generation))[:16]


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def key_file() -> Path:
    """Where the installation's keys are."""
    return settings().var / "keys" / "ring.json"


def make_key_file(path: Path) -> None:
    """Write a new key file, readable by its owner only; an existing one stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {
        "keys": [{"id": 1, "key": base64.b64encode(os.urandom(32)).decode()}],
        "secret": base64.b64encode(os.urandom(32)).decode(),
    }
    whole = path.with_suffix(f".{os.getpid()}.new")
    handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(whole, path)
    except FileExistsError:
        pass
    finally:
        whole.unlink()


def read_key_file(path: Path) -> KeyRing:
    """Read the ring; raises KeyFileUnsafe where others could read it too."""
    state = path.stat()
    if state.st_mode & (stat.S_IRWXG | stat.S_IRWXO) or state.st_uid not in (os.geteuid(), 0):
        msg = f"{path} can be read by others: run “chmod 600 {path}” as its owner, then start again."
        raise KeyFileUnsafe(msg)
    content = json.loads(path.read_text())
    keys = sorted(content["keys"], key=lambda entry: -int(entry["id"]))
    ciphers = tuple(Cipher(int(entry["id"]), base64.b64decode(entry["key"])) for entry in keys)
    return KeyRing(ciphers, base64.b64decode(content["secret"]))


@cache
def ring() -> KeyRing:
    """The installation's key ring; the first call on a new installation makes it."""
    path = key_file()
    if not path.exists():
        make_key_file(path)
    return read_key_file(path)
