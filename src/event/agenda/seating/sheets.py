"""Tables of banquets as the office's lists have them (晚宴桌次); what goes out can be taken in again."""

from datetime import datetime
from typing import Any

from event.agenda.seating.chart import Chart, Sitter
from event.agenda.seating.reading import chart_of, plans_of
from event.agenda.seating.tables import PlanKind
from event.gathering.tables import Gathering
from event.registration.exporting.office import OfficeSheet, note_of

SHEET = "晚宴桌次"
LISTED = "桌次"
"""How the names of sheets with tables end; what stands before is the banquet."""
_HEADINGS = ("桌号", "席位", "身份", "编号", "姓名", "类别/职务", "代表团")
_LONGEST_NAME = 31 - len(LISTED)


async def banquet_sheets(gathering: Gathering, now: datetime) -> list[OfficeSheet]:
    """A list for each banquet, the first under the office's own name; people without a seat are left out."""
    plans = [one for one in await plans_of(gathering, language="zh-Hans") if one.kind is PlanKind.BANQUET]
    sheets = []
    for number, plan in enumerate(plans):
        chart = await chart_of(plan.id, gathering)
        seats = max(chart.layout.rows, default=0)
        name = (
            SHEET
            if number == 0
            else "".join(c for c in plan.name if c not in "[]:*?/\\'")[:_LONGEST_NAME] + LISTED
        )
        sheets.append(
            OfficeSheet(
                name, f"{plan.name}桌次表({len(chart.layout.rows)}桌,每桌{seats}席)",
                note_of(gathering, now, "1号桌为主桌;每桌1席为主人(桌长),2席为主人右手位。"), _HEADINGS, _rows(chart),
            )
        )  # fmt: skip
    return sheets


def _rows(chart: Chart) -> list[tuple[Any, ...]]:
    return [_row(place, one) for place, one in sorted(chart.at.items())]


def _row(place: tuple[int, int], one: Sitter) -> tuple[Any, ...]:
    return (*place, one.role, one.number, one.name, one.state.title, one.delegation_name)
