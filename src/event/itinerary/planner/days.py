"""The days of one bus, walked visit by visit against the rules."""

from typing import Any

from event.itinerary.planner.broken import Broken, Rule, clock
from event.itinerary.planner.instance import DAY, UNIT_MINUTES, Bus, Frame, Instance, Party
from event.itinerary.planner.plan import Kind, Plan, Visit


class Days:
    """All days of one bus, walked visit by visit."""

    def __init__(self, instance: Instance, plan: Plan, bus: Bus, parties: list[Party]) -> None:
        self.instance, self.bus, self.parties = instance, bus, parties
        self.guests = sum(one.size for one in parties)
        self.hotel = instance.hotels[bus.hotel]
        self.broken: list[Broken] = []
        self.points = self.driving = self.waiting = 0
        self.visits = sorted(plan.routes.get(bus.id, ()), key=lambda visit: visit.start)
        self._commitments()
        self._stops()
        for frame in instance.frames:
            self._day(frame, [visit for visit in self.visits if visit.day == frame.day])

    def _break(self, rule: Rule, on: int, **data: Any) -> None:
        """Note a broken rule on a day (from 0)."""
        self.broken.append(Broken(rule, {"bus": self.bus.id, "on": on, **data}))

    def _commitments(self) -> None:
        kept = {(visit.ref, visit.start) for visit in self.visits if visit.kind is Kind.COMMITMENT}
        signing = any(one.signing for one in self.parties)
        for one in self.instance.commitments:
            if (one.who == "all" or signing) and (one.id, one.start) not in kept:
                self._break(Rule.COMMITMENT, one.start // DAY, name=one.name, time=clock(one.start))

    def _stops(self) -> None:
        wheelchairs = any(one.wheelchairs for one in self.parties)
        visited: set[int] = set()
        for visit in self.visits:
            if visit.kind is not Kind.STOP:
                continue
            stop = self.instance.stops[visit.ref]
            if visit.ref in visited:
                self._break(Rule.ONCE, visit.day, name=stop.name)
            visited.add(visit.ref)
            if not any(opens <= visit.start and visit.end <= closes for opens, closes in stop.windows):
                self._break(Rule.OPEN, visit.day, name=stop.name, time=clock(visit.start))
            if wheelchairs and not stop.accessible:
                self._break(Rule.STEP_FREE, visit.day, name=stop.name)
            self.points += sum(
                one.size * one.points[visit.ref] for one in self.parties if one.present[visit.day]
            )

    def _lunches(self, frame: Frame, lunches: list[Visit]) -> None:
        if len(lunches) != 1:
            self._break(Rule.LUNCH, frame.day, day=frame.day + 1, count=len(lunches))
        first, last = self.instance.lunch_start
        for visit in lunches:
            if not first <= visit.start % DAY <= last:
                self._break(Rule.LUNCH_TIME, frame.day, time=clock(visit.start))

    def _day(self, frame: Frame, visits: list[Visit]) -> None:
        self._lunches(frame, [visit for visit in visits if visit.kind is Kind.LUNCH])
        place, free = self.hotel, frame.leave
        delay = next((one for one in self.bus.delays if one.after // DAY == frame.day), None)
        driven = 0
        for visit in visits:
            if delay and visit.start >= delay.after:
                free, delay = max(free + delay.units, delay.after), None
            way = self.instance.travel[place][visit.place]
            if free + way > visit.start:
                self._break(
                    Rule.REACHED, frame.day, name=_name(self.instance, visit), earliest=clock(free + way), time=clock(visit.start)
                )  # fmt: skip
            self._spend(way, visit.start - free - way)
            driven += way
            place, free = visit.place, visit.end
        if delay and visits:
            free = max(free + delay.units, delay.after)
        if visits:
            way = self.instance.travel[place][self.hotel]
            self._spend(way, 0)
            driven += way
            if free + way > frame.back:
                self._break(Rule.BACK, frame.day, time=clock(free + way), latest=clock(frame.back))
        if frame.driving is not None and driven > frame.driving:
            minutes, most = driven * UNIT_MINUTES, frame.driving * UNIT_MINUTES
            self._break(Rule.DRIVING, frame.day, day=frame.day + 1, minutes=minutes, most=most)

    def _spend(self, way: int, wait: int) -> None:
        self.driving += way * UNIT_MINUTES * self.guests
        self.waiting += wait * UNIT_MINUTES * self.guests


def _name(instance: Instance, visit: Visit) -> str:
    match visit.kind:
        case Kind.STOP:
            return instance.stops[visit.ref].name
        case Kind.LUNCH:
            return instance.lunches[visit.ref].name
        case Kind.COMMITMENT:
            return instance.commitments[visit.ref].name
