"""The console's pages on which organizers set the registration form up, and see it as a guest does."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid, NotFound
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import GUEST_LANGUAGES, LANGUAGE_NAMES, Message, chosen, translated
from event.people.rules import Access, Permission
from event.registration.asking.definition import Kind, RegistrationForm, Words
from event.registration.asking.editing import moved, new_key, ordered, section_of, with_question, with_section
from event.registration.asking.editing_forms import (
    FILE_TYPES,
    NEW_KINDS,
    WITH_OPTIONS,
    parse_question,
    parse_section,
    typed_question,
    typed_section,
)
from event.registration.asking.operations import save_form
from event.registration.asking.pages import first_answers
from event.registration.asking.queries import form_of, offered_of
from event.registration.asking.reading import MOST_COMPANIONS
from event.registration.asking.shown import shown_form
from event.registration.asking.standard import LOCKED
from event.registration.asking.typed import Typed
from event.registration.queries import classes_of

KIND_LABELS = {
    Kind.TEXT: Message("Text, one line"), Kind.LONG_TEXT: Message("Longer text"), Kind.CHOICE: Message("One of several"),
    Kind.CHOICES: Message("Several of several"), Kind.YES: Message("Yes or nothing"), Kind.DATE: Message("Day"),
    Kind.COUNTRY: Message("Country or region"), Kind.PHONE: Message("Telephone"), Kind.EMAIL: Message("E-mail"),
    Kind.DOCUMENT: Message("Identity document"), Kind.FILE: Message("File"), Kind.JOURNEY: Message("Journey: flight or train"),
    Kind.SESSIONS: Message("Sessions of the programme"), Kind.CONSENT: Message("Consent"), Kind.CLASS: Message("Class"),
    Kind.DELEGATION: Message("Delegation"),
}  # fmt: skip
_NEW_QUESTION, _NEW_SECTION = Message("New question"), Message("New section")
_REGISTER = Message("Register")


class UnknownQuestion(NotFound):
    """The form has no such question or section."""

    sentence = Message("The form has no such question.")


@get("/console/{slug:str}/form", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False)
async def form_overview(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Sections and questions in order."""
    return page(
        request, "registration/form_overview.html", staff=True, form_now=await form_of(gathering.id),
        kinds=KIND_LABELS, classes=await classes_of(gathering.id), guest_languages=list(LANGUAGE_NAMES.items()),
    )  # fmt: skip


