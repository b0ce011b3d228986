"""Mails and their words for programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from event.gathering.tables import Gathering
from event.http import read_json
from event.language import GUEST_LANGUAGES
from event.messages.occasions import OCCASIONS
from event.messages.operations import change_wording, note_bounce, send_again
from event.messages.queries import MailFilter, MailLine, mail_text, mails, own_words
from event.messages.trials import send_trial
from event.messages.wording import known, parse_trial, parse_wording, wording
from event.people.rules import Access, Permission

_ROOT = "/api/v1/gatherings/{slug:str}/mails"
_WORDS = _ROOT + "/words/{occasion:str}/{language:str}"
_PAGES = 100_000


class MailView(msgspec.Struct):
    """A mail of the outbox."""

    id: UUID
    guest: UUID | None
    created_at: datetime
    sent_at: datetime | None
    occasion: str
    recipient: str
    subject: str
    state: str
    attempts: int
    last_error: str
    bounce_note: str


class MailFull(msgspec.Struct):
    """A mail with its plain text."""

    mail: MailView
    text: str


class MailsView(msgspec.Struct):
    """A page of the outbox."""

    mails: list[MailView]
    total: int
    page: int
    pages: int


class WordsLine(msgspec.Struct):
    """An occasion in a language; `own`: its words are not those that ship."""

    occasion: str
    language: str
    own: bool


class WordsView(msgspec.Struct):
    """The words of one occasion in one language."""

    occasion: str
    language: str
    own: bool
    subject: str
    body: str
    placeholders: list[str]


class Note(msgspec.Struct):
    """Why a mail came back."""

    note: str = ""


@get(_ROOT, opt={"permission": Permission.MAIL_READ}, tags=["Mail"])
async def api_mails(
    gathering: NamedDependency[Gathering],
    q: FromQuery[str] = "",
    in_state: Annotated[str, QueryParameter(name="state")] = "",
    occasion: FromQuery[str] = "",
    guest: FromQuery[UUID | None] = None,
    page: FromQuery[int] = 1,
) -> MailsView:
    """The outbox, newest first, 50 a page; `q` searches recipients."""
    wanted = MailFilter(
        q.replace("\x00", ""), in_state.replace("\x00", ""), occasion.replace("\x00", ""), guest,
        min(max(page, 1), _PAGES),
    )  # fmt: skip
    found = await mails(gathering, wanted)
    return MailsView([_view(line) for line in found.lines], found.total, found.page, found.pages)


@get(_ROOT + "/{mail:uuid}", opt={"permission": Permission.MAIL_READ}, tags=["Mail"])
async def api_mail(mail: FromPath[UUID], gathering: NamedDependency[Gathering]) -> MailFull:
    """One mail as its reader gets it."""
    found = await mail_text(mail, gathering=gathering)
    return MailFull(_view(found.line), found.text)


@post(
    _ROOT + "/{mail:uuid}/send-again",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Mail"],
    status_code=202,
)
async def api_send_again(
    mail: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Queue a mail that failed, came back, or of which nobody knows."""
    await send_again(mail, gathering=gathering, by=access.actor, now=now)


@post(
    _ROOT + "/{mail:uuid}/bounce", opt={"permission": Permission.GUESTS_WRITE}, tags=["Mail"], status_code=204
)
async def api_bounce(
    request: Request[Any, Any, Any],
    mail: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Note that a mail came back. Body: {"note": "…"}."""
    told = await read_json(request, Note, otherwise=b"{}")
    await note_bounce(
        mail, told.note.replace("\x00", ""), gathering=gathering, by=access.actor, now=now
    )  # fmt: skip


@get(_ROOT + "/words", opt={"permission": Permission.MAIL_READ}, tags=["Mail"])
async def api_all_words(gathering: NamedDependency[Gathering]) -> list[WordsLine]:
    """Every occasion in every language, and whether its words are the gathering's own."""
    own = await own_words(gathering.id)
    return [
        WordsLine(occasion, language, (occasion, language) in own)
        for occasion in OCCASIONS
        for language in GUEST_LANGUAGES
    ]


@get(_WORDS, opt={"permission": Permission.MAIL_READ}, tags=["Mail"])
async def api_words(
    occasion: FromPath[str], language: FromPath[str], gathering: NamedDependency[Gathering]
) -> WordsView:
    """The words of one occasion in one language."""
    known(occasion, language)
    words = await wording(occasion, language, gathering=gathering.id)
    own = (occasion, language) in await own_words(gathering.id)
    names = list(OCCASIONS[occasion].placeholders)
    return WordsView(occasion, language, own, words.subject, words.body, names)


@put(_WORDS, opt={"permission": Permission.GUESTS_WRITE}, tags=["Mail"], status_code=204)
async def api_change_words(
    request: Request[Any, Any, Any],
    occasion: FromPath[str],
    language: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Keep words of the gathering's own. Body: {"subject": "…", "body": "…"}; problems are told per field."""
    known(occasion, language)
    words = parse_wording(await read_json(request, dict[str, str]), occasion=occasion)
    await change_wording(occasion, language, words, gathering=gathering, by=access.actor, now=now)


@delete(_WORDS, opt={"permission": Permission.GUESTS_WRITE}, tags=["Mail"], status_code=204)
async def api_ship_words(
    occasion: FromPath[str],
    language: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Go back to the words that ship."""
    known(occasion, language)
    await change_wording(occasion, language, None, gathering=gathering, by=access.actor, now=now)


@post(_WORDS + "/test", opt={"permission": Permission.GUESTS_WRITE}, tags=["Mail"], status_code=202)
async def api_try_words(
    request: Request[Any, Any, Any],
    occasion: FromPath[str],
    language: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Mail the words with sample values to an address. Body: {"to": "…"}."""
    known(occasion, language)
    to = parse_trial((await read_json(request, dict[str, str])).get("to", ""))
    words = await wording(occasion, language, gathering=gathering.id)
    await send_trial(occasion, language, words, to=to, gathering=gathering, by=access.actor, now=now)


def _view(line: MailLine) -> MailView:
    return MailView(**{name: getattr(line, name) for name in MailView.__struct_fields__})


HANDLERS = [
    api_mails, api_mail, api_send_again, api_bounce, api_all_words, api_words, api_change_words,
    api_ship_words, api_try_words,
]  # fmt: skip
