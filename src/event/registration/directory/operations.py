"""Keeping the directory: merging persons who are one, keeping apart who are not, grading and reviewing."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from event.database import fetch, fetch_one, held, writing
from event.people.audit import record
from event.people.rules import Actor
from event.people.tables import Person, PersonMerge
from event.registration.directory.errors import (
    BothCome,
    MergedAlready,
    MergedFurther,
    OnePerson,
    UnknownMerge,
    UnknownPerson,
)
from event.registration.directory.forms import PersonForm
from event.registration.directory.persons import (
    LISTS,
    Taken,
    give_back,
    searched,
    set_words,
    take_over,
    words_of,
)
from event.registration.rules import LEFT
from event.text import full_name, latin_name


async def merge(kept: UUID, *, gone: UUID, by: Actor, now: datetime) -> PersonMerge:
    """Make two persons one: the guests of `gone` become those of `kept`, whose blanks are filled.

    A reply that does not come any more stays where it is if the other is in the same gathering.
    Raises UnknownPerson, OnePerson, MergedAlready, BothCome.
    """
    async with writing():
        keeps, goes = await _two(kept, gone)
        if keeps.merged_into or goes.merged_into:
            raise MergedAlready
        await _refuse_if_both_come(kept, gone)
        taken = take_over(keeps, goes)
        taken.guests = await _move_guests(gone, to=kept)
        taken.followers = await _follow(gone, to=kept)
        goes.merged_into = kept
        await goes.save(columns=[Person.merged_into])
        await _save(keeps)
        made = PersonMerge(
            id=uuid4(), kept=kept, gone=gone, guests=msgspec.json.encode(taken).decode(), by=by.mark, at=now
        )
        await made.save()
        await record("person.merge", subject=f"person:{kept}", by=by, now=now, gone=gone, guests=taken.guests)
    return made


async def undo_merge(merge: UUID, *, kept: UUID, by: Actor, now: datetime) -> None:
    """Make two persons of one again: guests and words go back.

    Raises UnknownMerge, MergedFurther.
    """
    async with writing():
        row = await held(PersonMerge, merge)
        if row is None or row.kept != kept or row.undone_at is not None:
            raise UnknownMerge
        keeps, goes = await _two(kept, row.gone)
        if keeps.merged_into:
            raise MergedFurther(name=_name(keeps))
        taken = msgspec.json.decode(row.guests, type=Taken)
        give_back(keeps, goes, taken)
        await _move_guests(kept, to=row.gone, only=taken.guests)
        await fetch(
            "UPDATE person SET merged_into = $1 WHERE id = ANY($2::uuid[])", row.gone, taken.followers
        )
        goes.merged_into = None
        await goes.save(columns=[Person.merged_into])
        await _save(keeps)
        row.undone_at, row.undone_by = now, by.mark
        await row.save(columns=[PersonMerge.undone_at, PersonMerge.undone_by])
        await record("person.undo_merge", subject=f"person:{kept}", by=by, now=now, gone=row.gone)


async def keep_apart(one: UUID, *, other: UUID, by: Actor, now: datetime) -> None:
    """Say that two persons are different: they are not proposed again. Raises UnknownPerson, OnePerson."""
    async with writing():
        await _two(one, other)
        first, second = sorted((one, other))
        await fetch(
            'INSERT INTO persons_apart (id, one, other, "by", at) VALUES ($1, $2, $3, $4, $5)'
            " ON CONFLICT (one, other) DO NOTHING",
            uuid4(), first, second, by.mark, now,
        )  # fmt: skip
        await record("person.keep_apart", subject=f"person:{first}", by=by, now=now, other=second)


async def change_person(person: UUID, told: PersonForm, *, by: Actor, now: datetime) -> list[str]:
    """Write what the office knows of a person; returns the names of the fields that changed.

    Raises UnknownPerson, MergedAlready.
    """
    async with writing():
        row = await held(Person, person)
        if row is None:
            raise UnknownPerson
        if row.merged_into:
            raise MergedAlready
        changed = []
        for name, value in asdict(told).items():
            before = words_of(row, name) if name in LISTS else getattr(row, name)
            if before != value:
                changed.append(name)
                set_words(row, name, value) if name in LISTS else setattr(row, name, value)
        if changed:
            await _save(row)
            await record("person.change", subject=f"person:{person}", by=by, now=now, fields=changed)
    return changed


async def _two(one: UUID, other: UUID) -> tuple[Person, Person]:
    """Both rows, locked in one order whoever asks."""
    if one == other:
        raise OnePerson
    rows = {key: await held(Person, key) for key in sorted((one, other))}
    first, second = rows[one], rows[other]
    if first is None or second is None:
        raise UnknownPerson
    return first, second


async def _refuse_if_both_come(kept: UUID, gone: UUID) -> None:
    row = await fetch_one(
        "SELECT h.title_zh FROM guest a JOIN guest b ON b.gathering = a.gathering JOIN gathering h ON h.id = a.gathering"
        " WHERE a.person IN (SELECT id FROM person WHERE $1 IN (id, merged_into))"
        " AND b.person IN (SELECT id FROM person WHERE $2 IN (id, merged_into))"
        " AND a.standing <> ALL($3::text[]) AND b.standing <> ALL($3::text[])",
        kept, gone, list(LEFT),
    )  # fmt: skip
    if row is not None:
        raise BothCome(gathering=row["title_zh"])


async def _move_guests(person: UUID, *, to: UUID, only: list[UUID] | None = None) -> list[UUID]:
    rows = await fetch(
        "UPDATE guest SET person = $2 WHERE person = $1 AND ($3::uuid[] IS NULL OR id = ANY($3)) AND NOT EXISTS"
        " (SELECT 1 FROM guest g WHERE g.gathering = guest.gathering AND g.person = $2) RETURNING id",
        person, to, only,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def _follow(gone: UUID, *, to: UUID) -> list[UUID]:
    """Whoever was merged into `gone` before is now found with the person kept."""
    rows = await fetch("UPDATE person SET merged_into = $2 WHERE merged_into = $1 RETURNING id", gone, to)
    return [row["id"] for row in rows]


async def _save(person: Person) -> None:
    rows = await fetch("SELECT search FROM person WHERE merged_into = $1 ORDER BY created_at, id", person.id)
    person.search = searched(person, [row["search"] for row in rows])
    await person.save()


def _name(person: Person) -> str:
    return full_name(person.name_zh, latin_name(person.latin_surname, person.latin_given))
