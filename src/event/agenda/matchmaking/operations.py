"""Slots of the matchmaking: laid out, booked, freed. One guest for a slot, one slot at a time for a guest."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.agenda.errors import SessionCancelled
from event.agenda.matchmaking.errors import (
    MatchmakingNotOpen,
    OnlyWhoComes,
    OverlapsOwnSlot,
    SlotsBooked,
    SlotTaken,
    UnknownSlot,
)
from event.agenda.matchmaking.queries import taken_online, the_matchmaking
from event.agenda.matchmaking.tables import MatchBooking, MatchChange
from event.agenda.signing_up.guests import coming
from event.database import fetch, fetch_one, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import insert_all, lock
from event.registration.errors import UnknownGuest

MOST_ZONES, MOST_SLOTS, LONGEST = 60, 60, 240
_NO_ZONES = Message("Write a zone on each line: its code, a space, and the unit, such as Z1 县商务局.")
_TWICE = Message("The zone {code} stands here twice.")
_FROM_TO = Message("From 1 to {most}.")


class ZoneTold(msgspec.Struct, frozen=True):
    """A zone (洽谈区) and the unit that receives guests there."""

    code: str
    unit_zh: str
    unit_en: str = ""


class Layout(msgspec.Struct, frozen=True):
    """Zones, and when each of them receives guests: `slots` times of `minutes`, one after the other from `starts_at`."""

    zones: list[ZoneTold]
    starts_at: datetime
    minutes: int = 20
    slots: int = 9


async def lay_out(told: Layout, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Make the zones and slots what is told; what is booked stays where its slot stays. Raises Invalid, SlotsBooked."""
    _check(told)
    async with writing():
        await lock(gathering)
        await _drop(told, gathering)
        for position, zone in enumerate(told.zones):
            await put_zone(gathering, zone.code, zone.unit_zh, unit_en=zone.unit_en, position=position)
        for zone in told.zones:
            for number in range(1, told.slots + 1):
                begins = told.starts_at + timedelta(minutes=told.minutes * (number - 1))
                await put_slot(
                    gathering, zone.code, number, begins=begins, ends=begins + timedelta(minutes=told.minutes)
                )
        await record(
            "agenda.match_layout", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            zones=len(told.zones), slots=told.slots,
        )  # fmt: skip


async def put_zone(
    gathering: Gathering, code: str, unit_zh: str, *, unit_en: str | None = None, position: int
) -> None:
    """Add a zone or change its unit, inside `writing()`."""
    await fetch(
        "INSERT INTO match_zone (id, gathering, code, unit_zh, unit_en, position) VALUES ($1, $2, $3, $4, coalesce($5, ''), $6)"
        " ON CONFLICT ON CONSTRAINT match_zone_once DO UPDATE SET unit_zh = $4,"
        " unit_en = coalesce($5, match_zone.unit_en), position = $6",
        uuid4(), gathering.id, code, unit_zh, unit_en, position,
    )  # fmt: skip


async def put_slot(gathering: Gathering, zone: str, number: int, *, begins: datetime, ends: datetime) -> UUID:
    """Add a slot or change its time, inside `writing()`."""
    (row,) = await fetch(
        "INSERT INTO match_slot (id, zone, number, starts_at, ends_at)"
        " SELECT $1, id, $4, $5, $6 FROM match_zone WHERE gathering = $2 AND code = $3"
        " ON CONFLICT ON CONSTRAINT match_slot_once DO UPDATE SET starts_at = $5, ends_at = $6 RETURNING id",
        uuid4(), gathering.id, zone, number, begins, ends,
    )  # fmt: skip
    return UUID(str(row["id"]))


async def book_slot(
    slot: UUID, guest: UUID, *, gathering: Gathering, by: Actor, now: datetime, online: bool = False
) -> None:
    """Give a slot to a guest who comes; `online`: by the guest, while sign-up is open.

    Raises UnknownSlot, UnknownGuest, OnlyWhoComes, SlotTaken, SessionCancelled, OverlapsOwnSlot, MatchmakingNotOpen.
    """
    async with writing():
        await lock(gathering)
        row = await _slot(slot, gathering)
        who = await coming(guest, gathering, otherwise=OnlyWhoComes)
        if online and not await taken_online(gathering, now):
            raise MatchmakingNotOpen
        if row["guest"] == guest:
            return
        if row["guest"] is not None:
            raise SlotTaken
        if (session := await the_matchmaking(gathering)) and session.cancelled_at is not None:
            raise SessionCancelled
        await _refuse_overlap(row, guest, who.name)
        await MatchBooking(id=uuid4(), slot=slot, guest=guest, booked_at=now).save()
        await _note(slot, guest, booked=True, gathering=gathering, by=by, now=now)