@post("/console/{slug:str}/form", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False)
async def arrange_form(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Move one question or section a place (`do`: up:KEY, down:KEY), or take the order that was dragged."""
    before = _made_from(await form_of(gathering.id), form)
    direction, _, key = form.text("do").partition(":")
    if direction in ("up", "down"):
        after = moved(before, key, -1 if direction == "up" else 1)
    else:
        parts = (part.partition(":") for part in form.text("order").split(";") if part)
        after = ordered(before, [(section, keys.split(",")) for section, _, keys in parts])
    if after.sections != before.sections:
        await save_form(gathering, after, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/form" + (f"#{key}" if key else ""))


@get(
    "/console/{slug:str}/form/questions/{key:str}",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def question_page(
    request: Request[Any, Any, Any], key: FromPath[str], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """One question to be changed; `new` is a new one."""
    form = await form_of(gathering.id)
    question, section = form.question(key), section_of(form, key)
    if key != "new" and (question is None or section is None):
        raise UnknownQuestion
    typed = typed_question(question, section.key) if question and section else _fresh(request)
    return await _question(request, gathering, form, key, typed)


@post(
    "/console/{slug:str}/form/questions/{key:str}",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_question(
    request: Request[Any, Any, Any],
    key: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep a question; answers given to the old one stay."""
    before = _made_from(await form_of(gathering.id), form)
    typed = Typed.of(form.values)
    if key != "new" and before.question(key) is None:
        raise UnknownQuestion
    codes = [one.code for one in await classes_of(gathering.id)]
    try:
        told = parse_question(typed, form=before, key=new_key(before) if key == "new" else key, classes=codes)
    except Invalid as error:
        problems = error.told_fields(language_of(request, staff=True))
        return await _question(request, gathering, before, key, typed, problems)
    after = with_question(before, told.question, told.section)
    await save_form(gathering, after, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/form#{told.question.key}", say=Message("The form is changed."))


@get(
    "/console/{slug:str}/form/sections/{key:str}",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def section_page(
    request: Request[Any, Any, Any], key: FromPath[str], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The words of a section; `new` is a new one."""
    form = await form_of(gathering.id)
    section = next((one for one in form.sections if one.key == key), None)
    if section is None and key != "new":
        raise UnknownQuestion
    return _section(request, form, key, typed_section(section) if section else Typed())


@post(
    "/console/{slug:str}/form/sections/{key:str}",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_section(
    request: Request[Any, Any, Any],
    key: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep the words of a section."""
    before = _made_from(await form_of(gathering.id), form)
    typed = Typed.of(form.values)
    try:
        section = parse_section(typed, form=before, key=new_key(before) if key == "new" else key)
    except Invalid as error:
        return _section(request, before, key, typed, error.told_fields(language_of(request, staff=True)))
    await save_form(gathering, with_section(before, section), by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/form#{section.key}", say=Message("The form is changed."))


@get(
    "/console/{slug:str}/form/preview",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def preview_form(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The form as a guest of a class sees it in a language."""
    asked = request.query_params
    language = chosen(asked.get("in"), GUEST_LANGUAGES) or "zh-Hans"
    code = asked.get("class", "")
    offered = await offered_of(gathering, fixed={"guest_class": code} if code else None)
    shown = await shown_form(gathering, offered, typed=first_answers(offered), language=language)
    document = offered.form.question("document")
    back = f"/console/{gathering.slug}/form"
    return page(
        request, "registration/form.html", held=gathering, shown=shown, language=language, preview=True,
        document_question=document, most_companions=MOST_COMPANIONS, heading=translated(_REGISTER, language),
        action=back, back=back, draft_action="", send_label="", told="", companions_allowed=False, may_withdraw=False,
    )  # fmt: skip


def _made_from(form: RegistrationForm, sent: Form) -> RegistrationForm:
    """The form as it is now, with the version the page was made from: saving refuses where they differ."""
    version = sent.text("version")
    return RegistrationForm(form.sections, int(version) if version.isdigit() and len(version) < 9 else -1)  # noqa: PLR2004


def _fresh(request: Request[Any, Any, Any]) -> Typed:
    return Typed({"section": [request.query_params.get("section", "")], "asked_of": ["*"], "kind": ["text"],
                  "file_types": list(FILE_TYPES)})  # fmt: skip


async def _question(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    form: RegistrationForm,
    key: str,
    typed: Typed,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    question = form.question(key)
    return page(
        request, "registration/form_question.html", status=422 if problems else 200, staff=True, form_now=form,
        key=key, question=question, typed=typed, problems=problems or {}, kinds=KIND_LABELS, new_kinds=NEW_KINDS,
        heading=question.words.said(language) if question else translated(_NEW_QUESTION, language),
        classes=await classes_of(gathering.id), file_types=FILE_TYPES, locked=key in LOCKED,
        with_options=question is None or (question.kind in WITH_OPTIONS and key != "sex"),
        with_files=question is None or question.kind is Kind.FILE,
    )  # fmt: skip


def _section(
    request: Request[Any, Any, Any],
    form: RegistrationForm,
    key: str,
    typed: Typed,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    words = next((one.words for one in form.sections if one.key == key), Words())
    return page(
        request, "registration/form_section.html", status=422 if problems else 200, staff=True, form_now=form,
        key=key, typed=typed, problems=problems or {},
        heading=words.said(language) or translated(_NEW_SECTION, language),
    )  # fmt: skip


HANDLERS = [
    form_overview, arrange_form, question_page, send_question, section_page, send_section, preview_form,
]  # fmt: skip
