"""Single fields of a form: each is read, or its problem is kept under its name."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, time

from event.errors import Problem
from event.faults import MISSING, NOT_A_DAY, NOT_AN_ADDRESS, NOT_OFFERED, TOO_LONG
from event.language import Message
from event.messages.addresses import mailable
from event.registration.asking.typed import Typed
from event.registration.phones import phone_e164
from event.registration.replies import JourneyReply
from event.text import tidy

MODES = ("flight", "train", "self", "local")

_LENGTHS = {
    "name_zh": 30, "latin_surname": 60, "latin_given": 60, "association_title": 200, "company_title": 200,
    "email": 254, "phone": 40, "allergies": 200, "health": 200, "number": 20, "origin": 80,
    "ancestral_home": 120, "ethnicity": 40, "wechat": 60, "document_number": 40, "kinship": 40,
}  # fmt: skip
_LONG = 5000
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_BETWEEN_NAMES = re.compile(r"[ .’'\-·,]")
_EARLIEST_BIRTH = date(1900, 1, 1)

_NOT_LATIN = Message("Please write it as in the passport, in Latin letters.")
_NOT_PHONE = Message(
    "This number cannot be called. Begin with + and the country code, for example +1 212 555 0100."
)
_NOT_BORN = Message("The date of birth lies in the future.")
_TOO_OLD = Message("Please check the year.")
_NOT_A_TIME = Message("Please give a time such as 14:30.")


class Fields:
    """Typed fields under a prefix, and the problems found so far under their full names."""

    def __init__(self, typed: Typed, problems: dict[str, Problem], prefix: str = "") -> None:
        self.typed, self.problems, self.prefix = typed, problems, prefix

    def problem(self, name: str, sentence: Message, **data: object) -> None:
        self.problems.setdefault(self.prefix + name, Problem(sentence, data))

    def raw(self, name: str) -> str:
        return self.typed.one(self.prefix + name).strip()

    def ticked(self, name: str) -> bool:
        return self.raw(name) in ("on", "yes", "true", "1")

    def text(self, name: str, *, required: bool = False, most: int = 0) -> str:
        text = tidy(self.raw(name))
        most = most or _LENGTHS.get(name, 200)
        if len(text) > most:
            self.problem(name, TOO_LONG, most=most, length=len(text))
            return ""
        if required and not text:
            self.problem(name, MISSING)
        return text

    def lines(self, name: str, *, required: bool = False) -> str:
        """A longer text that keeps its lines."""
        lines = [tidy(line) for line in self.raw(name).splitlines()]
        text = "\n".join(lines).strip()
        if len(text) > _LONG:
            self.problem(name, TOO_LONG, most=_LONG, length=len(text))
            return ""
        if required and not text:
            self.problem(name, MISSING)
        return text

    def one_of(self, name: str, allowed: Collection[str], *, required: bool = False) -> str:
        text = self.raw(name)
        if text and text not in allowed:
            self.problem(name, NOT_OFFERED)
            return ""
        if required and not text:
            self.problem(name, MISSING)
        return text

    def some_of(self, name: str, allowed: Collection[str], *, required: bool = False) -> list[str]:
        texts = list(dict.fromkeys(self.typed.all(self.prefix + name)))
        if not set(texts) <= set(allowed):
            self.problem(name, NOT_OFFERED)
            return []
        if required and not texts:
            self.problem(name, MISSING)
        return texts

    def latin(self, name: str, *, required: bool = False) -> str:
        text = self.text(name, required=required)
        if not all(_is_latin(letter) for letter in text):
            self.problem(name, _NOT_LATIN)
        return text

    def email(self, name: str, *, required: bool = False) -> str:
        text = self.text(name, required=required)
        if text and not is_email(text):
            self.problem(name, NOT_AN_ADDRESS)
        return text

    def phone(self, name: str, *, region: str, required: bool = False) -> str:
        text = self.text(name, required=required)
        if not text:
            return ""
        number = phone_e164(text, region=region)
        if number is None:
            self.problem(name, _NOT_PHONE)
        return number or text

    def day(self, name: str, *, required: bool = False) -> date | None:
        text = self.raw(name)
        if not text:
            if required:
                self.problem(name, MISSING)
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problem(name, NOT_A_DAY)
            return None

    def birth(self, name: str, *, today: date, required: bool = False) -> date | None:
        value = self.day(name, required=required)
        if value and value > today:
            self.problem(name, _NOT_BORN)
        elif value and value < _EARLIEST_BIRTH:
            self.problem(name, _TOO_OLD)
        return value

    def journey(self, name: str, *, required: bool = False) -> JourneyReply | None:
        own = Fields(self.typed, self.problems, f"{self.prefix}{name}_")
        mode = own.one_of("mode", MODES, required=required)
        at_text = own.raw("time")
        at_time = None
        if at_text:
            try:
                at_time = time.fromisoformat(at_text)
            except ValueError:
                own.problem("time", _NOT_A_TIME)
        journey = JourneyReply(
            mode=mode, number=own.text("number").upper(), origin=own.text("origin"), on_day=own.day("day"),
            at_time=at_time, transfer_wanted=own.ticked("transfer"),
        )  # fmt: skip
        return None if journey == JourneyReply() else journey


def is_email(text: str) -> bool:
    """Whether a text can be an e-mail address."""
    return _EMAIL.fullmatch(text) is not None and bool(mailable(text))


def _is_latin(letter: str) -> bool:
    """Letters of the Latin script with their marks, and what stands between names."""
    if _BETWEEN_NAMES.fullmatch(letter) or unicodedata.combining(letter):
        return True
    return letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN")
