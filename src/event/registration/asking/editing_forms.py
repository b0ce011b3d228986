"""A question as organizers type it."""

from collections.abc import Collection
from dataclasses import dataclass

from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_OFFERED, TOO_LONG
from event.language import Message
from event.registration.asking.definition import (
    EVERY_CLASS,
    Kind,
    Option,
    Question,
    RegistrationForm,
    Section,
    ShownIf,
    Words,
)
from event.registration.asking.standard import LOCKED
from event.registration.asking.typed import Typed
from event.text import tidy

NEW_KINDS = (
    Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.CHOICES, Kind.YES, Kind.DATE, Kind.COUNTRY, Kind.PHONE, Kind.EMAIL,
    Kind.FILE,
)  # fmt: skip
"""Kinds of which a form may have any number; the others it has once."""
FILE_TYPES = ("image/jpeg", "image/png", "application/pdf")
WITH_OPTIONS = (Kind.CHOICE, Kind.CHOICES, Kind.DOCUMENT, Kind.SESSIONS)
_FIXED_OPTIONS = frozenset({"sex"})
_LONGEST, _LARGEST_FILE, _MOST_OPTIONS = 500, 15, 200

_NO_OPTIONS = Message("Please give at least one answer to choose, one a line.")
_OPTION_TWICE = Message("“{text}” stands there twice; every answer once.")
_NOT_PLACES = Message("Line {line}: the number of places must be a whole number.")
_NOT_SIZE = Message("Between 1 and {most} MB.")
_DEPENDS_ON_ITSELF = Message("A question cannot depend on its own answer.")
_NO_ANSWERS = Message("Please say which answers make this question appear.")
_LOCKED = Message("Without this question there is no registration; it stays.")


@dataclass(frozen=True)
class EditedQuestion:
    """A question with the section it goes to."""

    question: Question
    section: str


def parse_question(
    typed: Typed, *, form: RegistrationForm, key: str, classes: Collection[str]
) -> EditedQuestion:
    """Understand an edited or new question; raises Invalid. Options that were left out are retired, not lost."""
    problems: dict[str, Problem] = {}
    before = form.question(key)
    kind = before.kind if before else _kind(typed, problems)
    words = _words(typed, "words", problems)
    if not (words.zh or words.en):
        problems.setdefault("words_zh", Problem(MISSING))
    section = typed.one("section")
    if section not in {one.key for one in form.sections}:
        problems["section"] = Problem(NOT_OFFERED)
    retired = bool(typed.one("retired"))
    if retired and key in LOCKED:
        problems["retired"] = Problem(_LOCKED)
    question = Question(
        key=key, kind=kind, words=words, hint=_words(typed, "hint", problems),
        options=_options(typed, kind, key, before, problems), required_of=_classes(typed, "required_of", classes, ()),
        asked_of=_classes(typed, "asked_of", classes, (EVERY_CLASS,)), shown_if=_shown_if(typed, key, form, problems),
        file_types=tuple(one for one in typed.all("file_types") if one in FILE_TYPES),
        file_megabytes=_megabytes(typed, problems), retired=retired,
    )  # fmt: skip
    if problems:
        raise Invalid(problems)
    return EditedQuestion(question, section)


def parse_section(typed: Typed, *, form: RegistrationForm, key: str) -> Section:
    """Understand a section's words; raises Invalid."""
    problems: dict[str, Problem] = {}
    words, hint = _words(typed, "words", problems), _words(typed, "hint", problems)
    if not (words.zh or words.en):
        problems.setdefault("words_zh", Problem(MISSING))
    if problems:
        raise Invalid(problems)
    before = next((one for one in form.sections if one.key == key), None)
    return Section(key, words, before.questions if before else (), hint)


