"""Guests who have not arrived: who has landed, who is delayed or not due, who comes alone."""

from event.language import Message, translated
from event.reports.doors.log import arrivals
from event.reports.told import Asked, Told
from event.reports.transfers.coming import DELAYED, LANDED, LOCAL, NOT_DUE, REASONS, SELF, Coming, coming

_LABELS = {
    LANDED: Message("has landed"), DELAYED: Message("is delayed"), NOT_DUE: Message("is not due yet"),
    SELF: Message("comes alone"), LOCAL: Message("lives here"),
}  # fmt: skip
_COLUMNS = (
    Message("Number"),
    Message("Name"),
    Message("Delegation"),
    Message("Why"),
    Message("Flight or train"),
)


async def landed_not_arrived(asked: Asked) -> Told:
    """Guests whose flight or train has come and who have not been at an arrival desk."""
    arrived = await arrivals(asked)
    found = [one for one in await coming(asked) if one.how == LANDED and one.person.then.id not in arrived]
    return Told(
        {"count": len(found), "guests": _numbers(found)}, _COLUMNS, [_row(asked, one) for one in found],
        ((Message("Guests"), str(len(found))),),
    )  # fmt: skip


async def outstanding(asked: Asked) -> Told:
    """Everybody expected who has not arrived, by reason, and how many of those who are due have."""
    arrived, people = await arrivals(asked), await coming(asked)
    missing = [one for one in people if one.person.then.id not in arrived]
    by_reason = {reason: [one for one in missing if one.how == reason] for reason in REASONS}
    due = [
        one
        for one in people
        if one.fetched and one.service is not None and one.service["planned_at"] <= asked.at
    ]
    landed = [one for one in people if one.how == LANDED]

    def here(found: list[Coming]) -> int:
        return sum(one.person.then.id in arrived for one in found)

    alone = {how: [one for one in people if one.how == how] for how in (SELF, LOCAL)}
    counts = {reason: len(found) for reason, found in by_reason.items()}
    return Told(
        {
            "expected": len(people), "checked_in": len(people) - len(missing), "outstanding": len(missing), **counts,
            "guests": {reason: _numbers(found) for reason, found in by_reason.items()},
            "due_by_pickup": len(due), "landed_by_pickup": len(landed), "pickup_checked_in": here(landed),
            **{f"{how}_checked_in": [here(found), len(found)] for how, found in alone.items()},
        },
        _COLUMNS,
        [_row(asked, one) for one in missing],
        (
            (Message("Expected"), str(len(people))), (Message("Arrived"), str(len(people) - len(missing))),
            *((_LABELS[reason], str(number)) for reason, number in counts.items()),
        ),
    )  # fmt: skip


def _numbers(found: list[Coming]) -> list[str]:
    return [one.person.then.number for one in found]


def _row(asked: Asked, one: Coming) -> tuple[str, ...]:
    flight = one.service["number"] if one.service else ""
    why = translated(_LABELS[one.how], asked.language)
    return one.person.then.number, one.person.then.name, one.person.delegation, why, flight
