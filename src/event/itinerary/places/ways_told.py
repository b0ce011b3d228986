"""Travel times as organizers type or paste them, lists have them, or programs send them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from event.errors import Invalid, Problem
from event.faults import ROW_LACKS
from event.itinerary.places.ways_kept import PlaceLine
from event.itinerary.reading import once, whole
from event.language import Message
from event.registration.fields import check_point
from event.registration.importing.cells import Cells, read_list
from event.text import folded
from event.workbook import Row, heading

LONGEST = 1440
HEADINGS = {
    "origin": ("起点", "出发地", "出发", "从", "from", "origin"),
    "target": ("终点", "目的地", "到达", "到", "to", "target"),
    "minutes": ("分钟", "车程(分钟)", "车程", "时间(分钟)", "minutes"),
}
_NOT_MINUTES = Message("Please give minutes from 0 to {most}.")
_UNKNOWN = Message("“{text}” is no stop, canteen, hotel or venue of this gathering.")
_SEVERAL = Message("Several places are called “{text}”. Write the whole name.")
_SAME = Message("A way leads from one place to another.")
_TWICE = Message("this way stands in row {row} already. Everything once.")
_NOTHING = Message("Paste a list, or choose a file.")
_ROW = Message("Row {row}: {said}")
_MOST_SAID = 20

Minutes = dict[tuple[UUID, UUID], int | None]


class WayTold(msgspec.Struct, frozen=True):
    """A way by places' ids, codes or names, and its minutes; null: nobody knows them any more."""

    origin: str
    target: str
    minutes: int | None


class PointTold(msgspec.Struct, frozen=True):
    """Where a hotel or a venue is on the map; both null: nobody knows."""

    latitude: float | None = None
    longitude: float | None = None


def checked_point(told: PointTold) -> PointTold:
    """The point as it is kept; raises Invalid."""
    problems: dict[str, Problem] = {}
    check_point(told, problems)
    if problems:
        raise Invalid(problems)
    return told


class Named:
    """Places by id, code and names, as people write them."""

    def __init__(self, places: Iterable[PlaceLine]) -> None:
        self._known: dict[str, set[UUID]] = {}
        for one in places:
            for name in (str(one.id), one.code, one.name_zh, one.name_en, one.name_hant):
                if name:
                    self._known.setdefault(folded(name), set()).add(one.id)

    def find(self, text: str) -> UUID | Problem:
        """The place that a text names, or why it names none."""
        found = self._known.get(folded(text), set())
        if len(found) == 1:
            return next(iter(found))
        return Problem(_SEVERAL if found else _UNKNOWN, {"text": text[:60]})


def checked_ways(told: Sequence[WayTold], places: Sequence[PlaceLine]) -> Minutes:
    """The minutes by origin and target; raises Invalid, fields being 0.origin and the like."""
    named, ways, problems = Named(places), Minutes(), dict[str, Problem]()
    for number, one in enumerate(told):
        ends = {"origin": named.find(one.origin), "target": named.find(one.target)}
        problems |= {f"{number}.{name}": end for name, end in ends.items() if isinstance(end, Problem)}
        if one.minutes is not None and not 0 <= one.minutes <= LONGEST:
            problems[f"{number}.minutes"] = Problem(_NOT_MINUTES, {"most": LONGEST})
        if ends["origin"] == ends["target"]:
            problems.setdefault(f"{number}.target", Problem(_SAME))
        if isinstance(ends["origin"], UUID) and isinstance(ends["target"], UUID):
            ways[ends["origin"], ends["target"]] = one.minutes
    if problems:
        raise Invalid(problems)
    return ways


def read_minutes(text: str) -> int | Problem | None:
    """Minutes as they were typed into a cell of the table; empty for none."""
    if not text:
        return None
    if re.fullmatch(r"[0-9]{1,4}", text) and int(text) <= LONGEST:
        return int(text)
    return Problem(_NOT_MINUTES, {"most": LONGEST})


def listed_ways(content: bytes, places: Sequence[PlaceLine], language: str, *, above: int = 0) -> Minutes:
    """The ways of a list with 起点, 终点, 分钟; raises Invalid with what is wrong in which row.

    `above`: so many rows were put above those that somebody sees.
    """
    named, ways, seen = Named(places), Minutes(), dict[tuple[UUID, UUID], int]()
    said: list[Problem] = []
    for row in read_list(content, HEADINGS, needed=HEADINGS).rows:
        cells = Cells(Row(row.number - above, row.cells), HEADINGS)
        pair, took = _ends(cells, named), whole(cells, "minutes", 0, LONGEST)
        if took is None and not cells.reasons:
            cells.refuse("minutes", ROW_LACKS)
        if pair is not None:
            once(cells, "target", pair, seen, _TWICE)
            ways[pair] = took
        said += [
            Problem(_ROW, {"row": cells.row.number, "said": one.told(language)}) for one in cells.reasons
        ]
    if said:
        raise Invalid({f"row-{number}": one for number, one in enumerate(said[:_MOST_SAID])})
    return ways


def _ends(cells: Cells, named: Named) -> tuple[UUID, UUID] | None:
    ends = []
    for field in ("origin", "target"):
        text = cells.text(field, 120, needed=True)
        end = named.find(text) if text else None
        if isinstance(end, Problem):
            cells.refuse(field, end.sentence, **end.data)
        elif end is not None:
            ends.append(end)
    if len(set(ends)) == 1 and len(ends) > 1:
        cells.refuse("target", _SAME)
    return (ends[0], ends[1]) if len(ends) > 1 else None


def pasted(text: str) -> tuple[bytes, int]:
    """What was pasted from a spreadsheet as a text table, and how many rows were put above it: headings, where it has none."""
    lines = text.strip("\n").splitlines()
    if not text.strip():
        raise Invalid({"text": Problem(_NOTHING)})
    parts = r"\t" if "\t" in text else r"\s*[,，;；]\s*" if re.search(r"[,，;；]", text) else r"\s+"
    rows = [re.split(parts, line.strip("\r\n ")) for line in lines]
    known = {heading(name).lower() for names in HEADINGS.values() for name in names}
    above = 0 if {heading(cell).lower() for cell in rows[0]} & known else 1
    if above:
        rows.insert(0, [names[0] for names in HEADINGS.values()])
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode(), above
