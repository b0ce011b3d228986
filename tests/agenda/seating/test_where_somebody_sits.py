"""The report of dinner seats: by number or name in any script, of any banquet, as of a moment, and who hosts table 1."""

from datetime import timedelta
from typing import Any

from event.agenda.seating.plans import PlanTold, make_plan
from event.gathering.tables import Gathering
from event.registration.deciding import decide
from event.registration.tables import Guest, Standing
from event.reports.views import Reader, report_view
from tests import cast
from tests.agenda.seating.plans import a_plan, seat, who


async def asked(
    held: Gathering, *, scope: frozenset[Any] | None = None, later: int = 0, **query: str
) -> dict[str, Any]:
    reader = Reader(scope=scope, contact=True, language="en")
    view, problems = await report_view(
        "dinner-seat", held, cast.NOW + timedelta(hours=later), query, reader=reader
    )
    return view.answer | ({"problems": sorted(problems)} if problems else {})


async def test_a_number_or_a_name_finds_the_seat_and_nothing_asks_for_everybody(db: str) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "秦试", 1, 1)
    await seat(held, plan, "林示例", 1, 2)
    await seat(held, plan, "陳樣本", 2, 3)
    await make_plan(PlanTold("答谢午宴", rows="2×8"), **who(held))
    host = {"name": "秦试", "title": "县委书记"}
    lin, chen = ({"guest": f"EX2026-00{number}", "table": number, "seat": number + 1} for number in (1, 2))

    for text in ("EX2026-001", "林示例", "LIN Shili", "Shili Lin"):
        assert await asked(held, guest=text) == {"guests": [lin], "table1_host": host}
    assert (await asked(held, guest="陈样本"))["guests"] == [chen]  # simplified finds traditional
    assert (await asked(held))["guests"] == [lin, chen]
    assert await asked(held, session="答谢午宴") == {"guests": [], "table1_host": None}
    assert (await asked(held, session="nowhere"))["problems"] == ["session"]
    assert await asked(held, scope=frozenset()) == {"guests": [], "table1_host": host}


async def test_who_has_cancelled_since_is_told_of_moments_before(db: str) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "林示例", 1, 2)
    lin = await Guest.objects().get(Guest.number == "EX2026-001")
    assert lin is not None
    await decide(lin.id, Standing.WITHDRAWN, **(who(held) | {"now": cast.NOW + timedelta(hours=1)}))

    assert len((await asked(held))["guests"]) == 1
    assert (await asked(held, later=2))["guests"] == []
