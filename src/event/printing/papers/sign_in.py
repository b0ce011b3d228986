"""Sheets on which guests sign where there is no scanner (签到表, DOMAIN 2.12): for arrival, or for a session."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from event.agenda.queries import SessionLine, programme
from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.own.sessions import ADMITS
from event.language import Message
from event.printing.centre.document import Options
from event.printing.centre.rendering import after, page_of
from event.printing.chunks import Chunks, Wanted
from event.printing.papers.people import Attendee, by_delegation, guests_of
from event.printing.papers.sheet import choice_of, sheet_chunks
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import BOX, Cell, Column, Group, Named, Paper, Part, Table
from event.printing.visit.wording import DELEGATION, NAME, NUMBERED, PHONE, REMARK, TIME
from event.registration.sealed import masked
from event.templating import day

SIGN_IN = Message("Sign-in sheet")
OCCASION = Message("Of what")
ARRIVAL = Message("Arrival desk")
_TITLE, _SIGNATURE = Message("Organisation and title"), Message("Signature")
_BADGE, _PACK, _KEY = Message("Badge"), Message("Pack"), Message("Room card")
_WALK_IN, _EXPECTED = Message("Came without registration"), Message("Guests expected")
_WHEN, _WHERE = Message("Time"), Message("Place")
_ROWS_FOR_WALK_INS = 10


async def occasions(gathering: Gathering, language: str) -> Options:
    """Arrival, then every session."""
    choice = Choice(language)
    days = await programme(gathering, language=language)
    sessions = [
        (line.code, f"{one.day:%m-%d} {line.times()} {line.title}") for one in days for line in one.sessions
    ]
    return [("", choice.said(ARRIVAL)), *sessions]


async def sign_in_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """Who is expected, by delegation, with boxes for what is handed out, room for signatures and an index by pinyin."""
    choice = choice_of(wanted)
    code = wanted.options.get("occasion", "")
    session = await _session(gathering, code, wanted.language) if code else None
    people = await guests_of(gathering, await expected_at(gathering, session.id) if session else None)
    people = [one for _, members in by_delegation(people) for one in members]
    title = choice.said(SIGN_IN)
    part = Part(
        f"sign-in {code}".strip(), f"{title} · {session.title if session else choice.said(ARRIVAL)}", title,
        (*_facts(session, choice), (choice.said(_EXPECTED), str(len(people)))),
        (Table(_columns(choice, handed_out=session is None), _rows(people, choice, handed_out=session is None), kind="sign-in"),),
    )  # fmt: skip
    paper = Paper(title, (part,), len(people), landscape=True, look="sign-in-sheet")
    return sheet_chunks(
        paper, gathering, wanted, title=part.title, index=_index(people), after=after, page_of=page_of
    )


async def expected_at(gathering: Gathering, session: UUID) -> list[UUID]:
    """The guests who have booked a session, whom an entrance admits, or all where it has no entrance and nobody books."""
    rows = await fetch(
        "SELECT g.id FROM guest g JOIN guest_class c ON c.id = g.guest_class AND c.counts_as_guest"  # noqa: S608 - our own words
        " LEFT JOIN delegation d ON d.id = g.delegation CROSS JOIN LATERAL (SELECT count(*) AS number,"
        f"   coalesce(bool_or({ADMITS}), false) AS admits FROM checkpoint p"
        "   WHERE p.agenda_session = $2 AND p.direction <> 'out') doors"
        " WHERE g.gathering = $1 AND g.standing = 'approved' AND (doors.admits"
        "   OR EXISTS (SELECT 1 FROM booking b WHERE b.agenda_session = $2 AND b.guest = g.id)"
        "   OR (doors.number = 0 AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.agenda_session = $2)))",
        gathering.id, session,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def _session(gathering: Gathering, code: str, language: str) -> SessionLine:
    days = await programme(gathering, language=language)
    return next(line for one in days for line in one.sessions if line.code == code)


def _facts(session: SessionLine | None, choice: Choice) -> tuple[tuple[str, Cell], ...]:
    if session is None:
        return ()
    when = f"{day(session.starts_at, choice.language)} {session.times()}"
    where = session.place or session.hall
    return (
        (choice.said(_WHEN), when),
        *(((choice.said(_WHERE), where),) if where else ()),
    )


def _columns(choice: Choice, *, handed_out: bool) -> tuple[Column, ...]:
    boxes = (_BADGE, _PACK, _KEY) if handed_out else (_PACK,)
    said = choice.said
    return (
        Column(said(NUMBERED), "number"), Column(said(NAME), "name"), Column(said(_TITLE), "titles"),
        Column(said(DELEGATION), "delegation"), Column(said(PHONE), "phone"), *(Column(said(one), "box") for one in boxes),
        Column(said(_SIGNATURE), "signature"), Column(said(TIME), "at"), Column(said(REMARK), "remark"),
    )  # fmt: skip


def _rows(people: Sequence[Attendee], choice: Choice, *, handed_out: bool) -> list[tuple[Cell, ...] | Group]:
    ticks = (BOX,) * (3 if handed_out else 1)
    rows: list[tuple[Cell, ...] | Group] = [
        (
            str(place), Named(one.name, one.spelled), choice.between.join(map(choice.label, one.titles)),
            choice.label(*one.delegation), masked(one.phone)[-8:], *ticks, "", "", "",
        )
        for place, one in enumerate(people, start=1)
    ]  # fmt: skip
    blank = ("", "", "", "", "", *ticks, "", "", "")
    return [*rows, Group(choice.said(_WALK_IN)), *([blank] * _ROWS_FOR_WALK_INS)]


def _index(people: Sequence[Attendee]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Names by their first letter with their row, from which the page follows."""
    found: dict[str, list[tuple[str, int]]] = {}
    placed = sorted(enumerate(people, start=1), key=lambda one: (one[1].initial, one[1].sounds, one[0]))
    for place, one in placed:
        found.setdefault(one.initial, []).append((one.name, place))
    return list(found.items())
