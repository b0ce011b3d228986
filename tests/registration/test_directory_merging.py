"""Two persons become one, and two again, whatever happens at once."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest

from event.database import fetch
from event.people.rules import SYSTEM
from event.people.tables import Person, PersonMerge
from event.registration.adding import opened_contact
from event.registration.directory.errors import (
    BothCome,
    MergedAlready,
    MergedFurther,
    OnePerson,
    UnknownMerge,
    UnknownPerson,
)
from event.registration.directory.operations import merge, undo_merge
from event.registration.directory.queries import PersonFilter, person_lines
from event.registration.tables import Guest, Standing
from tests import cast

AS_SYSTEM: dict[str, Any] = {"by": SYSTEM, "now": cast.NOW}
BEFORE = {"slug": "earlier", "number_prefix": "EX2024"}


async def _state() -> list[Any]:
    """Every person with their contact opened, every guest with their person."""
    persons = [dict(row) for row in await fetch("SELECT * FROM person ORDER BY id")]
    for row in persons:
        row["contact"] = opened_contact(row["id"], row["contact"])
    return [persons, [dict(row) for row in await fetch("SELECT id, person FROM guest ORDER BY id")]]


async def _person(person: UUID) -> Person:
    row = await Person.objects().get(Person.id == person)
    assert row is not None
    return row


async def _two_chens(**newer: Any) -> tuple[Guest, Guest]:
    earlier, held = await cast.gathering(**BEFORE), await cast.gathering()
    known, _ = await cast.chen(earlier, latin_surname="", latin_given="", phone="", industry="餐饮")
    newcomer, _ = await cast.chen(
        held,
        **{"association_title": "示例同乡会会长", "industry": "新材料", "document_number": "K123"} | newer,
    )
    return known, newcomer


async def test_the_person_kept_gets_the_guests_and_what_was_blank(db: str) -> None:
    known, newcomer = await _two_chens(email="new@example.com")

    made = await merge(known.person, gone=newcomer.person, **AS_SYSTEM)

    kept, gone = await _person(known.person), await _person(newcomer.person)
    assert [row["person"] for row in await fetch("SELECT person FROM guest")] == [known.person] * 2
    assert (kept.latin_surname, kept.association_title) == ("CHAN", "示例同乡会会长")
    assert opened_contact(kept.id, kept.contact) == {"email": "yp.chan@example.com", "phone": "+85221000000"}
    assert (kept.document_index, kept.phone_index) == (gone.document_index, gone.phone_index)
    assert json.loads(kept.industries) == ["餐饮", "新材料"]
    assert (gone.merged_into, made.undone_at) == (known.person, None)
    actions = await fetch("SELECT subject FROM audit_entry WHERE action = 'person.merge'")
    assert [row["subject"] for row in actions] == [f"person:{known.person}"]


async def test_undoing_brings_back_exactly_what_was(db: str) -> None:
    known, newcomer = await _two_chens()
    before = await _state()

    made = await merge(known.person, gone=newcomer.person, **AS_SYSTEM)
    await undo_merge(made.id, kept=known.person, **AS_SYSTEM)

    assert await _state() == before
    with pytest.raises(UnknownMerge):
        await undo_merge(made.id, kept=known.person, **AS_SYSTEM)


async def test_what_was_changed_after_a_merge_stays_when_it_is_undone(db: str) -> None:
    known, newcomer = await _two_chens()
    made = await merge(known.person, gone=newcomer.person, **AS_SYSTEM)
    await fetch("UPDATE person SET association_title = '示例商会' WHERE id = $1", known.person)

    await undo_merge(made.id, kept=known.person, **AS_SYSTEM)

    assert (await _person(known.person)).association_title == "示例商会"


async def test_a_chain_of_merges_is_undone_from_its_end(db: str) -> None:
    known, newcomer = await _two_chens()
    first, _ = await cast.chen(await cast.gathering(slug="first"))
    before = await _state()
    inner = await merge(known.person, gone=newcomer.person, **AS_SYSTEM)
    middle = await _state()
    outer = await merge(first.person, gone=known.person, **AS_SYSTEM)

    assert (await _person(newcomer.person)).merged_into == first.person
    with pytest.raises(MergedFurther):
        await undo_merge(inner.id, kept=known.person, **AS_SYSTEM)
    await undo_merge(outer.id, kept=first.person, **AS_SYSTEM)
    assert await _state() == middle
    await undo_merge(inner.id, kept=known.person, **AS_SYSTEM)
    assert await _state() == before


async def test_two_who_come_to_one_gathering_are_not_merged(db: str) -> None:
    held = await cast.gathering()
    one, _ = await cast.chen(held)
    other, _ = await cast.chen(held, email="other@example.com")
    before = await _state()

    with pytest.raises(BothCome):
        await merge(one.person, gone=other.person, **AS_SYSTEM)

    assert await _state() == before


async def test_a_withdrawn_reply_stays_beside_the_one_that_comes(db: str) -> None:
    held = await cast.gathering()
    withdrawn, _ = await cast.chen(held, standing=Standing.WITHDRAWN)
    again, _ = await cast.chen(held, latin_surname="", latin_given="")

    await merge(withdrawn.person, gone=again.person, **AS_SYSTEM)

    lines = (await person_lines(PersonFilter())).lines
    assert [line.id for line in lines] == [withdrawn.person]
    assert {row["person"] for row in await fetch("SELECT person FROM guest")} == {
        withdrawn.person,
        again.person,
    }


async def test_two_merges_at_once_leave_one_outcome(db: str) -> None:
    known, newcomer = await _two_chens()
    one, other = known.person, newcomer.person

    answers = await asyncio.gather(
        *(merge(kept, gone=gone, **AS_SYSTEM) for kept, gone in ((one, other), (other, one)) * 3),
        return_exceptions=True,
    )

    assert sum(isinstance(answer, PersonMerge) for answer in answers) == 1
    assert sum(isinstance(answer, MergedAlready) for answer in answers) == 5
    (row,) = await fetch("SELECT kept FROM person_merge")
    assert {guest["person"] for guest in await fetch("SELECT person FROM guest")} == {row["kept"]}


async def test_nobody_is_merged_with_themselves_or_with_nobody(db: str) -> None:
    known, newcomer = await _two_chens()

    with pytest.raises(OnePerson):
        await merge(known.person, gone=known.person, **AS_SYSTEM)
    with pytest.raises(UnknownPerson):
        await merge(known.person, gone=newcomer.id, **AS_SYSTEM)


async def test_a_merged_person_is_found_by_either_spelling(db: str) -> None:
    known, newcomer = await _two_chens(name_zh="", latin_surname="TAN", latin_given="Ioh Pun")
    await merge(known.person, gone=newcomer.person, **AS_SYSTEM)

    found = [
        await person_lines(PersonFilter(text=text)) for text in ("陈样本", "chenyangben", "ioh pun", "tan")
    ]

    assert [[line.id for line in one.lines] for one in found] == [[known.person]] * 4
