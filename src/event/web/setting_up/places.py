"""The steps about halls, classes and checkpoints."""

from typing import Any

import msgspec

from event.checkin.checkpoint_forms import CheckpointTold
from event.checkin.checkpoint_list import choices_of
from event.checkin.checkpoints import add_checkpoint
from event.database import fetch
from event.errors import Invalid
from event.gathering.classes import ClassTold, classes_told, letters_on, set_classes
from event.gathering.hall_list import HallTold, halls_told, set_halls
from event.gathering.tables import Gathering
from event.http import Form
from event.language import Message
from event.web.setting_up.lines import as_form, at_lines, lines_of
from event.web.setting_up.parts import Kept, Part

_LOBBIES = ("大堂", "酒店", "报到", "lobby", "hotel")
_CLASS = ("code", "name_zh", "name_en", "colour", "counts_as_guest", "offered_online")


async def _halls_shown(kept: Kept) -> dict[str, list[str]]:
    halls = [msgspec.structs.asdict(hall) for hall in await halls_told(kept.gathering)]
    return as_form("hall", halls, blank=2 if halls else 5)


async def _keep_halls(form: Form, kept: Kept) -> dict[str, Any] | None:
    lines = lines_of(form, "hall", ("name_zh", "name_en", "house", "capacity"))
    told = [
        HallTold(
            line["name_zh"],
            form.text(f"hall_{number}_code"),
            line["name_en"],
            line["house"],
            _seats(line["capacity"]),
        )
        for number, line in lines
    ]
    try:
        await set_halls(told, gathering=kept.gathering, by=kept.access.actor, now=kept.now)
    except Invalid as error:
        raise Invalid(at_lines(error.problems, [number for number, _ in lines], "hall")) from None
    return None


def _seats(text: str) -> int | None:
    """Seats as typed; what is no number is refused as 0 is."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004


async def _classes_shown(kept: Kept) -> dict[str, list[str]]:
    lines = [msgspec.structs.asdict(one) | {"used": True} for one in await classes_told(kept.gathering)]
    return as_form("class", [*lines, {"used": True}, {"used": True}], blank=0)


async def _classes_beside(kept: Kept) -> dict[str, Any]:
    classes = await classes_told(kept.gathering)
    return {"bands": {one.code: (one.colour, letters_on(one.colour)) for one in classes}}


async def _keep_classes(form: Form, kept: Kept) -> dict[str, Any] | None:
    lines = [
        (number, line) for number, line in lines_of(form, "class", (*_CLASS, "used"))
        if line["used"] and (line["code"] or line["name_zh"])
    ]  # fmt: skip
    told = [
        ClassTold(
            line["code"], line["name_zh"], line["name_en"], line["colour"], bool(line["counts_as_guest"]),
            bool(line["offered_online"]),
        )
        for _, line in lines
    ]  # fmt: skip
    try:
        await set_classes(told, gathering=kept.gathering, by=kept.access.actor, now=kept.now)
    except Invalid as error:
        raise Invalid(at_lines(error.problems, [number for number, _ in lines], "class")) from None
    return None


async def usual_checkpoints(gathering: Gathering) -> list[CheckpointTold]:
    """The checkpoints such a gathering usually has, without those it has already."""
    halls = await halls_told(gathering)
    desks = [
        hall for hall in halls if any(word in (hall.name_zh + hall.name_en).lower() for word in _LOBBIES)
    ]
    offered = [
        CheckpointTold(f"ARRIVAL-{number}", f"报到处 · {hall.name_zh}", f"Arrival desk, {hall.name_en or hall.name_zh}",
                       "arrival", hall=hall.code)
        for number, hall in enumerate(desks, start=1)
    ] or [CheckpointTold("ARRIVAL-1", "报到处", "Arrival desk", "arrival")]  # fmt: skip
    doors = await fetch(
        "SELECT s.code, s.title_zh, s.title_en, coalesce(h.code, '') AS hall FROM agenda_session s"
        " LEFT JOIN hall h ON h.id = s.hall WHERE s.gathering = $1 AND s.hall IS NOT NULL ORDER BY s.starts_at, s.code",
        gathering.id,
    )  # fmt: skip
    offered += [
        CheckpointTold(f"DOOR-{row['code']}"[:40], f"{row['title_zh']}入口"[:120], row["title_en"][:120], "session",
                       hall=row["hall"], session=row["code"])
        for row in doors
    ] or [
        CheckpointTold("OPENING", "开幕式入口", "Opening ceremony", "session"),
        CheckpointTold("CLOSING", "闭幕式入口", "Closing", "session"),
    ]  # fmt: skip
    offered += [
        CheckpointTold("LUNCH", "午餐", "Lunch", "meal", admits="daily"),
        CheckpointTold("DINNER", "欢迎晚宴", "Welcome banquet", "meal"),
        CheckpointTold("GIFT", "礼品领取", "Gifts", "gift", hands_out_zh="礼品", hands_out_en="the gift"),
    ]
    taken = {
        row["code"] for row in await fetch("SELECT code FROM checkpoint WHERE gathering = $1", gathering.id)
    }
    return [one for one in offered if one.code not in taken]


async def _checkpoints_shown(kept: Kept) -> dict[str, list[str]]:
    return {"checkpoint": [one.code for one in await usual_checkpoints(kept.gathering) if one.kind != "gift"]}


async def _checkpoints_beside(kept: Kept) -> dict[str, Any]:
    there = await fetch(
        "SELECT code, name_zh, name_en FROM checkpoint WHERE gathering = $1 ORDER BY position, code",
        kept.gathering.id,
    )
    return {"usual": await usual_checkpoints(kept.gathering), "there": [dict(row) for row in there]}


async def _keep_checkpoints(form: Form, kept: Kept) -> dict[str, Any] | None:
    chosen = form.texts("checkpoint")
    offered = (await choices_of(kept.gathering, language=kept.language)).offered
    for one in await usual_checkpoints(kept.gathering):
        if one.code in chosen:
            await add_checkpoint(
                one, offered=offered, gathering=kept.gathering, by=kept.access.actor, now=kept.now
            )
    return None


_HALL_LABELS = {
    "name_zh": Message("Name in Chinese"), "name_en": Message("Name in English"), "house": Message("Hotel or centre"),
    "capacity": Message("Seats"),
}  # fmt: skip
_CLASS_LABELS = {
    "code": Message("Code letter"), "name_zh": Message("Name in Chinese"), "name_en": Message("Name in English"),
    "colour": Message("Colour"),
}  # fmt: skip
HALLS = Part(_halls_shown, _keep_halls, lines="hall", labels=_HALL_LABELS)
CLASSES = Part(_classes_shown, _keep_classes, _classes_beside, lines="class", labels=_CLASS_LABELS)
CHECKPOINTS = Part(_checkpoints_shown, _keep_checkpoints, _checkpoints_beside)
