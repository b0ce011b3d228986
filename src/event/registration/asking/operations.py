"""Keeping versions of a form, drafts of answers, and the files that come with them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from event.crypto import ring
from event.database import fetch, fetch_one, writing
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.http import Upload
from event.people.audit import record
from event.people.rules import Actor
from event.registration.asking.definition import Kind, Question, RegistrationForm
from event.registration.asking.errors import FileNotTaken
from event.registration.asking.tables import AnswerFile, Draft, FormVersion
from event.registration.asking.typed import Typed
from event.registration.errors import ChangedMeanwhile

_KEPT = timedelta(days=30)
_NEVER_KEPT = frozenset({"_csrf", "do", "needs_consent", "consent", "guardian_consent", "version"})
_BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf",
}  # fmt: skip


async def save_form(
    gathering: Gathering, form: RegistrationForm, *, by: Actor, now: datetime
) -> RegistrationForm:
    """Keep a form as the next version; `form.version` is the one it was made from.

    Raises ChangedMeanwhile where somebody else saved in between.
    """
    async with writing():
        await fetch("SELECT 1 FROM gathering WHERE id = $1 FOR UPDATE", gathering.id)
        row = await fetch_one(
            "SELECT coalesce(max(version), 0) AS version FROM form_version WHERE gathering = $1", gathering.id
        )
        if row is None or row["version"] != form.version:
            raise ChangedMeanwhile
        made = RegistrationForm(form.sections, form.version + 1)
        await FormVersion(
            id=uuid4(), gathering=gathering.id, version=made.version, made_by=by.mark, made_at=now,
            content=msgspec.json.encode(made).decode(),
        ).save()  # fmt: skip
        await record(
            "form.change", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            version=made.version,
        )  # fmt: skip
    return made


@dataclass(frozen=True)
class KeptDraft:
    """A draft with what was typed."""

    id: UUID
    typed: Typed
    guest: UUID | None
    updated_at: datetime

    @property
    def code(self) -> str:
        """By which a browser comes back to it."""
        return ring().link_code("draft", self.id)


async def keep_draft(
    gathering: Gathering,
    typed: Typed,
    *,
    now: datetime,
    draft: UUID | None = None,
    invitation: UUID | None = None,
    position: int = 0,
) -> UUID:
    """Keep what was typed, sealed; consents are given anew when the form is sent."""
    kept = {name: texts for name, texts in typed.items() if name not in _NEVER_KEPT}
    key = draft or uuid4()
    keys = await keys_of(gathering.id)
    sealed = keys.seal(json.dumps(kept, ensure_ascii=False), table="draft", column="sealed", row=key)
    async with writing():
        await fetch(
            "INSERT INTO draft (id, gathering, invitation, position, sealed, created_at, updated_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (id) DO UPDATE"
            " SET sealed = excluded.sealed, updated_at = excluded.updated_at, position = excluded.position"
            " WHERE draft.guest IS NULL",
            key, gathering.id, invitation, position, sealed, now,
        )  # fmt: skip
    return key


async def draft_behind(code: str, gathering: Gathering) -> KeptDraft | None:
    """The draft a browser's code names, as long as it has not become a guest."""
    named = ring().link_subject(code)
    if named is None or not ring().link_holds(named[1], "draft", named[0]):
        return None
    rows = await _drafts(gathering, "id = $2", named[0])
    return rows[0] if rows and rows[0].guest is None else None


async def drafts_of(gathering: Gathering, invitation: UUID) -> list[KeptDraft]:
    """The drafts made with an invitation in their order, without those that became guests."""
    return await _drafts(gathering, "invitation = $2 AND guest IS NULL", invitation)


async def _drafts(gathering: Gathering, where: str, value: UUID) -> list[KeptDraft]:
    keys = await keys_of(gathering.id)
    rows = await fetch(
        "SELECT id, sealed, guest, updated_at FROM draft WHERE gathering = $1"  # noqa: S608 - our own words
        f" AND {where} ORDER BY position, created_at, id",
        gathering.id, value,
    )  # fmt: skip
    return [
        KeptDraft(
            row["id"],
            Typed(json.loads(keys.open(row["sealed"], table="draft", column="sealed", row=row["id"]) or "{}")),
            row["guest"], row["updated_at"],
        )
        for row in rows
    ]  # fmt: skip


async def became(draft: UUID, guest: UUID) -> None:
    """A draft has become a guest and keeps no answers, inside `writing()`."""
    await fetch("UPDATE draft SET guest = $2, sealed = NULL WHERE id = $1", draft, guest)


async def drop_draft(gathering: Gathering, draft: UUID) -> None:
    """Forget a draft."""
    async with writing():
        await AnswerFile.delete().where(AnswerFile.draft == draft)
        await Draft.delete().where((Draft.id == draft) & (Draft.gathering == gathering.id))


async def forget_old_drafts(*, now: datetime) -> None:
    """Drafts nobody has come back to for a month are deleted with their files."""
    async with writing():
        await fetch(
            "WITH old AS (DELETE FROM draft WHERE guest IS NULL AND updated_at < $1 RETURNING id)"
            " DELETE FROM answer_file WHERE draft IN (SELECT id FROM old)",
            now - _KEPT,
        )


async def keep_file(
    gathering: Gathering,
    question: Question,
    upload: Upload,
    *,
    now: datetime,
    draft: UUID | None = None,
    guest: UUID | None = None,
) -> UUID:
    """Keep a file that answers a question, sealed; raises FileNotTaken for another type or size."""
    if question.kind is not Kind.FILE:
        raise FileNotTaken(name=upload.name)
    most = question.file_megabytes * 2**20
    if len(upload.content) > most:
        raise FileNotTaken(name=upload.name, most=question.file_megabytes)
    media_type = next(
        (kind for beginning, kind in _BEGINNINGS.items() if upload.content.startswith(beginning)), ""
    )
    allowed = question.file_types or tuple(_BEGINNINGS.values())
    if media_type not in allowed:
        raise FileNotTaken(
            name=upload.name, types=", ".join(kind.partition("/")[2].upper() for kind in allowed)
        )
    key = uuid4()
    keys = await keys_of(gathering.id)
    async with writing():
        await AnswerFile(
            id=key, gathering=gathering.id, guest=guest, draft=draft, question=question.key,
            name=upload.name[:200], media_type=media_type, size=len(upload.content), created_at=now,
            sealed=keys.data.seal(upload.content, context=f"answer_file|sealed|{key}"),
        ).save()  # fmt: skip
    return key


async def file_of(gathering: Gathering, file: UUID) -> tuple[AnswerFile, bytes] | None:
    """A kept file with its content."""
    row = (
        await AnswerFile.objects()
        .where((AnswerFile.id == file) & (AnswerFile.gathering == gathering.id))
        .first()
    )
    if row is None:
        return None
    keys = await keys_of(gathering.id)
    return row, keys.data.open(bytes(row.sealed), context=f"answer_file|sealed|{row.id}")
