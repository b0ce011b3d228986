"""The signing in the console: agreements by batch, and one of them with its parties."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid, Problem
from event.gathering.countries import countries
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.signing.changing import changes_of, differences
from event.signing.errors import ChangedMeanwhile, CodeTaken
from event.signing.forms import MOST_PARTIES, ItemTold, PartyTold, SignatoryTold, currencies
from event.signing.labels import LABELS, TEXT_LABELS, changes_said, field_said
from event.signing.operations import add_item, change_item, withdraw_item
from event.signing.queries import ItemKept, batches_of, item_of, items_of, offered_in, projects_of, types_of
from event.signing.rules import party_mark
from event.signing.typed import (
    called,
    on_the_page,
    read_item,
    refuse_unread,
    revision_opened,
    signatory_field,
    typed_item,
)
from event.signing.views import item_view

_ROOT = "/console/{slug:str}/signing"
_READ = {"permission": Permission.SIGNING_READ}
_WRITE = {"permission": Permission.SIGNING_WRITE}
_FIRST_CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD", "AUD", "CAD")
_NEW = ItemTold(
    code="", name_zh="", agreement_type="", text_state="draft",
    parties=(PartyTold(is_host=True, signatories=(SignatoryTold(),)), PartyTold(signatories=(SignatoryTold(),))),
)  # fmt: skip


@get(_ROOT + "/items", opt=_READ, include_in_schema=False)
async def signing_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Agreements by batch in the order of signing."""
    language = language_of(request, staff=True)
    items = await items_of(gathering)
    by_batch = [
        (batch, [one for one in items if one.told.batch == batch.told.number])
        for batch in await batches_of(gathering, items)
    ]
    loose = [one for one in items if one.told.batch is None]
    return page(
        request, "signing/items.html", staff=True, batches=by_batch, loose=loose, total=len(items),
        views={one.told.code: item_view(one, language) for one in items}, texts=TEXT_LABELS, mark=party_mark,
    )  # fmt: skip


@get(_ROOT + "/items/new", opt=_WRITE, include_in_schema=False)
async def new_item_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """An agreement to be added; about a project of the pool where the address names one."""
    return await _page(
        request, gathering, None, await _about(request.query_params.get("project", ""), gathering)
    )


