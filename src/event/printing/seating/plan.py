"""A seat plan on A4 or A3, in a view that is always named: rows as boxes, tables as circles with their people around."""

from dataclasses import dataclass
from datetime import datetime
from math import cos, pi, sin

from event.agenda.seating.chart import Chart
from event.agenda.seating.tables import PlanKind
from event.agenda.seating.views import AUDIENCE, STAGE, ChartView, chart_view
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.printing.centre.document import Options
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.fonts import fitted
from event.printing.seating.choosing import OPEN, chosen
from event.printing.seating.drawing import spread
from event.templating import rendered

SEAT_PLAN = Message("Seat plan")
VIEW, SIZE = Message("View"), Message("Size of the paper")
_WORDS = {
    AUDIENCE: Message("Seen from the audience"), STAGE: Message("View from the stage"),
    "above": Message("Seen from above. The host of each table sits at the top; seats are counted to the host's right."),
    "camera": Message("View of the photographer"),
}  # fmt: skip
_GAP = 1.2


@dataclass(frozen=True)
class Sheet:
    """The room on a page, in millimetres, and how many tables stand on it."""

    paper: str
    width: int
    height: int
    across: int
    down: int


SHEETS = {"": Sheet("A4", 277, 158, 4, 2), "A3": Sheet("A3", 400, 245, 6, 4)}


@dataclass(frozen=True)
class Box:
    """A name at its place on the page; `x`, `y`: the middle, in millimetres, within its row or table."""

    name: str
    size: float
    seat: int
    rank: int
    x: float
    y: float
    host: bool = False


@dataclass(frozen=True)
class Drawn:
    """A row or a table."""

    number: int
    head: bool
    boxes: list[Box]
    width: float
    height: float


async def views(_: Gathering, language: str) -> Options:
    """From where rows can be seen; tables are seen from above."""
    return [(view, translated(_WORDS[view], language)) for view in (AUDIENCE, STAGE)]


async def papers(_: Gathering, __: str) -> Options:
    """Sizes of paper."""
    return [(code, one.paper) for code, one in SHEETS.items()]


async def plan_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """The plan with every seat. Raises NoSeatPlan."""
    chart = await chosen(gathering, wanted)
    sheet = SHEETS.get(wanted.options.get("plan-paper", ""), SHEETS[""])
    told = chart_view(
        chart, gathering, view=wanted.options.get("view", AUDIENCE), scope=None, language=wanted.language
    )
    banquet = chart.layout.kind is PlanKind.BANQUET
    drawn = _tables(told, sheet) if banquet else _rows(told, sheet)
    view = "above" if banquet else "camera" if chart.layout.kind is PlanKind.PHOTO else told.view
    draft = translated(OPEN, wanted.language) if chart.frozen_at is None else ""
    html = rendered(
        "pdf/seating/plan.html", language=wanted.language, held=gathering, stamp=stamp(), chart=told, sheet=sheet, drawn=drawn,
        pages=_pages(drawn, sheet, banquet=banquet), view=translated(_WORDS[view], wanted.language), banquet=banquet,
    )  # fmt: skip
    title = f"{translated(SEAT_PLAN, wanted.language)} · {chart.name} – {gathering.title(wanted.language)}"
    return Chunks(title, [html], len(chart.at), also=draft, parts={wanted.key: _stands(chart, told)})


def _stands(chart: Chart, told: ChartView) -> tuple[object, ...]:
    return (
        chart.layout,
        told.view,
        [(place, one.name, one.latin, one.title) for place, one in sorted(chart.at.items())],
    )


def _rows(told: ChartView, sheet: Sheet) -> list[Drawn]:
    """Rows from the stage backwards, as the view has them: what is nearest to the reader stands below."""
    rows = told.rows
    faces = told.kind != PlanKind.ROWS.value
    if faces == (told.view == AUDIENCE):
        rows = rows[::-1]
    aisles = max((sum(seat.aisle for seat in row.seats) for row in rows), default=0)
    widest = max((len(row.seats) for row in rows), default=1)
    width = min(34.0, (sheet.width - 28 - aisles * 6) / max(widest, 1))
    height = min(22.0, (sheet.height - 6) / max(len(rows), 1))
    drawn = []
    for row in rows:
        boxes, x = [], 0.0
        for seat in row.seats:
            name = spread(seat.sitter.name) if seat.sitter else ""
            size = (
                fitted(
                    name, largest=min(6.5, height * 0.34, width / 4.2), smallest=1.3, room=width - 2 * _GAP
                )
                if name
                else 3
            )
            boxes.append(Box(name, size, seat.seat, seat.rank, x, 0, bool(seat.sitter and seat.sitter.hosts)))
            x += width + (6 if seat.aisle else 0)
        drawn.append(Drawn(row.row, row.head, boxes, width, height))
    return drawn


def _tables(told: ChartView, sheet: Sheet) -> list[Drawn]:
    """Round tables: the host's seat is at the top, the host's right hand is on the reader's left."""
    width, height = sheet.width / sheet.across, sheet.height / sheet.down
    drawn = []
    for row in told.rows:
        around = len(row.seats)
        boxes = []
        for seat in row.seats:
            angle = -pi / 2 - 2 * pi * (seat.seat - 1) / around
            x, y = width / 2 + cos(angle) * (width / 2 - 11), height / 2 + sin(angle) * (height / 2 - 7)
            name = spread(seat.sitter.name) if seat.sitter else ""
            size = fitted(name, largest=4.2, smallest=1.4, room=19) if name else 3
            boxes.append(Box(name, size, seat.seat, seat.rank, x, y, bool(seat.sitter and seat.sitter.hosts)))
        drawn.append(Drawn(row.row, row.head, boxes, width, height))
    return drawn


def _pages(drawn: list[Drawn], sheet: Sheet, *, banquet: bool) -> list[list[Drawn]]:
    if not banquet:
        most = max(1, int((sheet.height - 6) // (drawn[0].height if drawn else 1)))
        return [drawn[start : start + most] for start in range(0, len(drawn), most)]
    most = sheet.across * sheet.down
    return [drawn[start : start + most] for start in range(0, len(drawn), most)]
