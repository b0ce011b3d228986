"""Who works on vehicles beside the one of each role that the list of vehicles names, and who may work on any."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.faults import ROW_UNKNOWN
from event.gathering.tables import Gathering
from event.itinerary.beside.columns import BETWEEN, Column, headings_of, known_words, names_of, told, words
from event.itinerary.listed import CREW, Crew
from event.itinerary.reading import Planned, once, settle
from event.itinerary.tables import CrewMember, CrewRole
from event.language import Message
from event.registration.importing.cells import Cells
from event.workbook import Table

OTHERS, MEMBERS = "其他随车人员", "随车人员库"
OTHER_HEADINGS = ("车号", "角色", "编号", "姓名")
_OTHER = {"vehicle": ("车号",), "role": ("角色",), "number": ("编号",), "name": ("姓名",)}
_CALLED = {str(role): name for role, name in CREW.items()}
_ROLES = {name: role for role, name in _CALLED.items()} | {role: role for role in _CALLED}
_MEMBER: dict[str, tuple[str, ...]] = {
    "number": ("编号",),
    "name": ("姓名",),
    "begins": ("起",),
    "ends": ("止",),
}
MEMBER_BESIDE: tuple[Column, ...] = (known_words("roles", "角色", _CALLED), words("languages", "语言", 20))
MEMBER_HEADINGS = ("编号", "姓名", *names_of(MEMBER_BESIDE), "起", "止")

_UNKNOWN_VEHICLE = Message("“{text}” is not in the list of vehicles. Add it there, or correct it.")
_ONE_OF_IT = Message("a vehicle has one, who stands in the list of vehicles.")
_ENDS_FIRST = Message("ends before it begins.")


def plan_others(
    table: Table, known: Mapping[str, dict[str, Any]], vehicles: Collection[str]
) -> tuple[list[Planned], dict[str, Crew]]:
    """The rows of the list, and by vehicle who works on it too."""
    planned, found, seen = [], dict[str, Crew](), dict[Any, int]()
    for row in table.rows:
        cells = Cells(row, _OTHER)
        vehicle, said = cells.text("vehicle", 20, needed=True), cells.text("role", 20, needed=True)
        number, name = cells.text("number", 40, needed=True), cells.text("name", 80)
        if vehicle and vehicle not in vehicles:
            cells.refuse("vehicle", _UNKNOWN_VEHICLE, text=vehicle)
        if said and said not in _ROLES:
            cells.refuse("role", ROW_UNKNOWN, text=said, known=BETWEEN.join(CREW.values()))
        role = _ROLES.get(said, "")
        if role in (CrewRole.DRIVER, CrewRole.CAPTAIN):
            cells.refuse("role", _ONE_OF_IT)
        once(cells, "number", (vehicle, role, number), seen)
        crew = {(one[0], one[1]): one[2] for one in known.get(vehicle, {}).get("crew", ())}
        before = {"name": crew[role, number]} if (role, number) in crew else None
        planned.append(settle(Planned(cells, number, name, {"name": name}), table.sheet, before))
        if not cells.reasons:
            found.setdefault(vehicle, []).append((role, number, name))
    return planned, found


def plan_members(table: Table, known: Mapping[str, dict[str, Any]], gathering: Gathering) -> list[Planned]:
    """Who may work on vehicles, by number of the badge list."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, _MEMBER | headings_of(MEMBER_BESIDE))
        number, name = cells.text("number", 40, needed=True), cells.text("name", 80)
        once(cells, "number", number, seen)
        columns = {
            "name": name, "begins_at": cells.moment("begins", gathering.zone), "ends_at": cells.moment("ends", gathering.zone),
            **told(cells, table, MEMBER_BESIDE),
        }  # fmt: skip
        if columns["begins_at"] and columns["ends_at"] and columns["begins_at"] >= columns["ends_at"]:
            cells.refuse("ends", _ENDS_FIRST)
        planned.append(settle(Planned(cells, number, name, columns), table.sheet, known.get(number)))
    return planned


async def stored_members(gathering: UUID) -> dict[str, dict[str, Any]]:
    """Who may work on vehicles, by number."""
    rows = await fetch("SELECT * FROM crew_member WHERE gathering = $1 ORDER BY number", gathering)
    return {row["number"]: dict(row) for row in rows}


async def write_members(gathering: UUID, planned: list[Planned]) -> None:
    """Write who may work on vehicles, inside the caller's `writing()`."""
    for one in planned:
        if not one.writes:
            continue
        row = await CrewMember.objects().get(
            (CrewMember.gathering == gathering) & (CrewMember.number == one.code)
        )
        row = row or CrewMember(id=uuid4(), gathering=gathering, number=one.code)
        for name, value in one.columns.items():
            setattr(row, name, value)
        await row.save()
