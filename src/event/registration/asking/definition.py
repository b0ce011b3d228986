"""What a form consists of: sections of questions, each with its words and rules."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from event.language import in_language

EVERY_CLASS = "*"
LANGUAGES = ("zh", "hant", "en")


class Kind(StrEnum):
    """What sort of answer a question takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    COUNTRY = "country"
    PHONE = "phone"
    EMAIL = "email"
    DOCUMENT = "document"
    FILE = "file"
    JOURNEY = "journey"
    SESSIONS = "sessions"
    YES = "yes"
    CONSENT = "consent"
    CLASS = "class"
    DELEGATION = "delegation"


class Words(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text in the guest's languages; what is missing falls back to Chinese, then to English."""

    zh: str = ""
    en: str = ""
    hant: str = ""

    def said(self, language: str) -> str:
        """The text in a language."""
        if language == "zh-Hant" and self.hant:
            return self.hant
        return in_language(language, zh=self.zh, en=self.en)


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the answers offered; `places` is how many may choose it. A retired one stays readable."""

    key: str
    words: Words
    places: int | None = None
    retired: bool = False


class ShownIf(msgspec.Struct, frozen=True):
    """A question is asked where another one's answer is among these."""

    question: str
    answers: tuple[str, ...]


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question. `key` never changes: answers are kept under it."""

    key: str
    kind: Kind
    words: Words
    hint: Words = Words()
    options: tuple[Option, ...] = ()
    required_of: tuple[str, ...] = ()
    asked_of: tuple[str, ...] = (EVERY_CLASS,)
    shown_if: ShownIf | None = None
    file_types: tuple[str, ...] = ()
    file_megabytes: int = 5
    retired: bool = False

    def is_asked_of(self, class_code: str) -> bool:
        """Whether guests of a class are asked; an unknown class ("") is asked everything."""
        return not class_code or EVERY_CLASS in self.asked_of or class_code in self.asked_of

    def is_required_of(self, class_code: str) -> bool:
        return EVERY_CLASS in self.required_of or class_code in self.required_of

    def is_shown(self, answers: Mapping[str, Sequence[str]]) -> bool:
        """Whether the other answers let it be asked."""
        if self.shown_if is None:
            return True
        return any(answer in self.shown_if.answers for answer in answers.get(self.shown_if.question, ()))

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    @property
    def offered(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.retired)


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """Questions under one heading."""

    key: str
    words: Words
    questions: tuple[Question, ...] = ()
    hint: Words = Words()


class RegistrationForm(msgspec.Struct, frozen=True):
    """The whole form; `version` 0 is the one that ships."""

    sections: tuple[Section, ...]
    version: int = 0

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, also retired ones."""
        return (question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def has(self, key: str) -> bool:
        """Whether it is asked at present."""
        question = self.question(key)
        return question is not None and not question.retired


def asked(form: RegistrationForm, class_code: str = "") -> list[tuple[Section, list[Question]]]:
    """The sections with the questions a class is asked, without empty ones and without dead choices."""
    told = []
    for section in form.sections:
        questions = [
            question
            for question in section.questions
            if not question.retired
            and question.is_asked_of(class_code)
            and (question.kind not in (Kind.CHOICE, Kind.CHOICES) or question.offered)
        ]
        if questions:
            told.append((section, questions))
    return told
