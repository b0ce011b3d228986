"""The page with the papers of the signing: choose, take as PDF."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Invalid, Refusal
from event.gathering.tables import Gathering
from event.http import Form, language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.printing.centre.asking import parameter_of
from event.printing.centre.views import as_file, made_for
from event.printing.signing.cards import WHO
from event.printing.signing.documents import PREFIX, SIGNING_DOCUMENTS
from event.printing.signing.sizes import SIZES
from event.signing.ceremony.cards import mark_cards
from event.signing.ceremony.views import ceremony_of
from event.signing.ledger.queries import today_of

DOCUMENTS = {name.removeprefix(PREFIX): one for name, one in SIGNING_DOCUMENTS.items()}
ASKED_LABELS = {
    "batch": Message("Batch"),
    "who": Message("Whose"),
    "as_of": Message("As of the day"),
    "item": Message("Project or agreement"),
    "size": Message("Size of the paper"),
}


@get(
    "/console/{slug:str}/signing/paper", opt={"permission": Permission.SIGNING_READ}, include_in_schema=False
)
async def signing_paper_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """What there is to print."""
    return await _page(request, gathering, now, typed={})


@post(
    "/console/{slug:str}/signing/paper",
    opt={"permission": Permission.SIGNING_READ},
    include_in_schema=False,
    status_code=200,
)
async def take_signing_paper(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Make a paper and send it as a file; the button says which. Cards are marked as lying ready where that is ticked."""
    name = form.text("make")
    asked = {"language": form.text("language")}
    for one in DOCUMENTS[name].asks if name in DOCUMENTS else ():
        asked[parameter_of(one)] = form.text(f"{name}-{one}")
    try:
        made = await made_for(PREFIX + name, asked, gathering, access, now)
        if name == "cards" and form.ticked("mark") and access.may(Permission.SIGNING_WRITE, gathering.id):
            await _mark(asked.get("batch", ""), gathering, access, now)
        return as_file(made)
    except Refusal as error:
        language = language_of(request, staff=True)
        told = error.told_fields(language) if isinstance(error, Invalid) else {}
        problem = " ".join(told.values()) or error.told(language)
        return await _page(request, gathering, now, typed=form.typed, problem=problem)


async def _mark(batch: str, gathering: Gathering, access: Access, now: datetime) -> None:
    told = await ceremony_of(gathering, language="zh-Hans")
    codes = [
        one.item.told.code
        for at in told.batches
        if batch in ("", str(at.batch.told.number))
        for one in at.items
    ]
    await mark_cards(codes, gathering=gathering, by=access.actor, now=now)


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    now: datetime,
    *,
    typed: dict[str, str],
    problem: str = "",
) -> Response[Any]:
    language = language_of(request, staff=True)
    told = await ceremony_of(gathering, language=language)
    batches = [str(one.batch.told.number) for one in told.batches if one.items]
    options = {
        "batch": [("", translated(Message("All"), language)), *((one, one) for one in batches)],
        "size": [(code, translated(label, language)) for code, label in SIZES.items()],
        "who": [(code, translated(label, language)) for code, label in WHO.items()],
    }
    return page(
        request, "printing/signing_paper.html", status=422 if problem else 200, staff=True, documents=DOCUMENTS, options=options,
        asked_labels=ASKED_LABELS, typed=typed, problem=problem, frozen=told.frozen, today=today_of(gathering, now).isoformat(),
    )  # fmt: skip


HANDLERS = [signing_paper_page, take_signing_paper]
