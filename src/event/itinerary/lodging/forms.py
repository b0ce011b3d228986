"""What comes in about hotels, rooms and places, parsed or refused field by field."""

import re
from datetime import date

import msgspec

from event.errors import Invalid, Problem
from event.faults import MISSING, TOO_LONG
from event.http import Form
from event.language import Message
from event.text import tidy

MOST_BEDS, MOST_ROOMS, MOST_AT_ONCE = 12, 10_000, 200
_DASH = re.compile(r"\s*[-–~至]\s*")
_RANGE = re.compile(r"([^\d\s-]*)(\d{1,6})-\1(\d{1,6})")
_NOT_A_NUMBER = Message("A whole number from {least} to {most}.")
_NOT_A_DAY = Message("Choose a day.")
_TOO_MANY = Message("At most {most} rooms at once.")
_TYPE_TWICE = Message("{type} stands there twice.")


class HotelTold(msgspec.Struct, frozen=True):
    """A hotel with the rooms it keeps for the gathering, by type."""

    code: str
    name_zh: str
    name_en: str = ""
    address: str = ""
    phone: str = ""
    blocks: dict[str, int] = {}


class RoomsTold(msgspec.Struct, frozen=True):
    """Rooms that are alike; `numbers` such as 301, 302, 305-308."""

    numbers: str
    room_type: str = ""
    beds: int = 2
    spare: bool = False


class RoomTold(msgspec.Struct, frozen=True):
    """One room as it is to be."""

    room_type: str = ""
    beds: int = 2
    spare: bool = False


def checked_hotel(told: HotelTold) -> HotelTold:
    """The same, tidied; raises Invalid."""
    problems: dict[str, Problem] = {}
    texts = {
        name: _text(problems, name, getattr(told, name), most, needed=name in ("code", "name_zh"))
        for name, most in (("code", 20), ("name_zh", 120), ("name_en", 120), ("address", 200), ("phone", 40))
    }
    blocks: dict[str, int] = {}
    for kind, rooms in told.blocks.items():
        blocks[_text(problems, "blocks", kind, 40, needed=True)] = rooms
        _number(problems, "blocks", rooms, 0, MOST_ROOMS)
    if problems:
        raise Invalid(problems)
    return HotelTold(**texts, blocks={kind: rooms for kind, rooms in blocks.items() if rooms})


def checked_rooms(told: RoomsTold) -> tuple[list[str], RoomTold]:
    """The numbers one by one, and what the rooms are; raises Invalid."""
    problems: dict[str, Problem] = {}
    numbers: list[str] = []
    written = _DASH.sub("-", tidy(told.numbers.replace("\x00", "")))
    for part in re.split(r"[,，、;；\s]+", written):
        found = _RANGE.fullmatch(part)
        if found:
            first, last = int(found[2]), int(found[3])
            if last - first >= MOST_AT_ONCE:
                problems["numbers"] = Problem(_TOO_MANY, {"most": MOST_AT_ONCE})
                break
            numbers += [f"{found[1]}{number:0{len(found[2])}d}" for number in range(first, last + 1)]
        elif part:
            numbers.append(_text(problems, "numbers", part, 20))
    numbers = list(dict.fromkeys(numbers))
    if len(numbers) > MOST_AT_ONCE:
        problems["numbers"] = Problem(_TOO_MANY, {"most": MOST_AT_ONCE})
    elif not numbers:
        problems.setdefault("numbers", Problem(MISSING))
    return numbers, _checked(told.room_type, told.beds, spare=told.spare, problems=problems)


def checked_room(told: RoomTold) -> RoomTold:
    """The same, tidied; raises Invalid."""
    return _checked(told.room_type, told.beds, spare=told.spare, problems={})


def _checked(room_type: str, beds: int, *, spare: bool, problems: dict[str, Problem]) -> RoomTold:
    kind = _text(problems, "room_type", room_type, 40)
    _number(problems, "beds", beds, 1, MOST_BEDS)
    if problems:
        raise Invalid(problems)
    return RoomTold(kind, beds, spare)


def read_hotel(form: Form) -> HotelTold:
    """A hotel from the page; its rooms by type come as rows of two fields. Raises Invalid."""
    kinds, counts = form.texts("block_type"), form.texts("block_rooms")
    blocks: dict[str, int] = {}
    for kind, count in zip(map(tidy, kinds), map(tidy, counts), strict=False):
        if not kind and not count:
            continue
        if kind in blocks:
            raise Invalid({"blocks": Problem(_TYPE_TWICE, {"type": kind})})
        blocks[kind] = whole(count or "0", "blocks", 0, MOST_ROOMS)
    return HotelTold(**{name: form.text(name) for name in ("code", "name_zh", "name_en", "address", "phone")}, blocks=blocks)  # fmt: skip


def whole(text: str, field: str, least: int, most: int) -> int:
    """A whole number; raises Invalid."""
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
        raise Invalid({field: Problem(_NOT_A_NUMBER, {"least": least, "most": most})})
    return int(text)


def day(text: str, field: str) -> date:
    """A day; raises Invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({field: Problem(_NOT_A_DAY)}) from None


def _text(problems: dict[str, Problem], field: str, text: str, most: int, *, needed: bool = False) -> str:
    plain = tidy(text.replace("\x00", ""))
    if len(plain) > most:
        problems[field] = Problem(TOO_LONG, {"most": most, "length": len(plain)})
    elif needed and not plain:
        problems[field] = Problem(MISSING)
    return plain


def _number(problems: dict[str, Problem], field: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        problems[field] = Problem(_NOT_A_NUMBER, {"least": least, "most": most})
