"""A proposal is made in the background, shown with what it could not keep, and taken over as it was shown or not at all."""

import pytest

from event.agenda.seating.circles import add_circle, remove_circle
from event.agenda.seating.errors import ProposalOutdated
from event.agenda.seating.jobs import work_on
from event.agenda.seating.proposing.operations import NoBanquet, accept_proposal, ask_proposal, last_proposal
from event.agenda.seating.reading import chart_of
from event.agenda.seating.steps import undo
from event.errors import Invalid
from tests.agenda.seating.plans import a_plan, seat, seated, who


async def test_a_proposal_is_taken_over_and_undone_as_one_step(db: str) -> None:
    held, plan = await a_plan()
    await add_circle(["EX2026-001", "EX2026-002"], apart=True, plan=plan, **who(held))

    asked = await ask_proposal(plan=plan, **who(held))
    waiting = await last_proposal(await chart_of(plan, held), "en")
    await work_on(asked)
    done = await last_proposal(await chart_of(plan, held), "en")
    await accept_proposal(asked, plan=plan, **who(held))
    places = await seated(held, plan)
    await undo(plan, **who(held))

    assert waiting is not None
    assert done is not None
    assert (waiting.state, done.state, done.moves, done.outdated) == ("waiting", "done", 3, False)
    assert done.remarks == ["Table 2 has no host."]
    assert places["秦试"] == (1, 1)
    assert sorted(place[0] for place in (places["林示例"], places["陳樣本"]) if place) == [1, 2]
    assert await seated(held, plan) == {"秦试": None, "林示例": None, "陳樣本": None}


async def test_what_changed_since_outdates_a_proposal(db: str) -> None:
    held, plan = await a_plan()
    asked = await ask_proposal(plan=plan, **who(held))
    await work_on(asked)
    await seat(held, plan, "林示例", 2, 3)

    told = await last_proposal(await chart_of(plan, held), "en")

    assert told is not None
    assert told.outdated
    with pytest.raises(ProposalOutdated):
        await accept_proposal(asked, plan=plan, **who(held))


async def test_only_banquets_are_proposed_and_wishes_name_guests_of_the_plan(db: str) -> None:
    held, plan = await a_plan("3", kind="rostrum")

    with pytest.raises(NoBanquet):
        await ask_proposal(plan=plan, **who(held))
    with pytest.raises(Invalid):
        await add_circle(["EX2026-001", "EX2026-099"], apart=False, plan=plan, **who(held))
    number = await add_circle(["EX2026-001", "EX2026-002"], apart=False, plan=plan, **who(held))
    before = [(one.apart, len(one.members)) for one in (await chart_of(plan, held)).circles]
    await remove_circle(number, plan=plan, **who(held))

    assert before == [(False, 2)]
    assert (await chart_of(plan, held)).circles == []
