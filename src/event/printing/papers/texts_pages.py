"""The page on which the office writes its texts, a language at a time, and chooses what the handbook is without."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.comparing import mark
from event.errors import Invalid
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import GUEST_LANGUAGES, Message, chosen, translated
from event.people.rules import Access, Permission
from event.printing.papers.certificates import KINDS
from event.printing.papers.texts import PARTS, TEXTS, leave_out, texts_of, write_texts

_PLACE = "/console/{slug:str}/print/handbook-texts"


@get(_PLACE, opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False)
async def texts_page(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """Every text in one language, and the parts of the handbook."""
    return await _page(request, gathering, _language(request.query_params.get("text", "")))


@post(_PLACE, opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False, status_code=200)
async def save_texts(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep what was typed; what somebody else wrote meanwhile is not overwritten."""
    language = _language(form.text("text"))
    texts = {part: form.text(part) for part in TEXTS}
    seen = {part: form.text(f"seen-{part}") for part in TEXTS}
    try:
        await write_texts(gathering, texts, language=language, by=access.actor, now=now, seen=seen)
    except Invalid as error:
        return await _page(request, gathering, language, typed=texts, error=error)
    shown = frozenset(form.texts("part"))
    await leave_out(gathering, frozenset(PARTS) - shown, by=access.actor, now=now)
    return go(
        f"/console/{gathering.slug}/print/handbook-texts?text={language}", say=Message("The texts are saved.")
    )


def _usual(language: str) -> dict[str, str]:
    """What certificates say where the office has written nothing."""
    return {f"certificate-{code}": translated(kind.wording, language) for code, kind in KINDS.items()}


def _language(text: str) -> str:
    return chosen(text, GUEST_LANGUAGES) or GUEST_LANGUAGES[0]


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    text_language: str,
    *,
    typed: dict[str, str] | None = None,
    error: Invalid | None = None,
) -> Response[Any]:
    known = await texts_of(gathering)
    stored = {part: known.written(part, text_language) for part in TEXTS}
    return page(
        request, "printing/papers/texts.html", status=422 if error else 200, staff=True, kinds=TEXTS, parts=PARTS,
        left_out=known.left_out, text_language=text_language, texts=typed or stored,
        made_of={part: known.said(part, text_language) for part in TEXTS} | _usual(text_language),
        seen={part: mark(text) for part, text in stored.items()},
        problems=error.told_fields(language_of(request, staff=True)) if error else {},
    )  # fmt: skip


HANDLERS = [texts_page, save_texts]
