"""Decisions about replies: approve, put on the waiting list, decline, withdraw; and who moves up."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.gathering.tables import Gathering, Review
from event.people.audit import record
from event.people.rules import SYSTEM, Actor
from event.registration.adding import issue_ticket, lock, void_ticket
from event.registration.asking.definition import Kind
from event.registration.asking.queries import form_of
from event.registration.changing import answers_of, keep_change
from event.registration.errors import NoPlaceLeft, NotWaiting, UnknownGuest
from event.registration.mails import mail_about, mail_ticket
from event.registration.places import (
    book_what_is_free,
    choices_taken,
    fits,
    give_up_choices,
    is_over,
    limits_of,
    listed,
)
from event.registration.rules import KEEPS_CHOICES, LEFT, may_follow
from event.registration.tables import Decision, Guest, Standing


async def decide(
    guest: UUID,
    to: Standing,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    reason: str = "",
    effective_at: datetime | None = None,
) -> Guest:
    """Take one decision; the mail goes out with it and a freed place is given to the next who waits.

    Raises UnknownGuest, NotWaiting, NoPlaceLeft.
    """
    async with writing():
        await lock(gathering)
        (row,) = await _held(gathering, [guest])
        await stand(row, to, gathering=gathering, by=by, now=now, reason=reason, effective_at=effective_at)
        await promote(gathering, now=now)
    return row


async def decide_all(
    guests: Sequence[UUID], to: Standing, *, gathering: Gathering, by: Actor, now: datetime, reason: str = ""
) -> list[Guest]:
    """Take one decision about many guests: all of them or, where one cannot be, none.

    Raises UnknownGuest, NotWaiting, NoPlaceLeft.
    """
    batch = uuid4()
    async with writing():
        await lock(gathering)
        rows = await _held(gathering, guests)
        for row in rows:
            await stand(row, to, gathering=gathering, by=by, now=now, reason=reason, batch=batch)
        await promote(gathering, now=now)
    return rows


async def stand(
    row: Guest,
    to: Standing,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    reason: str = "",
    batch: UUID | None = None,
    effective_at: datetime | None = None,
    tell: bool = True,
) -> None:
    """Write one decision with all that follows from it, inside `writing()` under the gathering's lock."""
    before = Standing(row.standing)
    if not may_follow(before, to, Review(gathering.review)):
        raise NotWaiting(name=row.name, standing=row.standing)
    if to is Standing.APPROVED and not fits(
        await limits_of(gathering.id), [(row.guest_class, row.delegation)]
    ):
        raise NoPlaceLeft(name=row.name)
    row.standing, row.updated_at = to, now
    row.waiting_since = now if to is Standing.WAITLISTED else None
    await row.save(columns=[Guest.standing, Guest.updated_at, Guest.waiting_since])
    await note(
        row.id, before, to, gathering=gathering.id, by=by, now=now, reason=reason, batch=batch,
        effective_at=effective_at,
    )  # fmt: skip
    if before is Standing.WAITLISTED and to in KEEPS_CHOICES:
        await _take_what_is_free(row, gathering, by=by, now=now)
    if to is Standing.APPROVED:
        ticket = await issue_ticket(gathering, row, now=now)
        if tell:
            await mail_ticket(gathering, row, ticket, now=now, occasion="approved")
    elif to in LEFT:
        await void_ticket(row.id, reason=reason or str(to), now=effective_at or now)
        if to is not Standing.REPLACED:  # a substitute takes the places over
            await give_up_choices(row.id)
    if tell and to in (Standing.WAITLISTED, Standing.DECLINED, Standing.WITHDRAWN):
        await mail_about(gathering, row, str(to), now=now, reason=reason)


async def _take_what_is_free(row: Guest, gathering: Gathering, *, by: Actor, now: datetime) -> None:
    """Who moves up from the waiting list gets what was chosen as far as there are places; the rest is noted."""
    form, answers = await form_of(gathering.id), answers_of(row)
    taken = await choices_taken(gathering.id, form)
    kept = dict(answers)
    for question in form.questions:
        if question.kind not in (Kind.CHOICE, Kind.CHOICES) or question.key not in answers:
            continue
        left = [one for one in listed(answers[question.key]) if not is_over(form, taken, question.key, one)]
        if left != listed(answers[question.key]):
            kept[question.key] = (left[0] if left else "") if question.kind is Kind.CHOICE else left
    if kept != answers:
        row.answers = json.dumps({key: one for key, one in kept.items() if one}, ensure_ascii=False)
        await row.save(columns=[Guest.answers])
        changed = {
            f"answers.{key}": [answers[key], one or None] for key, one in kept.items() if one != answers[key]
        }
        await keep_change(row.id, changed, gathering=gathering, by=by, now=now)
    await book_what_is_free(gathering.id, row.id, kept.get("sessions"), now=now)


async def note(
    guest: UUID,
    before: str,
    after: str,
    *,
    gathering: UUID,
    by: Actor,
    now: datetime,
    reason: str = "",
    batch: UUID | None = None,
    effective_at: datetime | None = None,
) -> None:
    """Keep who decided what, when and why; the trail names it too."""
    await Decision(
        id=uuid4(), gathering=gathering, guest=guest, before=before, after=after, reason=reason.strip()[:300],
        by=by.mark, batch=batch, effective_at=effective_at or now, recorded_at=now,
    ).save()  # fmt: skip
    await record(
        f"guest.{after}", subject=f"guest:{guest}", by=by, now=now, gathering=gathering, before=str(before)
    )


async def promote(gathering: Gathering, *, now: datetime) -> list[Guest]:
    """Give free places to those who have waited longest, inside `writing()` under the gathering's lock."""
    waiting = await fetch(
        "SELECT id, guest_class, delegation FROM guest WHERE gathering = $1 AND standing = 'waitlisted'"
        " ORDER BY waiting_since, number",
        gathering.id,
    )
    promoted: list[Guest] = []
    for one in waiting:
        if not fits(await limits_of(gathering.id), [(one["guest_class"], one["delegation"])]):
            continue
        (row,) = await _held(gathering, [one["id"]])
        await stand(row, Standing.APPROVED, gathering=gathering, by=SYSTEM, now=now)
        promoted.append(row)
    return promoted


async def _held(gathering: Gathering, guests: Sequence[UUID]) -> list[Guest]:
    """The guests in the order asked for, locked."""
    found = {
        row.id: row
        for row in await Guest.objects()
        .where(Guest.id.is_in(list(guests)) & (Guest.gathering == gathering.id))
        .lock_rows("UPDATE")
    }
    if set(found) != set(guests) or not guests:
        raise UnknownGuest
    return [found[guest] for guest in dict.fromkeys(guests)]
