"""One row of the office's reply list, understood: what it says and what is doubtful about it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from event.gathering.countries import country_code
from event.language import Message
from event.registration.documents import looks_right
from event.registration.forms import phone_e164
from event.registration.replies import JourneyReply
from event.registration.importing.reports import Said
from event.text import tidy
from event.workbook import Row, cell_text, heading

NEEDED = ("编号", "代表团", "中文姓名", "嘉宾类别", "现居国家(地区)")
"""Headings by which the reply list is known."""

_LENGTHS = {
    "number": 40, "name_zh": 80, "latin_surname": 80, "latin_given": 80, "ancestral_home": 120,
    "ethnicity": 40, "identity_category": 40, "association_title": 200, "company_title": 200,
    "industry": 80, "email": 254, "phone": 60, "wechat": 60, "document_kind": 40, "document_number": 40,
    "kinship": 40, "delegation": 120, "travel_party": 20, "class_name": 40,
}  # fmt: skip
_COLUMNS = {
    "number": "基本信息/编号", "delegation": "基本信息/代表团", "name_zh": "基本信息/中文姓名",
    "latin_surname": "基本信息/外文姓", "latin_given": "基本信息/外文名",
    "ancestral_home": "基本信息/祖籍", "ethnicity": "基本信息/民族", "class_name": "身份信息/嘉宾类别",
    "identity_category": "身份信息/身份类别", "association_title": "身份信息/侨团及职务",
    "company_title": "身份信息/企业及职务", "industry": "身份信息/行业", "phone": "联系方式/手机",
    "wechat": "联系方式/微信", "email": "联系方式/邮箱", "document_kind": "证件/证件类型",
    "document_number": "证件/证件号码", "travel_party": "同行/同行组", "kinship": "同行/与主宾关系",
}  # fmt: skip
_ANSWERS = {
    "visa_letter": "证件/需签证邀请函", "consulate": "证件/递签使领馆", "visa_letter_issued": "证件/邀请函签发日期",
    "under_14": "同行/未满14周岁", "lodging": "住宿/是否住宿", "hotel": "住宿/酒店", "room_wish": "住宿/房型意愿",
    "check_in": "住宿/入住", "check_out": "住宿/离店", "route_1": "家乡行/第一志愿", "route_2": "家乡行/第二志愿",
    "languages": "其他/语言", "liaison": "其他/联络员", "past_editions": "其他/往届参会",
    "retention": "其他/信息留存", "portrait_consent": "其他/肖像授权", "first_review": "其他/初审",
    "final_review": "其他/复审", "remark": "其他/备注",
}  # fmt: skip
"""Answers by key and the column they stand in; `sessions` is the list of headings ticked."""
_NEEDS = {"diet": "餐饮/饮食要求", "allergies": "餐饮/过敏及忌口", "health": "其他/轮椅/医疗"}
_SESSIONS = "参会意向"
_MODES = {
    "航班": "flight",
    "飞机": "flight",
    "火车": "train",
    "高铁": "train",
    "自行": "self",
    "本地": "local",
}
_YES = frozenset({"是", "√", "有", "yes", "y", "1", "true"})
_NONE = frozenset({"无", "否", "没有", "none", "-", "—"})
_UNDECIDED = frozenset({"待定", "未定", "待通知", "TBD", "TBA", "?", "-", "—"})
_FOREVER = frozenset({"长期", "永久", "长期有效"})

_TOO_LONG = Message("at most {most} characters; these are {length}. Shorten it.")
_NOT_TEXT = Message("has characters that are not text. Type it anew.")
_NO_NUMBER = Message("every guest needs a number of their own.")
_TWICE = Message("stands in row {row} already. Every number once.")
_NO_NAME = Message("give the Chinese name, the passport name, or both.")
_NOT_A_DAY = Message("“{text}” is not a day; it was left out. Write 2026-10-15.")
_NOT_A_TIME = Message("“{text}” is not a time; it was left out. Write 14:30.")
_NO_COUNTRY = Message("“{text}” is not a country or region we know; it was left out.")
_COUNTRY_MISSING = Message("is missing.")
_NO_PHONE = Message("“{text}” cannot be read as a telephone number; it was kept as written.")
_NO_FLIGHT = Message("flight or train is missing.")
_NO_DOCUMENT = Message("is missing.")
_DOUBTFUL_DOCUMENT = Message("does not have the form of {kind}.")
_UNKNOWN_MODE = Message("“{text}” is not a way to travel we know; it was left out.")
_UNKNOWN_SEX = Message("“{text}” is neither 男 nor 女; it was left out.")


@dataclass
class Listed:
    """A guest as the list has them; `refusals` leave the row out, `warnings` do not."""

    row: int
    sheet: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    sex: str = ""
    birth_date: date | None = None
    nationality: str = ""
    residence: str = ""
    party_place: str = ""
    document_expires: date | None = None
    document_permanent: bool = False
    needs: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    arrival: JourneyReply | None = None
    departure: JourneyReply | None = None
    approved: bool = True
    refusals: list[Said] = field(default_factory=list)
    warnings: list[Said] = field(default_factory=list)

    def __getattr__(self, name: str) -> str:
        if name.startswith("_") or name not in _COLUMNS:
            raise AttributeError(name)
        return self.texts.get(name, "")

    @property
    def name(self) -> str:
        return self.name_zh or f"{self.latin_surname} {self.latin_given}".strip()


def understand(row: Row, sheet: str = "") -> Listed:
    """Read one row: every doubt is said, nothing is mended silently."""
    reading = _Reading(row.cells)
    listed = Listed(
        row.number, sheet, texts={name: reading.text(name, column) for name, column in _COLUMNS.items()}
    )
    if not (listed.number or reading.refusals):
        reading.refuse("编号", _NO_NUMBER)
    if not listed.name and not reading.refusals:
        reading.refuse("中文姓名", _NO_NAME)
    listed.sex = reading.sex()
    listed.birth_date = reading.day("基本信息/出生日期")
    listed.nationality = reading.country("基本信息/国籍")
    listed.residence = reading.country("基本信息/现居国家(地区)")
    listed.texts["phone"] = reading.phone(listed.phone, listed.residence)
    listed.party_place = {"主宾": "main", "随行": "companion"}.get(reading.plain("同行/主宾/随行"), "")
    listed.document_permanent = reading.plain("证件/有效期至") in _FOREVER
    listed.document_expires = None if listed.document_permanent else reading.day("证件/有效期至")
    reading.document(listed.document_kind, listed.document_number)
    listed.needs = {
        key: text for key, column in _NEEDS.items() if (text := reading.plain(column)) and text not in _NONE
    }
    listed.answers = reading.answers()
    listed.arrival = reading.journey("抵达", "需接站")
    listed.departure = reading.journey("离开", "需送站")
    reviews = {reading.plain("其他/初审"), reading.plain("其他/复审")}
    listed.approved = reviews <= {"通过", ""}
    listed.refusals, listed.warnings = reading.refusals, reading.warnings
    return listed


class _Reading:
    """The cells of one row and what was found about them."""

    def __init__(self, cells: Mapping[str, Any]) -> None:
        self.cells = cells
        self.refusals: list[Said] = []
        self.warnings: list[Said] = []

    def refuse(self, name: str, sentence: Message, **data: Any) -> None:
        self.refusals.append(Said(name, sentence, data))

    def warn(self, name: str, sentence: Message, **data: Any) -> None:
        self.warnings.append(Said(name, sentence, data))

    def plain(self, column: str) -> str:
        return tidy(cell_text(self.cells.get(heading(column))))

    def text(self, name: str, column: str) -> str:
        text, shown = self.plain(column), column.split("/", 1)[1]
        if any(unicodedata.category(letter) == "Cc" for letter in text):
            self.refuse(shown, _NOT_TEXT)
            return ""
        if len(text) > _LENGTHS[name]:
            self.refuse(shown, _TOO_LONG, most=_LENGTHS[name], length=len(text))
            return ""
        return text

    def sex(self) -> str:
        text = self.plain("基本信息/性别")
        if text and text not in ("男", "女"):
            self.warn("性别", _UNKNOWN_SEX, text=text)
        return {"男": "M", "女": "F"}.get(text, "")

    def country(self, column: str) -> str:
        text, shown = self.plain(column), column.split("/", 1)[1]
        if not text:
            self.warn(shown, _COUNTRY_MISSING)
            return ""
        code = country_code(text)
        if code is None:
            self.warn(shown, _NO_COUNTRY, text=text)
        return code or ""

    def phone(self, text: str, region: str) -> str:
        number = phone_e164(text, region=region) if text else None
        if text and number is None:
            self.warn("手机", _NO_PHONE, text=text)
        return number or text

    def day(self, column: str) -> date | None:
        value = self.cells.get(heading(column))
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = self.plain(column)
        parsed = read_day(text) if text else None
        if text and parsed is None:
            self.warn(column, _NOT_A_DAY, text=text)
        return parsed

    def document(self, kind: str, number: str) -> None:
        if not number:
            self.warn("证件号码", _NO_DOCUMENT)
        elif not looks_right(kind, number):
            self.warn("证件号码", _DOUBTFUL_DOCUMENT, kind=kind)

    def answers(self) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for key, column in _ANSWERS.items():
            if text := self.plain(column):
                told[key] = text
        told["sessions"] = [
            name.split("/", 1)[1]
            for name in self.cells
            if name.startswith(_SESSIONS) and cell_text(self.cells[name]).lower() in _YES
        ]
        return {key: answer for key, answer in told.items() if answer}

    def journey(self, group: str, transfer: str) -> JourneyReply | None:
        mode_text = self.plain(f"{group}/方式")
        mode = _MODES.get(mode_text, "")
        if mode_text and not mode:
            self.warn(f"{group}/方式", _UNKNOWN_MODE, text=mode_text)
        number = self.plain(f"{group}/航班/车次").upper()
        number = "" if number in _UNDECIDED else number
        if mode in ("flight", "train") and not number:
            self.warn(f"{group}/航班/车次", _NO_FLIGHT)
        at_text = self.plain(f"{group}/时间")
        at_time = read_time(at_text) if at_text else None
        if at_text and at_time is None:
            self.warn(f"{group}/时间", _NOT_A_TIME, text=at_text)
        journey = JourneyReply(
            mode=mode, number=number[:20], origin=self.plain(f"{group}/始发地")[:80],
            on_day=self.day(f"{group}/日期"), at_time=at_time,
            transfer_wanted=self.plain(f"{group}/{transfer}") in _YES,
        )  # fmt: skip
        return None if journey == JourneyReply() else journey


def read_day(text: str) -> date | None:
    """A day as offices write it: 2026-10-15, 2026/10/15, 2026.10.15, 2026年10月15日, 20261015."""
    found = re.fullmatch(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})日?", unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """A time of day: 9:05, 09:05, 09:05:00, 9.05."""
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::\d{2})?", unicodedata.normalize("NFKC", text).strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004
        return None
    return time(int(found[1]), int(found[2]))


def refuse_repeated(listed: list[Listed]) -> None:
    """Refuse every row whose number another row has before it."""
    seen: dict[str, int] = {}
    for one in listed:
        if one.number and one.number in seen:
            one.refusals.append(Said("编号", _TWICE, {"row": seen[one.number]}))
        seen.setdefault(one.number, one.row)
