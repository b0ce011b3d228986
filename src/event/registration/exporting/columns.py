"""The columns an export may have: what the office calls them, how careful they are, what stands in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from event.language import translated
from event.people.rules import Access, Permission
from event.registration.asking.definition import Kind, Question, RegistrationForm, Words
from event.registration.asking.reading import COLUMNS as ASKED_COLUMNS
from event.registration.asking.standard import NEED_KEYS, PURPOSES
from event.registration.exporting import cells
from event.registration.exporting.lines import Line
from event.registration.importing.columns import BY_KEY, SESSIONS
from event.registration.importing.listed import HIDDEN
from event.registration.labels import ANSWER_LABELS
from event.registration.sealed import masked


class Mark(StrEnum):
    """How careful a column is: who may see it, and whether that must be asked for."""

    PLAIN = "plain"
    CONTACT = "contact"
    DOCUMENT = "document"
    NEEDS = "needs"


@dataclass(frozen=True)
class Column:
    """One column under its heading; `value` gives the text of a cell."""

    key: str
    words: Words
    value: Callable[[Line], str]
    mark: Mark = Mark.PLAIN

    def cell(self, line: Line, shown: frozenset[Mark]) -> str:
        """The text of a cell; masked for who may not see it."""
        text = self.value(line)
        if self.mark in shown or not text:
            return text
        return HIDDEN if self.mark is Mark.NEEDS else masked(text)


def marks_for(access: Access, gathering: UUID, *, documents: bool) -> frozenset[Mark]:
    """What a user gets to see: contact and needs by permission, documents only if asked for as well."""
    needed = {
        Mark.CONTACT: Permission.GUESTS_CONTACT, Mark.NEEDS: Permission.GUESTS_CONTACT,
        Mark.DOCUMENT: Permission.GUESTS_DOCUMENTS,
    }  # fmt: skip
    allowed = {mark for mark, permission in needed.items() if access.may(permission, gathering)}
    return frozenset({Mark.PLAIN} | (allowed if documents else allowed - {Mark.DOCUMENT}))


_MARKS: Mapping[str, Mark] = {
    "phone": Mark.CONTACT, "wechat": Mark.CONTACT, "email": Mark.CONTACT,
    "answers.emergency_contact": Mark.CONTACT, "document_number": Mark.DOCUMENT,
    **dict.fromkeys(NEED_KEYS, Mark.NEEDS),
}  # fmt: skip
_STORED = (
    "number", "name_zh", "latin_surname", "latin_given", "ancestral_home", "ethnicity", "identity_category",
    "association_title", "company_title", "industry", "email", "document_kind", "kinship",
)  # fmt: skip
_SEALED = ("phone", "wechat", "document_number")
_TOLD = ("consulate", "hotel", "room_wish", "check_in", "check_out", "route_1", "route_2", "languages", "liaison",
         "past_editions", "retention", "remark")  # fmt: skip
_YES = ("visa_letter", "under_14", "lodging")

_OFFICE: Mapping[str, Callable[[Line], str]] = {
    **{key: cells.stored(key) for key in _STORED},
    **{key: cells.sealed(key) for key in _SEALED},
    **{key: cells.answer(key) for key in _TOLD},
    **{key: cells.yes(key) for key in _YES},
    **{key: cells.need(key) for key in NEED_KEYS},
    **{f"{way}.{part}": cells.journey(way, part) for way, part in (
        ("arrival", "mode"), ("arrival", "number"), ("arrival", "origin"), ("arrival", "on_day"),
        ("arrival", "at_time"), ("arrival", "transfer_wanted"), ("departure", "mode"), ("departure", "number"),
        ("departure", "on_day"), ("departure", "at_time"), ("departure", "transfer_wanted"))},
    "delegation": cells.named("delegation"), "class_name": cells.named("class"),
    "travel_party": cells.stored("party"), "party_place": cells.party_place, "sex": cells.sex,
    "name_order": cells.name_order, "birth_date": cells.stored_day("birth_date"),
    "nationality": cells.country("nationality"), "residence": cells.country("residence"),
    "document_expires": cells.document_expires, "visa_letter_issued": cells.letter_issued,
    "portrait_consent": cells.portrait, "first_review": cells.first_review, "final_review": cells.final_review,
    SESSIONS: lambda line: line.said_list(line.answers.get(SESSIONS)),
}  # fmt: skip
REPLIES = tuple(key for key in BY_KEY if key in _OFFICE)
"""The office's own columns in its own order: what goes out under them can be taken in again."""


