"""The signing for programs: agreements, batches, types and the pool of projects. Amounts are texts in JSON."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission
from event.signing.changing import Changed, changes_of
from event.signing.forms import BatchTold, ItemTold, ProjectTold
from event.signing.operations import (
    RulesTold,
    TypeTold,
    add_item,
    change_item,
    change_rules,
    order_batch,
    remove_type,
    rules_told,
    save_batch,
    save_project,
    save_type,
    withdraw_item,
    withdraw_project,
)
from event.signing.queries import batch_of, batches_of, item_of, items_of, project_of, projects_of, types_of
from event.signing.views import (
    BatchView,
    ItemView,
    ProjectView,
    TypeView,
    batch_view,
    item_view,
    project_view,
)

_ROOT = "/api/v1/gatherings/{slug:str}/signing"
_READ = {"permission": Permission.SIGNING_READ}
_WRITE = {"permission": Permission.SIGNING_WRITE}


class Order(msgspec.Struct):
    """The codes of a batch's agreements in the order of signing; empty: the usual order."""

    items: list[str]


@get(_ROOT + "/items", opt=_READ, tags=["Signing"])
async def api_items(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], withdrawn: FromQuery[bool] = False
) -> list[ItemView]:
    """Agreements by batch in the order of signing, with parties and signatories; withdrawn ones where asked for."""
    language = language_of(request, staff=True)
    return [item_view(one, language) for one in await items_of(gathering, withdrawn=withdrawn)]


