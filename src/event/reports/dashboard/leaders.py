"""The view for leaders: figures, charts and the sentence of the press, by a link that needs no account; it names nobody."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from event.checkin.wall import UnknownWall
from event.crypto import ring
from event.database import fetch_one, writing
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.reports.dashboard.charts import OverTime, arrivals, charts
from event.reports.dashboard.kept import answers
from event.reports.dashboard.look import Look, Tile
from event.reports.dashboard.phases import Phase, phase_of
from event.reports.queries import figures
from event.reports.signing.agreements import totals_of
from event.reports.signing.press import tellable
from event.signing.money import said

_PURPOSE = "leaders"
_MOVED = "leaders.move"


class UnknownView(UnknownWall):
    """The link is mistyped or was revoked."""

    sentence = Message("This link does not lead to figures any more. Ask the organizers for a new one.")


async def leaders_path(gathering: Gathering) -> str:
    """Where the view is: nobody can guess it, and it can be changed."""
    code = ring().link_code(_PURPOSE, gathering.id, await _generation(gathering))
    return f"/leaders/{gathering.slug}/{code}"


async def move_leaders(gathering: Gathering, *, by: Actor, now: datetime) -> None:
    """Give the view another link; the one so far leads nowhere any more."""
    async with writing():
        await record(_MOVED, subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id)


async def refuse_unless_led(code: str, gathering: Gathering) -> None:
    """Raises UnknownView where the link is not the gathering's."""
    named = ring().link_subject(code)
    if (
        named is None
        or named[0] != gathering.id
        or not ring().link_holds(named[1], _PURPOSE, gathering.id, await _generation(gathering))
    ):
        raise UnknownView


async def _generation(gathering: Gathering) -> int:
    """How often the link was changed, by the audit trail, from which nothing is ever taken away."""
    row: Any = await fetch_one(
        "SELECT count(*) AS moved FROM audit_entry WHERE action = $1 AND subject = $2", _MOVED, f"gathering:{gathering.id}"
    )  # fmt: skip
    return 1 + int(row["moved"])


async def seen_by_leaders(look: Look, *, patience: float | None = None) -> dict[str, Any]:
    """What stands in the view: large figures, the sentence of the press once guests are there, charts."""
    plain = replace(look, may=frozenset({Permission.FIGURES}))
    told = await figures(look.gathering, language=look.language, now=look.at)
    before = phase_of(look.gathering, look.at) is Phase.BEFORE
    press = (await answers(plain, "press-figures", patience=patience))["press-figures"]
    over_time: OverTime = await arrivals(plain)
    return {
        "large": [
            Tile("arrived", plain.say(Message("Arrived")), told.arrived),
            Tile("expected", plain.say(Message("Guests expected")), told.registered),
            Tile("places", plain.say(Message("Countries and regions")), told.countries + told.regions),
            Tile("delegations", plain.say(Message("Delegations")), sum(bool(one.code) for one in told.delegations)),
            *([] if before else await _signing(plain)),
        ],
        "figures": told, "line": "" if before or press is None else press["line"],
        "arrivals": over_time, "charts": await charts(plain, told), "look": plain,
    }  # fmt: skip


async def _signing(look: Look) -> list[Tile]:
    """Agreements that may be told, and the investment in them."""
    items, _ = await tellable(look.asking({}))
    totals = totals_of(items)
    if not totals.items:
        return []
    return [
        Tile("agreements", look.say(Message("Agreements")), totals.items),
        Tile("investment", look.say(Message("Investment in all")), said(totals.yuan, look.language)),
    ]
