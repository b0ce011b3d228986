"""A plan as pages and programs read it; people of other delegations are only counted for whom is limited."""

from datetime import datetime
from uuid import UUID

import msgspec

from event.agenda.seating.chart import Chart, Sitter
from event.agenda.seating.remarks import remarks_on
from event.agenda.seating.rules import view_from_audience, view_from_stage
from event.agenda.seating.tables import PlanKind
from event.gathering.tables import Gathering
from event.registration.queries import Scope

STAGE, AUDIENCE = "stage", "audience"


class SitterView(msgspec.Struct, frozen=True):
    """Somebody of a plan; `turn`: their turn by precedence, `by_hand`: set by hand. `seen` is sent back with a move, `seen_words` with what they are."""

    id: UUID
    number: str
    name: str
    latin: str
    title: str
    role: str
    class_code: str
    delegation: str
    party: str
    row: int | None
    seat: int | None
    fixed: bool
    turn: int
    by_hand: bool
    hosts: bool
    seen: str
    seen_words: str


class SeatView(msgspec.Struct, frozen=True):
    """A seat; `rank` within its row or table, `holds`: the id of who sits there, empty for nobody."""

    seat: int
    rank: int
    aisle: bool
    holds: str
    sitter: SitterView | None


class RowView(msgspec.Struct, frozen=True):
    """A row or table, its seats as the view shows them from the left."""

    row: int
    head: bool
    near_door: bool
    seats: list[SeatView]


class ChartView(msgspec.Struct, frozen=True):
    """A plan: `view` says from where rows are told, from the stage or from the audience.

    `step` is the last one, to be sent with what concerns the whole plan.
    """

    id: UUID
    name: str
    kind: str
    session: str
    session_title: str
    seat_rule: str
    even_rule: str
    view: str
    frozen_at: datetime | None
    released_at: datetime | None
    rows: list[RowView]
    waiting: list[SitterView]
    people: int
    seats: int
    remarks: list[str]
    step: int


def chart_view(chart: Chart, gathering: Gathering, *, view: str, scope: Scope, language: str) -> ChartView:
    """A plan for a reader. Tables are seen from above, whatever the view; photographs by the photographer."""
    layout = chart.layout
    told = STAGE if view == STAGE and layout.kind in (PlanKind.ROSTRUM, PlanKind.ROWS) else AUDIENCE
    rows = []
    for row, seats in enumerate(layout.rows, 1):
        ranks = layout.ranks(row)
        order = view_from_stage(seats) if told == STAGE else view_from_audience(seats)
        rows.append(
            RowView(
                row, layout.kind is PlanKind.BANQUET and row <= layout.head_tables, row in layout.near_door,
                [_seat(chart, row, seat, ranks[seat], told, scope) for seat in order],
            )
        )  # fmt: skip
    zone = gathering.zone
    return ChartView(
        chart.id, chart.name, layout.kind.value, chart.session_code, chart.session_title, layout.rule.value, layout.even.value,
        told, chart.frozen_at.astimezone(zone) if chart.frozen_at else None,
        chart.released_at.astimezone(zone) if chart.released_at else None, rows,
        [sitter_view(chart, one) for one in chart.waiting if within(one, scope)], len(chart.people), chart.seats,
        [one.told(language) for one in remarks_on(chart)] if scope is None else [], chart.step,
    )  # fmt: skip


def _seat(chart: Chart, row: int, seat: int, rank: int, view: str, scope: Scope) -> SeatView:
    one = chart.at.get((row, seat))
    aisle = (seat - 1 if view == STAGE else seat) in chart.layout.aisles
    shown = sitter_view(chart, one) if one and within(one, scope) else None
    return SeatView(seat, rank, aisle, str(one.id) if one else "", shown)


def sitter_view(chart: Chart, one: Sitter) -> SitterView:
    """Somebody of a plan."""
    row, seat = one.place or (None, None)
    return SitterView(
        one.id, one.number, one.name, one.latin, one.title, one.role, one.class_code, one.delegation_name, one.party, row, seat,
        one.fixed, chart.turn[one.id], one.state.precedence is not None, one.hosts, one.mark, one.words,
    )  # fmt: skip


def within(one: Sitter, scope: Scope) -> bool:
    """Whether the reader may know who it is: leaders are known to everybody."""
    return scope is None or one.guest is None or one.delegation in scope
