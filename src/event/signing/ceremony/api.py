"""The ceremony for programs: order, places at the table, run sheet, things, and whether it can begin."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, post, put
from litestar.di import NamedDependency

from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission
from event.signing.ceremony.arranging import arrange, fix_order, set_free, usual_order
from event.signing.ceremony.cards import mark_cards
from event.signing.ceremony.kept import props_of, run_sheet_of, save_props, save_run_sheet
from event.signing.ceremony.lists import Prop, RunLine, mark_of
from event.signing.ceremony.plan import in_view
from event.signing.ceremony.ready import Readiness, readiness_of
from event.signing.ceremony.views import Ceremony, ceremony_of
from event.signing.rules import party_mark

_ROOT = "/api/v1/gatherings/{slug:str}/signing"
_READ: dict[str, Any] = {"permission": Permission.SIGNING_READ}
_WRITE: dict[str, Any] = {"permission": Permission.SIGNING_WRITE}


class PlacesView(msgspec.Struct):
    """The parties of an agreement (甲, 乙) from left to right: as the signers see it, and as the audience does."""

    item: str
    stage: list[str]
    audience: list[str]
    witnesses: list[str]


class BatchOrderView(msgspec.Struct):
    """A batch: when it begins, since when its order is frozen, its agreements in the order of signing."""

    number: int
    starts_at: datetime | None
    frozen_at: datetime | None
    items: list[PlacesView]


class CeremonyView(msgspec.Struct):
    """The ceremony. `seen` marks stand for the order, run sheet and things as they are: send them back when you change them."""

    batches: list[BatchOrderView]
    frozen: bool
    seen: str
    run_sheet: list[RunLine]
    own_run_sheet: bool
    seen_run_sheet: str
    things: list[Prop]
    seen_things: str


class OrderTold(msgspec.Struct):
    """Codes of agreements by the number of their batch; batches that are left out stay. `seen`: the order you saw."""

    batches: dict[int, list[str]]
    seen: str | None = None


class RunSheetTold(msgspec.Struct):
    """All lines of the run sheet; none: the usual ones."""

    lines: list[RunLine]
    seen: str | None = None


class ThingsTold(msgspec.Struct):
    """All things that must lie ready."""

    lines: list[Prop]
    seen: str | None = None


class CardsTold(msgspec.Struct):
    """Agreements whose table cards lie ready, or do not."""

    items: list[str]
    printed: bool = True


class SignsView(msgspec.Struct):
    """Somebody who signs. `in_hall_since`: let into the ceremony's hall; `has_ticket`: otherwise no door can tell."""

    mark: str
    name: str
    guest: str
    has_ticket: bool
    in_hall_since: datetime | None
    stand_in: str
    stand_in_in_hall: bool
    card_printed: bool
    liaison: str
    phone: str


class ReadyItemView(msgspec.Struct):
    """An agreement; `prepared`: text, stand-ins and cards are done; `ready`: and somebody can sign for every party."""

    item: str
    batch: int
    text_final: bool
    prepared: bool
    ready: bool
    signs: list[SignsView]


class ReadinessView(msgspec.Struct):
    """Whether the ceremony can begin; `call_at`: from when on those of `missing` are called (T−20)."""

    begins: datetime | None
    call_at: datetime | None
    calling: bool
    figures: dict[str, int]
    missing: list[str]
    items: list[ReadyItemView]


