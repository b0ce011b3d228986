"""The reply form as it comes in from a browser or a program, understood field by field."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

import phonenumbers

from event.errors import Invalid, Problem
from event.gathering.countries import countries
from event.language import GUEST_LANGUAGES, Message
from event.registration.replies import JourneyReply, Reply
from event.text import is_chinese, tidy

DIETS = ("none", "halal", "vegetarian", "other")
MODES = ("flight", "train", "self", "local")

_LENGTHS = {
    "name_zh": 30, "latin_surname": 60, "latin_given": 60, "association_title": 200, "company_title": 200,
    "email": 254, "phone": 40, "allergies": 200, "arrival_number": 20, "arrival_origin": 80,
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_BETWEEN_NAMES = re.compile(r"[ .’'\-·,]")

_MISSING = Message("Please fill this in.")
_TOO_LONG = Message("At most {most} characters; these are {length}.")
_NAME_MISSING = Message("Please give the Chinese name or the name in your passport, or both.")
_NOT_CHINESE = Message(
    "Please write the Chinese name in Chinese characters; the passport spelling goes below."
)
_NOT_LATIN = Message("Please write it as in the passport, in Latin letters.")
_NOT_EMAIL = Message("This is not an e-mail address; it looks like name@example.com.")
_NOT_PHONE = Message(
    "This number cannot be called. Begin with + and the country code, for example +1 212 555 0100."
)
_NOT_OFFERED = Message("Please choose one of the list.")
_NOT_A_DATE = Message("Please give a day such as 2026-10-15.")
_NOT_BORN = Message("The date of birth lies in the future.")
_NOT_A_TIME = Message("Please give a time such as 14:30.")
_CONSENT = Message("We may only take your registration with your consent.")
_DIET_CONSENT = Message("Please agree that we pass this on to the kitchen, or leave the choice empty.")


@dataclass(frozen=True)
class Offered:
    """What this gathering's form offers to choose from."""

    classes: Mapping[str, UUID]
    delegations: Mapping[str, UUID]


def parse_reply(typed: Mapping[str, str], *, offered: Offered, language: str, today: date) -> Reply:
    """Understand a reply form, or raise Invalid with every field that cannot be used."""
    form = _Fields(typed)
    name_zh, surname, given = (form.short(name) for name in ("name_zh", "latin_surname", "latin_given"))
    if not (name_zh or surname or given):
        form.problem("name_zh", _NAME_MISSING)
    if name_zh and not is_chinese(name_zh):
        form.problem("name_zh", _NOT_CHINESE)
    for name, text in (("latin_surname", surname), ("latin_given", given)):
        if not all(_is_latin(letter) for letter in text):
            form.problem(name, _NOT_LATIN)
    codes = {code for code, _ in countries()}
    residence = form.one_of("residence", codes, required=True)
    diet = form.one_of("diet", set(DIETS))
    allergies = form.short("allergies")
    needs = {"diet": diet if diet != "none" else "", "allergies": allergies}
    if any(needs.values()) and not form.ticked("needs_consent"):
        form.problem("needs_consent", _DIET_CONSENT)
    if not form.ticked("consent"):
        form.problem("consent", _CONSENT)
    nationality = form.one_of("nationality", codes, required=True)
    sex = form.one_of("sex", {"M", "F"}, required=True)
    birth_date = form.day("birth_date", latest=today)
    email, phone = form.email("email"), form.phone("phone", region=residence)
    guest_class = form.row("guest_class", offered.classes, required=True)
    delegation = form.row("delegation", offered.delegations)
    association, company = form.short("association_title"), form.short("company_title")
    arrival = form.journey()
    if form.problems or guest_class is None:
        raise Invalid(form.problems)
    return Reply(
        guest_class=guest_class, delegation=delegation, name_zh=name_zh, latin_surname=surname,
        latin_given=given, sex=sex, birth_date=birth_date, nationality=nationality, residence=residence,
        association_title=association, company_title=company, email=email, phone=phone,
        needs={key: value for key, value in needs.items() if value}, needs_consent=any(needs.values()),
        language=language if language in GUEST_LANGUAGES else "zh-Hans", arrival=arrival,
    )  # fmt: skip


def _is_latin(letter: str) -> bool:
    """Letters of the Latin script with their marks, and what stands between names."""
    if _BETWEEN_NAMES.fullmatch(letter) or unicodedata.combining(letter):
        return True
    return letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN")


class _Fields:
    """The typed fields and the problems found so far."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.problems: dict[str, Problem] = {}

    def problem(self, name: str, sentence: Message, **data: object) -> None:
        self.problems.setdefault(name, Problem(sentence, data))

    def ticked(self, name: str) -> bool:
        return self.typed.get(name, "") in ("on", "yes", "true", "1")

    def short(self, name: str, *, required: bool = False) -> str:
        text = tidy(self.typed.get(name, ""))
        most = _LENGTHS.get(name, 100)
        if len(text) > most:
            self.problem(name, _TOO_LONG, most=most, length=len(text))
            return ""
        if required and not text:
            self.problem(name, _MISSING)
        return text

    def one_of(self, name: str, allowed: set[str], *, required: bool = False) -> str:
        text = self.typed.get(name, "").strip()
        if text and text not in allowed:
            self.problem(name, _NOT_OFFERED)
            return ""
        if required and not text:
            self.problem(name, _MISSING)
        return text

    def row(self, name: str, offered: Mapping[str, UUID], *, required: bool = False) -> UUID | None:
        return offered.get(self.one_of(name, set(offered), required=required))

    def email(self, name: str) -> str:
        text = self.short(name, required=True)
        if text and not _EMAIL.fullmatch(text):
            self.problem(name, _NOT_EMAIL)
        return text

    def phone(self, name: str, *, region: str) -> str:
        text = self.short(name, required=True)
        if not text:
            return ""
        number = phone_e164(text, region=region)
        if number is None:
            self.problem(name, _NOT_PHONE)
        return number or text

    def day(self, name: str, *, latest: date | None = None) -> date | None:
        text = self.typed.get(name, "").strip()
        if not text:
            return None
        try:
            value = date.fromisoformat(text)
        except ValueError:
            self.problem(name, _NOT_A_DATE)
            return None
        if latest and value > latest:
            self.problem(name, _NOT_BORN)
        return value

    def journey(self) -> JourneyReply:
        mode = self.one_of("arrival_mode", set(MODES))
        at_text = self.typed.get("arrival_time", "").strip()
        at_time = None
        if at_text:
            try:
                at_time = time.fromisoformat(at_text)
            except ValueError:
                self.problem("arrival_time", _NOT_A_TIME)
        return JourneyReply(
            mode=mode, number=self.short("arrival_number").upper(), origin=self.short("arrival_origin"),
            on_day=self.day("arrival_day"), at_time=at_time,
            transfer_wanted=self.ticked("arrival_transfer"),
        )  # fmt: skip


def phone_e164(text: str, *, region: str) -> str | None:
    """A telephone number as +…, read with the country of residence; None where it is none."""
    written = re.sub(r"^\s*00", "+", text)
    try:
        number = phonenumbers.parse(written, region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