def typed_question(question: Question, section: str) -> Typed:
    """A question as it would have been typed."""
    lines = [
        " | ".join(
            (
                option.key,
                option.words.zh,
                option.words.en,
                "" if option.places is None else str(option.places),
            )
        )
        for option in question.offered
    ]
    told = {
        **_typed_words("words", question.words), **_typed_words("hint", question.hint), "kind": [str(question.kind)],
        "section": [section], "options": ["\n".join(line.rstrip(" |") for line in lines)],
        "required_of": list(question.required_of), "asked_of": list(question.asked_of),
        "file_types": list(question.file_types or FILE_TYPES), "file_megabytes": [str(question.file_megabytes)],
        "retired": ["on"] if question.retired else [],
    }  # fmt: skip
    if question.shown_if:
        told |= {
            "shown_question": [question.shown_if.question],
            "shown_answers": ["\n".join(question.shown_if.answers)],
        }
    return Typed(told)


def typed_section(section: Section) -> Typed:
    """A section as it would have been typed."""
    return Typed({**_typed_words("words", section.words), **_typed_words("hint", section.hint)})


def _typed_words(name: str, words: Words) -> dict[str, list[str]]:
    return {f"{name}_zh": [words.zh], f"{name}_en": [words.en], f"{name}_hant": [words.hant]}


def _words(typed: Typed, name: str, problems: dict[str, Problem]) -> Words:
    told = {}
    for language in ("zh", "en", "hant"):
        field = f"{name}_{language}"
        told[language] = tidy(typed.one(field))
        if len(told[language]) > _LONGEST:
            problems[field] = Problem(TOO_LONG, {"most": _LONGEST, "length": len(told[language])})
    return Words(**told)


def _kind(typed: Typed, problems: dict[str, Problem]) -> Kind:
    if typed.one("kind") not in {str(kind) for kind in NEW_KINDS}:
        problems["kind"] = Problem(NOT_OFFERED)
        return Kind.TEXT
    return Kind(typed.one("kind"))


def _classes(
    typed: Typed, name: str, classes: Collection[str], otherwise: tuple[str, ...]
) -> tuple[str, ...]:
    chosen = tuple(one for one in typed.all(name) if one == EVERY_CLASS or one in classes)
    return (EVERY_CLASS,) if EVERY_CLASS in chosen else chosen or otherwise


def _options(
    typed: Typed, kind: Kind, key: str, before: Question | None, problems: dict[str, Problem]
) -> tuple[Option, ...]:
    known = before.options if before else ()
    if kind not in WITH_OPTIONS or key in _FIXED_OPTIONS:
        return known
    lines = [line for line in typed.one("options").splitlines() if line.strip()][:_MOST_OPTIONS]
    told: dict[str, Option] = {}
    for number, line in enumerate(lines, start=1):
        option_key, zh, en, places = ([tidy(part) for part in line.replace("｜", "|").split("|")] + [""] * 3)[
            :4
        ]
        if option_key in told:
            problems["options"] = Problem(_OPTION_TWICE, {"text": option_key})
        if places and not (places.isascii() and places.isdigit() and len(places) < 7):  # noqa: PLR2004 - a million
            problems["options"] = Problem(_NOT_PLACES, {"line": number})
            places = ""
        told[option_key] = Option(
            option_key[:80], Words(zh or option_key, en), int(places) if places else None
        )
    if not told and kind in (Kind.CHOICE, Kind.CHOICES) and not typed.one("retired") and not known:
        problems["options"] = Problem(_NO_OPTIONS)
    gone = (Option(one.key, one.words, one.places, retired=True) for one in known if one.key not in told)
    return (*told.values(), *gone)


def _shown_if(typed: Typed, key: str, form: RegistrationForm, problems: dict[str, Problem]) -> ShownIf | None:
    other = typed.one("shown_question")
    if not other:
        return None
    answers = tuple(line.strip() for line in typed.one("shown_answers").splitlines() if line.strip())
    if other == key:
        problems["shown_question"] = Problem(_DEPENDS_ON_ITSELF)
    elif form.question(other) is None:
        problems["shown_question"] = Problem(NOT_OFFERED)
    if not answers:
        problems["shown_answers"] = Problem(_NO_ANSWERS)
    return ShownIf(other, answers)


def _megabytes(typed: Typed, problems: dict[str, Problem]) -> int:
    text = typed.one("file_megabytes").strip() or "5"
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= _LARGEST_FILE):
        problems["file_megabytes"] = Problem(_NOT_SIZE, {"most": _LARGEST_FILE})
        return 5
    return int(text)
