"""A form as its page shows it: what is asked, what can be chosen, what is full, what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from event.database import fetch
from event.gathering.countries import countries
from event.gathering.tables import Gathering
from event.language import Message, in_language, translated
from event.registration.asking.definition import Kind, Question, RegistrationForm, Section, asked
from event.registration.asking.queries import offered_sessions, places_left
from event.registration.asking.reading import Offered, companion_numbers
from event.registration.asking.standard import LOCKED
from event.registration.asking.typed import Typed
from event.registration.labels import KINSHIPS, MODE_LABELS
from event.registration.queries import classes_of, delegations_of
from event.templating import clock, day

_COME_BY_MYSELF = Message("None, I come by myself")
_FULL = Message("full")
_LEFT = Message("{count} left")
_OTHER_FILE = Message("This file is kept: {name}")
_PART_LABELS = {
    "mode": Message("By"), "number": Message("Flight or train"), "origin": Message("Coming from"),
    "day": Message("Day"), "time": Message("Time"),
}  # fmt: skip
_DOCUMENT_LABELS = {
    "document_kind": Message("Kind of document"), "document_number": Message("Document number"),
    "document_expires": Message("Valid until"),
}  # fmt: skip
_COMPANION = Message("Companion {number}")
_GUARDIAN = Message("Guardian's consent")


@dataclass(frozen=True)
class Choice:
    """An answer to choose; `note` says how many places are left."""

    value: str
    label: str
    full: bool = False
    note: str = ""


@dataclass(frozen=True)
class ShownForm:
    """Everything the template of a form needs beside the question itself."""

    language: str
    sections: list[tuple[Section, list[Question]]]
    choices: Mapping[str, list[Choice]]
    typed: Typed
    problems: Mapping[str, str]
    class_code: str
    companions: Sequence[int] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    def is_open(self, questions: Sequence[Question]) -> bool:
        """Whether a section is unfolded: something in it is needed, answered or wrong."""
        return any(
            question.key in LOCKED
            or (question.is_required_of(self.class_code) and question.shown_if is None)
            or self.problem_in(question)
            or self.is_answered(question)
            for question in questions
        )

    def problem_in(self, question: Question) -> bool:
        return any(name in self.problems for name in names_of(question))

    def is_answered(self, question: Question) -> bool:
        return any(text.strip() for name in names_of(question) for text in self.typed.get(name, ()))

    def labels(self) -> dict[str, str]:
        """What the fields are called, by name, for the summary of errors."""
        told: dict[str, str] = {"guardian_consent": translated(_GUARDIAN, self.language)}
        for _, questions in self.sections:
            for question in questions:
                told |= _labels(question, self.language)
        for number in self.companions:
            whose = translated(_COMPANION, self.language).format(number=number)
            told |= {f"companion_{number}_{name}": f"{whose} · {label}" for name, label in list(told.items())}
        return told


async def shown_form(
    gathering: Gathering,
    offered: Offered,
    *,
    typed: Typed,
    language: str,
    problems: Mapping[str, str] | None = None,
    class_code: str = "",
) -> ShownForm:
    """A form with the places that are left at this moment."""
    told = Typed.of({**typed, **offered.fixed})
    chosen = told.one("guest_class") or class_code
    return ShownForm(
        language=language,
        sections=asked_now(offered, chosen if chosen in offered.fixed.values() else ""),
        choices=await _choices(gathering, offered, language),
        typed=told,
        problems=problems or {},
        class_code=chosen,
        companions=companion_numbers(told),
        files=await _file_names(gathering, offered.form, told, language),
        fixed=offered.fixed,
    )


def asked_now(offered: Offered, class_code: str) -> list[tuple[Section, list[Question]]]:
    """What is asked of those who may register here; scripts hide what another class is asked."""
    told = []
    for section, questions in asked(offered.form, class_code):
        theirs = [
            question
            for question in questions
            if any(question.is_asked_of(code) for code in offered.classes)
            and not (question.kind is Kind.DELEGATION and not offered.delegations)
            and not (question.kind is Kind.SESSIONS and not offered.sessions)
            and question.key not in offered.fixed
            and not (offered.staff and question.kind is Kind.CONSENT)
        ]
        if theirs:
            told.append((section, theirs))
    return told


def names_of(question: Question) -> tuple[str, ...]:
    """The fields a question has on the page."""
    if question.kind is Kind.JOURNEY:
        return tuple(f"{question.key}_{part}" for part in (*_PART_LABELS, "transfer"))
    if question.kind is Kind.DOCUMENT:
        return (*_DOCUMENT_LABELS, "document_permanent")
    return (question.key,)


def _labels(question: Question, language: str) -> dict[str, str]:
    own = question.words.said(language)
    if question.kind is Kind.JOURNEY:
        return {
            f"{question.key}_{part}": f"{own} · {translated(label, language)}"
            for part, label in _PART_LABELS.items()
        }
    if question.kind is Kind.DOCUMENT:
        return {name: translated(label, language) for name, label in _DOCUMENT_LABELS.items()}
    return {question.key: own}


async def _choices(gathering: Gathering, offered: Offered, language: str) -> dict[str, list[Choice]]:
    left = await places_left(gathering, offered.form)
    told: dict[str, list[Choice]] = {
        "countries": [Choice(code, name) for code, name in countries(language)],
        "modes": [Choice(code, translated(label, language)) for code, label in MODE_LABELS.items()],
        "kinships": [Choice(word, translated(label, language)) for word, label in KINSHIPS],
    }
    for question in offered.form.questions:
        if question.kind in (Kind.CHOICE, Kind.CHOICES, Kind.DOCUMENT):
            told[question.key] = [
                _choice(
                    option.key, option.words.said(language), left.get((question.key, option.key)), language
                )
                for option in question.offered
            ]
            told[question.key] += [
                _kept(question, key, language) for key in offered.kept.get(question.key, ())
            ]
        elif question.kind is Kind.CLASS:
            told[question.key] = [
                Choice(one.code, one.name(language))
                for one in await classes_of(gathering.id)
                if one.code in offered.classes
            ]
        elif question.kind is Kind.DELEGATION:
            told[question.key] = [
                Choice("", translated(_COME_BY_MYSELF, language)),
                *(Choice(one.code, one.name(language)) for one in await delegations_of(gathering.id)),
            ]
        elif question.kind is Kind.SESSIONS:
            told[question.key] = [
                _choice(
                    one.code,
                    f"{day(one.starts_at.astimezone(gathering.zone).date(), language, weekday=False)} "
                    f"{clock(one.starts_at, gathering.zone)} "
                    f"{in_language(language, zh=one.title_zh, en=one.title_en)}",
                    one.free,
                    language,
                )
                for one in await offered_sessions(gathering, offered.form)
            ]
    return told


def _kept(question: Question, key: str, language: str) -> Choice:
    """An answer given before that is no longer offered."""
    option = question.option(key)
    return Choice(key, option.words.said(language) if option else key)


def _choice(value: str, label: str, free: int | None, language: str) -> Choice:
    if free is None:
        return Choice(value, label)
    if free <= 0:
        return Choice(value, label, full=True, note=translated(_FULL, language))
    return Choice(value, label, note=translated(_LEFT, language).format(count=free))


async def _file_names(
    gathering: Gathering, form: RegistrationForm, typed: Typed, language: str
) -> dict[str, str]:
    """What a file that was sent already is called, by question."""
    sent: dict[str, UUID] = {}
    for question in form.questions:
        if question.kind is Kind.FILE and typed.one(question.key):
            try:
                sent[question.key] = UUID(typed.one(question.key))
            except ValueError:
                continue
    if not sent:
        return {}
    rows = await fetch(
        "SELECT id, name FROM answer_file WHERE gathering = $1 AND id = ANY($2::uuid[])",
        gathering.id, list(sent.values()),
    )  # fmt: skip
    names = {row["id"]: row["name"] for row in rows}
    said = translated(_OTHER_FILE, language)
    return {key: said.format(name=names[file]) for key, file in sent.items() if file in names}
