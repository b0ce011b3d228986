"""Charts made of plain values."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from event.agenda.seating.chart import Chart, Circle, Layout, Sitter, State
from event.agenda.seating.precedence import Ranked
from event.agenda.seating.tables import PlanKind, SeatRule


def sitter(number: int, **told: Any) -> Sitter:
    """Guest `number`; a class V is important."""
    key = UUID(int=number)
    place, fixed, role, code = (
        told.get("place"),
        told.get("fixed", False),
        told.get("role", ""),
        told.get("class_code", "G"),
    )
    ranked = Ranked(
        key,
        1 if code == "V" else 2,
        "",
        told.get("delegation_code", ""),
        name_zh=f"示例{number}",
        latin=f"G{number:04d}",
    )
    plain = {
        "number": f"EX-{number:03d}",
        "name_zh": f"示例{number}",
        "latin": "",
        "title": "",
        "role": role,
        "place": place,
    }
    more = {
        name: value for name, value in told.items() if name not in ("place", "fixed", "role", "class_code")
    }
    return Sitter(
        id=key, guest=key, fixed=fixed, ranked=ranked, state=State(key, role=role, place=place, fixed=fixed), class_code=code,
        **(plain | more),
    )  # fmt: skip


def chart(
    people: Iterable[Sitter],
    rows: tuple[int, ...],
    *,
    circles: Iterable[tuple[bool, set[int]]] = (),
    **layout: Any,
) -> Chart:
    """A banquet of these people."""
    told = {"kind": PlanKind.BANQUET, "rule": SeatRule.RIGHT} | layout
    found = [
        Circle(number, apart, frozenset(UUID(int=one) for one in members))
        for number, (apart, members) in enumerate(circles)
    ]
    return Chart(
        UUID(int=0), "欢迎晚宴", None, "", "", Layout(rows=rows, **told), None, None, list(people), found
    )
