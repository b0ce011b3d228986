"""What organizers do to a draft: each change says what it saw, what becomes of the plan, and what it is called."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, ClassVar
from uuid import UUID, uuid4

from msgspec import Meta, Struct
from msgspec.structs import replace

from event.itinerary.planning.errors import SeenOtherwise, UnknownThing
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.lines import pushed, put_off, with_calls
from event.itinerary.planning.plan import Call, Draft, Held, Line, Ride, Seat, What
from event.language import Message

Short = Annotated[str, Meta(max_length=120)]
Code = Annotated[str, Meta(min_length=1, max_length=20)]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Guests = Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=500)]
_LONGEST_SHIFT = 600


class Change(Struct, frozen=True, kw_only=True, tag_field="do"):
    """A change of the draft; `named` is what undo calls it, filled from `words`."""

    named: ClassVar[Message]

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        """The draft afterwards; raises UnknownThing, SeenOtherwise."""
        raise NotImplementedError

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        """What fills the name of the change."""
        del draft, facts
        return {}


class MoveParty(Change, tag="move_party", frozen=True, kw_only=True):
    """Guests change buses, or get off where `to` is none; `seen` is the bus they were seen on."""

    named: ClassVar[Message] = Message("move {guest} to bus {bus}")
    guests: Guests
    to: UUID | None
    seen: UUID | None = None

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        seated = {one.guest: one for one in draft.seats}
        for guest in self.guests:
            if guest not in facts.travellers:
                raise UnknownThing
            if (seated[guest].vehicle if guest in seated else None) != self.seen:
                raise SeenOtherwise
        if self.to is None:
            return draft.without_guests(self.guests)
        ride_of(draft, self.to)
        for guest in self.guests:
            draft = draft.with_seat(Seat(guest=guest, vehicle=self.to))
        return draft

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft
        names = "、".join(facts.travellers[one].name for one in self.guests[:3] if one in facts.travellers)
        return {"guest": names, "bus": bus_code(facts, self.to)}


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


class ShiftLine(Change, tag="shift_line", frozen=True, kw_only=True):
    """All calls of a line from a moment of its day on are so many minutes later, or earlier; sessions stay."""

    named: ClassVar[Message] = Message("route {line} {minutes} minutes later")
    line: UUID
    after: datetime
    minutes: Annotated[int, Meta(ge=-_LONGEST_SHIFT, le=_LONGEST_SHIFT)]

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        line, zone = line_of(draft, self.line), facts.gathering.zone
        after = self.after if self.after.tzinfo else self.after.replace(tzinfo=zone)
        day = after.astimezone(zone).date()

        def moves(call: Call) -> bool:
            same = call.begins.astimezone(zone).date() == day
            return same and call.begins >= after and call.what is not What.SESSION

        by = timedelta(minutes=self.minutes)
        calls = [put_off(call, by) if moves(call) else call for call in line.calls]
        return draft.with_line(with_calls(facts, draft, line, calls))

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del facts
        line = draft.line(self.line)
        return {"line": line.code if line else "–", "minutes": str(self.minutes)}


class AddLine(Change, tag="add_line", frozen=True, kw_only=True):
    """A new line without calls."""

    named: ClassVar[Message] = Message("route {line} added")
    code: Code
    name_zh: Short
    name_en: Short = ""

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        if any(one.code == self.code for one in draft.lines):
            raise SeenOtherwise
        return draft.with_line(Line(id=uuid4(), code=self.code, name_zh=self.name_zh, name_en=self.name_en))

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft, facts
        return {"line": self.code}


class RenameLine(Change, tag="rename_line", frozen=True, kw_only=True):
    """A line has another code or name."""

    named: ClassVar[Message] = Message("route {line} renamed")
    line: UUID
    code: Code
    name_zh: Short
    name_en: Short = ""

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        line = line_of(draft, self.line)
        if any(one.code == self.code and one.id != self.line for one in draft.lines):
            raise SeenOtherwise
        return draft.with_line(replace(line, code=self.code, name_zh=self.name_zh, name_en=self.name_en))

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft, facts
        return {"line": self.code}


class DropLine(Change, tag="drop_line", frozen=True, kw_only=True):
    """A line is gone; its buses have none."""

    named: ClassVar[Message] = Message("route {line} taken out")
    line: UUID

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        line_of(draft, self.line)
        return replace(
            draft,
            lines=tuple(one for one in draft.lines if one.id != self.line),
            rides=tuple(replace(one, line=None) if one.line == self.line else one for one in draft.rides),
        )

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del facts
        line = draft.line(self.line)
        return {"line": line.code if line else "–"}


class OfBus(Change, frozen=True, kw_only=True):
    """A change of one bus."""

    vehicle: UUID

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft
        return {"bus": bus_code(facts, self.vehicle)}


class PutBus(OfBus, tag="put_bus", frozen=True, kw_only=True):
    """A bus joins the visit, or goes another line; one that had broken down is back."""

    named: ClassVar[Message] = Message("bus {bus} on another route")
    line: UUID | None = None
    seen: UUID | None = None

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        if self.vehicle not in facts.coaches:
            raise UnknownThing
        ride = draft.ride(self.vehicle) or Ride(vehicle=self.vehicle)
        if ride.line != self.seen:
            raise SeenOtherwise
        if self.line is not None:
            line_of(draft, self.line)
        return draft.with_ride(replace(ride, line=self.line, out=False))


class DropBus(OfBus, tag="drop_bus", frozen=True, kw_only=True):
    """A bus leaves the visit; its guests have no seat any more."""

    named: ClassVar[Message] = Message("bus {bus} taken out")

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        ride_of(draft, self.vehicle)
        return replace(
            draft,
            rides=tuple(one for one in draft.rides if one.vehicle != self.vehicle),
            seats=tuple(one for one in draft.seats if one.vehicle != self.vehicle),
        )


class PartBus(OfBus, tag="part_bus", frozen=True, kw_only=True):
    """A bus that shares its line gets one of its own, the same for now."""

    named: ClassVar[Message] = Message("a route of its own for bus {bus}")
    code: Code
    name_zh: Short = ""

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        ride = ride_of(draft, self.vehicle)
        line = line_of(draft, ride.line)
        if any(one.code == self.code for one in draft.lines):
            raise SeenOtherwise
        new = replace(line, id=uuid4(), code=self.code, name_zh=self.name_zh or line.name_zh)
        return draft.with_line(new).with_ride(replace(ride, line=new.id))


class GiveGuide(OfBus, tag="give_guide", frozen=True, kw_only=True):
    """Somebody guides a bus; whoever they guided before has nobody. An empty number: nobody."""

    named: ClassVar[Message] = Message("another guide for bus {bus}")
    number: Annotated[str, Meta(max_length=40)]

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        if self.number and self.number not in facts.guides:
            raise UnknownThing
        ride = ride_of(draft, self.vehicle)
        for other in draft.rides:
            if self.number and other.guide == self.number:
                draft = draft.with_ride(replace(other, guide=""))
        return draft.with_ride(replace(ride, guide=self.number))


class HoldBus(OfBus, tag="hold_bus", frozen=True, kw_only=True):
    """New plans leave a bus as it is: who rides and where it goes."""

    named: ClassVar[Message] = Message("hold bus {bus}")
    held: bool

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        return draft.with_ride(replace(ride_of(draft, self.vehicle), held=self.held))


class HoldGuest(Change, tag="hold_guest", frozen=True, kw_only=True):
    """New plans leave guests on their bus."""

    named: ClassVar[Message] = Message("hold {guest} on the bus")
    guests: Guests
    held: bool

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        seated = {one.guest: one for one in draft.seats}
        for guest in self.guests:
            if guest not in seated:
                raise UnknownThing
            draft = draft.with_seat(replace(seated[guest], held=self.held))
        return draft

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft
        return {
            "guest": "、".join(
                facts.travellers[one].name for one in self.guests[:3] if one in facts.travellers
            )
        }


Edit = (
    MoveParty | MoveCall | AddCall | DropCall | HoldCall | ShiftLine | AddLine | RenameLine | DropLine
    | PutBus | DropBus | PartBus | GiveGuide | HoldBus | HoldGuest
)  # fmt: skip


def at(facts: Facts, day: date, clock: str) -> datetime:
    """A time of a day of the visit as a moment."""
    return datetime.combine(day, time.fromisoformat(clock), facts.gathering.zone)


def line_of(draft: Draft, number: UUID | None) -> Line:
    """A line; raises UnknownThing."""
    line = draft.line(number)
    if line is None:
        raise UnknownThing
    return line


def ride_of(draft: Draft, vehicle: UUID) -> Ride:
    """A bus of the visit; raises UnknownThing."""
    ride = draft.ride(vehicle)
    if ride is None:
        raise UnknownThing
    return ride


def bus_code(facts: Facts, vehicle: UUID | None) -> str:
    """What is written on a bus."""
    coach = facts.coaches.get(vehicle) if vehicle else None
    return coach.code if coach else "–"
