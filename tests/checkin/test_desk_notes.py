"""A note from the desk is sealed, read by the guest's liaison, done once, and in the audit trail."""

from uuid import uuid4

import pytest

from event.checkin.notes import UnknownNote, finish_note, how_many_open, leave_note, notes_of, open_notes
from event.database import fetch
from event.errors import Invalid
from event.people.rules import Actor
from event.registration.errors import UnknownGuest
from event.registration.tables import Delegation
from tests import cast
from tests.cast import NOW

DESK, LIAISON = Actor("user:desk"), Actor("user:liaison")


async def test_a_note_is_sealed_and_opens_for_the_liaison(db: str) -> None:
    held = await cast.gathering()
    home = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团")
    await home.save()
    lin, _ = await cast.lin(held, delegation=home.id)
    chen, _ = await cast.chen(held)
    own = frozenset({home.id})

    await leave_note(lin.id, "  花生过敏  ", gathering=held, by=DESK, now=NOW)
    await leave_note(chen.id, "行李未到", gathering=held, by=DESK, now=NOW)

    assert [(one.name, one.text, one.by) for one in await open_notes(held, scope=own)] == [
        ("林示例", "花生过敏", "user:desk")
    ]
    assert len(await open_notes(held, scope=None)) == 2
    assert [one.text for one in await notes_of(lin.id, gathering=held, scope=own)] == ["花生过敏"]
    with pytest.raises(UnknownGuest):
        await notes_of(chen.id, gathering=held, scope=own)
    stored = await fetch("SELECT text FROM desk_note")
    assert ["花生过敏".encode() in bytes(row["text"]) for row in stored] == [False, False]


async def test_a_note_is_done_once_and_both_steps_are_recorded(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    note = await leave_note(lin.id, "行李未到", gathering=held, by=DESK, now=NOW)
    before = await how_many_open(held, scope=None)

    await finish_note(note, gathering=held, scope=None, by=LIAISON, now=NOW)
    await finish_note(note, gathering=held, scope=None, by=DESK, now=NOW)

    assert (before, await how_many_open(held, scope=None)) == (1, 0)
    (told,) = await notes_of(lin.id, gathering=held, scope=None)
    assert (told.done_at, told.done_by) == (NOW, "user:liaison")
    trail = await fetch(
        "SELECT action, actor, subject FROM audit_entry WHERE action LIKE 'desk_note%' ORDER BY id"
    )
    assert [tuple(row) for row in trail] == [
        ("desk_note.leave", "user:desk", f"guest:{lin.id}"), ("desk_note.done", "user:liaison", f"guest:{lin.id}"),
    ]  # fmt: skip


async def test_an_empty_note_and_somebody_elses_note_are_refused(db: str) -> None:
    held, other = await cast.gathering(), await cast.gathering(slug="other")
    lin, _ = await cast.lin(held)
    note = await leave_note(lin.id, "行李未到", gathering=held, by=DESK, now=NOW)

    with pytest.raises(Invalid):
        await leave_note(lin.id, "  ", gathering=held, by=DESK, now=NOW)
    with pytest.raises(UnknownGuest):
        await leave_note(lin.id, "行李未到", gathering=other, by=DESK, now=NOW)
    for gathering, scope in ((held, frozenset()), (other, None)):
        with pytest.raises(UnknownNote):
            await finish_note(note, gathering=gathering, scope=scope, by=LIAISON, now=NOW)

    assert await how_many_open(held, scope=None) == 1
