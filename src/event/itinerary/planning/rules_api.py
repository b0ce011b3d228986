"""The rules of the visit's plans for programs: everything the page can do to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.comparing import marks
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.itinerary.planning.rules_bonds import BondTold
from event.itinerary.planning.rules_kept import BondView, RulesView, bonds_of, kept_rules, rules_of
from event.itinerary.planning.rules_operations import (
    UnknownBond,
    add_bond,
    change_bond,
    remove_bond,
    set_rules,
)
from event.people.rules import Access, Permission
from event.registration.fields import patched, seen_in
from event.registration.queries import Scope

_ROOT = "/api/v1/gatherings/{slug:str}/visit/rules"
_LOOK, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


@get(_ROOT, opt=_LOOK, tags=["Rules of the visit"])
async def api_rules(gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]) -> RulesView:
    """Days of the visit, sessions to be at, what counts how much, the speed of estimates, and who rides with whom."""
    return await rules_of(gathering, scope=reach)


@patch(_ROOT, opt=_WRITE, tags=["Rules of the visit"])
async def api_set_rules(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> RulesView:
    """Change `days`, `commitments`, `weighed` or `kilometres_an_hour`, each as a whole; `seen` as for stops."""
    sent, before = await read_json(request, dict[str, Any]), await kept_rules(gathering)
    seen = seen_in(sent) or marks(before)
    await set_rules(patched(before, sent), seen=seen, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await rules_of(gathering, scope=reach)


@get(f"{_ROOT}/bonds", opt=_LOOK, tags=["Rules of the visit"])
async def api_bonds(gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]) -> list[BondView]:
    """Guests who have to ride together, then those who must not; liaisons see those of their own delegations."""
    return await bonds_of(gathering, scope=reach)


@post(f"{_ROOT}/bonds", opt=_WRITE, tags=["Rules of the visit"])
async def api_add_bond(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> list[BondView]:
    """Say that two guests, by number, ride together or, with `apart`, do not; 422 where that contradicts the others."""
    told = await read_json(request, BondTold)
    await add_bond(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await bonds_of(gathering, scope=reach)


@patch(_ROOT + "/bonds/{bond:uuid}", opt=_WRITE, tags=["Rules of the visit"])
async def api_change_bond(
    request: Request[Any, Any, Any],
    bond: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> list[BondView]:
    """Change the fields of a bond that are sent: `one`, `other`, `apart`, `reason`."""
    before = next((one for one in await bonds_of(gathering, scope=reach) if one.id == bond), None)
    if before is None:
        raise UnknownBond
    told = BondTold(
        one=before.one.number, other=before.other.number, apart=before.apart, reason=before.reason
    )
    told = patched(told, await read_json(request, dict[str, Any]))
    await change_bond(bond, told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await bonds_of(gathering, scope=reach)


@delete(_ROOT + "/bonds/{bond:uuid}", opt=_WRITE, tags=["Rules of the visit"])
async def api_remove_bond(
    bond: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> None:
    """Take a bond back."""
    await remove_bond(bond, gathering=gathering, scope=reach, by=access.actor, now=now)
    await announce(gathering.id)


HANDLERS = [api_rules, api_set_rules, api_bonds, api_add_bond, api_change_bond, api_remove_bond]
