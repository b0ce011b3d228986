"""What comes in about flights, trains and transfers, parsed or refused field by field."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from event.errors import Invalid, Problem
from event.faults import MISSING, TOO_LONG
from event.gathering.tables import Gathering
from event.http import Form
from event.itinerary.transfers.tables import ServiceState
from event.language import Message
from event.registration.phones import phone_e164
from event.text import tidy

MOST_PIECES = 99
_NOT_A_MOMENT = Message("Write the day and time, such as 2026-10-15 14:30.")
_NOT_A_NUMBER = Message("A whole number from {least} to {most}.")
_NOT_A_PHONE = Message("This cannot be read as a telephone number. Begin with + and the country code.")
_NO_ARRIVAL = Message("It has arrived: please say when.")
_UNKNOWN = Message("Choose one of the list.")


class ServiceTold(msgspec.Struct, frozen=True):
    """A flight or train as it is to be; its day is that of `planned_at` where the gathering is."""

    number: str
    planned_at: datetime
    mode: str = "flight"
    origin: str = ""
    terminal: str = ""
    wave: str = ""


class NewsTold(msgspec.Struct, frozen=True):
    """What the board shows now."""

    state: ServiceState
    estimated_at: datetime | None = None
    arrived_at: datetime | None = None


class RideChanges(msgspec.Struct, frozen=True):
    """What is to be changed of a guest's way; what is not named stays.

    `service`: the id of a flight or train; `wave` and `vehicle`: codes, empty for none.
    """

    mode: str | msgspec.UnsetType = msgspec.UNSET
    service: UUID | msgspec.UnsetType | None = msgspec.UNSET
    wave: str | msgspec.UnsetType = msgspec.UNSET
    vehicle: str | msgspec.UnsetType = msgspec.UNSET
    leaves_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    number: str | msgspec.UnsetType = msgspec.UNSET
    place: str | msgspec.UnsetType = msgspec.UNSET
    service_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    luggage: int | msgspec.UnsetType | None = msgspec.UNSET
    courtesy: str | msgspec.UnsetType = msgspec.UNSET
    greeter_name: str | msgspec.UnsetType = msgspec.UNSET
    greeter_phone: str | msgspec.UnsetType = msgspec.UNSET
    sign: str | msgspec.UnsetType = msgspec.UNSET


_TEXTS = {"number": 20, "place": 80, "courtesy": 80, "greeter_name": 80, "sign": 120}


def checked_service(told: ServiceTold, zone: ZoneInfo) -> ServiceTold:
    """The same, tidied; raises Invalid."""
    problems: dict[str, Problem] = {}
    texts = {
        name: _text(problems, name, getattr(told, name), most)
        for name, most in (("number", 20), ("origin", 80), ("terminal", 40), ("wave", 20))
    }
    if not texts["number"]:
        problems["number"] = Problem(MISSING)
    if told.mode not in ("flight", "train"):
        problems["mode"] = Problem(_UNKNOWN)
    if problems:
        raise Invalid(problems)
    return ServiceTold(**texts, planned_at=_local(told.planned_at, zone), mode=told.mode)


def checked_news(told: NewsTold, zone: ZoneInfo) -> NewsTold:
    """The same; raises Invalid where something has arrived without a time."""
    if told.state is ServiceState.ARRIVED and told.arrived_at is None:
        raise Invalid({"arrived_at": Problem(_NO_ARRIVAL)})
    estimated = told.estimated_at and _local(told.estimated_at, zone)
    arrived = told.arrived_at and _local(told.arrived_at, zone)
    return NewsTold(told.state, estimated, arrived if told.state is ServiceState.ARRIVED else None)


def checked_ride(told: RideChanges, zone: ZoneInfo) -> dict[str, Any]:
    """What changes, tidied, by field; raises Invalid."""
    problems: dict[str, Problem] = {}
    given: dict[str, Any] = {
        name: value for name, value in msgspec.structs.asdict(told).items() if value is not msgspec.UNSET
    }
    for name, most in _TEXTS.items():
        if name in given:
            given[name] = _text(problems, name, given[name], most)
    for name in ("leaves_at", "service_at"):
        if given.get(name):
            given[name] = _local(given[name], zone)
    if given.get("mode", "") not in ("", "flight", "train", "self", "local"):
        problems["mode"] = Problem(_UNKNOWN)
    if given.get("luggage") is not None and not 0 <= given["luggage"] <= MOST_PIECES:
        problems["luggage"] = Problem(_NOT_A_NUMBER, {"least": 0, "most": MOST_PIECES})
    if given.get("greeter_phone"):
        number = phone_e164(given["greeter_phone"][:60], region="CN")
        if number is None:
            problems["greeter_phone"] = Problem(_NOT_A_PHONE)
        given["greeter_phone"] = number
    if problems:
        raise Invalid(problems)
    return given


def read_service(form: Form, gathering: Gathering) -> ServiceTold:
    """A flight or train from the page; raises Invalid."""
    planned = _moment(form, "planned_at", gathering.zone)
    if planned is None:
        raise Invalid({"planned_at": Problem(MISSING)})
    names = ("number", "mode", "origin", "terminal", "wave")
    return ServiceTold(planned_at=planned, **{name: form.text(name) for name in names})


def read_news(form: Form, gathering: Gathering) -> NewsTold:
    """Board news from the page; raises Invalid."""
    if form.text("state") not in list(ServiceState):
        raise Invalid({"state": Problem(_UNKNOWN)})
    moments = {name: _moment(form, name, gathering.zone) for name in ("estimated_at", "arrived_at")}
    return NewsTold(ServiceState(form.text("state")), **moments)


def read_ride(form: Form, gathering: Gathering) -> RideChanges:
    """All fields of a guest's way that the page sent; raises Invalid."""
    read: dict[str, Callable[[], Any]] = {
        "service": lambda: _key(form.text("service")), "luggage": lambda: _pieces(form.text("luggage")),
        "leaves_at": lambda: _moment(form, "leaves_at", gathering.zone),
        "service_at": lambda: _moment(form, "service_at", gathering.zone),
    }  # fmt: skip
    told: dict[str, Any] = {
        name: read[name]() if name in read else form.text(name)
        for name in RideChanges.__struct_fields__
        if name in form.values
    }
    return RideChanges(**told)


def read_together(form: Form, gathering: Gathering) -> RideChanges:
    """What is to be set for several guests: fields left empty stay as they are. Raises Invalid."""
    filled = {name: values for name, values in form.values.items() if values and values[-1].strip()}
    told = read_ride(Form(filled), gathering)
    return msgspec.structs.replace(told, vehicle="") if form.text("vehicle") == "none" else told


def _pieces(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= MOST_PIECES):
        raise Invalid({"luggage": Problem(_NOT_A_NUMBER, {"least": 0, "most": MOST_PIECES})})
    return int(text)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid({"service": Problem(_UNKNOWN)}) from None


def _moment(form: Form, field: str, zone: ZoneInfo) -> datetime | None:
    text = form.text(field)
    if not text:
        return None
    try:
        return _local(datetime.fromisoformat(text), zone)
    except ValueError:
        raise Invalid({field: Problem(_NOT_A_MOMENT)}) from None


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.replace(tzinfo=at.tzinfo or zone)


def _text(problems: dict[str, Problem], field: str, text: str, most: int) -> str:
    plain = tidy(text.replace("\x00", ""))
    if len(plain) > most:
        problems[field] = Problem(TOO_LONG, {"most": most, "length": len(plain)})
    return plain
