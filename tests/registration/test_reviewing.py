"""Replies go through their reviews; every decision says who, when and why, and mails once."""

import asyncio

import pytest

from event.database import fetch
from event.gathering.tables import Review
from event.people.rules import COMMAND_LINE, SYSTEM
from event.registration.deciding import decide, decide_all
from event.registration.errors import NotWaiting
from event.registration.operations import replace_guest
from event.registration.replies import Reply
from event.registration.rules import may_follow
from event.registration.tables import Standing
from tests import cast
from tests.cast import NOW

S = Standing


@pytest.mark.parametrize(
    ("before", "after", "review", "may"),
    [
        (S.SUBMITTED, S.FIRST_REVIEWED, Review.TWICE, True), (S.SUBMITTED, S.APPROVED, Review.TWICE, False),
        (S.FIRST_REVIEWED, S.APPROVED, Review.TWICE, True), (S.SUBMITTED, S.APPROVED, Review.BY_STAFF, True),
        (S.WAITLISTED, S.APPROVED, Review.TWICE, True), (S.APPROVED, S.DECLINED, Review.BY_STAFF, False),
        (S.APPROVED, S.WITHDRAWN, Review.AT_ONCE, True), (S.REPLACED, S.APPROVED, Review.AT_ONCE, False),
        (S.DECLINED, S.SUBMITTED, Review.BY_STAFF, True), (S.WITHDRAWN, S.APPROVED, Review.BY_STAFF, False),
    ],
)  # fmt: skip
def test_decisions_follow_each_other(before: Standing, after: Standing, review: Review, may: bool) -> None:
    assert may_follow(before, after, review) is may


async def test_two_reviews_lead_to_a_ticket_and_are_kept_with_their_reasons(db: str) -> None:
    held = await cast.gathering(review=Review.TWICE)
    lin, _ = await cast.lin(held, standing=S.SUBMITTED)

    with pytest.raises(NotWaiting):
        await decide(lin.id, S.APPROVED, gathering=held, by=SYSTEM, now=NOW)
    await decide(lin.id, S.FIRST_REVIEWED, gathering=held, by=COMMAND_LINE, now=NOW, reason="资料齐全")
    await decide(lin.id, S.APPROVED, gathering=held, by=SYSTEM, now=NOW)

    rows = await fetch('SELECT before, after, reason, "by" FROM decision ORDER BY recorded_at, before')
    assert {tuple(row) for row in rows} == {
        ("submitted", "first_reviewed", "资料齐全", "command line"), ("first_reviewed", "approved", "", "system"),
    }  # fmt: skip
    assert [row["occasion"] for row in await fetch("SELECT occasion FROM mail")] == ["approved"]


async def test_a_decision_about_many_is_taken_about_all_or_none(db: str) -> None:
    held = await cast.gathering()
    waiting = [
        (await cast.lin(held, standing=S.SUBMITTED, name_zh=f"林{n}", email=f"lin{n}@example.com"))[0]
        for n in range(3)
    ]
    here, _ = await cast.chen(held)

    with pytest.raises(NotWaiting):
        await decide_all(
            [*(one.id for one in waiting), here.id], S.APPROVED, gathering=held, by=SYSTEM, now=NOW
        )
    assert await fetch("SELECT 1 FROM decision") == []
    await decide_all([one.id for one in waiting], S.APPROVED, gathering=held, by=SYSTEM, now=NOW)

    assert len({row["batch"] for row in await fetch("SELECT batch FROM decision")}) == 1
    assert len(await fetch("SELECT 1 FROM mail")) == 3


async def test_two_who_decide_at_once_do_not_both_win(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, standing=S.SUBMITTED)

    done = await asyncio.gather(
        decide(lin.id, S.APPROVED, gathering=held, by=SYSTEM, now=NOW),
        decide(lin.id, S.DECLINED, gathering=held, by=COMMAND_LINE, now=NOW),
        return_exceptions=True,
    )

    assert sum(isinstance(one, NotWaiting) for one in done) == 1
    assert len(await fetch("SELECT 1 FROM decision")) == 1


async def test_a_substitute_takes_over_and_two_substitutes_at_once_do_not(db: str) -> None:
    held = await cast.gathering()
    lin, ticket = await cast.lin(held, answers={"route_1": "A", "hotel": "H1"})
    reply = Reply(guest_class=lin.guest_class, name_zh="陈接替", residence="SG", email="chen@example.com")

    done = await asyncio.gather(
        *(
            replace_guest(lin.id, reply, gathering=held, reason="家中有事", by=SYSTEM, now=NOW)
            for _ in range(4)
        ),
        return_exceptions=True,
    )

    made = [one for one in done if not isinstance(one, BaseException)]
    assert (len(made), sum(isinstance(one, NotWaiting) for one in done)) == (1, 3)
    substitute, new = made[0]
    assert (new.badge_number, new.id != ticket.id) == (ticket.badge_number, True)
    rows = await fetch("SELECT answers, replaces FROM guest WHERE id = $1", substitute.id)
    assert '"route_1": "A"' in rows[0]["answers"]
    assert '"hotel": "H1"' in rows[0]["answers"]
    assert rows[0]["replaces"] == lin.id
    void = await fetch("SELECT voided_at, void_reason FROM ticket WHERE id = $1", ticket.id)
    assert [tuple(row) for row in void] == [(NOW, "家中有事")]
