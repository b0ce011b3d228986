"""Who sits at which table, by table and by name: for the doors and for the hosts."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from event.agenda.seating.chart import Chart, Sitter
from event.agenda.seating.tables import PlanKind
from event.gathering.tables import Gathering
from event.language import Message
from event.printing.chunks import Chunks, Wanted
from event.printing.papers.sheet import choice_of, sheet_chunks
from event.printing.seating.choosing import OPEN, chosen
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import Cell, Column, Group, Named, Paper, Part, Table
from event.printing.visit.wording import DELEGATION, NAME
from event.text import pinyin_keys

TABLE_LIST = Message("List of tables")
_BY_TABLE, _BY_NAME = Message("By table"), Message("By name")
_TABLE, _ROW, _SEAT, _TITLE = Message("Table"), Message("Row of seats"), Message("Seat"), Message("Position")
_PEOPLE, _HOST = Message("People"), Message("Host: {name}")
_AT_TABLE, _IN_ROW = Message("Table {number}"), Message("Row {number}")


async def list_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """Everybody who has a seat, twice: by table, then by name as it is read. Raises NoSeatPlan, NothingOnPaper."""
    chart, choice = await chosen(gathering, wanted), choice_of(wanted)
    title = choice.said(TABLE_LIST)
    seated = [one for _, one in sorted(chart.at.items())]
    facts: tuple[tuple[str, Cell], ...] = ((choice.said(_PEOPLE), str(len(seated))),)
    parts = tuple(
        Part(f"{key} {chart.name}", f"{chart.name} · {choice.said(label)}", title, facts, (table,))
        for key, label, table in (
            ("by-table", _BY_TABLE, _by_table(chart, seated, choice)), ("by-name", _BY_NAME, _by_name(chart, seated, choice)),
        )
    )  # fmt: skip
    paper = Paper(title, parts if seated else (), len(seated))
    told = sheet_chunks(paper, gathering, wanted, title=f"{title} · {chart.name}")
    return told if chart.frozen_at else _draft(told, choice)


def _draft(told: Chunks, choice: Choice) -> Chunks:
    return Chunks(**{**vars(told), "also": choice.said(OPEN)})


def _by_table(chart: Chart, seated: Sequence[Sitter], choice: Choice) -> Table:
    words = _AT_TABLE if chart.layout.kind is PlanKind.BANQUET else _IN_ROW
    rows: list[tuple[Cell, ...] | Group] = []
    for number, people in groupby(seated, key=lambda one: one.place[0] if one.place else 0):
        members = list(people)
        hosts = tuple(choice.said(_HOST, name=one.name) for one in members if one.hosts)
        rows.append(Group(choice.said(words, number=number), hosts))
        rows += [(_seat(one, 1), _name(one), one.title, one.delegation_name) for one in members]
    columns = (
        Column(choice.said(_SEAT), "number"), Column(choice.said(NAME), "name"), Column(choice.said(_TITLE), "long"),
        Column(choice.said(DELEGATION)),
    )  # fmt: skip
    return Table(columns, rows)


def _by_name(chart: Chart, seated: Sequence[Sitter], choice: Choice) -> Table:
    """By pinyin, under the letter with which the name is read."""
    read = sorted(seated, key=lambda one: (_read(one), one.number, str(one.id)))
    rows: list[tuple[Cell, ...] | Group] = []
    for letter, people in groupby(read, key=lambda one: _read(one)[:1].upper() or "#"):
        rows.append(Group(letter))
        rows += [(_name(one), one.delegation_name, _seat(one, 0), _seat(one, 1)) for one in people]
    where = _TABLE if chart.layout.kind is PlanKind.BANQUET else _ROW
    columns = (
        Column(choice.said(NAME), "name"), Column(choice.said(DELEGATION)), Column(choice.said(where), "number"),
        Column(choice.said(_SEAT), "number"),
    )  # fmt: skip
    return Table(columns, rows)


def _name(one: Sitter) -> Cell:
    return Named(one.name, one.latin if one.name_zh else "")


def _seat(one: Sitter, which: int) -> str:
    return str(one.place[which]) if one.place else ""


def _read(one: Sitter) -> str:
    return pinyin_keys(one.name_zh)[0] or one.latin.casefold()
