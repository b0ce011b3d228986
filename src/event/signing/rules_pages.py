"""Types of agreement and the rules of the figures, in the console."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.signing.errors import CodeTaken
from event.signing.ledger.rules import ORDER, STAGE_LABELS
from event.signing.ledger.tables import Stage
from event.signing.money import plain
from event.signing.operations import (
    RulesTold,
    TypeTold,
    change_rules,
    remove_type,
    rules_told,
    save_type,
    seen_mark,
    type_told,
)
from event.signing.queries import types_of
from event.signing.typed import Problems, decimal, whole

_ROOT = "/console/{slug:str}/signing/rules"
_READ = {"permission": Permission.SIGNING_READ}
_WRITE = {"permission": Permission.SIGNING_WRITE}
_LAST = 999
LABELS: dict[str, Message] = {
    "landed_from": Message("Landed from this stage on"), "target_percent": Message("Target in per cent"),
    "remind_to": Message("Remind by mail where nobody is named"), "code": Message("Code"), "name_zh": Message("Name in Chinese"),
    "name_en": Message("Name in English"), "counts_as_investment": Message("Counts as investment"), "position": Message("Place in the list"),
}  # fmt: skip


@get(_ROOT, opt=_READ, include_in_schema=False)
async def rules_page(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """The rules and the types; with `?type=CODE` the form has that type."""
    return await _page(request, gathering, code=request.query_params.get("type", ""))


@post(_ROOT, opt=_WRITE, include_in_schema=False)
async def send_rules(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Decide about the figures."""
    unread: Problems = {}
    target = decimal(form, "target_percent", unread)
    try:
        await change_rules(
            landed_from=form.text("landed_from"), target_percent=Decimal(-1) if target is None else target,
            remind_to=form.text("remind_to"), seen=form.text("seen"), gathering=gathering, by=access.actor, now=now,
        )  # fmt: skip
    except Invalid as error:
        return await _page(request, gathering, form=form, problems=error.problems | unread)
    except Conflict as error:
        return await _page(request, gathering, crossed=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/rules", say=Message("The rules are saved."))


@post(_ROOT + "/types", opt=_WRITE, include_in_schema=False)
async def send_type(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a type of agreement, or change one that was opened."""
    unread: Problems = {}
    position, code = whole(form, "position", unread), form.text("code")
    told = TypeTold(
        code, form.text("name_zh"), form.text("name_en"), form.ticked("counts_as_investment"),
        _LAST if position is None else position,
    )  # fmt: skip
    try:
        if unread:
            raise Invalid(unread)  # noqa: TRY301 - told like what the operation refuses
        await save_type(told, seen=form.text("seen"), gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, code=_opened(form), type_form=form, problems=error.problems)
    except CodeTaken as error:
        name = "code" if error.data["code"] == code and not _opened(form) else "name_zh"
        problems = {name: Problem(error.sentence, error.data)}
        return await _page(request, gathering, code=_opened(form), type_form=form, problems=problems)
    except Conflict as error:
        return await _page(request, gathering, code=code, crossed=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/rules", say=Message("The type is saved."))


@post(_ROOT + "/types/{code:str}/remove", opt=_WRITE, include_in_schema=False)
async def send_type_removed(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Remove a type that no agreement is of."""
    own = f"/console/{gathering.slug}/signing/rules"
    try:
        step = await remove_type(code, gathering=gathering, by=access.actor, now=now)
    except Conflict as error:
        return go(own, say=error.sentence, kind="warning")
    await announce(gathering.id)
    return go(own, say=Message("The type is removed."), undo=undo_path(step, gathering))


def _opened(form: Form) -> str:
    """The code of the type somebody opened, empty for a new one."""
    return form.text("code") if form.text("seen") else ""


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    *,
    code: str = "",
    form: Form | None = None,
    type_form: Form | None = None,
    problems: Mapping[str, Problem] | None = None,
    crossed: Conflict | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    rules, opened = await rules_told(gathering.id), await type_told(gathering.id, code) if code else None
    stages = [
        (str(one), translated(STAGE_LABELS[one], language)) for one in ORDER[ORDER.index(Stage.SIGNED) :]
    ]
    return page(
        request, "signing/rules.html", status=422 if problems else 409 if crossed else 200, staff=True, stages=stages,
        types=await types_of(gathering.id), opened=opened, typed_rules=_as_typed(rules) | (form.typed if form else {}),
        typed=_type_as_typed(None if type_form else opened) | (type_form.typed if type_form else {}), seen_rules=form.text("seen") if form else seen_mark(rules),
        seen=type_form.text("seen") if type_form else seen_mark(opened), crossed=crossed.told(language) if crossed else "",
        problems={name: one.told(language) for name, one in (problems or {}).items()},
        labels={name: translated(label, language) for name, label in LABELS.items()},
        may_write=Permission.SIGNING_WRITE in request.state.permissions,
    )  # fmt: skip


def _as_typed(rules: RulesTold) -> dict[str, str]:
    return {
        "landed_from": rules.landed_from, "target_percent": plain(rules.target_percent, 0), "remind_to": rules.remind_to
    }  # fmt: skip


def _type_as_typed(told: TypeTold | None) -> dict[str, str]:
    if told is None:
        return dict.fromkeys(("code", "name_zh", "name_en", "position", "counts_as_investment"), "")
    return {
        "code": told.code, "name_zh": told.name_zh, "name_en": told.name_en, "position": str(told.position),
        "counts_as_investment": "on" if told.counts_as_investment else "",
    }  # fmt: skip


HANDLERS = [rules_page, send_rules, send_type, send_type_removed]
