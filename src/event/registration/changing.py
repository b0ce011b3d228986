"""Changes of what a guest told: written, kept with before and after, shown to whom it concerns."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.people.rules import Actor
from event.registration.adding import guest_search, write_journeys
from event.registration.replies import PLAIN_COLUMNS, JourneyReply, Reply
from event.registration.sealed import opened, sealed_columns
from event.registration.tables import Guest, GuestChange, Journey

SEALED = ("phone", "wechat", "document_number", "needs")
_TABLE = "guest_change"


async def reply_of(guest: Guest) -> Reply:
    """What a guest has told so far, opened."""
    clear = opened(await keys_of(guest.gathering), guest.id, guest.to_dict())
    journeys = {
        row.direction: JourneyReply(row.mode, row.number, row.origin, row.on_day, row.at_time, row.transfer_wanted)
        for row in await Journey.objects().where(Journey.guest == guest.id)
    }  # fmt: skip
    return Reply(
        number=guest.number, answers=answers_of(guest), needs=clear.needs,
        needs_consent=guest.needs_consent_at is not None, phone=clear.phone, wechat=clear.wechat,
        document_number=clear.document_number, arrival=journeys.get("arrival"),
        departure=journeys.get("departure"), **{name: getattr(guest, name) for name in PLAIN_COLUMNS},
    )  # fmt: skip


def answers_of(guest: Guest) -> dict[str, Any]:
    """The guest's answers by question."""
    return dict(json.loads(guest.answers) if isinstance(guest.answers, str) else guest.answers)


async def rewrite(
    guest: Guest,
    reply: Reply,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    import_run: UUID | None = None,
    form_version: int | None = None,
) -> dict[str, list[Any]]:
    """Write a reply over what is stored, inside `writing()`; returns {field: [before, after]}."""
    before = await reply_of(guest)
    changed = differences(before, reply)
    if form_version is not None:
        guest.form_version = form_version
    if not changed and form_version is None:
        return {}
    for name in PLAIN_COLUMNS:
        setattr(guest, name, getattr(reply, name))
    sealed = sealed_columns(
        await keys_of(gathering.id), guest.id, gathering.id, phone=reply.phone, wechat=reply.wechat,
        document_number=reply.document_number, needs=reply.needs,
    )  # fmt: skip
    for name, value in sealed.items():
        setattr(guest, name, value)
    if reply.needs and guest.needs_consent_at is None and reply.needs_consent:
        guest.needs_consent_at = now
    if not reply.needs:
        guest.needs_consent_at = None
    guest.answers = json.dumps(reply.answers, ensure_ascii=False)
    guest.search = guest_search(reply, number=guest.number)
    guest.updated_at = now
    await guest.save()
    await fetch(
        "UPDATE guest SET search = search || coalesce((SELECT E'\\n' || lower(badge_number) FROM ticket"
        " WHERE guest = $1 AND voided_at IS NULL), '') WHERE id = $1",
        guest.id,
    )
    await write_journeys(guest.id, reply)
    if changed:
        await keep_change(guest.id, changed, gathering=gathering, by=by, now=now, import_run=import_run)
    return changed


async def keep_change(
    guest: UUID,
    changed: Mapping[str, Any],
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    import_run: UUID | None = None,
) -> None:
    """Keep what changed, sealed, with the names of the fields in clear."""
    change = uuid4()
    keys = await keys_of(gathering.id)
    told = json.dumps(changed, ensure_ascii=False, default=plain)
    await GuestChange(
        id=change, gathering=gathering.id, guest=guest, by=by.mark, at=now, import_run=import_run,
        fields=json.dumps(list(changed), ensure_ascii=False),
        sealed=keys.seal(told, table=_TABLE, column="sealed", row=change),
    ).save()  # fmt: skip


async def changes_of(guest: Guest) -> list[tuple[GuestChange, dict[str, list[Any]]]]:
    """The changes of a guest, newest first, opened."""
    keys = await keys_of(guest.gathering)
    rows = (
        await GuestChange.objects()
        .where(GuestChange.guest == guest.id)
        .order_by(GuestChange.at, ascending=False)
    )
    return [
        (row, json.loads(keys.open(row.sealed, table=_TABLE, column="sealed", row=row.id))) for row in rows
    ]


def differences(before: Reply, after: Reply) -> dict[str, list[Any]]:
    """Field by field what differs, answers by their question and journeys by their part."""
    old, new = flat(before), flat(after)
    return {
        name: [old.get(name), new.get(name)]
        for name in dict.fromkeys((*old, *new))
        if (old.get(name) or None) != (new.get(name) or None)
    }


def flat(reply: Reply) -> dict[str, Any]:
    """A reply as fields: columns, answers, needs and parts of journeys by name."""
    told: dict[str, Any] = {name: getattr(reply, name) for name in PLAIN_COLUMNS if name != "language"}
    told |= {name: getattr(reply, name) for name in ("phone", "wechat", "document_number")}
    told |= {f"needs.{key}": text for key, text in reply.needs.items()}
    told |= {f"answers.{key}": answer for key, answer in reply.answers.items()}
    for direction in ("arrival", "departure"):
        journey: JourneyReply = getattr(reply, direction) or JourneyReply()
        told |= {f"{direction}.{part}": getattr(journey, part) for part in ("mode", "number", "origin", "on_day", "at_time", "transfer_wanted")}  # fmt: skip
    return told


def with_fields(reply: Reply, told: Mapping[str, Any]) -> Reply:
    """A reply with single fields, named as in `flat`, set to values as JSON keeps them."""
    columns: dict[str, Any] = {}
    needs, answers = dict(reply.needs), dict(reply.answers)
    journeys = {name: getattr(reply, name) or JourneyReply() for name in ("arrival", "departure")}
    for name, value in told.items():
        group, _, key = name.partition(".")
        if group in ("needs", "answers"):
            kept = needs if group == "needs" else answers
            kept.pop(key, None) if value in (None, "") else kept.update({key: value})
        elif group in journeys:
            journeys[group] = replace(journeys[group], **{key: _read(key, value)})
        else:
            columns[name] = _read(name, value)
    told_journeys: dict[str, Any] = {
        name: None if one == JourneyReply() else one for name, one in journeys.items()
    }
    return replace(reply, needs=needs, answers=answers, **columns, **told_journeys)


def _read(name: str, value: Any) -> Any:
    """A value as a column or a part of a journey has it."""
    if name in ("birth_date", "document_expires", "on_day"):
        return date.fromisoformat(value) if value else None
    if name == "at_time":
        return time.fromisoformat(value) if value else None
    if name in ("guest_class", "delegation", "travel_party"):
        return UUID(str(value)) if value else None
    if name in ("surname_first", "document_permanent", "transfer_wanted"):
        return bool(value)
    return value or ""


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    return str(value)
