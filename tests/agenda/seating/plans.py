"""A plan in a gathering with 林示例 and 陳樣本, and a leader."""

from typing import Any
from uuid import UUID

from event.agenda.seating.chart import Chart
from event.agenda.seating.choosing import add_from
from event.agenda.seating.operations import add_named, move
from event.agenda.seating.plans import PlanTold, make_plan
from event.agenda.seating.reading import chart_of
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from tests import cast


def who(held: Gathering) -> dict[str, Any]:
    return {"gathering": held, "by": COMMAND_LINE, "now": cast.NOW}


async def a_plan(rows: str = "2×3", **told: Any) -> tuple[Gathering, UUID]:
    """A banquet with 秦试 as host, 林示例 and 陳樣本, none of whom has a seat yet."""
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held)
    plan = await make_plan(PlanTold(**({"name": "欢迎晚宴", "rows": rows} | told)), **who(held))
    await add_from("everybody", await chart_of(plan, held), role="", **who(held))
    await add_named("秦试", plan=plan, title="县委书记", role="主人", **who(held))
    return held, plan


async def seat(held: Gathering, plan: UUID, name: str, row: int, place: int) -> None:
    """Give somebody a seat that is seen as it is."""
    chart = await chart_of(plan, held)
    one, there = named(chart, name), chart.at.get((row, place))
    await move(
        one.id, (row, place), plan=plan, seen=one.mark, holds=str(there.id) if there else "", **who(held)
    )


def named(chart: Chart, name: str) -> Any:
    return next(one for one in chart.people if one.name == name)


async def seated(held: Gathering, plan: UUID) -> dict[str, tuple[int, int] | None]:
    """Where everybody sits."""
    return {one.name: one.place for one in (await chart_of(plan, held)).ordered}
