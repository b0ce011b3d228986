"""A delegation as a table: which columns, how pasted rows become answers, and what a member still lacks."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from msgspec import structs

from event.errors import Invalid, Problem
from event.language import Message
from event.registration.asking.definition import EVERY_CLASS, Kind, RegistrationForm, Section
from event.registration.asking.reading import Offered, parse_reply
from event.registration.asking.typed import Typed
from event.registration.importing.columns import field_of
from event.registration.importing.listed import Listed, understand
from event.registration.importing.sheets import GuestList, ListedRow
from event.registration.replies import Reply
from event.workbook import heading

COLUMNS = (
    "name_zh", "latin_surname", "latin_given", "sex", "birth_date", "residence", "nationality", "phone", "email",
    "association_title", "document_kind", "document_number", "document_expires", "diet", "remark",
)  # fmt: skip
"""The columns of the table in order; pasted rows without headings are read in this order."""
MOST_ROWS = 300
_LACKING: tuple[tuple[str, Message], ...] = (
    ("birth_date", Message("date of birth")), ("nationality", Message("nationality")),
    ("phone", Message("mobile phone")), ("email", Message("e-mail")),
    ("document_number", Message("document number")), ("arrival", Message("arrival")),
    ("departure", Message("departure")),
)  # fmt: skip
_KNOWN_HEADINGS = 2


def table_form(form: RegistrationForm) -> RegistrationForm:
    """The part of the gathering's form that the table asks; mail and phone may come later."""
    questions = []
    for question in form.questions:
        asked = question.key in COLUMNS or question.kind in (
            Kind.DOCUMENT,
            Kind.CLASS,
            Kind.DELEGATION,
            Kind.CONSENT,
        )
        if not asked or question.retired:
            continue
        required = question.required_of if question.kind is Kind.CONSENT else ()
        questions.append(
            structs.replace(
                question, required_of=(EVERY_CLASS,) if question.key == "residence" else required,
                asked_of=(EVERY_CLASS,), shown_if=None,
            )
        )  # fmt: skip
    return RegistrationForm((Section("table", form.sections[0].words, tuple(questions)),), form.version)


def parse_row(row: Typed, *, offered: Offered, language: str, today: date) -> Reply:
    """Understand a member's row; who sends the table has said that the members agree. Raises Invalid."""
    agreed = {"consent": ["on"]} | ({"needs_consent": ["on"]} if row.one("diet") not in ("", "none") else {})
    typed = Typed({**row, **agreed})
    return parse_reply(
        typed, offered=replace(offered, form=table_form(offered.form)), language=language, today=today
    )


def check_row(row: Typed, *, offered: Offered, language: str, today: date) -> Mapping[str, Problem]:
    """What is wrong with a row, by column."""
    try:
        parse_row(row, offered=offered, language=language, today=today)
    except Invalid as error:
        return error.problems
    return {}


def lacking(reply: Reply) -> list[Message]:
    """What a member has not told yet."""
    return [label for name, label in _LACKING if not getattr(reply, name)]


def pasted_rows(text: str, *, today: date) -> list[Typed]:
    """Rows copied from a spreadsheet: with headings in any order, or in the order of the table."""
    rows = [row for row in csv.reader(io.StringIO(text), delimiter="\t") if any(cell.strip() for cell in row)]
    if not rows:
        return []
    fields = [field_of(heading(cell)) for cell in rows[0]]
    if sum(bool(one) for one in fields) >= _KNOWN_HEADINGS:
        return _read(rows[1:], rows[0], fields, today)
    return _read(rows, COLUMNS, COLUMNS, today)


def _read(
    rows: Sequence[Sequence[str]], names: Sequence[str], fields: Sequence[str], today: date
) -> list[Typed]:
    listed_in = GuestList("", "", tuple(names), tuple(fields), [])
    return [
        _typed(understand(ListedRow(number, tuple(row)), listed_in, today=today), dict(zip(fields, row, strict=False)))
        for number, row in enumerate(rows[:MOST_ROWS], start=1)
    ]  # fmt: skip


def _typed(one: Listed, raw: Mapping[str, str]) -> Typed:
    """What was understood; what was not stays as it was pasted, so that it can be put right."""
    told = {
        "name_zh": one.name_zh, "latin_surname": one.latin_surname, "latin_given": one.latin_given, "sex": one.sex,
        "birth_date": one.birth_date.isoformat() if one.birth_date else "", "residence": one.residence,
        "nationality": one.nationality, "phone": one.phone, "email": one.email,
        "association_title": one.association_title, "document_kind": one.document_kind,
        "document_number": one.document_number, "diet": one.needs.get("diet", ""),
        "document_expires": one.document_expires.isoformat() if one.document_expires else "",
        "remark": str(one.answers.get("remark", "")),
    }  # fmt: skip
    return Typed(
        {name: [text or raw.get(name, "").strip()] for name, text in told.items() if text or raw.get(name)}
    )
