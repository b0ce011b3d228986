"""Charts of the dashboard, drawn here as lengths, each with the same figures as a table; nobody is named."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from event.database import fetch
from event.gathering.countries import country_name
from event.language import Message
from event.printing.signing.charts import Bar, Chart, shortened
from event.reports.dashboard.kept import answers
from event.reports.dashboard.look import Look
from event.reports.queries import Figures, Share
from event.signing.ledger.queries import ledger_as_of, today_of
from event.signing.ledger.rules import STAGE_LABELS
from event.signing.ledger.tables import Stage
from event.templating import brief

_THOUSAND = 1000
_MOST = 10
"""Places with a bar of their own; the table has them all."""
_HOURS = """
SELECT date_bin('1 hour', m.minute, $2) AS hour, sum(m.people)::int AS people
FROM tally_minute m JOIN checkpoint p ON p.id = m.checkpoint
WHERE m.gathering = $1 AND p.kind = 'arrival' AND p.direction = 'in' AND m.minute <= $3 GROUP BY 1 HAVING sum(m.people) > 0 ORDER BY 1
"""
_PLACES = """
SELECT g.residence, count(*)::int AS people FROM guest g JOIN guest_class c ON c.id = g.guest_class
WHERE g.gathering = $1 AND g.standing = 'approved' AND c.counts_as_guest AND g.residence IS DISTINCT FROM 'CN'
GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True)
class Column:
    """An hour: where its column stands, how high of a thousand, and what it says."""

    at: datetime
    label: str
    people: int
    height: int
    marked: bool


class OverTime(msgspec.Struct, frozen=True):
    """Arrivals by the hour."""

    title: str
    said: str
    columns: list[Column]
    breaks: list[int]
    people: int
    peak: int


async def arrivals(look: Look) -> OverTime:
    """Who arrived in which hour, by the tallies of the arrival desks; hours of the night between are left out."""
    zone = look.gathering.zone
    midnight = look.at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = await fetch(_HOURS, look.gathering.id, midnight, look.at)
    people = {row["hour"].astimezone(zone): row["people"] for row in rows}
    hours = _through(sorted(people))
    peak = max(people.values(), default=0)
    columns = [
        Column(
            at,
            f"{at:%H:%M}",
            people.get(at, 0),
            people.get(at, 0) * _THOUSAND // peak,
            place == 0 or at.hour % 3 == 0,
        )
        for place, at in enumerate(hours)
    ]
    breaks = [place for place, (one, other) in enumerate(pairwise(hours), 1) if one.date() != other.date()]
    every = sum(people.values())
    said = Message("{people} arrivals by the hour from {begin} to {end}; at most {peak} in an hour.")
    told = (
        look.say(said, people=every, peak=peak, begin=_hour(hours[0], look), end=_hour(hours[-1], look))
        if hours
        else look.say(Message("Nobody has arrived yet."))
    )
    return OverTime(look.say(Message("Arrivals by the hour")), told, columns, breaks, every, peak)


def _hour(at: datetime, look: Look) -> str:
    return f"{brief(at, look.language)} {at:%H:%M}"


def _through(hours: list[datetime]) -> list[datetime]:
    """Every hour from the first to the last of each day."""
    days: dict[Any, list[datetime]] = {}
    for at in hours:
        days.setdefault(at.date(), []).append(at)
    return [
        first[0] + timedelta(hours=n)
        for first in days.values()
        for n in range(int((first[-1] - first[0]) / timedelta(hours=1)) + 1)
    ]


async def places(look: Look) -> Chart:
    """Approved guests from overseas, Hong Kong, Macao and Taiwan by the country or region they live in."""
    rows = await fetch(_PLACES, look.gathering.id)
    most, every = max((row["people"] for row in rows), default=1), sum(row["people"] for row in rows)
    bars = tuple(
        Bar(
            shortened(name),
            row["people"] * _THOUSAND // most,
            None,
            str(row["people"]),
            (name, str(row["people"])),
        )
        for row in rows
        if (name := country_name(row["residence"], look.language) or look.say(Message("Not known")))
    )
    note = look.say(
        Message("The {most} with most guests are drawn; the table has all {all}."), most=_MOST, all=len(bars)
    )
    whole = look.say(Message("{people} guests from overseas, Hong Kong, Macao and Taiwan."), people=every)
    return Chart(
        look.say(Message("Guests by country and region")), bars,
        (look.say(Message("Country or region")), look.say(Message("Guests"))),
        note=f"{whole} {note}" if len(bars) > _MOST else whole,
    )  # fmt: skip


def shares(look: Look, title: Message, column: Message, found: list[Share]) -> Chart:
    """Arrived and expected of each class or delegation."""
    most = max((one.registered for one in found), default=1) or 1
    bars = tuple(
        Bar(
            shortened(name), one.registered * _THOUSAND // most, min(one.arrived * _THOUSAND // most, _THOUSAND),
            f"{one.arrived} / {one.registered}", (name, str(one.arrived), str(one.registered)),
        )
        for one in found
        if (name := one.name or look.say(Message("Without")))
    )  # fmt: skip
    arrived, expected = look.say(Message("Arrived")), look.say(Message("Expected"))
    return Chart(look.say(title), bars, (look.say(column), arrived, expected), (arrived, expected))


async def stages(look: Look) -> Chart:
    """Projects by the furthest stage they have reached."""
    lines = await ledger_as_of(look.gathering, today_of(look.gathering, look.at))
    reached: Counter[Stage] = Counter(one.standing.stage for one in lines if one.standing.stage is not None)
    most = max(reached.values(), default=1)
    bars = tuple(
        Bar(name, reached[stage] * _THOUSAND // most, None, str(reached[stage]), (name, str(reached[stage])))
        for stage in Stage
        if reached[stage] and (name := look.say(STAGE_LABELS[stage]))
    )
    return Chart(
        look.say(Message("Projects by stage")), bars, (look.say(Message("Stage")), look.say(Message("Projects"))),
        note=look.say(Message("{count} projects in the ledger."), count=sum(reached.values())),
    )  # fmt: skip


async def charts(look: Look, told: Figures) -> dict[str, Chart]:
    """The charts by name, also those without bars so far; as of an earlier moment that by class is left out."""
    homes, kinds = told.delegations, told.classes
    if look.earlier:
        (then,) = (await answers(look, "arrivals-by-delegation")).values()
        counted = (then or {})["delegations"]
        homes = [
            Share(one.code, one.name, counted[one.code]["expected"], counted[one.code]["checked_in"])
            for one in homes
            if one.code in counted
        ]
    found = {"delegations": shares(look, Message("By delegation"), Message("Delegation"), homes)}
    if not look.earlier:
        found["classes"] = shares(look, Message("By class"), Message("Class"), kinds)
    return found | {"places": await places(look), "stages": await stages(look)}
