"""A form changed: a question put in, moved, reworded; pure, each change makes a new form."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import structs

from event.registration.asking.definition import Question, RegistrationForm, Section

One = TypeVar("One", Question, Section)


def section_of(form: RegistrationForm, key: str) -> Section | None:
    """The section a question is in."""
    return next((one for one in form.sections if any(q.key == key for q in one.questions)), None)


def with_question(form: RegistrationForm, question: Question, section: str) -> RegistrationForm:
    """The form with a question new or changed; it keeps its place unless it goes to another section."""
    before = section_of(form, question.key)
    if before is not None and before.key == section:
        changed = tuple(question if one.key == question.key else one for one in before.questions)
        return _with_section(form, structs.replace(before, questions=changed))
    form = without_question(form, question.key)
    target = next(one for one in form.sections if one.key == section)
    return _with_section(form, structs.replace(target, questions=(*target.questions, question)))


def without_question(form: RegistrationForm, key: str) -> RegistrationForm:
    """The form without a question; only for moving it: a question is retired, never removed."""
    sections = (
        structs.replace(one, questions=tuple(q for q in one.questions if q.key != key))
        for one in form.sections
    )
    return RegistrationForm(tuple(sections), form.version)


def with_section(form: RegistrationForm, section: Section) -> RegistrationForm:
    """The form with a section's words changed, or a new one before the consents."""
    if any(one.key == section.key for one in form.sections):
        return _with_section(form, section)
    *others, last = form.sections
    return RegistrationForm((*others, section, last), form.version)


def moved(form: RegistrationForm, key: str, step: int) -> RegistrationForm:
    """A question or section one place up (-1) or down (+1) among its neighbours."""
    if any(one.key == key for one in form.sections):
        return RegistrationForm(tuple(_shifted(form.sections, key, step)), form.version)
    section = section_of(form, key)
    if section is None:
        return form
    return _with_section(
        form, structs.replace(section, questions=tuple(_shifted(section.questions, key, step)))
    )


def ordered(form: RegistrationForm, order: Sequence[tuple[str, Sequence[str]]]) -> RegistrationForm:
    """The form in the order of (section, questions); what the order does not name stays at the end of its section."""
    questions = {one.key: one for one in form.questions}
    named = {key for _, keys in order for key in keys}
    sections = {one.key: one for one in form.sections}
    told = []
    for key, keys in order:
        if key in sections:
            section = sections.pop(key)
            rest = tuple(one for one in section.questions if one.key not in named)
            told.append(
                structs.replace(
                    section, questions=(*(questions[one] for one in keys if one in questions), *rest)
                )
            )
    return RegistrationForm((*told, *sections.values()), form.version)


def new_key(form: RegistrationForm) -> str:
    """A key no question or section has had."""
    taken = {one.key for one in form.questions} | {one.key for one in form.sections}
    return next(f"q{number}" for number in range(1, 10_000) if f"q{number}" not in taken)


def _with_section(form: RegistrationForm, section: Section) -> RegistrationForm:
    return RegistrationForm(
        tuple(section if one.key == section.key else one for one in form.sections), form.version
    )


def _shifted(items: Sequence[One], key: str, step: int) -> list[One]:
    found = list(items)
    place = next(number for number, one in enumerate(found) if one.key == key)
    target = place + step
    if 0 <= target < len(found):
        found[place], found[target] = found[target], found[place]
    return found
