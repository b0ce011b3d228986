"""The keys of a gathering: one seals its fields, one signs its tickets."""

import os
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from event.crypto import Cipher, ring
from event.database import fetch
from event.gathering.tables import GatheringKey

_known: dict[UUID, "Keys"] = {}


@dataclass(frozen=True)
class Keys:
    """A gathering's keys, unwrapped; ticket keys by key id, the newest signs; `public` are their public halves."""

    data: Cipher
    signing: dict[int, Ed25519PrivateKey]
    public: tuple[tuple[int, bytes], ...]

    @property
    def signing_key_id(self) -> int:
        return max(self.signing)

    def seal(self, text: str, *, table: str, column: str, row: UUID) -> bytes:
        """Seal a text for one cell: it opens there and nowhere else."""
        return self.data.seal(text.encode(), context=f"{table}|{column}|{row}")

    def open(self, sealed: bytes | None, *, table: str, column: str, row: UUID) -> str:
        """The text of a sealed cell, empty where there is none; raises Unreadable."""
        if sealed is None:
            return ""
        return self.data.open(bytes(sealed), context=f"{table}|{column}|{row}").decode()


async def make_keys(gathering: UUID, *, now: datetime) -> None:
    """Make both keys of a new gathering, inside the caller's `writing()`."""
    signing = Ed25519PrivateKey.generate()
    secrets = {"data": (os.urandom(32), b""), "ticket": _raw(signing)}
    for purpose, (secret, public) in secrets.items():
        await GatheringKey(
            id=uuid4(),
            gathering=gathering,
            purpose=purpose,
            key_id=1,
            wrapped=ring().wrap(secret, context=f"{gathering}|{purpose}|1"),
            public_key=public,
            created_at=now,
        ).save()


async def keys_of(gathering: UUID) -> Keys:
    """The gathering's keys, unwrapped once per process."""
    if gathering not in _known:
        rows = await fetch(
            "SELECT purpose, key_id, wrapped FROM gathering_key WHERE gathering = $1", gathering
        )
        opened = {
            (row["purpose"], row["key_id"]): ring().unwrap(
                row["wrapped"], context=f"{gathering}|{row['purpose']}|{row['key_id']}"
            )
            for row in rows
        }
        newest = max(key_id for purpose, key_id in opened if purpose == "data")
        signing = {
            key_id: Ed25519PrivateKey.from_private_bytes(secret)
            for (purpose, key_id), secret in opened.items()
            if purpose == "ticket"
        }
        public = tuple(
            (key_id, key.public_key().public_bytes_raw()) for key_id, key in sorted(signing.items())
        )
        _known[gathering] = Keys(Cipher(newest, opened["data", newest]), signing, public)
    return _known[gathering]


def _raw(key: Ed25519PrivateKey) -> tuple[bytes, bytes]:
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()
