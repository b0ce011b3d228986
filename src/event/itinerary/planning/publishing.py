"""Publishing a plan: it becomes what stands, is kept as a version, and everybody it changes something for is told."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from event.database import fetch, fetch_one, writing
from event.errors import Conflict, Invalid, Problem
from event.faults import TOO_LONG
from event.gathering.tables import Gathering
from event.itinerary.planning.changes import compared, of
from event.itinerary.planning.coming import present
from event.itinerary.planning.drafting import current
from event.itinerary.planning.plan import Draft, written
from event.itinerary.planning.showing import Changed, Kind, Names, names_of, written_changes
from event.itinerary.planning.standing import storable
from event.itinerary.planning.stored import stands, write
from event.itinerary.planning.tables import Publication, VisitNotice
from event.itinerary.seen import mark
from event.jobs import ask
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import insert_all, lock

LONGEST_WORD = 500


class NothingToPublish(Conflict):
    """The plan is what stands."""

    sentence = Message("Nothing is to be published: this plan is what stands already.")


class ChangedMeanwhile(Conflict):
    """What would be published is not what was looked at."""

    sentence = Message(
        "The plan, or what stands, has changed since you looked. This is what publishing would change now."
    )


def checked_word(word: str) -> str:
    """A word to those it changes something for. Raises Invalid where it is too long."""
    text = word.strip()
    if len(text) > LONGEST_WORD:
        raise Invalid({"word": Problem(TOO_LONG, {"most": LONGEST_WORD, "length": len(text)})})
    return text


def marked(changes: tuple[Changed, ...]) -> str:
    """A short text by which it is known again what somebody saw."""
    return mark(msgspec.json.encode(changes).decode())


async def publish(
    draft: Draft, *, gathering: Gathering, word: str, tell: bool, by: Actor, now: datetime, seen: str = ""
) -> Publication:
    """Make a plan what stands. `seen`: the mark of the changes that were looked at, empty for whatever they are.

    Raises NothingToPublish, ChangedMeanwhile, Invalid.
    """
    word = checked_word(word)
    async with writing():
        await lock(gathering)
        return await _publish(draft, gathering=gathering, word=word, tell=tell, by=by, now=now, seen=seen)


async def publish_current(
    *, gathering: Gathering, word: str, tell: bool, by: Actor, now: datetime, seen: str = ""
) -> Publication:
    """The same with the plan that organizers work on, as it is under the lock."""
    word = checked_word(word)
    async with writing():
        await lock(gathering)
        draft = (await current(gathering)).draft
        return await _publish(draft, gathering=gathering, word=word, tell=tell, by=by, now=now, seen=seen)


async def _publish(
    draft: Draft, *, gathering: Gathering, word: str, tell: bool, by: Actor, now: datetime, seen: str
) -> Publication:
    before, known = await stands(gathering), await names_of(gathering)
    draft = await present(draft, gathering)
    after = storable(draft)
    changes = compared(before, known, after, known.after(before, after))
    if seen and seen != marked(changes):
        raise ChangedMeanwhile
    if not changes:
        raise NothingToPublish
    await write(draft, gathering=gathering, now=now)
    return await _keep(draft, changes, gathering=gathering, word=word, tell=tell, by=by, now=now)


async def note_changes(
    before: Draft, known: Names, *, gathering: Gathering, tell: bool, by: Actor, now: datetime
) -> Publication | None:
    """What stands was changed beside the plan, inside that `writing()`: it is a version too, if it is anything.

    `before` and `known` are what stood. Guests are told only of changes to what was published before.
    """
    after = await stands(gathering)
    changes = compared(before, known, after, await names_of(gathering))
    if not changes:
        return None
    first = await fetch_one("SELECT 1 FROM publication WHERE gathering = $1", gathering.id) is None
    return await _keep(
        after, changes, gathering=gathering, word="", tell=tell and not first, by=by, now=now, notices=not first
    )  # fmt: skip


async def _keep(
    draft: Draft, changes: tuple[Changed, ...], *, gathering: Gathering, word: str, tell: bool, by: Actor,
    now: datetime, notices: bool = True,
) -> Publication:  # fmt: skip
    """The version with its notices and mails, inside `writing()` under the gathering's lock."""
    row = await fetch_one(
        "SELECT coalesce(max(number), 0) + 1 AS number FROM publication WHERE gathering = $1", gathering.id
    )
    made = Publication(
        id=uuid4(), gathering=gathering.id, number=row["number"] if row else 1, plan=written(draft),
        changes=written_changes(changes), word=word, by=by.mark, at=now,
    )  # fmt: skip
    await made.save()
    guests = of(changes, Kind.GUEST)
    if notices:
        await _note(made.id, guests)
    if tell:
        await ask("itinerary.mail_visit", publication=made.id)
    await record(
        "visit.publish", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
        number=made.number, guests=len(guests), mails=tell,
    )  # fmt: skip
    return made


async def _note(publication: UUID, guests: Iterable[Changed]) -> None:
    told = {one.ref: one for one in guests}
    sequences = {
        row["guest"]: row["last"]
        for row in await fetch(
            "SELECT guest, max(sequence) AS last FROM visit_notice WHERE guest = ANY($1::uuid[]) GROUP BY guest",
            list(told),
        )
    }
    rows = [
        VisitNotice(
            id=uuid4(), publication=publication, guest=guest, sequence=sequences.get(guest, 0) + 1,
            before=msgspec.json.encode(one.before).decode(), after=msgspec.json.encode(one.after).decode(),
        )
        for guest, one in told.items()
    ]  # fmt: skip
    await insert_all(VisitNotice, rows)
