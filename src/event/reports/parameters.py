"""What a report may be asked for besides the moment: read from a query, with a default each."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from event.agenda.tables import AgendaSession
from event.checkin.importing.jobfair import the_fair
from event.database import fetch, fetch_one
from event.errors import Invalid, Problem
from event.faults import NOT_A_COUNT, ROW_TOO_LONG
from event.gathering.tables import Gathering
from event.language import Message

_NOT_A_MOMENT = Message("Please give a moment such as 2026-10-15T18:00:00+08:00.")
_UNKNOWN_SESSION = Message("There is no session “{text}”. Known: {known}.")
_UNKNOWN_DOOR = Message("There is no session and no checkpoint “{text}”.")
_UNKNOWN_PARTY = Message("There is no travel party “{text}”.")
_LONGEST = 80

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Parameter:
    """One parameter: how a text is read, what is taken where none is given, and what may be chosen.

    `read` raises Refused; `default` may look at the gathering as of the moment.
    """

    name: str
    label: Message
    hint: Message
    read: Callable[[str, Gathering], Awaitable[Any]]
    default: Callable[[Gathering, datetime], Awaitable[Any]]
    options: Callable[[Gathering, str], Awaitable[Options]] | None = None


class Refused(Exception):
    """Why a text cannot be read."""

    def __init__(self, sentence: Message, **data: Any) -> None:
        self.problem = Problem(sentence, data)
        super().__init__(sentence)


async def read_all(
    parameters: Sequence[Parameter], query: Mapping[str, str], gathering: Gathering, at: datetime
) -> tuple[dict[str, Any], dict[str, Problem]]:
    """The value of every parameter; where a text cannot be read, the default and the problem."""
    values: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    for one in parameters:
        text = query.get(one.name, "").strip()
        if text:
            try:
                values[one.name] = await one.read(_short(text), gathering)
                continue
            except Refused as error:
                problems[one.name] = error.problem
        values[one.name] = await one.default(gathering, at)
    return values, problems


def _short(text: str) -> str:
    if len(text) > _LONGEST:
        raise Refused(ROW_TOO_LONG, most=_LONGEST, length=len(text))
    return text


def moment_of(text: str, gathering: Gathering, now: datetime) -> datetime:
    """The moment somebody typed, now where nothing was; raises Invalid."""
    if not text.strip():
        return now
    try:
        return _moment(text.strip(), gathering)
    except Refused as error:
        raise Invalid({"at": error.problem}) from None


def _moment(text: str, gathering: Gathering) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        return moment.replace(tzinfo=moment.tzinfo or gathering.zone).astimezone(gathering.zone)
    except (ValueError, OverflowError):
        raise Refused(_NOT_A_MOMENT) from None


async def a_moment(text: str, gathering: Gathering) -> datetime:
    """A moment; without an offset, the gathering's own time."""
    return _moment(text, gathering)


async def a_text(text: str, _: Gathering) -> str:
    """A text as it is."""
    return text


def a_number(least: int, most: int) -> Callable[[str, Gathering], Awaitable[int]]:
    """A whole number within bounds."""

    async def read(text: str, _: Gathering) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise Refused(NOT_A_COUNT, least=least, most=most)
        return int(text)

    return read


async def a_session(text: str, gathering: Gathering) -> str:
    """The code of a session of the programme."""
    known = {one.code for one in await sessions_of(gathering)}
    if text not in known:
        raise Refused(_UNKNOWN_SESSION, text=text, known="、".join(sorted(known)) or "–")
    return text


async def a_door(text: str, gathering: Gathering) -> str:
    """The code of a checkpoint, or of the session it is for."""
    found = await fetch_one(
        "SELECT 1 FROM checkpoint WHERE gathering = $1 AND code = $2"
        " UNION ALL SELECT 1 FROM agenda_session WHERE gathering = $1 AND code = $2 LIMIT 1",
        gathering.id, text,
    )  # fmt: skip
    if found is None:
        raise Refused(_UNKNOWN_DOOR, text=text)
    return text


async def a_party(text: str, gathering: Gathering) -> str:
    """The code of a travel party."""
    found = await fetch_one(
        "SELECT 1 FROM travel_party WHERE gathering = $1 AND code = $2", gathering.id, text
    )
    if found is None:
        raise Refused(_UNKNOWN_PARTY, text=text)
    return text


def always(value: Any) -> Callable[[Gathering, datetime], Awaitable[Any]]:
    """A default that does not depend on the gathering."""

    async def default(_: Gathering, __: datetime) -> Any:
        return value

    return default


async def session_options(gathering: Gathering, language: str) -> Options:
    """Every session by code and title."""
    return [(one.code, f"{one.code} {one.title(language)}") for one in await sessions_of(gathering)]


async def party_options(gathering: Gathering, _: str) -> Options:
    """Every travel party by code."""
    rows = await fetch("SELECT code FROM travel_party WHERE gathering = $1 ORDER BY code", gathering.id)
    return [(row["code"], row["code"]) for row in rows]


async def first_party(gathering: Gathering, _: datetime) -> str:
    """The travel party of the first guest of the list who has one."""
    row = await fetch_one(
        "SELECT t.code FROM guest g JOIN travel_party t ON t.id = g.travel_party WHERE g.gathering = $1"
        " ORDER BY g.number, g.id LIMIT 1",
        gathering.id,
    )
    return str(row["code"]) if row else ""


async def the_opening(gathering: Gathering, _: datetime) -> str:
    """The session OPEN, the first one called 开幕, or the first one with doors of its own; empty for none."""
    sessions = await sessions_of(gathering)
    doors = {
        row["agenda_session"]
        for row in await fetch(
            "SELECT agenda_session FROM checkpoint WHERE gathering = $1 AND kind = 'session'", gathering.id
        )
    }
    for wanted in (
        [one for one in sessions if one.code == "OPEN"],
        [one for one in sessions if "开幕" in one.title_zh],
        [one for one in sessions if one.id in doors],
        sessions,
    ):
        if wanted:
            return wanted[0].code
    return ""


async def the_fair_code(gathering: Gathering, _: datetime) -> str:
    """The job fair's session; empty for none."""
    fair = await the_fair(gathering)
    return fair.code if fair else ""


async def sessions_of(gathering: Gathering) -> list[AgendaSession]:
    """The sessions of the programme in the order of time."""
    return list(
        await AgendaSession.objects()
        .where(AgendaSession.gathering == gathering.id)
        .order_by(AgendaSession.starts_at)
        .order_by(AgendaSession.position)
    )
