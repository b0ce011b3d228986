"""A filled-in form, understood question by question: replies, or every problem by field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from event.errors import Invalid, Problem
from event.faults import MISSING
from event.gathering.countries import countries
from event.language import GUEST_LANGUAGES, Message
from event.registration.asking.definition import Kind, Question, RegistrationForm, asked
from event.registration.asking.fields import Fields
from event.registration.asking.standard import LOCKED, NEED_KEYS, PURPOSES, STANDARD
from event.registration.asking.typed import Typed
from event.registration.documents import looks_right
from event.registration.replies import Reply
from event.text import is_chinese

MOST_COMPANIONS = 9
ADULT_AT = 14
"""Under fourteen, a parent or guardian agrees (PIPL article 31)."""

COLUMNS = frozenset({
    "name_zh", "latin_surname", "latin_given", "sex", "birth_date", "nationality", "residence",
    "ancestral_home", "ethnicity", "identity_category", "association_title", "company_title", "industry",
    "email", "phone", "wechat",
})  # fmt: skip
"""Questions whose answers are columns of a guest; the rest is kept under `answers`."""

_NAME_MISSING = Message("Please give the Chinese name or the name in your passport, or both.")
_NOT_CHINESE = Message(
    "Please write the Chinese name in Chinese characters; the passport spelling goes below."
)
_CONSENT = Message("We may only take your registration with your consent.")
_NEEDS_CONSENT = Message("Please agree that we pass this on to the kitchen, or leave the choice empty.")
_GUARDIAN = Message("Somebody under 14 comes along: please agree as parent or guardian.")
_DOUBTFUL = Message("does not have the form of {kind}. Check it; if it is written so, tick the box below.")
_NO_KIND = Message("Please say which document this number is of.")


@dataclass(frozen=True)
class Offered:
    """What this gathering's form offers to choose from; `fixed` are answers an invitation decides."""

    classes: Mapping[str, UUID]
    delegations: Mapping[str, UUID]
    form: RegistrationForm = STANDARD
    sessions: frozenset[str] = frozenset()
    fixed: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Answers given before that are no longer offered, by question: they may stay."""
    staff: bool = False
    """Staff or a delegation's contact fill the form in for a guest: nothing but name, class and residence is
    needed, consents stay."""


@dataclass(frozen=True)
class Registration:
    """One reply and those of the people who come along."""

    main: Reply
    companions: tuple[Reply, ...] = ()

    @property
    def replies(self) -> tuple[Reply, ...]:
        return (self.main, *self.companions)


def parse_reply(
    typed: Mapping[str, str | Iterable[str]], *, offered: Offered, language: str, today: date
) -> Reply:
    """Understand one guest's reply, or raise Invalid with every field that cannot be used."""
    problems: dict[str, Problem] = {}
    reply = _reply(_with_fixed(typed, offered), problems, offered=offered, language=language, today=today)
    if problems or reply is None:
        raise Invalid(problems)
    return reply


def parse_registration(
    typed: Mapping[str, str | Iterable[str]],
    *,
    offered: Offered,
    language: str,
    today: date,
    first_day: date,
) -> Registration:
    """Understand a guest's reply with companions, or raise Invalid; fields companion_1_… are a companion's."""
    told, problems = _with_fixed(typed, offered), dict[str, Problem]()
    main = _reply(told, problems, offered=offered, language=language, today=today)
    companions = []
    for number in companion_numbers(told):
        prefix = f"companion_{number}_"
        if not told.part(prefix).is_blank:
            companions.append(_companion(told, problems, prefix, offered=offered, today=today))
    young = any(one.birth_date and under_14(one.birth_date, first_day) for one in companions)
    guarded = Fields(told, problems).ticked("guardian_consent")
    if young and not guarded:
        problems.setdefault("guardian_consent", Problem(_GUARDIAN))
    if problems or main is None:
        raise Invalid(problems)
    if any(one.needs for one in companions) and not main.needs_consent:
        raise Invalid({"needs_consent": Problem(_NEEDS_CONSENT)})
    if young:
        main = replace(main, consents=main.consents | {"guardian_consent": True})
    together = tuple(_beside(main, one) for one in companions)
    return Registration(replace(main, party_place="main") if together else main, together)


