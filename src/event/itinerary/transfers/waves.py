"""Waves of arrivals (批次): added, changed, removed."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.database import fetch, fetch_one, writing
from event.errors import Conflict, Invalid, NotFound, Problem
from event.faults import MISSING, TOO_LONG
from event.gathering.tables import Gathering
from event.itinerary.seen import NOTHING, mark
from event.itinerary.transfers.tables import TransferWave
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.adding import lock
from event.text import tidy

MODES = ("", "flight", "train", "self", "local")
_UNKNOWN = Message("Choose one of the list.")


class UnknownWave(NotFound):
    """No such wave in this gathering."""

    sentence = Message("There is no such wave in this gathering.")


class WaveChanged(Conflict):
    """Somebody else changed the wave since the page was opened."""

    sentence = Message(
        "Somebody else has just changed wave {code}. Look at it again; nothing was overwritten."
    )


class WaveInUse(Conflict):
    """A wave with guests or flights cannot be removed."""

    sentence = Message("Wave {code} has {count} flights, trains or guests. Give them another wave first.")


class WaveTold(msgspec.Struct, frozen=True):
    """A wave as it is to be; `begins_at` and `ends_at` are times of the day where the gathering is."""

    mode: str = ""
    name_zh: str = ""
    on_day: date | None = None
    begins_at: time | None = None
    ends_at: time | None = None


class WaveView(msgspec.Struct, frozen=True):
    """A wave; `seen` is sent back with a change."""

    code: str
    mode: str
    name_zh: str
    on_day: date | None
    begins_at: time | None
    ends_at: time | None
    services: int
    guests: int
    seen: str


async def waves_of(gathering: Gathering) -> list[WaveView]:
    """The gathering's waves by code, with how many flights, trains and guests each has."""
    rows = await fetch(
        "SELECT w.code, w.mode, w.name_zh, w.on_day, w.begins_at, w.ends_at,"
        " (SELECT count(*) FROM service s WHERE s.wave = w.id) AS services,"
        " (SELECT count(*) FROM transfer t WHERE t.wave = w.id) AS guests"
        " FROM transfer_wave w WHERE w.gathering = $1 ORDER BY w.code",
        gathering.id,
    )
    return [WaveView(**dict(row), seen=_mark(row)) for row in rows]


async def save_wave(
    code: str, told: WaveTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Add a wave (`seen`: nothing), or change one; raises Invalid, WaveChanged."""
    code, columns = tidy(code.replace("\x00", "")), _checked(code, told)
    async with writing():
        await lock(gathering)
        row = await _row(code, gathering)
        if (_mark(row) if row else NOTHING) != (seen or NOTHING):
            raise WaveChanged(code=code)
        if row:
            await TransferWave.update(columns).where(TransferWave.id == row["id"])
        else:
            await TransferWave(id=uuid4(), gathering=gathering.id, code=code, **columns).save()
        await record(
            "wave.change" if row else "wave.add", subject=f"gathering:{gathering.id}", by=by, now=now,
            gathering=gathering.id, code=code,
        )  # fmt: skip


async def remove_wave(code: str, *, seen: str, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Remove a wave that has nobody; answers with what undoes it. Raises UnknownWave, WaveChanged, WaveInUse."""
    async with writing():
        await lock(gathering)
        row = await _row(code, gathering)
        if row is None:
            raise UnknownWave
        if _mark(row) != seen:
            raise WaveChanged(code=code)
        if row["used"]:
            raise WaveInUse(code=code, count=row["used"])
        subject = f"gathering:{gathering.id}"
        async with undoable(
            "wave.remove", Rows("transfer_wave", "id", [row["id"]]), subject=subject, by=by, now=now,
            gathering=gathering.id,
        ) as step:  # fmt: skip
            await fetch("DELETE FROM transfer_wave WHERE id = $1", row["id"])
        await record("wave.remove", subject=subject, by=by, now=now, gathering=gathering.id, code=code)
    return step


async def _row(code: str, gathering: Gathering) -> Any | None:
    return await fetch_one(
        "SELECT w.*, (SELECT count(*) FROM service s WHERE s.wave = w.id)"
        " + (SELECT count(*) FROM transfer t WHERE t.wave = w.id) AS used"
        " FROM transfer_wave w WHERE w.gathering = $1 AND w.code = $2",
        gathering.id, code,
    )  # fmt: skip


def _mark(row: Any) -> str:
    return mark(*(row[name] for name in ("code", "mode", "name_zh", "on_day", "begins_at", "ends_at")))


def _checked(code: str, told: WaveTold) -> dict[Any, Any]:
    problems: dict[str, Problem] = {}
    name = tidy(told.name_zh.replace("\x00", ""))
    if not tidy(code.replace("\x00", "")):
        problems["code"] = Problem(MISSING)
    for field, text, most in (("code", code, 20), ("name_zh", name, 120)):
        if len(text) > most:
            problems[field] = Problem(TOO_LONG, {"most": most, "length": len(text)})
    if told.mode not in MODES:
        problems["mode"] = Problem(_UNKNOWN)
    if problems:
        raise Invalid(problems)
    return msgspec.structs.asdict(told) | {"name_zh": name}
