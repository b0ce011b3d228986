"""Single cells understood: days, times, phones, names, documents, diets, as people write them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from event.text import tidy
from event.workbook import cell_text

FOREVER = frozenset({"长期", "永久", "长期有效", "permanent"})
YES = frozenset({"是", "√", "✓", "有", "需要", "yes", "y", "1", "true", "同意"})
NOTHING = frozenset({"无", "否", "没有", "无特殊要求", "none", "no", "n", "-", "—", "/"})
_OTHER_DIET = frozenset({"其他", "其它", "other"})
UNDECIDED = frozenset({"待定", "未定", "待通知", "TBD", "TBA", "?", "-", "—"})
SEXES = {"男": "M", "女": "F", "m": "M", "f": "F", "male": "M", "female": "F", "先生": "M", "女士": "F"}
MODES = {
    "航班": "flight", "飞机": "flight", "flight": "flight", "air": "flight", "火车": "train", "高铁": "train",
    "动车": "train", "train": "train", "rail": "train", "自行": "self", "自驾": "self", "self": "self",
    "本地": "local", "local": "local",
}  # fmt: skip
_DOCUMENTS = {
    "回乡证": "港澳居民来往内地通行证", "港澳通行证": "港澳居民来往内地通行证", "港澳居民通行证": "港澳居民来往内地通行证",
    "台胞证": "台湾居民来往大陆通行证", "台湾通行证": "台湾居民来往大陆通行证", "身份证": "居民身份证", "二代身份证": "居民身份证",
    "永久居留证": "外国人永久居留身份证", "永居证": "外国人永久居留身份证", "居住证": "港澳台居民居住证",
    "中国护照": "中国护照", "外国护照": "外国护照", "foreign passport": "外国护照", "chinese passport": "中国护照",
    "id card": "居民身份证",
}  # fmt: skip
_PASSPORT = frozenset({"护照", "passport"})
_CHINESE_PASSPORT = re.compile(r"E\d{8}|E[A-HJ-NP-Z]\d{7}|G\d{8}|[DSP]E\d{7}")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_SEVERAL = re.compile(r"\s*[/／;；、]\s*|\s*(?:或|or)\s*", re.IGNORECASE)
_FORMULA = re.compile(r"^[=+\-@＝＋－＠]")
_PHONE_LIKE = re.compile(r"^[+＋]?[\d０-９()（）\s.\-－]+$")
_HALAL, _VEGETARIAN = (
    re.compile(r"清真|halal", re.IGNORECASE),
    re.compile(r"素食|吃素|全素|vegetarian|vegan", re.IGNORECASE),
)
_NOT = re.compile(r"非清真|不是清真|not halal|non-halal", re.IGNORECASE)
_TODAY_LIKE = 100
_YEAR = 1900
_MONTHS = 12


@dataclass(frozen=True)
class Day:
    """A day as it was read; `doubt`: ambiguous, incomplete or unreadable."""

    value: date | None
    doubt: str = ""


def seen(value: Any) -> str:
    """A cell as text without what nobody sees; its lines stay."""
    text = _UNSEEN.sub("", cell_text(value))
    return "\n".join(tidy(line) for line in text.splitlines()).strip()


def read_day(value: Any) -> Day:
    """A day: a real date, 2026-10-15, 2026/10/15, 2026.10.15, 2026年10月15日, 20261015, 15/10/2026."""
    if isinstance(value, date):
        return Day(value.date() if isinstance(value, datetime) else value)
    text = unicodedata.normalize("NFKC", seen(value)).strip()
    if not text:
        return Day(None)
    if found := re.fullmatch(r"(\d{4})\s*\D?\s*(\d{1,2})\s*\D?\s*(\d{1,2})\s*日?", text):
        return _day(*(int(part) for part in found.groups()))
    if found := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text):
        return _year_last(*(int(part) for part in found.groups()))
    part_of_one = re.fullmatch(r"\d{4}\s*[年/.\-]\s*\d{1,2}\s*月?|\d{4}\s*年?", text)
    return Day(None, "incomplete" if part_of_one else "unreadable")


def _year_last(first: int, second: int, year: int) -> Day:
    """15/10/2026 as most of the world writes it; where both could be the month, that is a doubt."""
    if second > _MONTHS:
        return _day(year, first, second)
    told = _day(year, second, first)
    return told if first > _MONTHS or first == second else Day(told.value, "ambiguous")


def _day(year: int, month: int, day: int) -> Day:
    try:
        return Day(date(year, month, day)) if year >= _YEAR else Day(None, "unreadable")
    except ValueError:
        return Day(None, "unreadable")


def read_time(value: Any) -> time | None:
    """A time of day: 9:05, 09:05, 09:05:00, 9.05, 9点05分."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    text = unicodedata.normalize("NFKC", seen(value))
    found = re.fullmatch(r"(\d{1,2})[:.点时](\d{2})(?::\d{2})?分?", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004
        return None
    return time(int(found[1]), int(found[2]))


def read_name_zh(value: Any) -> str:
    """A Chinese name without the spaces that pad it; other names keep theirs."""
    text = seen(value)
    bare = text.replace(" ", "")
    return bare if all(letter >= "\u2e80" for letter in bare) else text


def read_latin_name(text: str) -> tuple[str, str, bool]:
    """A passport name as surname, given name and whether the surname stood first.

    What is in capitals is the surname: XU Shiyang, Zoë YU. Without capitals the first word is.
    """
    words = text.replace(",", " ").split()
    if len(words) < 2:  # noqa: PLR2004 - one name
        return (words[0] if words else ""), "", True
    capitals = [word.upper() == word and any(letter.isalpha() for letter in word) for word in words]
    if capitals[0] or not any(capitals):
        count = next((place for place, loud in enumerate(capitals) if not loud), 1)
        count = count if 0 < count < len(words) else 1
        return " ".join(words[:count]), " ".join(words[count:]), True
    begins = capitals.index(True)
    return " ".join(words[begins:]), " ".join(words[:begins]), False


def read_document_kind(text: str, number: str) -> str:
    """A kind of document by its full name."""
    plain = " ".join(text.replace("（", "(").replace("）", ")").split())
    if plain.lower() in _PASSPORT:
        return "中国护照" if _CHINESE_PASSPORT.fullmatch(number) else "外国护照"
    return _DOCUMENTS.get(plain.lower(), plain)


def read_diet(text: str) -> tuple[str, str]:
    """The diet, and free text that is none of the known ones: no pork is not halal."""
    if not text or text.lower() in NOTHING:
        return "", ""
    if _HALAL.search(text) and not _NOT.search(text):
        return "halal", ""
    if _VEGETARIAN.search(text):
        return "vegetarian", ""
    if text.lower() in _OTHER_DIET:
        return "other", ""
    return "", text


def several(text: str) -> list[str]:
    """The parts of a cell in which somebody wrote more than one thing."""
    return [part for part in _SEVERAL.split(text) if part]


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula; phone numbers and dashes are none."""
    return bool(_FORMULA.match(text)) and not _PHONE_LIKE.match(text) and text not in NOTHING