@post(_ROOT + "/items/new", opt=_WRITE, include_in_schema=False)
async def send_new_item(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add an agreement, or a party to it on the page."""
    told, unread = read_item(form, None)
    if form.text("do") != "save":
        return await _page(request, gathering, None, told, form=form)
    try:
        refuse_unread(told, unread, await offered_in(gathering))
        await add_item(told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, None, told, form=form, problems=error.problems)
    except CodeTaken as error:
        problems = {"code": Problem(error.sentence, error.data)}
        return await _page(request, gathering, None, told, form=form, problems=problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/items/{told.code}", say=Message("The agreement is added."))


@get(_ROOT + "/items/{code:str}", opt=_READ, include_in_schema=False)
async def item_page(
    request: Request[Any, Any, Any], code: FromPath[str], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """One agreement with its parties, and who changed what."""
    item = await item_of(gathering, code)
    return await _page(request, gathering, item, item.told)


@post(_ROOT + "/items/{code:str}", opt=_WRITE, include_in_schema=False)
async def send_item(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save an agreement where nobody else has since it was opened; otherwise show both."""
    item = await item_of(gathering, code)
    told, unread = read_item(form, item.told)
    if form.text("do") != "save":
        return await _page(request, gathering, item, told, form=form)
    revision = revision_opened(form)
    try:
        refuse_unread(told, unread, await offered_in(gathering))
        await change_item(code, told, revision=revision, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, item, told, form=form, problems=error.problems)
    except CodeTaken as error:
        problems = {"code": Problem(error.sentence, error.data)}
        return await _page(request, gathering, item, told, form=form, problems=problems)
    except ChangedMeanwhile as error:
        return await _page(request, gathering, await item_of(gathering, code), None, mine=told, theirs=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/items/{told.code}", say=Message("Saved."))


@post(_ROOT + "/items/{code:str}/state", opt=_WRITE, include_in_schema=False)
async def send_item_state(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take an agreement off the ceremony, or put it back."""
    own, back = f"/console/{gathering.slug}/signing", form.text("do") == "back"
    try:
        await withdraw_item(code, gathering=gathering, by=access.actor, now=now, back=back)
    except Conflict as error:
        return go(f"{own}/items/{code}", say=error.sentence.format(**error.data), kind="warning")
    await announce(gathering.id)
    state = f"{own}/items/{code}/state"
    if back:
        say = Message("The agreement is on the list again.")
        return go(f"{own}/items/{code}", say=say, undo=f"{state}?do=withdraw", again=True)
    return go(f"{own}/items", say=Message("The agreement is taken off the list."), undo=f"{state}?do=back")


async def _about(code: str, gathering: Gathering) -> ItemTold:
    """What a new agreement begins with: what is known of its project."""
    known = next((one.told for one in await projects_of(gathering) if one.told.code == code), None)
    if known is None:
        return _NEW
    return msgspec.structs.replace(
        _NEW, project=known.code, name_zh=known.name_zh, name_en=known.name_en, industry=known.industry, town=known.town
    )  # fmt: skip


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    item: ItemKept | None,
    told: ItemTold | None,
    *,
    form: Form | None = None,
    problems: dict[str, Problem] | None = None,
    mine: ItemTold | None = None,
    theirs: ChangedMeanwhile | None = None,
) -> Response[Any]:
    """The form; `mine` and `theirs` where somebody else was first: then it has what is stored now."""
    language = language_of(request, staff=True)
    shown = told or (item.told if item else _NEW)
    named = ((one.code, one.name(language)) for one in await types_of(gathering.id))
    ordered = [*_FIRST_CURRENCIES, *sorted(currencies() - set(_FIRST_CURRENCIES))]
    said = {name: one.told(language) for name, one in on_the_page(problems or {}).items()}
    labels = {name: translated(label, language) for name, label in LABELS.items()}
    between = differences(item.told, mine) if item and mine else {}
    if theirs:  # what only they have changed is not what this reader typed
        between = {
            name: pair for name, pair in between.items() if theirs.changes.get(name, [object()])[0] != pair[1]
        }
    return page(
        request, "signing/item.html", status=422 if problems else 409 if theirs else 200, staff=True, item=item,
        view=item_view(item, language) if item else None, typed=typed_item(shown, form), parties=shown.parties,
        revision=form.text("revision") if form and item else item.revision if item else "", problems=said,
        options={
            "types": list(named), "currencies": [("", "–"), *((code, code) for code in ordered)],
            "batches": [("", "–"), *((str(one.told.number), str(one.told.number)) for one in await batches_of(gathering))],
            "projects": [("", "–"), *((one.told.code, f"{one.told.code} {one.told.name_zh}") for one in await projects_of(gathering))],
            "places": [("", "–"), *countries(language)],
            "texts": [(str(state), translated(label, language)) for state, label in TEXT_LABELS.items()],
        },
        labels=labels, summary={name: called(name, labels) for name in said}, mark=party_mark, at=signatory_field,
        most=MOST_PARTIES,
        heading=item.name(language) if item else translated(Message("New agreement"), language),
        conflict=theirs.told(language) if theirs else "",
        others=changes_said(theirs.changes if theirs else {}, language), mine=changes_said(between, language),
        history=await changes_of(item.id) if item else [], field=lambda name: field_said(name, language),
        may_write=Permission.SIGNING_WRITE in request.state.permissions,
    )  # fmt: skip


HANDLERS = [signing_page, new_item_page, send_new_item, item_page, send_item, send_item_state]
