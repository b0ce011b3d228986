"""The seats of the sample gathering: the rostrum of its opening, and the tables of its welcome banquet."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from event.agenda.seating.operations import (
    NOBODY,
    add_guests,
    add_named,
    change_person,
    move,
    seat_in_order,
)
from event.agenda.seating.plans import PlanTold, make_plan, release
from event.agenda.seating.reading import chart_of
from event.agenda.seating.tables import PlanKind, SeatRule
from event.registration.tables import Guest, Standing

_LEADERS = (
    ("秦试样", "示例县委书记"),
    ("周样例", "示例县县长"),
    ("吴测试", "示例县侨联主席"),
    ("郑示样", "示例县副县长"),
    ("孙例样", "示例县商务局局长"),
)
_HOST = "主人"
_ON_THE_ROSTRUM, _ROSTRUM = 3, 7
_TABLE = 10


async def seat_plans(guests: Sequence[Guest], **who: Any) -> None:
    """Seat leaders and heads of delegations on the rostrum, and everybody who comes at the banquet, which guests may read."""
    coming = [guest for guest in guests if guest.standing == Standing.APPROVED]
    heads = [guest for guest in coming if guest.association_title][: _ROSTRUM - _ON_THE_ROSTRUM]
    rostrum = PlanTold("开幕式主席台", PlanKind.ROSTRUM, "OPENING", f"{_ROSTRUM}")
    await _plan(rostrum, _LEADERS[:_ON_THE_ROSTRUM], heads, **who)
    tables = -(-(len(coming) + len(_LEADERS)) // _TABLE)
    told = PlanTold(
        "欢迎晚宴", PlanKind.BANQUET, "DINNER", f"{tables}×{_TABLE}", SeatRule.RIGHT, order_by="class delegation reply pinyin"
    )  # fmt: skip
    await release(plan=await _plan(told, _LEADERS, coming, **who), released=True, **who)


async def _plan(
    told: PlanTold, leaders: Sequence[tuple[str, str]], guests: Sequence[Guest], **who: Any
) -> UUID:
    """A plan with leaders and guests by precedence; at a banquet each table has a host on the first seat."""
    plan = await make_plan(told, **who)
    hosts = [await add_named(name, plan=plan, title=title, role=_HOST, **who) for name, title in leaders]
    for table, host in enumerate(hosts if told.kind == PlanKind.BANQUET else (), 1):
        seen = (await chart_of(plan, who["gathering"])).sitter(host).mark
        await move(host, (table, 1), plan=plan, seen=seen, holds=NOBODY, **who)
        await change_person(host, plan=plan, fixed=True, **who)
    await add_guests([guest.id for guest in guests], plan=plan, **who)
    await seat_in_order(plan=plan, **who)
    return plan
