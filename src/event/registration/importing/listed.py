"""One row of a guest list, understood: what it says and what is doubtful about it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from event.faults import ROW_LACKS, ROW_TOO_LONG
from event.gathering.countries import country_code
from event.language import Message
from event.registration.asking.fields import is_email
from event.registration.documents import looks_right, right_check_character
from event.registration.importing.columns import BY_KEY, LEAVE_OUT, SESSIONS
from event.registration.importing.reports import Said
from event.registration.importing.sheets import GuestList, ListedRow
from event.registration.importing.values import (
    FOREVER,
    MODES,
    NOTHING,
    SEXES,
    UNDECIDED,
    YES,
    is_formula_like,
    read_day,
    read_diet,
    read_document_kind,
    read_latin_name,
    read_name_zh,
    read_time,
    seen,
    several,
)
from event.registration.phones import phone_e164
from event.registration.replies import JourneyReply
from event.registration.sealed import plain_document
from event.text import is_chinese, tidy
from event.workbook import cell_text, unmarked

TEXTS = (
    "number", "delegation", "ancestral_home", "ethnicity", "class_name", "identity_category",
    "association_title", "company_title", "industry", "wechat", "travel_party", "kinship",
)  # fmt: skip
ANSWERS = (
    "visa_letter", "consulate", "visa_letter_issued", "under_14", "lodging", "hotel", "room_wish", "check_in",
    "check_out", "route_1", "route_2", "languages", "liaison", "past_editions", "retention", "portrait_consent",
    "first_review", "final_review", "remark",
)  # fmt: skip
HIDDEN = "••••"
"""What stands in the cells of an export for who may not see them; it says nothing."""
_MASKED = frozenset({"phone", "wechat", "email", "document_number"})
"""Fields of which exports may show the end only: ••••0100."""
_DAYS = frozenset({"visa_letter_issued", "check_in", "check_out"})
_GIVEN_FIRST = frozenset({"名在前", "given name first"})
_IDENTITY_CARDS = frozenset({"居民身份证", "港澳台居民居住证"})
PASSED = frozenset({"通过", "同意", "passed", "approved", "yes"})

_NOT_TEXT = Message("has characters that are not text. Type it anew.")
_TWICE = Message("stands in row {row} already. Every number once.")
_NO_NAME = Message("give the Chinese name, the passport name, or both.")
_NOT_A_DAY = Message("“{text}” is not a day; it was left out. Write 2026-10-15.")
_AMBIGUOUS_DAY = Message("“{text}” was read as {day}: day, month, year. Check it.")
_INCOMPLETE_DAY = Message("“{text}” has no day of the month; it was left out.")
_NOT_A_TIME = Message("“{text}” is not a time; it was left out. Write 14:30.")
_NO_COUNTRY = Message("“{text}” is not a country or region we know; it was left out.")
_NO_PHONE = Message("“{text}” cannot be read as a telephone number; it was kept as written.")
_SEVERAL_PHONES = Message("more than one number; the first was taken: {text}.")
_NO_EMAIL = Message("“{text}” is not an e-mail address; it was left out.")
_NO_FLIGHT = Message("flight or train is missing.")
_DOUBTFUL_DOCUMENT = Message("does not have the form of {kind}.")
_WRONG_CHECK = Message("the check character of {kind} is wrong; it should be {right}.")
_FUTURE_BIRTH = Message("the date of birth lies in the future.")
_UNKNOWN_MODE = Message("“{text}” is not a way to travel we know; it was left out.")
_UNKNOWN_SEX = Message("“{text}” is neither 男 nor 女; it was left out.")
_FORMULA_LIKE = Message("begins like a formula; it is kept as text.")
_FREE_DIET = Message("“{text}” is no diet we know; it was kept under allergies and what is not eaten.")


@dataclass
class Listed:
    """A guest as the list has them; `refusals` leave the row out, `warnings` do not."""

    row: int
    sheet: str = ""
    left_out: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    surname_first: bool = True
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
    reviewed: bool | None = None
    refusals: list[Said] = field(default_factory=list)
    warnings: list[Said] = field(default_factory=list)

    def __getattr__(self, name: str) -> str:
        if name.startswith("_") or name not in _TEXT_FIELDS:
            raise AttributeError(name)
        return self.texts.get(name, "")

    @property
    def name(self) -> str:
        return self.name_zh or f"{self.latin_surname} {self.latin_given}".strip()


_TEXT_FIELDS = frozenset({*TEXTS, "name_zh", "latin_surname", "latin_given", "phone", "email", "document_kind", "document_number"})  # fmt: skip


def understand(row: ListedRow, listed_in: GuestList, *, today: date) -> Listed:
    """Read one row: every doubt is said, nothing is mended silently."""
    listed = Listed(row.number, listed_in.sheet, row.left_out)
    if row.left_out:
        return listed
    reading = _Reading(row, listed_in)
    listed.texts = {name: reading.text(name) for name in TEXTS}
    reading.names(listed)
    if not listed.name and not reading.refusals:
        reading.refuse("name_zh", _NO_NAME)
    listed.sex = reading.sex()
    listed.birth_date = reading.day("birth_date")
    if listed.birth_date and listed.birth_date > today:
        reading.refuse("birth_date", _FUTURE_BIRTH, code="future_date")
    listed.nationality = reading.country("nationality")
    listed.residence = reading.country("residence")
    listed.texts["phone"] = reading.phone(listed.residence)
    listed.texts["email"] = reading.email()
    listed.party_place = {"主宾": "main", "随行": "companion"}.get(reading.seen("party_place"), "")
    listed.answers = reading.answers()
    listed.reviewed = reading.reviewed()
    reading.document(listed)
    reading.needs(listed)
    listed.arrival, listed.departure = reading.journey("arrival"), reading.journey("departure")
    listed.refusals, listed.warnings = reading.refusals, reading.warnings
    return listed


class _Reading:
    """The cells of one row by field, and what was found about them."""

    def __init__(self, row: ListedRow, listed_in: GuestList) -> None:
        self.cells: dict[str, Any] = {}
        self.shown: dict[str, str] = {}
        self.ticked: list[str] = []
        shorts = [name.partition("/")[2] or name for name in listed_in.headings]
        for name, known, cell in zip(listed_in.headings, listed_in.fields, row.cells, strict=False):
            if known == SESSIONS:
                if cell_text(cell).lower() in YES:
                    self.ticked.append(name.partition("/")[2] or name)
            elif known and known != LEAVE_OUT and known not in self.cells:
                hidden = cell_text(cell).startswith(HIDDEN[0] if known in _MASKED else HIDDEN)
                self.cells[known] = None if hidden else unmarked(cell)
                short = name.partition("/")[2] or name
                self.shown[known] = name if shorts.count(short) > 1 else short
        self.columns = frozenset(listed_in.fields)
        self.refusals: list[Said] = []
        self.warnings: list[Said] = []

    def refuse(self, name: str, sentence: Message, *, code: str = "", **data: Any) -> None:
        self.refusals.append(Said(self.shown.get(name, name), sentence, data, code))

    def warn(self, name: str, sentence: Message, *, code: str = "", **data: Any) -> None:
        self.warnings.append(Said(self.shown.get(name, name), sentence, data, code))

    def seen(self, name: str) -> str:
        return tidy(seen(self.cells.get(name)))

    def text(self, name: str, *, lines: bool = False) -> str:
        raw = cell_text(self.cells.get(name))
        text, most = (seen(raw) if lines else tidy(seen(raw))), BY_KEY[name].most
        if any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in text):
            self.refuse(name, _NOT_TEXT)
            return ""
        if len(text) > most:
            self.refuse(name, ROW_TOO_LONG, most=most, length=len(text))
            return ""
        if is_formula_like(text):
            self.warn(name, _FORMULA_LIKE, code="formula_like_text")
        return text

    def names(self, listed: Listed) -> None:
        name_zh = read_name_zh(self.text("name_zh"))
        surname, given = self.text("latin_surname"), self.text("latin_given")
        listed.surname_first = self.seen("name_order").lower() not in _GIVEN_FIRST
        if not (surname or given):
            surname, given, listed.surname_first = read_latin_name(self.text("latin_name"))
        if name_zh and not is_chinese(name_zh) and not (surname or given):
            surname, given, listed.surname_first = read_latin_name(name_zh)
            name_zh = ""
        listed.texts |= {"name_zh": name_zh, "latin_surname": surname[:80], "latin_given": given[:80]}

    def sex(self) -> str:
        text = self.seen("sex")
        if text and text.lower() not in SEXES:
            self.warn("sex", _UNKNOWN_SEX, text=text)
        return SEXES.get(text.lower(), "")

    def country(self, name: str) -> str:
        text = self.seen(name)
        if not text:
            if name in self.columns:
                self.warn(name, ROW_LACKS)
            return ""
        code = country_code(text)
        if code is None:
            self.warn(name, _NO_COUNTRY, text=text)
        return code or ""

    def phone(self, region: str) -> str:
        text = self.text("phone")
        parts = several(text)
        if len(parts) > 1 and phone_e164(parts[0], region=region):
            self.warn("phone", _SEVERAL_PHONES, code="several_phones", text=parts[0])
            text = parts[0]
        number = phone_e164(text, region=region) if text else None
        if text and number is None:
            self.warn("phone", _NO_PHONE, text=text)
        return number or text

    def email(self) -> str:
        text = self.text("email").replace(" ", "").lower()
        if text and not is_email(text):
            self.warn("email", _NO_EMAIL, code="invalid_email", text=text)
            return ""
        return text

    def day(self, name: str) -> date | None:
        read = read_day(self.cells.get(name))
        text = self.seen(name)
        if read.doubt == "ambiguous":
            self.warn(name, _AMBIGUOUS_DAY, code="ambiguous_date", text=text, day=read.value)
        elif read.doubt == "incomplete":
            self.warn(name, _INCOMPLETE_DAY, code="incomplete_date", text=text)
        elif read.doubt:
            self.warn(name, _NOT_A_DAY, code="unreadable_date", text=text)
        return read.value

    def document(self, listed: Listed) -> None:
        written = self.text("document_number")
        number = plain_document(written)
        kind = read_document_kind(self.text("document_kind"), number)
        number = number if kind not in ("旅行证", "其他") else written
        listed.texts |= {"document_kind": kind[:40], "document_number": number[:40]}
        listed.document_permanent = self.seen("document_expires") in FOREVER
        listed.document_expires = None if listed.document_permanent else self.day("document_expires")
        right = right_check_character(number) if kind in _IDENTITY_CARDS else ""
        if not number:
            if "document_number" in self.columns:
                self.warn("document_number", ROW_LACKS, code="no_document")
        elif right and not listed.reviewed:
            self.refuse("document_number", _WRONG_CHECK, code="check_digit", kind=kind, right=right)
        elif not looks_right(kind, number):
            self.warn("document_number", _DOUBTFUL_DOCUMENT, code="document_form", kind=kind)

    def needs(self, listed: Listed) -> None:
        diet, free = read_diet(self.text("diet"))
        if free:
            self.warn("diet", _FREE_DIET, code="diet_free_text", text=free)
        allergies = self.text("allergies")
        told = {
            "diet": diet,
            "allergies": "；".join(
                text for text in (allergies, free) if text and text.lower() not in NOTHING
            ),
            "health": self.text("health"),
        }
        listed.needs = {key: text for key, text in told.items() if text and text.lower() not in NOTHING}

    def answers(self) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for key in ANSWERS:
            if key in _DAYS and isinstance(self.cells.get(key), date | datetime):
                told[key] = read_day(self.cells[key]).value.isoformat()  # type: ignore[union-attr] # a real date
            else:
                told[key] = self.text(key, lines=key == "remark") if key in self.cells else ""
        told["sessions"] = self.ticked
        return {key: answer for key, answer in told.items() if answer}

    def reviewed(self) -> bool | None:
        """Whether the office has passed the guest; None where the list has no reviews."""
        if not {"first_review", "final_review"} & self.columns:
            return None
        told = {text.lower() for text in (self.seen("first_review"), self.seen("final_review")) if text}
        return bool(told) and told <= PASSED

    def journey(self, direction: str) -> JourneyReply | None:
        mode_text = self.seen(f"{direction}.mode")
        mode = MODES.get(mode_text.lower(), "")
        if mode_text and not mode:
            self.warn(f"{direction}.mode", _UNKNOWN_MODE, text=mode_text)
        number = unicodedata.normalize("NFKC", self.seen(f"{direction}.number")).upper().replace(" ", "")
        number = "" if number in UNDECIDED else number
        if mode in ("flight", "train") and not number:
            self.warn(f"{direction}.number", _NO_FLIGHT, code=f"no_{direction}_flight")
        at_time = self._time(f"{direction}.at_time")
        origin = self.seen(f"{direction}.origin")[:80] if f"{direction}.origin" in BY_KEY else ""
        journey = JourneyReply(
            mode=mode, number=number[:20], origin=origin, on_day=self.day(f"{direction}.on_day"), at_time=at_time,
            transfer_wanted=self.seen(f"{direction}.transfer_wanted").lower() in YES,
        )  # fmt: skip
        return None if journey == JourneyReply() else journey

    def _time(self, name: str) -> time | None:
        text = self.seen(name)
        value = read_time(self.cells.get(name)) if text else None
        if text and value is None:
            self.warn(name, _NOT_A_TIME, text=text)
        return value


def refuse_repeated(listed: list[Listed]) -> None:
    """Refuse every row whose number another row has before it."""
    seen_before: dict[str, int] = {}
    for one in listed:
        if one.number and one.number in seen_before:
            one.refusals.append(Said("编号", _TWICE, {"row": seen_before[one.number]}))
        seen_before.setdefault(one.number, one.row)


def by_field(listed: Listed) -> Mapping[str, Any]:
    """What the row says, by the names of the columns, for the report."""
    told: dict[str, Any] = {**listed.texts}
    told |= {
        name: getattr(listed, name)
        for name in ("sex", "birth_date", "nationality", "residence", "party_place", "document_expires")
    }
    told |= {f"needs.{key}": text for key, text in listed.needs.items()}
    told |= {f"answers.{key}": answer for key, answer in listed.answers.items()}
    for direction, journey in (("arrival", listed.arrival), ("departure", listed.departure)):
        for part in ("mode", "number", "origin", "on_day", "at_time"):
            told[f"{direction}.{part}"] = getattr(journey, part) if journey else None
    return {name: value for name, value in told.items() if value not in ("", None, [])}
