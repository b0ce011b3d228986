"""Badges to look at a design with: real guests whose names are hardest, made-up ones where there are none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from event.database import fetch_one
from event.gathering.tables import Gathering
from event.language import Message
from event.printing.badge_designs.arranging import Badge
from event.printing.badges import badges_of, frame_fields, holders, ink_on
from event.printing.chunks import Wanted
from event.printing.fonts import width

TEXT = ("EV:NO TICKET/ONLY TO LOOK AT/" * 5)[:119]
"""As long as a ticket, and none."""
_RED = "#b3261e"


@dataclass(frozen=True)
class Sample:
    """A badge, why it was chosen, and whether a real guest is on it."""

    badge: Badge
    why: Message
    real: bool


def _name(lines: dict[str, Any]) -> float:
    return max(width(lines["name"].replace("\u3000", "")), width(lines["latin"]))


def _rarity(lines: dict[str, Any]) -> int:
    """Characters that few fonts have count most, then those beyond the simplified standard."""
    letters = [letter for letter in lines["name"] if ord(letter) > 0x2E80 and letter != "\u3000"]  # noqa: PLR2004
    return sum(_rare(letter) for letter in letters)


def _rare(letter: str) -> int:
    if ord(letter) > 0xFFFF or 0x3400 <= ord(letter) < 0x4E00:  # noqa: PLR2004 - extensions of Unicode
        return 100
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return 1
    return 0


_KINDS: tuple[tuple[Message, Callable[[dict[str, Any]], float | None], dict[str, Any]], ...] = (
    (
        Message("Longest name"), lambda one: _name(one) + width(one["title"]) / 4,
        {
            "name": "欧阳示例样本", "latin": "OUYANG Shili Christopher-Alexander", "chinese": True,
            "title": "示例国示例州示例同乡会名誉会长兼示例基金会理事长", "delegation": "示例国代表团",
        },
    ),
    (
        Message("Shortest name"), lambda one: -_name(one),
        {"name": "王\u3000芳", "latin": "WANG Fang", "chinese": True, "title": "示例同乡会会长", "delegation": "示例国代表团"},
    ),
    (
        Message("No Latin name"), lambda one: _name(one) if one["chinese"] and not one["latin"] else None,
        {"name": "林示例", "latin": "", "chinese": True, "title": "示例商会秘书长", "delegation": "示例国代表团"},
    ),
    (
        Message("Only a Latin name"), lambda one: _name(one) if not one["chinese"] else None,
        {
            "name": "NGUYỄN Thị Example", "latin": "", "chinese": False, "title": "Example Trading Company, Director",
            "delegation": "示例国代表团",
        },
    ),
    (
        Message("Rare characters"), lambda one: _rarity(one) or None,
        {"name": "𠮷龘䶮", "latin": "JI Dayan", "chinese": True, "title": "示例学会理事", "delegation": "示例国代表团"},
    ),
)  # fmt: skip


async def samples_of(gathering: Gathering, class_code: str) -> list[Sample]:
    """One badge for each difficulty, of a class or of all."""
    codes = (class_code,) if class_code else None
    badges = await badges_of(gathering, await holders(gathering, Wanted(class_codes=codes)))
    frame, colour = await _class(gathering, class_code)
    made_up = Badge(
        "–", f"{frame['class_code']}001", frame["class_code"], colour, ink_on(colour), frame, {}, TEXT
    )
    found = []
    for why, weigh, told in _KINDS:
        weighed = [(weight, one) for one in badges if (weight := weigh(dict(one.lines))) is not None]
        if weighed:
            _, chosen = max(weighed, key=lambda pair: (pair[0], pair[1].number))
            found.append(Sample(replace(chosen, text=TEXT), why, real=True))
        else:
            lines = (
                frame
                | {"association": told["title"], "company": "", "delegation_en": "Example delegation"}
                | told
            )
            found.append(Sample(replace(made_up, lines=lines), why, real=False))
    return found


async def _class(gathering: Gathering, code: str) -> tuple[dict[str, str], str]:
    row = await fetch_one(
        "SELECT code, name_zh, name_en, colour FROM guest_class WHERE gathering = $1 AND ($2 = '' OR code = $2)"
        " ORDER BY position, code LIMIT 1",
        gathering.id, code,
    )  # fmt: skip
    told = (row["code"], row["name_zh"], row["name_en"], row["colour"]) if row else ("V", "贵宾", "VIP", _RED)
    return frame_fields(gathering, code=told[0], name_zh=told[1], name_en=told[2]), told[3]