def _office(key: str) -> Column:
    known = BY_KEY[key]
    words = Words(known.headings[1], known.label)
    return Column(key, words, _OFFICE[key], _MARKS.get(key, Mark.PLAIN))


_SESSIONS = Column(SESSIONS, Words("参会意向", "Sessions"), _OFFICE[SESSIONS])
_OURS = (
    Column("latin", Words("外文全名", "Name as in the passport"), cells.latin),
    Column("standing", Words("状态", "State"), cells.standing),
    Column("badge_number", Words("胸牌编号", "Badge number"), cells.stored("badge_number")),
    Column("arrived_at", Words("报到时间", "Arrived"), cells.moment("arrived_at")),
    Column("registered_at", Words("报名时间", "Registered"), cells.moment("created_at")),
    Column("reason", Words("最近决定的理由", "Reason of the last decision"), cells.stored("reason")),
    Column("letter", Words("签证邀请函编号", "Visa letter"), cells.stored("letter")),
    Column("language", Words("通信语言", "Language of mails"), cells.language),
    Column("source", Words("来源", "Came by"), cells.stored("source")),
    Column("consents.registration", Words("同意登记", "Consent: registration"), cells.consent("registration")),
    Column("consents.needs", Words("同意转告饮食健康需求", "Consent: food and health"), cells.consent("needs")),
    Column("consents.portrait", Words("同意使用肖像", "Consent: pictures"), cells.consent("portrait")),
    Column("consents.directory", Words("同意留存联系方式", "Consent: directory"), cells.consent("directory")),
    Column("consents.guardian", Words("监护人同意", "Consent: guardian"), cells.consent("guardian")),
)  # fmt: skip
_NOT_ASKED_AS_ANSWERS = frozenset(
    {Kind.CLASS, Kind.DELEGATION, Kind.DOCUMENT, Kind.JOURNEY, Kind.FILE, Kind.SESSIONS}
)


def columns_of(form: RegistrationForm) -> dict[str, Column]:
    """Every column of a gathering by key: the office's, ours, and the questions of its own form."""
    found = [_SESSIONS if key == SESSIONS else _office(key) for key in REPLIES]
    found += [*_OURS, *_own_questions(form)]
    known = {column.key for column in found}
    for key, label in ANSWER_LABELS.items():
        if key not in known and f"answers.{key}" not in known:
            words = Words(translated(label, "zh-Hans"), label)
            found.append(Column(f"answers.{key}", words, cells.answer(key)))
    return {column.key: column for column in found}


def _own_questions(form: RegistrationForm) -> Iterable[Column]:
    for question in form.questions:
        key = question.key
        if question.kind is Kind.CONSENT:
            purpose = PURPOSES.get(key, key)[:20]
            if key not in PURPOSES:
                yield Column(f"consents.{purpose}", question.words, cells.consent(purpose))
        elif question.kind not in _NOT_ASKED_AS_ANSWERS and key not in ASKED_COLUMNS and key not in _OFFICE:
            yield _own_question(question)


def _own_question(question: Question) -> Column:
    key = f"answers.{question.key}"
    usual = Mark.CONTACT if question.kind in (Kind.PHONE, Kind.EMAIL) else Mark.PLAIN
    return Column(key, question.words, cells.own_answer(question), _MARKS.get(key, usual))


def ticks(column: Column, lines: Iterable[Line]) -> list[Column]:
    """A column for each session that somebody chose, ticked as the office ticks them."""
    chosen = dict.fromkeys(title for line in lines for title in line.texts(line.answers.get(SESSIONS)))
    return [
        replace(column, words=Words(f"参会意向(打√)/{title}", f"Sessions/{title}"), value=cells.ticked(title))
        for title in chosen
    ]
