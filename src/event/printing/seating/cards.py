"""Table cards and place cards of a seat plan, or of a session's hosts and speakers, in the order of the seats."""

from collections.abc import Iterable
from datetime import datetime

from event.agenda.seating.chart import Chart, Sitter
from event.agenda.seating.tables import PlanKind
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.printing.centre.document import Options
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.seating.choosing import OPEN, SPEAKERS, NoSeatPlan, chosen
from event.printing.seating.drawing import SIZES, TEMPLATE, TRI_FOLD, Card, card, pieces, without_glyphs
from event.templating import rendered
from event.text import latin_of

CARDS = Message("Table cards and place cards")
SIZE, SCRIPTS, TITLES = Message("Size of the cards"), Message("Scripts"), Message("Titles")
_TABLE, _ROW = Message("Table {table}, seat {seat}"), Message("Row {row}, seat {seat}")


async def sizes(_: Gathering, language: str) -> Options:
    """The sizes there are."""
    return [(code, translated(one.label, language)) for code, one in SIZES.items()]


async def scripts(_: Gathering, language: str) -> Options:
    """One script or two."""
    return [
        ("", translated(Message("Two where somebody lives abroad"), language)), ("both", translated(Message("Always two"), language)),
        ("one", translated(Message("Only the first"), language)),
    ]  # fmt: skip


async def titles(_: Gathering, language: str) -> Options:
    """Whether titles stand under the names; leaders have their names only."""
    return [
        ("", translated(Message("Names only"), language)),
        ("guests", translated(Message("With the titles of guests; leaders have their names only"), language)),
    ]


async def card_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """A card for everybody who has a seat, by row and seat. Raises NoSeatPlan."""
    size = SIZES.get(wanted.options.get("card-size", ""), TRI_FOLD)
    code = wanted.options.get("plan", "")
    if code.startswith(SPEAKERS):
        name, cards, frozen = await _of_session(code.removeprefix(SPEAKERS), gathering, wanted)
    else:
        chart = await chosen(gathering, wanted)
        name, frozen = chart.name, chart.frozen_at is not None
        cards = [_card(one, chart, wanted) for _, one in sorted(chart.at.items())]
    if not cards:
        raise NoSeatPlan
    html = [
        rendered(TEMPLATE, language=wanted.language, held=gathering, stamp=stamp(), **piece)
        for piece in pieces(cards, size)
    ]
    problems = tuple(
        translated(sentence, wanted.language).format(**told) for sentence, told in without_glyphs(cards)
    )
    title = f"{translated(CARDS, wanted.language)} · {name} – {gathering.title(wanted.language)}"
    also = "" if frozen else translated(OPEN, wanted.language)
    return Chunks(title, html, len(cards), problems, also=also)


def _card(one: Sitter, chart: Chart, wanted: Wanted) -> Card:
    row, seat = one.place or (0, 0)
    sentence = _TABLE if chart.layout.kind is PlanKind.BANQUET else _ROW
    where = translated(sentence, wanted.language).format(table=row, row=row, seat=seat)
    return _worded(
        one.name_zh, one.latin, one.title if one.guest else "", where, foreign=chart.foreign, wanted=wanted
    )


def _worded(zh: str, latin: str, title: str, where: str, *, foreign: bool, wanted: Wanted) -> Card:
    asked = wanted.options.get("scripts", "")
    both = asked == "both" or (foreign and asked != "one")
    first, second = (
        (latin or zh, zh if latin else "") if wanted.language == "en" else (zh or latin, latin if zh else "")
    )
    words = title if wanted.options.get("titles") == "guests" else ""
    return card(
        first,
        second if both else "",
        words,
        where,
        size=SIZES.get(wanted.options.get("card-size", ""), TRI_FOLD),
    )


async def _of_session(code: str, gathering: Gathering, wanted: Wanted) -> tuple[str, list[Card], bool]:
    rows = await fetch(
        "SELECT p.*, s.title_zh AS session_zh, g.name_zh AS guest_zh, g.latin_surname, g.latin_given, g.surname_first,"
        " g.residence, g.association_title, g.company_title FROM agenda_person p"
        " JOIN agenda_session s ON s.id = p.agenda_session LEFT JOIN guest g ON g.id = p.guest"
        " WHERE s.gathering = $1 AND s.code = $2 AND (g.id IS NULL OR g.standing = 'approved')"
        " ORDER BY p.part <> 'host', p.position, p.id",
        gathering.id, code,
    )  # fmt: skip
    foreign = any(row["residence"] not in (None, "", "CN", "HK", "MO", "TW") for row in rows)
    words = dict.fromkeys(_words(rows))
    cards = [_worded(zh, latin, title, "", foreign=foreign, wanted=wanted) for zh, latin, title in words]
    return (rows[0]["session_zh"] if rows else code), cards, True


def _words(rows: Iterable[dict[str, str]]) -> Iterable[tuple[str, str, str]]:
    """Each person once: Chinese name, Latin name, and the title of guests."""
    for row in rows:
        if row["guest"] is None:
            yield row["name_zh"] or row["name_en"], row["name_en"] if row["name_zh"] else "", ""
        else:
            latin = latin_of(row)
            yield row["guest_zh"], latin, row["title_zh"] or row["association_title"] or row["company_title"]