def parse_companion(typed: Typed, main: Reply, *, offered: Offered, today: date, first_day: date) -> Reply:
    """Understand one companion (`companion_1_…`) of somebody in the list, or raise Invalid."""
    problems: dict[str, Problem] = {}
    one = _companion(typed, problems, "companion_1_", offered=offered, today=today)
    form = Fields(typed, problems)
    if one.birth_date and under_14(one.birth_date, first_day) and not form.ticked("guardian_consent"):
        form.problem("guardian_consent", _GUARDIAN)
    if one.needs and not form.ticked("needs_consent"):
        form.problem("needs_consent", _NEEDS_CONSENT)
    if not form.ticked("consent"):
        form.problem("consent", _CONSENT)
    if problems:
        raise Invalid(problems)
    given = {key: True for key in ("consent", "needs_consent", "guardian_consent") if form.ticked(key)}
    return _beside(replace(main, consents=given, needs_consent=bool(one.needs)), one)


def companion_numbers(typed: Typed) -> list[int]:
    """The numbers of the companions a form has fields for."""
    found = {
        int(number)
        for name in typed
        if name.startswith("companion_") and (number := name.split("_")[1]).isdigit() and len(number) == 1
    }
    return sorted(number for number in found if 1 <= number <= MOST_COMPANIONS)


def under_14(born: date, day: date) -> bool:
    """Whether somebody is not yet fourteen on a day."""
    return (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) < ADULT_AT


def _with_fixed(typed: Mapping[str, str | Iterable[str]], offered: Offered) -> Typed:
    return Typed.of({**typed, **offered.fixed})


def _reply(
    typed: Typed, problems: dict[str, Problem], *, offered: Offered, language: str, today: date
) -> Reply | None:
    form = Fields(typed, problems)
    class_code = form.raw("guest_class")
    read = _Answers(form, offered, class_code, today)
    for _, questions in asked(offered.form, class_code):
        for question in questions:
            if question.is_shown(typed):
                read.question(question)
    _names(form, read.columns)
    if not offered.staff:
        _consents(form, read)
    guest_class = offered.classes.get(class_code)
    if guest_class is None:
        form.one_of("guest_class", offered.classes, required=True)
        return None
    return Reply(
        guest_class=guest_class,
        delegation=offered.delegations.get(form.raw("delegation")),
        language=language if language in GUEST_LANGUAGES else "zh-Hans",
        needs=read.needs,
        needs_consent=bool(read.needs) and (offered.staff or read.consents.get("needs_consent", False)),
        answers=read.answers,
        consents=read.consents,
        files=read.files,
        asked=frozenset(read.asked),
        **read.columns,
    )


def _companion(
    typed: Typed, problems: dict[str, Problem], prefix: str, *, offered: Offered, today: date
) -> Reply:
    form = Fields(typed, problems, prefix)
    columns: dict[str, Any] = {
        "name_zh": form.text("name_zh"), "latin_surname": form.latin("latin_surname"),
        "latin_given": form.latin("latin_given"), "sex": form.one_of("sex", ("M", "F"), required=True),
        "birth_date": form.birth("birth_date", today=today, required=True),
        "kinship": form.text("kinship", required=True),
    }  # fmt: skip
    _names(form, columns)
    document = offered.form.question("document")
    if document is not None and not document.retired:
        columns |= _document(form, document, required=False)
    needs = {key: form.text(key) for key in ("diet", "allergies")}
    return Reply(
        guest_class=UUID(int=0), party_place="companion",
        needs={key: text for key, text in needs.items() if text and text != "none"}, **columns,
    )  # fmt: skip


def _beside(main: Reply, companion: Reply) -> Reply:
    """What companions share with the guest they come with."""
    shared: dict[str, Any] = {key: main.answers[key] for key in ("sessions", "route_1", "route_2", "lodging", "check_in", "check_out") if key in main.answers}  # fmt: skip
    consents = {
        key: given
        for key, given in main.consents.items()
        if key in ("consent", "needs_consent", "guardian_consent")
    }
    return replace(
        companion, guest_class=main.guest_class, delegation=main.delegation, residence=main.residence,
        nationality=main.nationality, language=main.language, arrival=main.arrival,
        departure=main.departure, answers=shared, consents=consents,
        needs_consent=bool(companion.needs) and main.needs_consent,
    )  # fmt: skip


def _names(form: Fields, columns: dict[str, Any]) -> None:
    if not (columns.get("name_zh") or columns.get("latin_surname") or columns.get("latin_given")):
        form.problem("name_zh", _NAME_MISSING)
    if columns.get("name_zh") and not is_chinese(columns["name_zh"]):
        form.problem("name_zh", _NOT_CHINESE)