@post(_ROOT + "/items", opt=_WRITE, tags=["Signing"])
async def api_add_item(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> ItemView:
    """Add an agreement. `amount` in whole units of `currency` as a text; foreign amounts with `rate` and `rate_date`."""
    told = await read_json(request, ItemTold)
    await add_item(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return item_view(await item_of(gathering, told.code.strip()), language_of(request, staff=True))


@get(_ROOT + "/items/{code:str}", opt=_READ, tags=["Signing"])
async def api_item(
    request: Request[Any, Any, Any], code: FromPath[str], gathering: NamedDependency[Gathering]
) -> ItemView:
    """One agreement by its code."""
    return item_view(await item_of(gathering, code), language_of(request, staff=True))


@put(_ROOT + "/items/{code:str}", opt=_WRITE, tags=["Signing"])
async def api_change_item(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    revision: FromQuery[int],
) -> ItemView:
    """Change an agreement that was read at `revision`: 409 with who changed what where it was changed since."""
    told = await read_json(request, ItemTold)
    await change_item(code, told, revision=revision, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return item_view(await item_of(gathering, told.code.strip()), language_of(request, staff=True))


@get(_ROOT + "/items/{code:str}/changes", opt=_READ, tags=["Signing"])
async def api_item_changes(code: FromPath[str], gathering: NamedDependency[Gathering]) -> list[Changed]:
    """Who changed what of an agreement, the newest first: {field: [before, after]}."""
    return await changes_of((await item_of(gathering, code)).id)


@delete(_ROOT + "/items/{code:str}", opt=_WRITE, tags=["Signing"])
async def api_withdraw_item(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Take an agreement off the ceremony; one that is signed stays."""
    await withdraw_item(code, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


@post(_ROOT + "/items/{code:str}/back", opt=_WRITE, tags=["Signing"], status_code=200)
async def api_item_back(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> ItemView:
    """Put an agreement back that was withdrawn."""
    await withdraw_item(code, gathering=gathering, by=access.actor, now=now, back=True)
    await announce(gathering.id)
    return item_view(await item_of(gathering, code), language_of(request, staff=True))


@get(_ROOT + "/batches", opt=_READ, tags=["Signing"])
async def api_batches(gathering: NamedDependency[Gathering]) -> list[BatchView]:
    """Batches with their agreements in the order of signing."""
    return [batch_view(one) for one in await batches_of(gathering)]


@post(_ROOT + "/batches", opt=_WRITE, tags=["Signing"])
async def api_add_batch(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> BatchView:
    """Add a batch."""
    told = await read_json(request, BatchTold)
    await save_batch(told, gathering=gathering, by=access.actor, now=now)
    return batch_view(await batch_of(gathering, told.number))


@put(_ROOT + "/batches/{number:int}", opt=_WRITE, tags=["Signing"])
async def api_change_batch(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    revision: FromQuery[int],
) -> BatchView:
    """Change a batch that was read at `revision`."""
    told = await read_json(request, BatchTold)
    await save_batch(told, number=number, revision=revision, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return batch_view(await batch_of(gathering, told.number))


@put(_ROOT + "/batches/{number:int}/order", opt=_WRITE, tags=["Signing"])
async def api_order_batch(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> BatchView:
    """Decide the order of signing in a batch, or with an empty list go back to type, then amount."""
    told = await read_json(request, Order)
    await order_batch(number, told.items, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return batch_view(await batch_of(gathering, number))


@get(_ROOT + "/types", opt=_READ, tags=["Signing"])
async def api_types(gathering: NamedDependency[Gathering]) -> list[TypeView]:
    """Types of agreements in their order."""
    return [
        TypeView(one.code, one.name_zh, one.name_en, one.counts_as_investment, one.position, one.items)
        for one in await types_of(gathering.id)
    ]


@put(_ROOT + "/types", opt=_WRITE, tags=["Signing"])
async def api_save_type(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[TypeView]:
    """Add a type of agreement, or change the one with its code."""
    await save_type(await read_json(request, TypeTold), gathering=gathering, by=access.actor, now=now)
    return [
        TypeView(one.code, one.name_zh, one.name_en, one.counts_as_investment, one.position, one.items)
        for one in await types_of(gathering.id)
    ]


@delete(_ROOT + "/types/{code:str}", opt=_WRITE, tags=["Signing"])
async def api_remove_type(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a type that no agreement is of."""
    await remove_type(code, gathering=gathering, by=access.actor, now=now)


@get(_ROOT + "/projects", opt=_READ, tags=["Signing"])
async def api_projects(
    gathering: NamedDependency[Gathering], withdrawn: FromQuery[bool] = False
) -> list[ProjectView]:
    """The pool of projects."""
    return [project_view(one) for one in await projects_of(gathering, withdrawn=withdrawn)]


@post(_ROOT + "/projects", opt=_WRITE, tags=["Signing"])
async def api_add_project(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> ProjectView:
    """Add a project to the pool."""
    told = await read_json(request, ProjectTold)
    await save_project(told, gathering=gathering, by=access.actor, now=now)
    return project_view(await project_of(gathering, told.code.strip()))


@put(_ROOT + "/projects/{code:str}", opt=_WRITE, tags=["Signing"])
async def api_change_project(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    revision: FromQuery[int],
) -> ProjectView:
    """Change a project that was read at `revision`."""
    told = await read_json(request, ProjectTold)
    await save_project(told, code=code, revision=revision, gathering=gathering, by=access.actor, now=now)
    return project_view(await project_of(gathering, told.code.strip()))


@delete(_ROOT + "/projects/{code:str}", opt=_WRITE, tags=["Signing"])
async def api_withdraw_project(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Take a project out of the pool."""
    await withdraw_project(code, gathering=gathering, by=access.actor, now=now)


@post(_ROOT + "/projects/{code:str}/back", opt=_WRITE, tags=["Signing"], status_code=200)
async def api_project_back(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> ProjectView:
    """Put a project back into the pool."""
    await withdraw_project(code, gathering=gathering, by=access.actor, now=now, back=True)
    return project_view(await project_of(gathering, code))


@get(_ROOT + "/rules", opt=_READ, tags=["Signing"])
async def api_rules(gathering: NamedDependency[Gathering]) -> RulesTold:
    """What the gathering has decided about its figures."""
    return await rules_told(gathering.id)


@patch(_ROOT + "/rules", opt=_WRITE, tags=["Signing"])
async def api_change_rules(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> RulesTold:
    """Decide about the figures."""
    told = await read_json(request, RulesTold)
    await change_rules(
        landed_from=told.landed_from, target_percent=told.target_percent, remind_to=told.remind_to,
        gathering=gathering, by=access.actor, now=now,
    )  # fmt: skip
    return told


HANDLERS = [
    api_items, api_add_item, api_item, api_change_item, api_item_changes, api_withdraw_item, api_item_back, api_batches,
    api_add_batch, api_change_batch, api_order_batch, api_types, api_save_type, api_remove_type, api_projects,
    api_add_project, api_change_project, api_withdraw_project, api_project_back, api_rules, api_change_rules,
]  # fmt: skip
