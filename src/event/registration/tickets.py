"""The text in a ticket's QR: eight bytes of numbers, signed, in upper-case base 32.

`EV:` and 116 characters: version and key id (1 byte), generation (1), gathering (2), ticket (4),
then an Ed25519 signature over a fixed prefix and those eight bytes. Alphanumeric, so that the QR
stays at version 5, level M (FINDINGS 3). No personal data is in it.
"""

import base64
import secrets
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "EV:"
_DOMAIN = b"event ticket 1\0"
_VERSION = 1
_LENGTH = len(PREFIX) + 116
_NUMBERS = struct.Struct(">BBHI")
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class TicketText:
    """What a ticket says, not yet believed."""

    key_id: int
    generation: int
    gathering: int
    ticket: int
    signature: bytes

    @property
    def signed_part(self) -> bytes:
        numbers = ((_VERSION << 4) | self.key_id, self.generation, self.gathering, self.ticket)
        return _DOMAIN + _NUMBERS.pack(*numbers)

    def holds(self, key: Ed25519PublicKey) -> bool:
        """Whether the signature is of this key."""
        try:
            key.verify(self.signature, self.signed_part)
        except InvalidSignature:
            return False
        return True


def ticket_text(*, key: Ed25519PrivateKey, key_id: int, generation: int, gathering: int, ticket: int) -> str:
    """Write and sign a ticket; 119 characters."""
    unsigned = TicketText(key_id, generation, gathering, ticket, b"")
    numbers = unsigned.signed_part.removeprefix(_DOMAIN)
    raw = numbers + key.sign(unsigned.signed_part)
    return PREFIX + base64.b32encode(raw).decode().rstrip("=")


def read_ticket(text: str) -> TicketText | None:
    """Take a scanned text apart; None where it is no ticket of ours."""
    written = text.strip().upper()
    if len(written) != _LENGTH or not written.startswith(PREFIX) or not written.isascii():
        return None
    body = written.removeprefix(PREFIX)
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        return None
    if base64.b32encode(raw).decode().rstrip("=") != body:
        return None
    head, generation, gathering, ticket = _NUMBERS.unpack(raw[: _NUMBERS.size])
    if head >> 4 != _VERSION:
        return None
    return TicketText(head & 15, generation, gathering, ticket, raw[_NUMBERS.size :])


def new_typed_code() -> str:
    """Eight random characters and a check character, without letters that look alike."""
    body = "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))
    return body + _check(body)


def typed_code(text: str) -> str | None:
    """A code as typed, put right in case and spacing; None where its check character fails."""
    code = "".join(text.upper().split()).replace("-", "")
    if len(code) != 9 or any(letter not in _CODE_LETTERS for letter in code):  # noqa: PLR2004
        return None
    return code if _check(code[:8]) == code[8] else None


def _check(body: str) -> str:
    """Weighted sum modulo 31, a prime: finds every single slip and every swap of neighbours."""
    total = sum((place + 2) * _CODE_LETTERS.index(letter) for place, letter in enumerate(body))
    return _CODE_LETTERS[total % len(_CODE_LETTERS)]
