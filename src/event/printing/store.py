"""Pieces that were set before, so that an unchanged badge is never laid out twice.

One SQLite file a gathering under VAR/pieces, readable by its owner only. Names of guests stand in
pieces: each is sealed with the gathering's own key and found by a keyed hash of its HTML and style.
So a file says nothing without the key and ends with the gathering's data. Pieces are forgotten after
a month, and all of a gathering once one of its guests has been erased (at night, or when it prints).
"""

import asyncio
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from event.crypto import Cipher, Unreadable, ring
from event.database import fetch_one
from event.gathering.keys import keys_of
from event.printing import child, pieces, setting
from event.printing.fonts import FACES
from event.printing.pieces import Fragments
from event.settings import settings

_DAYS = 30
_TABLE = (
    "CREATE TABLE IF NOT EXISTS piece (name TEXT PRIMARY KEY, sealed BLOB NOT NULL, set_at TEXT NOT NULL)"
)


@dataclass(frozen=True)
class PieceStore:
    """The pieces of one gathering; nothing older than `since` counts. Losing it costs time only."""

    gathering: UUID
    cipher: Cipher
    since: datetime
    now: datetime

    @property
    def path(self) -> Path:
        return settings().var / "pieces" / f"{self.gathering}.sqlite"

    def names(self, fragments: Fragments) -> list[str]:
        """What the fragments are known by: a keyed hash of all that decides what they look like."""
        secret = ring().mac("printing pieces", self.gathering.bytes, _edition())
        styles = [_digest(style.encode(), secret) for style in fragments.styles]
        return [
            _digest(f"{styles[style]} {box} {html}".encode(), secret)
            for style, html, box in zip(fragments.style_of, fragments.html, fragments.boxes, strict=True)
        ]

    def read(self, names: list[str]) -> dict[str, bytes]:
        """Those that were set before, packed, by name."""
        wanted, found = set(names), dict[str, bytes]()
        with suppress(sqlite3.DatabaseError), self._open() as database:
            for name, sealed in self._rows(database, names):
                if name in wanted:
                    with suppress(Unreadable):
                        found[name] = self.cipher.open(sealed, context=f"piece|{name}")
        return found

    def _rows(self, database: sqlite3.Connection, names: list[str]) -> Iterator[tuple[str, bytes]]:
        """At least the rows of these names: few are asked for one by one, many are read as they lie."""
        since = self.since.isoformat()
        if len(names) == 1 or len(names) < _count(database) // 4:
            for name in names:
                yield from database.execute(_ONE, (name, since))
        else:
            yield from database.execute(_ALL, (since,))

    def keep(self, packed: dict[str, bytes]) -> None:
        """Keep new ones and let old ones go."""
        rows = (
            (name, self.cipher.seal(piece, context=f"piece|{name}"), self.now.isoformat())
            for name, piece in packed.items()
        )
        with suppress(sqlite3.DatabaseError), self._open() as database, database:
            database.execute("DELETE FROM piece WHERE set_at <= ?", (self.since.isoformat(),))
            database.executemany("INSERT OR REPLACE INTO piece VALUES (?, ?, ?)", rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file; one that is damaged is begun anew."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with closing(sqlite3.connect(self.path, timeout=5)) as database:
                database.execute("PRAGMA secure_delete = ON")
                database.execute("PRAGMA synchronous = OFF")
                database.execute(_TABLE)
                yield database
        except sqlite3.OperationalError:
            raise  # another process is writing
        except sqlite3.DatabaseError:
            self.path.unlink(missing_ok=True)
            raise


def _digest(content: bytes, key: bytes) -> str:
    return hashlib.blake2b(content, key=key, digest_size=16).hexdigest()


_ONE = "SELECT name, sealed FROM piece WHERE name = ? AND set_at > ?"
_ALL = "SELECT name, sealed FROM piece WHERE set_at > ?"


def _count(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT count(*) FROM piece").fetchone()[0])


async def forget_old_pieces(*, now: datetime) -> None:
    """Let go what counts no more, and the files of gatherings that are gone."""
    for path in sorted((settings().var / "pieces").glob("*.sqlite")):
        gathering = UUID(path.stem)
        if await fetch_one("SELECT 1 AS one FROM gathering WHERE id = $1", gathering):
            await asyncio.to_thread((await store_of(gathering, now=now)).keep, {})
        else:
            await asyncio.to_thread(path.unlink, missing_ok=True)


async def store_of(gathering: UUID, *, now: datetime) -> PieceStore:
    """The store of a gathering, as of now."""
    row = await fetch_one("SELECT max(erased_at) AS erased_at FROM guest WHERE gathering = $1", gathering)
    month_ago = now - timedelta(days=_DAYS)
    erased = row["erased_at"] if row else None
    since = max(month_ago, erased) if erased else month_ago
    return PieceStore(gathering, (await keys_of(gathering)).data, since, now)


@cache
def _edition() -> str:
    """Changes with whatever sets pieces: WeasyPrint, the fonts, our own code."""
    packages = ("weasyprint", *sorted({package.replace("_", "-") for _, _, package, _ in FACES}))
    code = b"".join(Path(str(module.__file__)).read_bytes() for module in (setting, child, pieces))
    return "|".join([*(f"{name} {version(name)}" for name in packages), hashlib.sha256(code).hexdigest()])
