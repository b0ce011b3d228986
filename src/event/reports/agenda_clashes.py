"""What cannot be as the programme has it: people in two sessions at once, and flights that land too late."""

from uuid import UUID

from event.agenda.clashing import seen_programme, told_clash
from event.agenda.rules import (
    AFTER_DESK,
    AFTER_DINNER,
    BOOKED_TWICE,
    Clash,
    Seen,
    clashes,
    within,
)
from event.itinerary.transfers.landing import landings
from event.language import Message
from event.reports.told import Asked, Told


async def agenda_clashes(asked: Asked) -> Told:
    """Every clash of the programme as a sentence; as data, also whom the overlaps are about and what lands too late.

    `conflict_lead_meet`: guests of two sessions of which the second begins before the first is over (座谈会 and 会见);
    `two_parallel_sessions`: guests of two sessions that run beside each other; the others name flights and trains.
    """
    gathering = asked.gathering
    seen = await seen_programme(gathering, language=asked.language, scope=asked.scope)
    due = await landings(gathering, asked.at)
    found = clashes(seen, first_day=gathering.first_day, last_day=gathering.last_day, landings=due)
    told = [told_clash(one, asked.language) for one in found]
    sessions = {one.id: one for one in seen}
    twice = [one for one in found if one.kind == BOOKED_TWICE]
    beside = [one for one in twice if _beside(one, sessions)]
    return Told(
        {
            "conflict_lead_meet": sorted({guest for one in twice if one not in beside for guest in one.guests}),
            "conflict_landing_after_desk_closes": _services(found, AFTER_DESK),
            "conflict_landing_after_dinner_ends": _services(found, AFTER_DINNER),
            "two_parallel_sessions": sorted(
                (parallel for one in beside for parallel in _parallel(one, sessions)), key=lambda one: str(one["guest"])
            ),
            "clashes": [
                {
                    "kind": one.kind, "text": one.text, "sessions": [sessions[session].code for session in one.sessions],
                    "guests": one.guests, "services": one.services,
                }
                for one in told
            ],
        },
        (Message("Clash"), Message("Sessions"), Message("Guests"), Message("Flight or train")),
        [
            (
                one.text, "、".join(sessions[session].code for session in one.sessions), "、".join(one.guests),
                "、".join(one.services),
            )
            for one in told
        ],
        ((Message("Clashes"), str(len(told))),),
    )  # fmt: skip


def _beside(clash: Clash, sessions: dict[UUID, Seen]) -> bool:
    one, other = (sessions[session] for session in clash.sessions)
    return within(one, other)


def _parallel(clash: Clash, sessions: dict[UUID, Seen]) -> list[dict[str, object]]:
    """Each guest of two parallel sessions with the class and the sessions' codes."""
    one, other = (sessions[session] for session in clash.sessions)
    classes = {who.number: who.class_code for who in one.people}
    return [
        {"guest": guest, "cls": classes.get(guest, ""), "sessions": sorted((one.code, other.code))}
        for guest in clash.guests
    ]


def _services(found: list[Clash], kind: str) -> list[str]:
    return sorted({service for one in found if one.kind == kind for service in one.services})
