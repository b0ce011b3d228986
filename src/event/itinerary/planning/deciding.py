"""Whether a change may be: what it would newly break, why, and what would mend it – computed, never guessed."""

from dataclasses import dataclass

from event.itinerary.planner.broken import Rule
from event.itinerary.planner.explaining import explain_order
from event.itinerary.planner.plan import Kind
from event.itinerary.planning.edits import Edit, MoveParty
from event.itinerary.planning.edits_of_calls import AddCall, DropCall, MoveCall
from event.itinerary.planning.errors import Reason, RuleBroken
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.framing import Framed, frame
from event.itinerary.planning.nearest import nearest_time
from event.itinerary.planning.plan import Draft
from event.itinerary.planning.troubles import Names, Trouble, new_ones, troubles
from event.language import Message, filled, translated

_OF_TIME = {Rule.OPEN, Rule.REACHED, Rule.BACK, Rule.LUNCH_TIME, Rule.COMMITMENT}
_UNFINISHED = {Rule.LUNCH, Rule.COMMITMENT}
"""What a day that is put together by hand does not have yet: it is shown, and nothing is refused for it."""
_BEGIN = Message("begin at {time}")
_FREE = Message("at most {free} more guests fit on bus {bus}")
_ELSEWHERE = Message("bus {bus} of the same route has {free} seats")


@dataclass(frozen=True)
class _Weighed:
    """A change tried on a draft: what was wrong before, the draft afterwards, and why that cannot be."""

    before: list[Trouble]
    after: Draft
    why: tuple[Reason, ...]


def reasons(change: Edit, draft: Draft, facts: Facts, language: str) -> tuple[Reason, ...]:
    """What a change would newly break, and what would mend each of it; raises UnknownThing, SeenOtherwise."""
    return _weighed(change, draft, facts, language).why


def changed(change: Edit, draft: Draft, facts: Facts, language: str) -> Draft:
    """The draft after a change; raises RuleBroken, UnknownThing, SeenOtherwise."""
    weighed = _weighed(change, draft, facts, language)
    if weighed.why:
        raise RuleBroken(_with_another_time(weighed, change, draft, facts, language))
    return weighed.after


def _weighed(change: Edit, draft: Draft, facts: Facts, language: str) -> _Weighed:
    after = change.applied(draft, facts)
    framed, before = frame(facts, after), troubles(frame(facts, draft), draft, language)
    found = _broken(change, before, framed, after, language)
    why = tuple(Reason(one.told(language), _remedies(one, change, draft, framed, language)) for one in found)
    return _Weighed(before, after, why)


def _broken(
    change: Edit, before: list[Trouble], framed: Framed, after: Draft, language: str
) -> list[Trouble]:
    found = new_ones(before, troubles(framed, after, language))
    if isinstance(change, AddCall | DropCall):
        return [one for one in found if one.rule not in _UNFINISHED]
    return found


def _with_another_time(
    weighed: _Weighed, change: Edit, draft: Draft, facts: Facts, language: str
) -> tuple[Reason, ...]:
    """The reasons, the first with the nearest time at which nothing would be wrong."""
    first, *others = weighed.why
    if not isinstance(change, MoveCall | AddCall):
        return weighed.why

    def fine(after: Draft) -> bool:
        return not _broken(change, weighed.before, frame(facts, after), after, language)

    time = nearest_time(change, draft, facts, parties=len(frame(facts, draft).numbers.units), fine=fine)
    if time is None:
        return weighed.why
    said = translated(_BEGIN, language).format(time=time)
    return (Reason(first.text, (said, *first.remedies)), *others)


def _remedies(
    trouble: Trouble, change: Edit, before: Draft, framed: Framed, language: str
) -> tuple[str, ...]:
    if trouble.rule == Rule.SEATS and isinstance(change, MoveParty):
        return _seats(change, before, framed.numbers.facts, language)
    if trouble.rule in _OF_TIME and trouble.vehicle is not None:
        bus = framed.numbers.vehicles.index(trouble.vehicle)
        order = [(visit.kind, visit.ref) for visit in framed.plan.day(bus, trouble.on)]
        if sum(kind is Kind.LUNCH for kind, _ in order) == 1:
            told = explain_order(framed.instance, framed.plan, bus=bus, day=trouble.on, order=order)
            names = Names(framed, language)
            return tuple(names.said(one) for one in told.remedies) if told else ()
    return ()


def _seats(change: MoveParty, draft: Draft, facts: Facts, language: str) -> tuple[str, ...]:
    """How many more fit, and buses of the same route with room for all."""
    riding = draft.vehicle_of()

    def free(vehicle: object) -> int:
        there = sum(bus == vehicle and guest in facts.travellers for guest, bus in riding.items())
        return next(one.usable for one in facts.coaches.values() if one.vehicle == vehicle) - there

    own = next((one for one in draft.rides if one.vehicle == change.to), None)
    found = [(_FREE, change.to, max(0, free(change.to)))]
    for ride in draft.rides:
        same = own and ride.line == own.line and ride.vehicle != change.to and not ride.out
        if same and free(ride.vehicle) >= len(change.guests):
            found.append((_ELSEWHERE, ride.vehicle, free(ride.vehicle)))
    return tuple(
        filled(
            translated(sentence, language),
            {"free": left, "bus": facts.coaches[vehicle].code if vehicle else "–"},
        )
        for sentence, vehicle, left in found
    )  # fmt: skip