async def free_slot(
    slot: UUID, *, gathering: Gathering, by: Actor, now: datetime, guest: UUID | None = None
) -> str:
    """Free a slot; with `guest`, only where it is theirs; answers with the number of who had it, empty for nobody.

    Raises UnknownSlot, MatchmakingNotOpen.
    """
    async with writing():
        await lock(gathering)
        row = await _slot(slot, gathering)
        if guest is not None:
            if not await taken_online(gathering, now):
                raise MatchmakingNotOpen
            if row["guest"] != guest:
                raise UnknownSlot
        if row["guest"] is None:
            return ""
        await MatchBooking.delete().where(MatchBooking.slot == slot)
        await _note(slot, row["guest"], booked=False, gathering=gathering, by=by, now=now)
    return str(row["number"])


async def guest_numbered(text: str, gathering: Gathering) -> UUID:
    """The guest with a number, whatever stands behind it. Raises UnknownGuest."""
    row = await fetch_one(
        "SELECT id FROM guest WHERE gathering = $1 AND number = $2",
        gathering.id, text.strip().split(" ", maxsplit=1)[0],
    )  # fmt: skip
    if row is None:
        raise UnknownGuest
    return UUID(str(row["id"]))


def zones_in(text: str) -> list[ZoneTold]:
    """Zones as organizers type them, one a line: Z1 县商务局 / Bureau of Commerce."""
    found = []
    for line in text.splitlines():
        code, _, rest = line.strip().partition(" ")
        zh, _, en = rest.partition("/")
        if code:
            found.append(ZoneTold(code[:20], zh.strip()[:120], en.strip()[:160]))
    return found


def _check(told: Layout) -> None:
    problems: dict[str, Problem] = {}
    codes = [zone.code for zone in told.zones]
    if not codes or any(not zone.code.strip() or not zone.unit_zh.strip() for zone in told.zones):
        problems["zones"] = Problem(_NO_ZONES)
    elif twice := next((code for code in codes if codes.count(code) > 1), ""):
        problems["zones"] = Problem(_TWICE, {"code": twice})
    elif len(codes) > MOST_ZONES:
        problems["zones"] = Problem(_FROM_TO, {"most": MOST_ZONES})
    for name, value, most in (("minutes", told.minutes, LONGEST), ("slots", told.slots, MOST_SLOTS)):
        if not 1 <= value <= most:
            problems[name] = Problem(_FROM_TO, {"most": most})
    if problems:
        raise Invalid(problems)


async def _drop(told: Layout, gathering: Gathering) -> None:
    """Take away slots and zones that are not told any more; raises SlotsBooked where one of them is booked, or was."""
    gone: Sequence[Any] = await fetch(
        "SELECT s.id, z.code, s.number, EXISTS (SELECT 1 FROM match_booking b WHERE b.slot = s.id)"
        " OR EXISTS (SELECT 1 FROM match_change c WHERE c.slot = s.id) AS booked"
        " FROM match_slot s JOIN match_zone z ON z.id = s.zone"
        " WHERE z.gathering = $1 AND (z.code <> ALL($2::text[]) OR s.number > $3) ORDER BY z.position, s.number",
        gathering.id, [zone.code for zone in told.zones], told.slots,
    )  # fmt: skip
    if booked := [f"{row['code']}-{row['number']}" for row in gone if row["booked"]]:
        raise SlotsBooked(slots=", ".join(booked))
    await fetch("DELETE FROM match_slot WHERE id = ANY($1::uuid[])", [row["id"] for row in gone])
    await fetch(
        "DELETE FROM match_zone WHERE gathering = $1 AND code <> ALL($2::text[])",
        gathering.id, [zone.code for zone in told.zones],
    )  # fmt: skip


async def _slot(slot: UUID, gathering: Gathering) -> Any:
    row = await fetch_one(
        "SELECT s.id, s.starts_at, s.ends_at, b.guest, g.number FROM match_slot s JOIN match_zone z ON z.id = s.zone"
        " LEFT JOIN match_booking b ON b.slot = s.id LEFT JOIN guest g ON g.id = b.guest WHERE s.id = $1 AND z.gathering = $2",
        slot, gathering.id,
    )  # fmt: skip
    if row is None:
        raise UnknownSlot
    return row


async def _refuse_overlap(slot: Any, guest: UUID, name: str) -> None:
    row = await fetch_one(
        "SELECT z.unit_zh FROM match_booking b JOIN match_slot s ON s.id = b.slot JOIN match_zone z ON z.id = s.zone"
        " WHERE b.guest = $1 AND s.starts_at < $3 AND s.ends_at > $2 LIMIT 1",
        guest, slot["starts_at"], slot["ends_at"],
    )  # fmt: skip
    if row is not None:
        raise OverlapsOwnSlot(name=name, unit=row["unit_zh"])


async def _note(
    slot: UUID, guest: UUID, *, booked: bool, gathering: Gathering, by: Actor, now: datetime
) -> None:
    await insert_all(
        MatchChange, [MatchChange(id=uuid4(), slot=slot, guest=guest, booked=booked, by=by.mark, at=now)]
    )
    await record(
        "agenda.match_book" if booked else "agenda.match_free", subject=f"guest:{guest}", by=by, now=now,
        gathering=gathering.id, slot=str(slot),
    )  # fmt: skip
