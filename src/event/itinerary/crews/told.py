"""A vehicle and somebody of a crew as organizers type them or programs send them, checked field by field."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_OFFERED
from event.itinerary.tables import CrewRole
from event.language import Message
from event.registration.asking.standard import SPOKEN
from event.registration.fields import (
    Problems,
    Typed,
    check_moment,
    check_numbers,
    check_offered,
    check_texts,
    check_words,
)

MOST_CREW = 20
SPARE_ROWS = 3
LANGUAGES = tuple(one for one in SPOKEN if one.key != "其他")
_VEHICLE_TEXTS = {"code": 20, "plate": 20, "model": 40, "hotel": 20, "muster": 120}
_VEHICLE_NUMBERS = {"seats": (1, 999), "wheelchair_places": (0, 99)}
_MEMBER_TEXTS = {"number": 40, "name": 80}
_LONGEST_LANGUAGE = 20
_MORE_WHEELCHAIRS = Message("There are more places for wheelchairs than seats.")
_DEPARTS_FIRST = Message("It would leave before its guests gather.")
_ENDS_FIRST = Message("It would end before it begins.")
_WHO = Message("Please choose both, a task and somebody.")
_TOO_MANY = Message("At most {most} people.")


class CrewOn(msgspec.Struct, frozen=True):
    """Somebody on a vehicle by number of the badge list; roles: driver, captain, guide, interpreter, volunteer, medic."""

    role: str
    number: str


class VehicleTold(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle with everything that can be set; `seats` leaves the driver out; `hotel`, where it starts, by code."""

    code: str
    plate: str = ""
    model: str = ""
    seats: int | None = None
    wheelchair_places: int = 0
    hotel: str = ""
    muster: str = ""
    musters_at: datetime | None = None
    departs_at: datetime | None = None
    crew: tuple[CrewOn, ...] = msgspec.field(default_factory=tuple)


class MemberTold(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may work on vehicles, by number of the badge list, which may tell the name."""

    number: str
    name: str = ""
    roles: tuple[str, ...] = msgspec.field(default_factory=tuple)
    languages: tuple[str, ...] = msgspec.field(default_factory=tuple)
    begins_at: datetime | None = None
    ends_at: datetime | None = None


def checked_vehicle(told: VehicleTold, hotels: Mapping[str, UUID]) -> VehicleTold:
    """The vehicle as it is kept; raises Invalid with every field that cannot be used."""
    problems: Problems = {}
    kept = check_texts(told, _VEHICLE_TEXTS, problems, needed=("code",))
    check_numbers(told, _VEHICLE_NUMBERS, problems)
    check_offered([kept["hotel"]], ("", *hotels), "hotel", problems)
    if told.seats is not None and told.wheelchair_places > told.seats:
        problems.setdefault("wheelchair_places", Problem(_MORE_WHEELCHAIRS))
    _check_order(told, ("musters_at", "departs_at"), _DEPARTS_FIRST, problems)
    crew = tuple(CrewOn(one.role, one.number.strip()) for one in told.crew)
    if len(crew) > MOST_CREW:
        problems["crew"] = Problem(_TOO_MANY, {"most": MOST_CREW})
    if any(not one.number or not one.role for one in crew):
        problems.setdefault("crew", Problem(_WHO))
    elif any(one.role not in set(CrewRole) for one in crew):
        problems.setdefault("crew", Problem(NOT_OFFERED))
    if problems:
        raise Invalid(problems)
    order = list(CrewRole)
    crew = tuple(sorted(crew, key=lambda one: (order.index(CrewRole(one.role)), one.number)))
    return msgspec.structs.replace(told, **kept, crew=crew)


def checked_member(told: MemberTold, on_the_list: Mapping[str, str]) -> MemberTold:
    """Somebody as they are kept, with the name of the badge list where none is told; raises Invalid."""
    problems: Problems = {}
    kept = check_texts(told, _MEMBER_TEXTS, problems, needed=("number",))
    kept["name"] = kept["name"] or on_the_list.get(kept["number"], "")
    if not kept["name"]:
        problems["name"] = Problem(MISSING)
    languages = check_words(told, "languages", _LONGEST_LANGUAGE, problems)
    check_offered(told.roles, CrewRole, "roles", problems)
    _check_order(told, ("begins_at", "ends_at"), _ENDS_FIRST, problems)
    if problems:
        raise Invalid(problems)
    roles = tuple(str(role) for role in CrewRole if role in told.roles)
    return msgspec.structs.replace(told, **kept, **languages, roles=roles)


def _check_order(told: Any, names: tuple[str, str], sentence: Message, problems: Problems) -> None:
    for name in names:
        check_moment(told, name, problems)
    first, last = (getattr(told, name) for name in names)
    if first and last and not problems.keys() & set(names) and last <= first:
        problems[names[1]] = Problem(sentence)


def read_vehicle(typed: Typed) -> VehicleTold:
    """A vehicle as the page sends it, unchecked; what could not be read is in `typed.problems`."""
    numbers = typed.wholes(_VEHICLE_NUMBERS)
    return VehicleTold(
        **typed.texts(_VEHICLE_TEXTS), seats=numbers["seats"], wheelchair_places=numbers["wheelchair_places"] or 0,
        musters_at=typed.moment("musters_at"), departs_at=typed.moment("departs_at"), crew=tuple(_crew(typed)),
    )  # fmt: skip


def _crew(typed: Typed) -> Iterable[CrewOn]:
    for row in range(MOST_CREW + SPARE_ROWS):
        role, who = typed.form.text(f"role-{row}"), typed.form.text(f"who-{row}")
        if role or who:
            yield CrewOn(role, who.split(" ")[0])


def read_member(typed: Typed) -> MemberTold:
    """Somebody as the page sends them, unchecked; what could not be read is in `typed.problems`."""
    return MemberTold(
        **typed.texts(_MEMBER_TEXTS), roles=tuple(typed.form.texts("roles")),
        languages=(*typed.form.texts("spoken"), *typed.words("languages")),
        begins_at=typed.moment("begins_at"), ends_at=typed.moment("ends_at"),
    )  # fmt: skip
