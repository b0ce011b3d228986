"""Records of what was signed: the one that holds, those it corrects, and the files kept with them."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch, fetch_one
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.signing.ceremony.errors import UnknownRecord

PAPER = "application/pdf"
"""The media type of the record itself among the files that are kept with it; the others are photographs."""


@dataclass(frozen=True)
class Signer:
    """Who signed for a party (甲, 乙); `stood_in`: in place of the signatory."""

    party: str
    organisation: str
    name: str
    title: str = ""
    stood_in: bool = False


@dataclass(frozen=True)
class FileKept:
    """A file kept with a record, with its SHA-256."""

    id: UUID
    media_type: str
    checksum: str
    recorded_at: datetime


@dataclass(frozen=True)
class RecordKept:
    """A record; `number` counts the records of an agreement, `holds`: no other corrects it."""

    id: UUID
    number: int
    signed_at: datetime
    copies: int
    place: str
    signers: tuple[Signer, ...]
    changes: str
    text_checksum: str
    checksum: str
    by_name: str
    recorded_at: datetime
    corrects: UUID | None
    holds: bool
    files: tuple[FileKept, ...]

    @property
    def paper(self) -> FileKept | None:
        return next((one for one in self.files if one.media_type == PAPER), None)

    @property
    def photos(self) -> list[FileKept]:
        return [one for one in self.files if one.media_type != PAPER]


async def records_of(items: Sequence[UUID]) -> dict[UUID, list[RecordKept]]:
    """The records of each agreement, the first one first."""
    rows = await fetch(_RECORDS, list(items))
    found: dict[UUID, list[RecordKept]] = {item: [] for item in items}
    for row in rows:
        records = found[row["item"]]
        records.append(_record(row, len(records) + 1))
    return found


def holding_record(records: Sequence[RecordKept]) -> RecordKept | None:
    """The record that holds."""
    return next((one for one in records if one.holds), None)


def _record(row: Any, number: int) -> RecordKept:
    return RecordKept(
        row["id"], number, row["signed_at"], row["copies"], row["place"],
        tuple(Signer(**one) for one in json.loads(row["signatories"])), row["changes"], row["text_checksum"],
        row["checksum"], row["by_name"] or row["by"], row["recorded_at"], row["corrects"], row["holds"],
        tuple(
            FileKept(UUID(one["id"]), one["media_type"], one["checksum"], datetime.fromisoformat(one["at"]))
            for one in json.loads(row["files"])
        ),
    )  # fmt: skip


async def file_of(gathering: Gathering, item: UUID, file: UUID) -> tuple[str, bytes]:
    """The media type and content of a file kept with a record of an agreement. Raises UnknownRecord."""
    row = await fetch_one(
        "SELECT p.* FROM signing_photo p JOIN signed_record r ON r.id = p.record WHERE p.id = $1 AND r.item = $2",
        file, item,
    )  # fmt: skip
    if row is None:
        raise UnknownRecord
    keys = await keys_of(gathering.id)
    content = keys.data.open(bytes(row["content"]), context=context_of(file))
    if hashlib.sha256(content).hexdigest() != row["checksum"]:
        msg = f"The file {file} is not what was kept."
        raise RuntimeError(msg)
    return row["media_type"], content


def context_of(file: UUID) -> str:
    """What a file is sealed for: its own row and nothing else."""
    return f"signing_photo|content|{file}"


_RECORDS = """
SELECT r.*, u.name AS by_name, NOT EXISTS (SELECT 1 FROM signed_record c WHERE c.corrects = r.id) AS holds,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'media_type', p.media_type, 'checksum', p.checksum,
        'at', p.recorded_at) ORDER BY p.recorded_at, p.id), '[]') FROM signing_photo p WHERE p.record = r.id) AS files
FROM signed_record r LEFT JOIN users u ON r.by = 'user:' || u.id WHERE r.item = ANY($1::uuid[])
ORDER BY r.item, r.recorded_at, r.corrects IS NOT NULL
"""
