"""The file of an agreement's text: looked at before it is kept, sealed, and never replaced while it is final."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from event.database import fetch, fetch_one, writing
from event.errors import Invalid, Problem
from event.faults import NOT_OFFERED
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.signing.changing import note_change, refuse_if_changed
from event.signing.errors import NoText, TextIsFinal, TextIsSigned
from event.signing.operations import change_item
from event.signing.queries import ItemKept, item_of
from event.signing.rules import is_final
from event.signing.tables import SigningItem, TextState

MOST_MEGABYTES = 20
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SEALING = 30
"""Bytes that sealing adds: version, key id, nonce and tag."""
_NO_FILE = Message("Please choose a file.")
_TOO_LARGE = Message("“{name}” has more than {most} MB. Make it smaller.")
_WRONG_TYPE = Message("“{name}” is neither a PDF nor a Word document (.docx). Save it as one of them.")
_MACROS = Message("“{name}” contains macros. Save it without them, as .docx or PDF.")


@dataclass(frozen=True)
class TextFile:
    """What is known of a file without opening it; `checksum`: its SHA-256, `size` in bytes."""

    name: str
    media_type: str
    checksum: str
    size: int
    changed_at: datetime


def checked_text(name: str, content: bytes) -> str:
    """The media type of a text that can be kept. Raises Invalid with `file`."""
    if not content:
        raise _refused(_NO_FILE)
    if len(content) > MOST_MEGABYTES * 2**20:
        raise _refused(_TOO_LARGE, name=name[:80], most=MOST_MEGABYTES)
    if content.startswith(b"%PDF-"):
        return PDF
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {one.lower() for one in package.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # The library's words for what is no package, is cut off, or is packed in a way it does not know: the
        # reader is told below that it is no text of ours.
        parts = set()
    if "word/document.xml" not in parts or "[content_types].xml" not in parts:
        raise _refused(_WRONG_TYPE, name=name[:80])
    if any(one.endswith("vbaproject.bin") for one in parts):
        raise _refused(_MACROS, name=name[:80])
    return DOCX


def _refused(sentence: Message, **data: object) -> Invalid:
    return Invalid({"file": Problem(sentence, dict(data))})


async def text_file_of(item: UUID) -> TextFile | None:
    """The file of an agreement's text, None where there is none yet."""
    row = await fetch_one(
        "SELECT file_name, media_type, checksum, octet_length(content) AS size, changed_at FROM signing_text"
        " WHERE item = $1 AND content IS NOT NULL",
        item,
    )
    if row is None:
        return None
    return TextFile(
        row["file_name"], row["media_type"], row["checksum"], row["size"] - _SEALING, row["changed_at"]
    )


async def keep_text(
    code: str,
    name: str,
    content: bytes,
    *,
    state: str,
    revision: int | None,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> str:
    """Keep a file as the text of an agreement that somebody opened at `revision`; returns its SHA-256.

    Raises Invalid, UnknownItem, ChangedMeanwhile, TextIsFinal, TextIsSigned.
    """
    media_type, name = checked_text(name, content), name.replace("\x00", "").strip()[:200] or "text"
    if state not in set(TextState):
        raise Invalid({"state": Problem(NOT_OFFERED)})
    checksum = hashlib.sha256(content).hexdigest()
    async with writing():
        await lock(gathering)
        item = await item_of(gathering, code)
        await refuse_if_changed(item.id, item.revision, revision)
        before = await text_file_of(item.id)
        await _refuse_if_it_stays(item, before)
        changes = {"text_file": [_said(before), f"{name} · SHA-256 {checksum}"]}
        if state != item.told.text_state:
            changes["text_state"] = [item.told.text_state, state]
        if item.told.text_said:
            changes["text_said"] = [item.told.text_said, ""]
        await _write(item, name, media_type, content, checksum, state, gathering, now)
        await SigningItem.update({"revision": item.revision + 1}).where(SigningItem.id == item.id)
        await note_change(item.id, item.revision + 1, changes, gathering=gathering.id, by=by, now=now)
        await record(
            "signing.keep_text", subject=f"signing_item:{item.id}", by=by, now=now, gathering=gathering.id,
            checksum=checksum, state=state,
        )  # fmt: skip
    return checksum


async def _refuse_if_it_stays(item: ItemKept, before: TextFile | None) -> None:
    """A final text is made a draft again before another takes its place; a signed one is never replaced."""
    if before is None:
        return
    if await is_recorded(item.id):
        raise TextIsSigned(code=item.told.code)
    if is_final(item.told.text_state):
        raise TextIsFinal(code=item.told.code)


async def is_recorded(item: UUID) -> bool:
    """Whether there is a record of the signing of an agreement."""
    return await fetch_one("SELECT 1 FROM signed_record WHERE item = $1 LIMIT 1", item) is not None


async def _write(
    item: ItemKept,
    name: str,
    media_type: str,
    content: bytes,
    checksum: str,
    state: str,
    gathering: Gathering,
    now: datetime,
) -> None:
    row = await fetch_one("SELECT id FROM signing_text WHERE item = $1 FOR UPDATE", item.id)
    if row is None:
        msg = f"The agreement {item.id} has no row for its text."
        raise RuntimeError(msg)
    sealed = (await keys_of(gathering.id)).data.seal(content, context=_context(row["id"]))
    await fetch(
        "UPDATE signing_text SET file_name = $2, media_type = $3, content = $4, checksum = $5, state = $6,"
        " state_said = '', changed_at = $7, revision = revision + 1 WHERE id = $1",
        row["id"], name, media_type, sealed, checksum, state, now,
    )  # fmt: skip


async def change_text_state(
    code: str, state: str, *, revision: int | None, gathering: Gathering, by: Actor, now: datetime
) -> int:
    """Say where the text of an agreement is; returns the agreement's revision.

    Raises UnknownItem, ChangedMeanwhile, Invalid, and TextIsSigned where a signed text would be open again.
    """
    item = await item_of(gathering, code)
    await refuse_if_changed(item.id, item.revision, revision)
    if not is_final(state) and await is_recorded(item.id):
        raise TextIsSigned(code=code)
    told = msgspec.structs.replace(item.told, text_state=state, text_said="")
    return await change_item(code, told, revision=item.revision, gathering=gathering, by=by, now=now)


async def open_text(code: str, *, gathering: Gathering, by: Actor, now: datetime) -> tuple[TextFile, bytes]:
    """The file of an agreement's text; who opens it is recorded. Raises UnknownItem, NoText."""
    item = await item_of(gathering, code)
    row = await fetch_one("SELECT id, content FROM signing_text WHERE item = $1", item.id)
    file = await text_file_of(item.id)
    if row is None or file is None:
        raise NoText(code=code[:20])
    content = (await keys_of(gathering.id)).data.open(bytes(row["content"]), context=_context(row["id"]))
    if hashlib.sha256(content).hexdigest() != file.checksum:
        msg = f"The text of the agreement {item.id} is not what was kept."
        raise RuntimeError(msg)
    async with writing():
        await record(
            "signing.open_text", subject=f"signing_item:{item.id}", by=by, now=now, gathering=gathering.id,
            checksum=file.checksum,
        )  # fmt: skip
    return file, content


def _said(file: TextFile | None) -> str:
    return f"{file.name} · SHA-256 {file.checksum}" if file else ""


def _context(row: UUID) -> str:
    """What a file is sealed for: its own row and nothing else."""
    return f"signing_text|content|{row}"
