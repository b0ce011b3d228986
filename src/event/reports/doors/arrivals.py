"""Who has arrived: per delegation, and of one travel party."""

from event.database import fetch
from event.language import Message, in_language
from event.reports.doors.log import arrivals
from event.reports.doors.people import everybody, expected
from event.reports.told import Asked, Told


async def arrivals_by_delegation(asked: Asked) -> Told:
    """Guests expected and arrived, by delegation."""
    rows = await fetch(
        "SELECT code, name_zh, name_en FROM delegation WHERE gathering = $1"
        " AND ($2::uuid[] IS NULL OR id = ANY($2)) ORDER BY code",
        asked.gathering.id, None if asked.scope is None else list(asked.scope),
    )  # fmt: skip
    people, arrived = await expected(asked), await arrivals(asked)
    counts = {row["code"]: {"checked_in": 0, "expected": 0} for row in rows}
    for one in people:
        if one.delegation in counts:
            counts[one.delegation]["expected"] += 1
            counts[one.delegation]["checked_in"] += one.then.id in arrived
    here = sum(one.then.id in arrived for one in people)
    return Told(
        {"delegations": counts},
        (Message("Code"), Message("Delegation"), Message("Arrived"), Message("Expected")),
        [
            (
                row["code"], in_language(asked.language, zh=row["name_zh"], en=row["name_en"]),
                str(counts[row["code"]]["checked_in"]), str(counts[row["code"]]["expected"]),
            )
            for row in rows
        ],
        ((Message("Arrived"), str(here)), (Message("Expected"), str(len(people)))),
    )  # fmt: skip


async def travel_party(asked: Asked) -> Told:
    """The members of a travel party who come, and when each of them was recorded as arrived."""
    code = asked.values["party"]
    rows = await fetch(
        "SELECT id FROM travel_party WHERE gathering = $1 AND code = $2", asked.gathering.id, code
    )
    party = rows[0]["id"] if rows else None
    members = [
        one
        for one in await everybody(asked)
        if party and one.approved and one.then.row["travel_party"] == party
    ]
    arrived = await arrivals(asked)
    records = [
        {"guest": one.then.number, "at": asked.clock(arrived[one.then.id])}
        for one in members
        if one.then.id in arrived
    ]
    at = {record["guest"]: record["at"] for record in records}
    return Told(
        {
            "party": code, "members": [one.then.number for one in members], "records": records,
            "each_recorded": bool(members) and len(records) == len(members),
        },
        (Message("Number"), Message("Name"), Message("Arrived at")),
        [(one.then.number, one.then.name, at.get(one.then.number, "")) for one in members],
    )  # fmt: skip
