"""The programme as the office's workbook has it: halls and sessions."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from event.agenda.further import HALL_TEXTS, further_columns
from event.agenda.labels import kind_of
from event.agenda.tables import AgendaSession
from event.database import fetch
from event.gathering.tables import Gathering, Hall
from event.language import Message
from event.registration.importing.reports import RowOutcome, Said
from event.registration.importing.values import read_day, read_time
from event.registration.rules import LEFT
from event.text import tidy
from event.workbook import Row, Table, cell_text, heading

HALLS = ("会场代码", "会场")
SESSIONS = ("日期", "时间", "活动内容", "场次代码")

_MISSING = Message("is missing.")
_NOT_A_DAY = Message("“{text}” is not a day; write 2026年10月15日.")
_NOT_TIMES = Message("“{text}” is not a span of time; write 09:00—10:00, or 12:00— for an open end.")
_NOT_A_CAPACITY = Message("“{text}” is not a number of people.")
_UNKNOWN_HALL = Message("“{text}” is not in the list of halls; the session stays without one.")
_TOO_LONG = Message("at most {most} characters; these are {length}. Shorten it.")


@dataclass(frozen=True)
class Planned:
    """A row of halls or sessions: the columns it gives and what is wrong with it."""

    outcome: RowOutcome
    code: str
    columns: dict[str, Any]


def plan_halls(table: Table, stored: dict[str, dict[str, Any]]) -> list[Planned]:
    """What the rows of 会场 say, against the halls that are stored."""
    return [_hall(row, table.sheet, stored) for row in table.rows]


def plan_sessions(
    table: Table, gathering: Gathering, stored: dict[str, dict[str, Any]], halls: set[str]
) -> list[Planned]:
    """What the rows of 日程 say, against the sessions that are stored."""
    return [
        _session(row, table.sheet, gathering, stored, halls, position)
        for position, row in enumerate(table.rows)
    ]


async def stored_halls(gathering: UUID) -> dict[str, dict[str, Any]]:
    """Halls by code."""
    return {row.code: row.to_dict() for row in await Hall.objects().where(Hall.gathering == gathering)}


async def stored_sessions(gathering: UUID) -> dict[str, dict[str, Any]]:
    """Sessions by code, with the code of their hall."""
    rows = await fetch(
        "SELECT s.*, h.code AS hall_code FROM agenda_session s LEFT JOIN hall h ON h.id = s.hall"
        " WHERE s.gathering = $1",
        gathering,
    )
    return {row["code"]: dict(row) for row in rows}


async def write_halls(gathering: UUID, planned: list[Planned]) -> None:
    """Write halls, inside the caller's `writing()`."""
    for one in planned:
        if one.outcome.action == "create":
            await Hall(id=uuid4(), gathering=gathering, code=one.code, **one.columns).save()
        elif one.outcome.action == "update" and one.outcome.changes:
            row = await Hall.objects().get((Hall.gathering == gathering) & (Hall.code == one.code))
            if row is not None:
                for name, value in one.columns.items():
                    setattr(row, name, value)
                await row.save()


async def write_sessions(gathering: Gathering, planned: list[Planned]) -> None:
    """Write sessions and the days they span, inside the caller's `writing()`."""
    halls = {row.code: row.id for row in await Hall.objects().where(Hall.gathering == gathering.id)}
    for one in planned:
        columns = {key: value for key, value in one.columns.items() if key != "hall_code"}
        columns["hall"] = halls.get(one.columns["hall_code"])
        if one.outcome.action == "create":
            columns = {"kind": kind_of(columns["title_zh"])} | columns
            await AgendaSession(id=uuid4(), gathering=gathering.id, code=one.code, **columns).save()
        elif one.outcome.action == "update" and one.outcome.changes:
            row = await AgendaSession.objects().get(
                (AgendaSession.gathering == gathering.id) & (AgendaSession.code == one.code)
            )
            if row is not None:
                for name, value in columns.items():
                    setattr(row, name, value)
                row.revision += 1
                await row.save()
    if planned:
        await fetch(
            "UPDATE gathering SET first_day = d.first, last_day = d.last FROM (SELECT"
            " min((starts_at AT TIME ZONE $2)::date) AS first, max((starts_at AT TIME ZONE $2)::date) AS last"
            " FROM agenda_session WHERE gathering = $1) d WHERE id = $1",
            gathering.id, gathering.timezone,
        )  # fmt: skip


