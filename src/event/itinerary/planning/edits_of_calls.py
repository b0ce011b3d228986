"""What organizers do to the calls of a line: at another time, added, taken out, held."""

from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from msgspec.structs import replace

from event.itinerary.planning.change import Change, Clock, at, line_of
from event.itinerary.planning.errors import SeenOtherwise, UnknownThing
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.lines import pushed, with_calls
from event.itinerary.planning.plan import Call, Draft, Held, What
from event.language import Message


class OfCall(Change, frozen=True, kw_only=True):
    """A change of one call of a line."""

    line: UUID
    what: What
    ref: UUID
    day: date

    def call(self, draft: Draft, facts: Facts) -> Call:
        """The call as it is now; raises UnknownThing."""
        zone = facts.gathering.zone
        for one in line_of(draft, self.line).calls:
            if (one.what, one.ref, one.begins.astimezone(zone).date()) == (self.what, self.ref, self.day):
                return one
        raise UnknownThing

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        line = draft.line(self.line)
        return {"name": facts.name_of(self.ref, "zh-Hans"), "line": line.code if line else "–"}


class MoveCall(OfCall, tag="move_call", frozen=True, kw_only=True):
    """A call begins, or begins and ends, at another time of its day; later calls are put off with `push`."""

    named: ClassVar[Message] = Message("“{name}” of route {line} at another time")
    begins: Clock
    ends: Clock | None = None
    seen: Clock | None = None
    push: bool = True

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        old, line = self.call(draft, facts), line_of(draft, self.line)
        if self.seen is not None and f"{old.begins.astimezone(facts.gathering.zone):%H:%M}" != self.seen:
            raise SeenOtherwise
        begins = at(facts, self.day, self.begins)
        ends = at(facts, self.day, self.ends) if self.ends else begins + (old.ends - old.begins)
        moved = replace(old, begins=begins, ends=max(ends, begins + timedelta(minutes=5)))
        calls = [*(one for one in line.calls if one != old), moved]
        return draft.with_line(
            with_calls(facts, draft, line, pushed(facts, calls, moved) if self.push else calls)
        )


class AddCall(OfCall, tag="add_call", frozen=True, kw_only=True):
    """A line calls somewhere else too; its usual stay where no end is told."""

    named: ClassVar[Message] = Message("“{name}” added to route {line}")
    begins: Clock
    ends: Clock | None = None
    push: bool = True

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        line = line_of(draft, self.line)
        site, meeting = facts.sites.get(self.ref), facts.meetings.get(self.ref)
        if (site is None or site.what is not self.what) and (
            meeting is None or self.what is not What.SESSION
        ):
            raise UnknownThing
        begins = meeting.begins if meeting else at(facts, self.day, self.begins)
        stay = (
            timedelta(minutes=site.stay)
            if site
            else (meeting.ends - meeting.begins if meeting else timedelta(0))
        )
        ends = at(facts, self.day, self.ends) if self.ends and not meeting else begins + stay
        new = Call(what=self.what, ref=self.ref, begins=begins, ends=max(ends, begins + timedelta(minutes=5)))
        calls = [*line.calls, new]
        return draft.with_line(
            with_calls(facts, draft, line, pushed(facts, calls, new) if self.push else calls)
        )


class DropCall(OfCall, tag="drop_call", frozen=True, kw_only=True):
    """A line calls there no more."""

    named: ClassVar[Message] = Message("“{name}” taken out of route {line}")

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        old, line = self.call(draft, facts), line_of(draft, self.line)
        return draft.with_line(with_calls(facts, draft, line, [one for one in line.calls if one != old]))


class HoldCall(OfCall, tag="hold_call", frozen=True, kw_only=True):
    """New plans keep a call, or its time too."""

    named: ClassVar[Message] = Message("hold “{name}” of route {line}")
    held: Held

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        old, line = self.call(draft, facts), line_of(draft, self.line)
        calls = tuple(replace(one, held=self.held) if one == old else one for one in line.calls)
        return draft.with_line(replace(line, calls=calls))
