"""An approved guest has one ticket, whatever happens at once."""

import asyncio

import pytest

from event.database import fetch
from event.people.rules import SYSTEM
from event.registration.deciding import decide
from event.registration.errors import NotWaiting
from event.registration.tables import Standing
from tests import cast


async def test_approving_twice_at_once_issues_one_ticket_and_one_mail(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, standing=Standing.SUBMITTED)

    answers = await asyncio.gather(
        *(decide(lin.id, Standing.APPROVED, gathering=held, by=SYSTEM, now=cast.NOW) for _ in range(5)),
        return_exceptions=True,
    )

    assert sum(isinstance(answer, NotWaiting) for answer in answers) == 4
    assert len(await fetch("SELECT 1 FROM ticket WHERE guest = $1", lin.id)) == 1
    assert len(await fetch("SELECT 1 FROM mail WHERE guest = $1", lin.id)) == 1


async def test_withdrawing_voids_the_ticket(db: str) -> None:
    held = await cast.gathering()
    lin, ticket = await cast.lin(held)

    await decide(lin.id, Standing.WITHDRAWN, gathering=held, reason="ill", by=SYSTEM, now=cast.NOW)

    rows = await fetch("SELECT voided_at, void_reason FROM ticket WHERE id = $1", ticket.id)
    assert [(row["voided_at"], row["void_reason"]) for row in rows] == [(cast.NOW, "ill")]
    with pytest.raises(NotWaiting):
        await decide(lin.id, Standing.WITHDRAWN, gathering=held, reason="again", by=SYSTEM, now=cast.NOW)