async def link_bookings(gathering: UUID, *, now: datetime) -> None:
    """Book who comes for the sessions whose title alone has the heading they ticked; again changes nothing."""
    await fetch(
        "INSERT INTO booking (id, agenda_session, guest, booked_at)"
        " SELECT gen_random_uuid(), s.session, g.id, $2 FROM guest g"
        " CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(g.answers->'sessions', '[]')) AS ticked"
        " JOIN LATERAL (SELECT (array_agg(a.id))[1] AS session FROM agenda_session a WHERE a.gathering = $1"
        "   AND (a.code = ticked OR position(ticked IN a.title_zh) > 0) HAVING count(*) = 1) s ON true"
        " WHERE g.gathering = $1 AND g.standing <> ALL($3::text[])"
        " ON CONFLICT ON CONSTRAINT booking_once DO NOTHING",
        gathering, now, [standing.value for standing in LEFT],
    )  # fmt: skip


class ListCells:
    """The cells of a row and what was found about them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.reasons: list[Said] = []
        self.warnings: list[Said] = []

    def has(self, name: str) -> bool:
        return heading(name) in self.row.cells

    def refuse(self, name: str, sentence: Message, **data: Any) -> None:
        self.reasons.append(Said(name, sentence, data))

    def text(self, name: str, most: int = 200, *, needed: bool = False) -> str:
        text = tidy(cell_text(self.row.cells.get(heading(name))))
        if len(text) > most:
            self.reasons.append(Said(name, _TOO_LONG, {"most": most, "length": len(text)}))
            return ""
        if needed and not text:
            self.reasons.append(Said(name, _MISSING))
        return text

    def capacity(self) -> int | None:
        text = self.text("容量")
        if text and not (text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000):  # noqa: PLR2004
            self.reasons.append(Said("容量", _NOT_A_CAPACITY, {"text": text}))
            return None
        return int(text) if text else None

    def planned(
        self, sheet: str, code: str, name: str, columns: dict[str, Any], stored: dict[str, Any] | None
    ) -> Planned:
        changes: tuple[str, ...] = ()
        if self.reasons:
            action = "refuse"
        elif stored is None:
            action = "create"
        else:
            changes = tuple(key for key, value in columns.items() if stored.get(key) != value)
            action = "update" if changes else "skip"
        outcome = RowOutcome(
            sheet,
            self.row.number,
            action,
            code,
            name,
            dict.fromkeys(changes),
            tuple(self.reasons),
            tuple(self.warnings),
        )
        return Planned(outcome, code, columns)


def _hall(row: Row, sheet: str, stored: dict[str, dict[str, Any]]) -> Planned:
    cells = ListCells(row)
    code, name = cells.text("会场代码", 40, needed=True), cells.text("会场", 120, needed=True)
    columns = {"name_zh": name, "capacity": cells.capacity()}
    columns |= {
        column: cells.text(head, most) for head, (column, most) in HALL_TEXTS.items() if cells.has(head)
    }
    return cells.planned(sheet, code, name, columns, stored.get(code))


def _session(
    row: Row,
    sheet: str,
    gathering: Gathering,
    stored: dict[str, dict[str, Any]],
    halls: set[str],
    position: int,
) -> Planned:
    cells = ListCells(row)
    code, title = cells.text("场次代码", 40, needed=True), cells.text("活动内容", needed=True)
    hall = cells.text("会场代码", 40)
    if hall and hall not in halls:
        cells.warnings.append(Said("会场代码", _UNKNOWN_HALL, {"text": hall}))
        hall = ""
    starts, ends = _times(cells, gathering)
    columns = {
        "title_zh": title, "starts_at": starts, "ends_at": ends, "hall_code": hall or None,
        "place_zh": cells.text("地点", 120), "capacity": cells.capacity(),
        "attendees_zh": cells.text("参加人员"), "host_zh": cells.text("主持/责任单位"),
        "remark_zh": cells.text("备注", 300), "position": position,
    } | further_columns(cells, gathering)  # fmt: skip
    return cells.planned(sheet, code, title, columns, stored.get(code))


def _times(cells: ListCells, gathering: Gathering) -> tuple[datetime | None, datetime | None]:
    day_text, span = cells.text("日期"), cells.text("时间")
    day = read_day(re.sub(r"\(.*\)$", "", unicodedata.normalize("NFKC", day_text))).value
    if day is None:
        cells.reasons.append(Said("日期", _NOT_A_DAY, {"text": day_text}))
    begin, _, end = re.sub(r"[—–－~～至-]+", "-", span).partition("-")
    first, last = read_time(begin), read_time(end) if end.strip() else None
    if first is None or (end.strip() and last is None):
        cells.reasons.append(Said("时间", _NOT_TIMES, {"text": span}))
        return None, None
    if day is None:
        return None, None
    starts = datetime.combine(day, first, gathering.zone)
    ends = datetime.combine(_day_of_end(day, first, last), last, gathering.zone) if last else None
    return starts, ends


def _day_of_end(day: date, first: Any, last: Any) -> date:
    """A session that ends before it starts ends on the next day."""
    return day + timedelta(days=1) if last <= first else day