def _consents(form: Fields, read: "_Answers") -> None:
    if read.needs and not read.consents.get("needs_consent"):
        form.problem("needs_consent", _NEEDS_CONSENT)
    if not read.consents.get("consent"):
        form.problem("consent", _CONSENT)


def _document(form: Fields, question: Question, *, required: bool) -> dict[str, Any]:
    kinds = [option.key for option in question.options]
    number = form.text("document_number", required=required)
    kind = form.one_of("document_kind", kinds, required=required)
    if number and not kind:
        form.problem("document_kind", _NO_KIND)
    if number and kind and not looks_right(kind, number) and not form.ticked("document_as_written"):
        form.problem("document_number", _DOUBTFUL, kind=kind)
    permanent = form.ticked("document_permanent")
    return {
        "document_kind": kind if number else "", "document_number": number, "document_permanent": permanent,
        "document_expires": None if permanent else form.day("document_expires"),
    }  # fmt: skip


class _Answers:
    """The answers of one reply as they are understood."""

    def __init__(self, form: Fields, offered: Offered, class_code: str, today: date) -> None:
        self.form, self.offered, self.class_code, self.today = form, offered, class_code, today
        self.columns: dict[str, Any] = {}
        self.answers: dict[str, Any] = {}
        self.needs: dict[str, str] = {}
        self.consents: dict[str, bool] = {}
        self.files: dict[str, UUID] = {}
        self.asked: set[str] = set()

    def question(self, question: Question) -> None:
        if self.offered.staff and question.kind is Kind.CONSENT:
            return
        self.asked.add(question.key)
        key, required = question.key, question.is_required_of(self.class_code)
        if self.offered.staff:
            required = required and key in LOCKED
        if question.kind in (Kind.CLASS, Kind.DELEGATION):
            places = self.offered.classes if question.kind is Kind.CLASS else self.offered.delegations
            self.form.one_of(key, places, required=required)
        elif question.kind is Kind.CONSENT:
            self.consents[key] = self.form.ticked(key)
            if required and not self.consents[key] and key not in PURPOSES:
                self.form.problem(key, MISSING)
        elif question.kind is Kind.DOCUMENT:
            self.columns |= _document(self.form, question, required=required)
        elif question.kind is Kind.JOURNEY:
            self.columns[key] = self.form.journey(key, required=required)
        elif question.kind is Kind.FILE:
            self._file(key, required=required)
        else:
            self._keep(key, self._value(question, required=required))

    def _value(self, question: Question, *, required: bool) -> Any:
        form, key = self.form, question.key
        options = [one.key for one in question.offered]
        options += [one for one in self.offered.kept.get(key, ()) if one not in options]
        read: dict[Kind, Callable[[], Any]] = {
            Kind.LONG_TEXT: lambda: form.lines(key, required=required),
            Kind.CHOICE: lambda: form.one_of(key, options, required=required),
            Kind.CHOICES: lambda: form.some_of(key, options, required=required),
            Kind.SESSIONS: lambda: form.some_of(key, self.offered.sessions, required=required),
            Kind.COUNTRY: lambda: form.one_of(key, _CODES, required=required),
            Kind.PHONE: lambda: form.phone(key, region=form.raw("residence"), required=required),
            Kind.EMAIL: lambda: form.email(key, required=required),
            Kind.YES: lambda: "yes" if form.ticked(key) else "",
            Kind.DATE: lambda: self._day(key, required=required),
        }
        of_text = form.latin if key in ("latin_surname", "latin_given") else form.text
        return read.get(question.kind, lambda: of_text(key, required=required))()

    def _day(self, key: str, *, required: bool) -> Any:
        if key == "birth_date":
            return self.form.birth(key, today=self.today, required=required)
        value = self.form.day(key, required=required)
        return value.isoformat() if value else ""

    def _keep(self, key: str, value: Any) -> None:
        if key in NEED_KEYS:
            if value and value != "none":
                self.needs[key] = value
        elif key in COLUMNS:
            self.columns[key] = value
        elif value:
            self.answers[key] = value

    def _file(self, key: str, *, required: bool) -> None:
        """Files are stored before the form is read; what stands here names one of them."""
        text = self.form.raw(key)
        if required and not text:
            self.form.problem(key, MISSING)
        try:
            self.files |= {key: UUID(text)} if text else {}
        except ValueError:
            self.form.problem(key, MISSING)


_CODES = frozenset(code for code, _ in countries())
