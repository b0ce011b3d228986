"""Who is to arrive with which wave, who has come to what, and who has not come at all."""

from collections import Counter

from event.database import fetch
from event.language import Message, in_language
from event.reports.doors.attended import attended
from event.reports.doors.fair import in_hall
from event.reports.doors.log import arrivals
from event.reports.doors.people import expected
from event.reports.told import Asked, Told
from event.reports.transfers.coming import LOCAL, SELF, coming


async def expected_arrivals(asked: Asked) -> Told:
    """Expected guests by the wave in which they are fetched; who comes alone and who lives here apart."""
    waves = await fetch(
        "SELECT id, code, begins_at, ends_at FROM transfer_wave WHERE gathering = $1 ORDER BY code",
        asked.gathering.id,
    )
    codes = {row["id"]: row["code"] for row in waves}
    people = await coming(asked)
    apart = (SELF, LOCAL)
    counts = Counter(
        one.how.upper() if one.how in apart else codes.get(one.transfer["wave"], "") if one.transfer else ""
        for one in people
    )
    names = [row["code"] for row in waves if counts[row["code"]]]
    names += [name for name in (*(how.upper() for how in apart), "") if counts[name]]
    return Told(
        {name: counts[name] for name in names},
        (Message("Wave"), Message("Guests")),
        [(name or "–", str(counts[name])) for name in names],
        ((Message("Expected"), str(len(people))),),
    )


async def sessions_attended(asked: Asked) -> Told:
    """Who came to each session, each person once."""
    people = await attended(asked)
    titles = {
        row["code"]: in_language(asked.language, zh=row["title_zh"], en=row["title_en"])
        for row in await fetch(
            "SELECT code, title_zh, title_en FROM agenda_session WHERE gathering = $1", asked.gathering.id
        )
    }
    return Told(
        dict(people),
        (Message("Session"), Message("Title"), Message("Came")),
        [(session, titles[session], str(came)) for session, came in people.items()],
        ((Message("Sessions"), str(len(people))),),
    )


async def hall_peak(asked: Asked) -> Told:
    """How many people were in the hall of a session at most, and how many are in it at the moment."""
    now, peak = await in_hall(asked, asked.values["session"])
    return Told(
        {"session": asked.values["session"], "peak_in_hall": peak, "in_hall_now": now},
        (Message("Session"), Message("In the hall at most"), Message("In the hall now")),
        [(asked.values["session"], str(peak), str(now))],
    )


async def no_shows(asked: Asked) -> Told:
    """Expected guests who have not been at an arrival desk."""
    people, arrived = await expected(asked), await arrivals(asked)
    missing = [one for one in people if one.then.id not in arrived]
    return Told(
        {
            "expected": len(people), "checked_in_total": len(people) - len(missing),
            "no_show": [one.then.number for one in missing],
        },
        (Message("Number"), Message("Name"), Message("Class"), Message("Delegation")),
        [(one.then.number, one.then.name, one.guest_class, one.delegation) for one in missing],
        (
            (Message("Expected"), str(len(people))), (Message("Arrived"), str(len(people) - len(missing))),
            (Message("Missing"), str(len(missing))),
        ),
    )  # fmt: skip
