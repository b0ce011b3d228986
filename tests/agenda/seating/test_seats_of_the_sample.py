"""The sample gathering comes with a rostrum and a banquet, so that a newcomer sees what a seat plan is."""

from event.agenda.seating.reading import chart_of, plans_of
from event.people.rules import COMMAND_LINE
from event.sample.loading import load_sample
from tests import cast


async def test_leaders_and_heads_of_delegations_are_on_the_rostrum_and_everybody_has_a_seat_at_the_banquet(
    db: str,
) -> None:
    held = await load_sample(by=COMMAND_LINE, now=cast.NOW)

    banquet, rostrum = await plans_of(held, language="zh-Hans")
    chart, tables = await chart_of(rostrum.id, held), await chart_of(banquet.id, held)

    assert (banquet.name, banquet.kind, banquet.released, banquet.people) == (
        "欢迎晚宴",
        "banquet",
        True,
        banquet.seated,
    )
    assert (rostrum.name, rostrum.kind, rostrum.released, rostrum.seated) == (
        "开幕式主席台",
        "rostrum",
        False,
        7,
    )
    assert [chart.at[1, seat].name for seat in (4, 5, 3)] == [one.name for one in chart.ordered[:3]]
    assert [one.guest for one in chart.ordered[:3]] == [None, None, None]
    assert [tables.at[table, 1].hosts for table in range(1, len(tables.layout.rows) + 1)] == [True] * 5
