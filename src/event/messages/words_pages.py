"""The console's pages on the words of mails: which are the gathering's own, changing and trying them."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import GUEST_LANGUAGES, LANGUAGE_NAMES, Message
from event.messages.occasions import OCCASIONS
from event.messages.operations import change_wording
from event.messages.queries import own_words
from event.messages.trials import preview, send_trial
from event.messages.wording import Wording, known, parse_trial, parse_wording, wording
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.qr import qr_address


@get("/console/{slug:str}/mail/words", opt={"permission": Permission.MAIL_READ}, include_in_schema=False)
async def all_words(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """Every occasion in every language: own words, or those that ship."""
    return page(
        request, "messages/words.html", staff=True, occasions=OCCASIONS, mail_languages=GUEST_LANGUAGES,
        own=await own_words(gathering.id),
    )  # fmt: skip


@get(
    "/console/{slug:str}/mail/words/{occasion:str}/{language:str}",
    opt={"permission": Permission.MAIL_READ},
    include_in_schema=False,
)
async def words_page(
    request: Request[Any, Any, Any],
    occasion: FromPath[str],
    language: FromPath[str],
    gathering: NamedDependency[Gathering],
) -> Response[Any]:
    """The words of one occasion in one language."""
    known(occasion, language)
    words = await wording(occasion, language, gathering=gathering.id)
    return await _page(request, gathering, occasion, language, words)


@post(
    "/console/{slug:str}/mail/words/{occasion:str}/{language:str}",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
    status_code=200,
)
async def send_words(
    request: Request[Any, Any, Any],
    occasion: FromPath[str],
    language: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep the words, show them with sample values, mail them to oneself, or go back to those that ship."""
    known(occasion, language)
    do, back = form.text("do"), f"/console/{gathering.slug}/mail/words"
    if do == "ship":
        step = await change_wording(occasion, language, None, gathering=gathering, by=access.actor, now=now)
        say = Message("The words that ship are used again.")
        return go(back, say=say, undo=undo_path(step, gathering))
    typed = Wording(form.text("subject"), form.text("body"))
    try:
        words = parse_wording(form.typed, occasion=occasion)
        to = parse_trial(form.text("to")) if do == "test" else ""
    except Invalid as error:
        problems = error.told_fields(language_of(request, staff=True))
        return await _page(
            request, gathering, occasion, language, typed, to=form.text("to"), problems=problems
        )
    if do == "save":
        await change_wording(occasion, language, words, gathering=gathering, by=access.actor, now=now)
        return go(back, say=Message("The words are saved."))
    if do == "test":
        await send_trial(occasion, language, words, to=to, gathering=gathering, by=access.actor, now=now)
    return await _page(
        request, gathering, occasion, language, words, to=form.text("to"), sent=do == "test",
        shown=preview(occasion, language, words, gathering=gathering),
    )  # fmt: skip


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    occasion: str,
    language: str,
    words: Wording,
    *,
    to: str = "",
    problems: dict[str, str] | None = None,
    **more: Any,
) -> Response[Any]:
    return page(
        request, "messages/words_of.html", status=422 if problems else 200, staff=True, key=occasion,
        occasion=OCCASIONS[occasion], mail_language=language, language_name=LANGUAGE_NAMES[language],
        words=words, to=to, problems=problems or {}, is_own=(occasion, language) in await own_words(gathering.id),
        picture=qr_address("SAMPLE", module=6), **{"shown": None, "sent": False} | more,
    )  # fmt: skip


HANDLERS = [all_words, words_page, send_words]
