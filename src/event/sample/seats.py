"""The seats of the sample gathering: the rostrum of its opening, and the tables of its welcome banquet."""

from collections.abc import Sequence
from typing import Any

from event.agenda.seating.operations import add_guests, add_named, seat_in_order
from event.agenda.seating.plans import PlanTold, make_plan, release
from event.agenda.seating.tables import PlanKind, SeatRule
from event.registration.tables import Guest, Standing

_LEADERS = (
    ("秦试样", "示例县委书记"),
    ("周样例", "示例县县长"),
    ("吴测试", "示例县侨联主席"),
)
_HOST = "主人"
_ROSTRUM = 7
_TABLE = 10


async def seat_plans(guests: Sequence[Guest], **who: Any) -> None:
    """Seat leaders and heads of delegations on the rostrum, and everybody who comes at the banquet, which guests may read."""
    coming = [guest for guest in guests if guest.standing == Standing.APPROVED]
    heads = [guest for guest in coming if guest.association_title][: _ROSTRUM - len(_LEADERS)]
    await _plan(PlanTold("开幕式主席台", PlanKind.ROSTRUM, "OPENING", f"{_ROSTRUM}"), heads, **who)
    tables = -(-(len(coming) + len(_LEADERS)) // _TABLE)
    told = PlanTold(
        "欢迎晚宴", PlanKind.BANQUET, "DINNER", f"{tables}×{_TABLE}", SeatRule.RIGHT, order_by="class delegation reply pinyin"
    )  # fmt: skip
    await release(plan=await _plan(told, coming, **who), released=True, **who)


async def _plan(told: PlanTold, guests: Sequence[Guest], **who: Any) -> Any:
    plan = await make_plan(told, **who)
    for name, title in _LEADERS:
        await add_named(name, plan=plan, title=title, role=_HOST, **who)
    await add_guests([guest.id for guest in guests], plan=plan, **who)
    await seat_in_order(plan=plan, **who)
    return plan
