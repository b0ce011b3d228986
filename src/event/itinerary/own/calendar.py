"""The own programme as a calendar to subscribe to (RFC 5545): an entry for each session, visit and transfer."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from event.agenda.feeds.calendar import GatheringCalendar, session_name
from event.gathering.tables import Gathering
from event.itinerary.own.labels import bus_label
from event.itinerary.own.programme import Contact, OwnProgramme, Session, Table, Transfer, Visit
from event.itinerary.own.revisions import Gone, Revision
from event.itinerary.planning.noticing import CalledOff
from event.language import Message, translated
from event.registration.tables import Guest
from event.templating import clock

_LANDING, _LEAVING = timedelta(hours=1), timedelta(minutes=30)
_ARRIVAL, _DEPARTURE = Message("Arrival {number}"), Message("Departure {number}")
_VISIT = Message("Homeland visit")
_LINES = {
    "bus": Message("Bus: {text}"), "seat": Message("Seat: {text}"), "lunch": Message("Lunch: {text}"),
    "captain": Message("Bus captain: {text}"), "met": Message("You are met by: {text}"),
    "sign": Message("Sign: {text}"), "driver": Message("Driver: {text}"), "table": Message("Table {table}, seat {seat}"),
    "row": Message("Row {row}, seat {seat}"),
}  # fmt: skip


class OwnCalendar:
    """Entries of one guest; sessions have the names they have in the calendar of the whole programme."""

    def __init__(
        self, guest: Guest, gathering: Gathering, revision: Revision, *, language: str, link: str
    ) -> None:
        self._guest, self._revision, self._language, self._link = guest, revision, language, link
        self._made = GatheringCalendar(
            gathering, title=gathering.title(language), language=language, product="own programme"
        )

    def programme(self, own: OwnProgramme) -> None:
        """Everything of a guest who comes."""
        for session in own.sessions:
            self._session(session)
        for visit in own.visits:
            self._visit(visit)
        for transfer in (own.arrival, own.departure):
            if transfer is not None:
                self._transfer(transfer)

    def called_off(self, days: Iterable[CalledOff]) -> None:
        """Days of the visit that were published and are no more."""
        for one in days:
            title = " ".join(text for text in (self._said(_VISIT), one.title) if text)
            self._entry(self._visit_name(one.place), title, one.begins_at, one.ends_at, cancelled=True)

    def cancelled(self, sessions: Iterable[Session], gone: Iterable[Gone]) -> None:
        """Everything of a guest who does not come any more."""
        for session in sessions:
            self._session(session, cancelled=True)
        for place, one in enumerate([one for one in gone if one.kind == "visit"], start=1):
            self.called_off([CalledOff(place, one.title, one.begins_at, one.ends_at)])
        for one in gone:
            if one.kind != "visit":
                said = self._said(_ARRIVAL if one.kind == "arrival" else _DEPARTURE, number="")
                self._entry(self._mine(one.kind), said, one.begins_at, None, cancelled=True)

    def file(self) -> bytes:
        """The calendar as it is sent."""
        return self._made.file()

    def _session(self, one: Session, *, cancelled: bool = False) -> None:
        lines = [self._seat(one.table)] if one.table else []
        place = " ".join(text for text in (one.place or one.hall, one.way) if text)
        self._entry(
            session_name(one.code), one.title, one.starts_at, one.ends_at, place=place, lines=lines, cancelled=cancelled
        )  # fmt: skip

    def _seat(self, one: Table) -> str:
        if one.kind == "banquet":
            return self._said(_LINES["table"], table=one.table, seat=one.seat)
        return self._said(_LINES["row"], row=one.table, seat=one.seat)

    def _visit(self, one: Visit) -> None:
        if one.begins_at is None:
            return
        lines = [
            f"{clock(one.departs_at)} {one.route}" if one.departs_at else one.route,
            self._line("bus", " ".join(text for text in (bus_label(one.bus, self._language), one.plate) if text)),
            self._line("seat", one.seat),
            *(f"{clock(stop.arrives_at)}–{clock(stop.leaves_at)} {stop.name}" for stop in one.stops),
            self._line("lunch", f"{clock(one.lunch_at)} {one.lunch}".strip()), self._call("captain", one.captain),
        ]  # fmt: skip
        self._entry(
            self._visit_name(one.day), one.title or self._said(_VISIT), one.begins_at, one.returns_at,
            place=one.muster, lines=lines,
        )  # fmt: skip

    def _transfer(self, one: Transfer) -> None:
        if one.at is None or one.mode == "local":
            return
        arrives = one.direction == "arrival"
        lines = [
            self._call("met", one.greeter), self._line("sign", one.sign),
            self._line("bus", " ".join(text for text in (bus_label(one.vehicle, self._language), one.plate) if text)),
            self._call("driver", one.driver),
        ]  # fmt: skip
        self._entry(
            self._mine(one.direction), self._said(_ARRIVAL if arrives else _DEPARTURE, number=one.number).strip(),
            one.at, one.at + (_LANDING if arrives else _LEAVING), place=one.terminal or one.place, lines=lines,
        )  # fmt: skip

    def _entry(
        self, name: str, title: str, begins: datetime, ends: datetime | None, *, place: str = "",
        lines: Iterable[str] = (), cancelled: bool = False,
    ) -> None:  # fmt: skip
        self._made.entry(
            name, title, begins, ends, sequence=self._revision.number, at=self._revision.at, link=self._link, place=place,
            lines=lines, cancelled=cancelled,
        )  # fmt: skip

    def _said(self, message: Message, **data: object) -> str:
        return translated(message, self._language).format(**data)

    def _line(self, name: str, text: str) -> str:
        return self._said(_LINES[name], text=text) if text else ""

    def _call(self, name: str, one: Contact | None) -> str:
        return self._line(name, f"{one.name} {one.phone}".strip()) if one else ""

    def _mine(self, kind: str) -> str:
        return f"{kind}-{self._guest.number}"

    def _visit_name(self, day: int) -> str:
        return self._mine("visit") + (f"-{day}" if day > 1 else "")
