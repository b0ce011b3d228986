"""Where guests sit at a banquet, and who hosts the first table."""

from datetime import datetime
from typing import Any

from event.agenda.seating.tables import PlanKind
from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.as_of import Place, places_as_of
from event.language import Message
from event.registration.as_of import WHO
from event.reports.parameters import Options, Parameter, Refused, a_text, always
from event.reports.report import Report
from event.reports.told import Asked, Told
from event.text import folded

_COLUMNS = (*WHO, "association_title", "company_title")
HOSTS = ("主人", "host")
"""Roles by which the host of a table is known; without one, who has the first seat."""
_UNKNOWN = Message("There is no “{text}”. Known: {known}.")


async def banquets_of(gathering: Gathering) -> list[Any]:
    """The seat plans of banquets in the order of time: id, name and the session's code, which may be empty."""
    return await fetch(
        "SELECT p.id, p.name, coalesce(s.code, '') AS code FROM seat_plan p"
        " LEFT JOIN agenda_session s ON s.id = p.agenda_session WHERE p.gathering = $1 AND p.kind = $2"
        " ORDER BY s.starts_at, p.created_at, p.name",
        gathering.id, PlanKind.BANQUET.value,
    )  # fmt: skip


async def dinner_seat(asked: Asked) -> Told:
    """Table and seat of whoever the number or name means, of everybody where none is given, and the host of table 1."""
    plans = [one for one in await banquets_of(asked.gathering) if one["name"] == asked.values["session"]]
    plan = plans[0]["id"] if plans else None
    places = [
        one
        for one in await places_as_of("seat", asked.gathering, asked.at, columns=_COLUMNS)
        if one.comes and one.row["plan"] == plan and one.row["row_no"] is not None
    ]
    wanted = folded(asked.values["guest"])
    shown = [one for one in places if _within(asked, one) and (not wanted or _is_meant(one, wanted))]
    shown.sort(key=lambda one: (one.row["row_no"], one.row["seat_no"]))
    host = await _host(plan, places)
    return Told(
        {
            "guests": [
                {"guest": one.then.number, "table": one.row["row_no"], "seat": one.row["seat_no"]}
                for one in shown
            ],
            "table1_host": host,
        },
        (Message("Table"), Message("Seat"), Message("Number"), Message("Name")),
        [
            (str(one.row["row_no"]), str(one.row["seat_no"]), one.then.number, one.then.name)
            for one in shown
        ],
        ((Message("Host of table 1"), f"{host['title']} {host['name']}".strip() if host else "–"),),
    )  # fmt: skip


def _within(asked: Asked, one: Place) -> bool:
    return asked.scope is None or one.then.row["delegation"] in asked.scope


def _is_meant(one: Place, wanted: str) -> bool:
    row = one.then.row
    latin = (f"{row['latin_surname']} {row['latin_given']}", f"{row['latin_given']} {row['latin_surname']}")
    told = (one.then.number, row["name_zh"], *latin)
    return any(wanted == folded(text) for text in told)


async def _host(plan: Any, places: list[Place]) -> dict[str, str] | None:
    """Who hosts the first table: a leader by name and title, or a guest of the list as of the moment."""
    rows = await fetch(
        "SELECT name, title, role, seat_no FROM seat WHERE plan = $1 AND row_no = 1 AND guest IS NULL", plan
    )
    told = [(row["role"] not in HOSTS, row["seat_no"], row["name"], row["title"]) for row in rows]
    told += [
        (one.row["role"] not in HOSTS, one.row["seat_no"], one.then.name, _title(one.then.row))
        for one in places
        if one.row["row_no"] == 1
    ]
    if not told or (min(told)[0] and min(told)[1] != 1):
        return None
    _, _, name, title = min(told)
    return {"name": name, "title": title}


def _title(row: Any) -> str:
    return str(row["association_title"] or row["company_title"])


async def _a_banquet(text: str, gathering: Gathering) -> str:
    known = await banquets_of(gathering)
    for one in known:
        if text in (one["name"], one["code"]):
            return str(one["name"])
    raise Refused(_UNKNOWN, text=text, known="、".join(one["code"] or one["name"] for one in known) or "–")


async def _first_banquet(gathering: Gathering, _: datetime) -> str:
    known = await banquets_of(gathering)
    return str(known[0]["name"]) if known else ""


async def _banquet_options(gathering: Gathering, _: str) -> Options:
    return [(one["name"], f"{one['code']} {one['name']}".strip()) for one in await banquets_of(gathering)]


BANQUET = Parameter(
    "session", Message("Banquet"), Message("A session or the name of a seat plan. Empty: the first banquet."),
    _a_banquet, _first_banquet, _banquet_options,
)  # fmt: skip
GUEST = Parameter("guest", Message("Number or name"), Message("Empty: everybody."), a_text, always(""))
SEATS: dict[str, Report] = {
    "dinner-seat": Report(
        Message("Seats at a banquet, and the host of table 1"), dinner_seat, (GUEST, BANQUET)
    )
}
