"""Columns of the programme's workbook that stand behind the office's own: kinds, targets, sign-up, the English texts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from event.agenda.labels import KINDS_ZH, MODES_ZH
from event.gathering.tables import Gathering
from event.language import Message

YES, NO = "是", "否"
TEXTS = {
    "活动内容(英文)": ("title_en", 200), "地点(英文)": ("place_en", 120), "参加人员(英文)": ("attendees_en", 200),
    "主持/责任单位(英文)": ("host_en", 200), "备注(英文)": ("remark_en", 300),
}  # fmt: skip
KIND, MODE, TARGET, SIGNUP, OPENS, CLOSES = "场次类型", "形式", "预计人数", "自行报名", "报名开始", "报名截止"
FURTHER = (KIND, MODE, TARGET, SIGNUP, OPENS, CLOSES, *TEXTS)
HALL_TEXTS = {"会场(英文)": ("name_en", 120), "位置": ("way_zh", 120), "位置(英文)": ("way_en", 120)}

_NOT_KNOWN = Message("“{text}” is not known here. Known: {known}.")
_NOT_A_MOMENT = Message("“{text}” is not a day and a time; write 2026-10-15 09:00.")
_NOT_A_NUMBER = Message("“{text}” is not a number of people.")


class Read(Protocol):
    """The cells of a row, which remember what is wrong with them."""

    def has(self, name: str) -> bool:
        """Whether the list has the column."""

    def text(self, name: str, most: int = 200, *, needed: bool = False) -> str:
        """A cell's text."""

    def refuse(self, name: str, sentence: Message, **data: Any) -> None:
        """Say what is wrong with a cell."""


def further_columns(cells: Read, gathering: Gathering) -> dict[str, Any]:
    """What the further columns say; those that the list does not have are left out."""
    found: dict[str, Any] = {
        name: cells.text(heading, most) for heading, (name, most) in TEXTS.items() if cells.has(heading)
    }
    readers: dict[str, tuple[str, Callable[[str], Any]]] = {
        KIND: ("kind", lambda heading: chosen(cells, heading, KINDS_ZH) or "other"),
        MODE: ("mode", lambda heading: chosen(cells, heading, MODES_ZH) or "on_site"),
        TARGET: ("target", lambda heading: number(cells, heading)),
        SIGNUP: ("signup", lambda heading: cells.text(heading) == YES),
        OPENS: ("signup_opens", lambda heading: moment(cells, heading, gathering)),
        CLOSES: ("signup_closes", lambda heading: moment(cells, heading, gathering)),
    }
    return found | {name: read(heading) for heading, (name, read) in readers.items() if cells.has(heading)}


def chosen(cells: Read, heading: str, labels: dict[str, str]) -> str:
    """The kind that a cell names in Chinese, empty for none."""
    text = cells.text(heading, 40)
    if not text:
        return ""
    for code, label in labels.items():
        if text in (label, str(code)):
            return str(code)
    cells.refuse(heading, _NOT_KNOWN, text=text, known="、".join(labels.values()))
    return ""


def number(cells: Read, heading: str) -> int | None:
    """A number of people."""
    text = cells.text(heading, 40)
    if text and not (text.isascii() and text.isdigit() and int(text) <= 1_000_000):  # noqa: PLR2004
        cells.refuse(heading, _NOT_A_NUMBER, text=text)
        return None
    return int(text) if text else None


def moment(cells: Read, heading: str, gathering: Gathering) -> datetime | None:
    """A moment where the gathering is."""
    text = cells.text(heading, 40)
    try:
        told = datetime.fromisoformat(text) if text else None
    except ValueError:
        cells.refuse(heading, _NOT_A_MOMENT, text=text)
        return None
    return told.replace(tzinfo=told.tzinfo or gathering.zone) if told else None
