"""The dashboard's figures are those of a recount, although nobody is counted again for them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.registration.deciding import decide
from event.registration.mails import text_of
from event.registration.tables import Standing
from event.reports.queries import Figures, figures
from tests import cast

_RECOUNT = """
SELECT c.counts_as_guest AS guest, g.standing, c.code, coalesce(d.code, '') AS delegation, g.residence,
    EXISTS (SELECT 1 FROM arrival a JOIN checkpoint p ON p.id = a.checkpoint WHERE a.guest = g.id AND p.kind = 'arrival') AS came
FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation
WHERE g.gathering = $1
"""


async def recounted(held: Gathering) -> dict[str, Any]:
    """The same the plain way, one guest after the other."""
    rows = await fetch(_RECOUNT, held.id)
    guests = [row for row in rows if row["guest"]]
    approved = [row for row in guests if row["standing"] == "approved"]

    def shares(column: str) -> dict[str, tuple[int, int]]:
        return {
            code: (sum(row[column] == code for row in approved), sum(row[column] == code and row["came"] for row in approved))
            for code in {row[column] for row in approved}
        }  # fmt: skip

    return {
        "registered": len(approved), "arrived": sum(row["came"] for row in approved),
        "waiting": sum(row["standing"] in ("submitted", "waitlisted") for row in guests),
        "withdrawn": sum(row["standing"] in ("withdrawn", "declined", "replaced") for row in guests),
        "others": sum(not row["guest"] and row["standing"] == "approved" for row in rows),
        "classes": shares("code"), "delegations": shares("delegation"),
    }  # fmt: skip


def plain(told: Figures) -> dict[str, Any]:
    return {
        "registered": told.registered, "arrived": told.arrived, "waiting": told.waiting, "withdrawn": told.withdrawn,
        "others": told.others,
        "classes": {one.code: (one.registered, one.arrived) for one in told.classes},
        "delegations": {one.code: (one.registered, one.arrived) for one in told.delegations},
    }  # fmt: skip


async def test_the_figures_follow_arrivals_decisions_and_new_guests(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    _, lins = await cast.lin(held, code="V")
    chen, chens = await cast.chen(held)
    await cast.guest(held, name_zh="郭参考", code="S")
    now, told = cast.NOW, []

    async def ask() -> None:
        nonlocal now
        now += timedelta(seconds=1)
        told.append(plain(await figures(held, language="en", now=now)))
        assert told[-1] == await recounted(held)

    await ask()
    for ticket in (lins, chens):
        scan = Scanned(uuid4(), "REG", await text_of(held, ticket), now, "desk")
        await record_scans([scan], gathering=held, by=None, now=now)
        await ask()
    await decide(chen.id, Standing.WITHDRAWN, gathering=held, by=SYSTEM, now=now)
    await ask()
    await cast.guest(held, name_zh="王补充")
    await ask()

    assert [(one["registered"], one["arrived"]) for one in told] == [(2, 0), (2, 1), (2, 2), (1, 1), (2, 1)]
