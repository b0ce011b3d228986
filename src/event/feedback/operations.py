"""Taking suggestions in, handing them to units, and answering them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.crypto import ring
from event.database import fetch, fetch_one, writing
from event.errors import Invalid, Problem
from event.feedback.errors import NumberTaken, SuggestionChangedMeanwhile, TooManySuggestions
from event.feedback.queries import SuggestionKept, kept_suggestion
from event.feedback.rules import day_due
from event.feedback.tables import SuggestionState
from event.feedback.told import SuggestionTold, checked_suggestion
from event.gathering.tables import Gathering, local_day
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.registration.mails import mail_about
from event.registration.tables import Guest
from event.tasks.history import differences, note_change, who_changed_since

MOST_A_DAY = 10
_HIDDEN = ("guest", "name")
_A_GUEST = Actor("guest")
"""Who wrote it, without saying who: the history and the audit trail stay when a guest is forgotten."""
_NO_SUCH_GUEST = Message("There is no guest with this number.")


async def suggest(content: str, *, guest: Guest, gathering: Gathering, now: datetime) -> str:
    """A guest suggests or asks for something; returns its number. Raises Invalid, TooManySuggestions."""
    today = local_day(now, gathering.zone)
    told = SuggestionTold(received_on=today, guest=guest.number, content=content, due_on=day_due(today))
    kept = checked_suggestion(told, today=today)
    async with writing():
        await lock(gathering)
        rows = await fetch(
            "SELECT 1 FROM suggestion WHERE guest = $1 AND created_at > $2", guest.id, now - timedelta(days=1)
        )
        if len(rows) >= MOST_A_DAY:
            raise TooManySuggestions(most=MOST_A_DAY)
        return await insert_suggestion(kept, guest.id, gathering=gathering, by=_A_GUEST, now=now)


async def add_suggestion(
    told: SuggestionTold, *, gathering: Gathering, by: Actor, now: datetime, number: str = ""
) -> str:
    """Write down a suggestion that came by letter or by word; returns its number. Raises Invalid, NumberTaken."""
    kept = checked_suggestion(told, today=local_day(now, gathering.zone))
    async with writing():
        await lock(gathering)
        guest = await _guest(kept, gathering)
        return await insert_suggestion(kept, guest, gathering=gathering, by=by, now=now, number=number)


async def change_suggestion(
    number: str,
    told: SuggestionTold,
    *,
    revision: int | None,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> int:
    """Hand a suggestion on, say how far it is, answer it; returns the revision. The guest gets the answer by mail.

    Raises UnknownSuggestion, Invalid, SuggestionChangedMeanwhile.
    """
    kept = checked_suggestion(told, today=local_day(now, gathering.zone))
    async with writing():
        await lock(gathering)
        before = await kept_suggestion(gathering, number)
        if revision is not None and revision != before.revision:
            who = await who_changed_since("suggestion", before.id, revision)
            raise SuggestionChangedMeanwhile(who=who)
        guest = await _guest(kept, gathering)
        return await rewrite_suggestion(before, kept, guest, gathering=gathering, by=by, now=now)


async def insert_suggestion(
    kept: SuggestionTold,
    guest: UUID | None,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    number: str = "",
) -> str:
    """Write a suggestion that was checked, inside the caller's `writing()` that holds the gathering."""
    given = number or await _next_number(gathering)
    if await fetch("SELECT 1 FROM suggestion WHERE gathering = $1 AND number = $2", gathering.id, given):
        raise NumberTaken(number=given)
    suggestion = uuid4()
    columns = _columns(kept, guest) | {
        "id": suggestion, "gathering": gathering.id, "number": given, "revision": 1, "created_at": now,
    }  # fmt: skip
    names, places = ", ".join(columns), ", ".join(f"${place}" for place in range(1, len(columns) + 1))
    await fetch(f"INSERT INTO suggestion ({names}) VALUES ({places})", *columns.values())  # noqa: S608 - our own names
    await note_change("suggestion", suggestion, 1, differences(None, kept, hidden=_HIDDEN), by=by, now=now)
    await record(
        "suggestion.add",
        subject=f"suggestion:{suggestion}",
        by=by,
        now=now,
        gathering=gathering.id,
        number=given,
    )
    return given


async def rewrite_suggestion(
    before: SuggestionKept,
    kept: SuggestionTold,
    guest: UUID | None,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> int:
    """Write what differs, inside the caller's `writing()`; returns the revision."""
    columns = _columns(kept, guest)
    old = _columns(before.told, before.guest)
    changed = {name: value for name, value in columns.items() if value != old[name]}
    if not changed:
        return before.revision
    changes = {name: ["•", "•"] for name in _HIDDEN if name in changed}
    changes |= differences(before.told, kept, hidden=_HIDDEN)
    sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, start=3))
    await fetch(
        f"UPDATE suggestion SET revision = $2, {sets} WHERE id = $1",  # noqa: S608 - our own names
        before.id, before.revision + 1, *changed.values(),
    )  # fmt: skip
    await note_change("suggestion", before.id, before.revision + 1, changes, by=by, now=now)
    await _mail_answer(before, kept, guest, gathering=gathering, now=now)
    await record(
        "suggestion.change", subject=f"suggestion:{before.id}", by=by, now=now, gathering=gathering.id,
        fields=sorted(changes),
    )  # fmt: skip
    return before.revision + 1


def _columns(told: SuggestionTold, guest: UUID | None) -> dict[str, Any]:
    """What is stored: the guest by id, and no second name beside it."""
    return msgspec.structs.asdict(told) | {"guest": guest, "name": "" if guest else told.name}


async def _mail_answer(
    before: SuggestionKept, kept: SuggestionTold, guest: UUID | None, *, gathering: Gathering, now: datetime
) -> None:
    """Tell the guest an answer that is new; what makes it once does not name the suggestion, as mails stay."""
    answered = kept.state == SuggestionState.DONE and bool(kept.answer)
    same = before.told.state == SuggestionState.DONE and before.told.answer == kept.answer
    row = await Guest.objects().get(Guest.id == guest) if guest and answered and not same else None
    if row is not None and row.erased_at is None:
        cause = ring().blind("suggestion answered", f"{before.id}:{before.revision}")
        await mail_about(
            gathering, row, "suggestion", now=now, cause=f"suggestion:{cause}", content=kept.content,
            answer=kept.answer,
        )  # fmt: skip


async def _guest(kept: SuggestionTold, gathering: Gathering) -> UUID | None:
    if not kept.guest:
        return None
    row = await fetch_one(
        "SELECT id FROM guest WHERE gathering = $1 AND number = $2 AND erased_at IS NULL",
        gathering.id, kept.guest,
    )  # fmt: skip
    if row is None:
        raise Invalid({"guest": Problem(_NO_SUCH_GUEST)})
    return UUID(str(row["id"]))


async def _next_number(gathering: Gathering) -> str:
    row = await fetch_one(
        "SELECT coalesce(max(substr(number, 2)::int), 0) + 1 AS next FROM suggestion"
        " WHERE gathering = $1 AND number ~ '^Y[0-9]{1,8}$'",
        gathering.id,
    )
    return f"Y{row['next'] if row else 1:03d}"