@get(_ROOT + "/ceremony", opt=_READ, tags=["Signing ceremony"])
async def api_ceremony(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> CeremonyView:
    """Batches in order with the places at the table, the run sheet and the things that must lie ready."""
    return await _view(request, gathering)


@put(_ROOT + "/ceremony/order", opt=_WRITE, tags=["Signing ceremony"])
async def api_order(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> CeremonyView:
    """Put agreements into another order or batch; {"batches": {}} is the usual order. 409 where it is frozen or not as seen."""
    told = await read_json(request, OrderTold)
    if told.batches:
        await arrange(told.batches, seen=told.seen, gathering=gathering, by=access.actor, now=now)
    else:
        await usual_order(seen=told.seen, gathering=gathering, by=access.actor, now=now)
    return await _changed(request, gathering)


@post(_ROOT + "/ceremony/freeze", opt=_WRITE, tags=["Signing ceremony"], status_code=200)
async def api_freeze(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> CeremonyView:
    """Freeze the order before papers are printed."""
    await fix_order(gathering, by=access.actor, now=now)
    return await _changed(request, gathering)


@post(_ROOT + "/ceremony/unfreeze", opt=_WRITE, tags=["Signing ceremony"], status_code=200)
async def api_unfreeze(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> CeremonyView:
    """Let the order be changed again."""
    await set_free(gathering, by=access.actor, now=now)
    return await _changed(request, gathering)


@put(_ROOT + "/ceremony/run-sheet", opt=_WRITE, tags=["Signing ceremony"])
async def api_run_sheet(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> CeremonyView:
    """Keep these lines as the run sheet; 409 where it is not as `seen` any more."""
    told = await read_json(request, RunSheetTold)
    await save_run_sheet(told.lines, seen=told.seen, gathering=gathering, by=access.actor, now=now)
    return await _changed(request, gathering)


@put(_ROOT + "/ceremony/things", opt=_WRITE, tags=["Signing ceremony"])
async def api_things(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> CeremonyView:
    """Keep these as the things that must lie ready; 409 where they are not as `seen` any more."""
    told = await read_json(request, ThingsTold)
    await save_props(told.lines, seen=told.seen, gathering=gathering, by=access.actor, now=now)
    return await _changed(request, gathering)


@get(_ROOT + "/readiness", opt=_READ, tags=["Signing ceremony"])
async def api_readiness(
    gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> ReadinessView:
    """Whether the ceremony can begin now: texts, stand-ins, cards, who is in the hall, and whom to call."""
    return readiness_view(await readiness_of(gathering, now=now))


@post(_ROOT + "/readiness/cards", opt=_WRITE, tags=["Signing ceremony"], status_code=200)
async def api_cards(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> ReadinessView:
    """Say that the table cards of agreements lie ready, or that they do not."""
    told = await read_json(request, CardsTold)
    await mark_cards(told.items, gathering=gathering, by=access.actor, now=now, printed=told.printed)
    await announce(gathering.id)
    return readiness_view(await readiness_of(gathering, now=now))


async def _changed(request: Request[Any, Any, Any], gathering: Gathering) -> CeremonyView:
    await announce(gathering.id)
    return await _view(request, gathering)


async def _view(request: Request[Any, Any, Any], gathering: Gathering) -> CeremonyView:
    told = await ceremony_of(gathering, language=language_of(request, staff=True))
    run_sheet, things = await run_sheet_of(gathering.id), await props_of(gathering.id)
    return ceremony_view(told, seen_run_sheet=mark_of(run_sheet), seen_things=mark_of(things))


def ceremony_view(told: Ceremony, *, seen_run_sheet: str, seen_things: str) -> CeremonyView:
    """The ceremony as programs get it."""
    batches = [
        BatchOrderView(
            at.batch.told.number, at.batch.told.starts_at, at.frozen,
            [
                PlacesView(
                    one.item.told.code, [party_mark(party.position) for party in in_view(one.item, "stage")],
                    [party_mark(party.position) for party in in_view(one.item, "audience")], [who.name for who in one.witnesses],
                )
                for one in at.items
            ],
        )
        for at in told.batches
    ]  # fmt: skip
    return CeremonyView(
        batches, told.frozen, told.order, list(told.run_sheet), told.own_sheet, seen_run_sheet, list(told.props), seen_things
    )  # fmt: skip


def readiness_view(told: Readiness) -> ReadinessView:
    """The board as programs get it."""
    items = [
        ReadyItemView(
            one.item.told.code, batch.told.number, one.text_final, one.prepared, one.ready,
            [
                SignsView(
                    who.mark, who.signatory.name(), who.signatory.told.guest, who.known, who.since, who.signatory.told.stand_in,
                    who.stand_in_since is not None, who.signatory.told.card_printed, who.contact.name, who.contact.phone,
                )
                for who in one.signs
            ],
        )
        for batch, ones in told.batches
        for one in ones
    ]  # fmt: skip
    missing = [one.mark for one in told.missing]
    return ReadinessView(told.begins, told.call_at, told.calling, told.figures, missing, items)


HANDLERS = [
    api_ceremony, api_order, api_freeze, api_unfreeze, api_run_sheet, api_things, api_readiness, api_cards,
]  # fmt: skip
