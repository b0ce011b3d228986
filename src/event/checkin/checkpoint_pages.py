"""Checkpoints in the console: the list by kind, and one of them with its rule."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.checkin.checkpoint_forms import (
    CheckpointTold,
    read_checkpoint,
    refuse_unread,
    typed_checkpoint,
)
from event.checkin.checkpoint_list import (
    CheckpointView,
    Choices,
    checkpoint_in_full,
    checkpoints_in_full,
    choices_of,
    sentence_of,
)
from event.checkin.checkpoints import (
    CheckpointInUse,
    CountedOtherwise,
    add_checkpoint,
    change_checkpoint,
    open_checkpoint,
    put_at,
    remove_checkpoint,
)
from event.checkin.tables import Admits, CheckpointKind
from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.people.undoing import undo_path

KINDS: dict[CheckpointKind, Message] = {
    CheckpointKind.ARRIVAL: Message("Arrival desk"),
    CheckpointKind.HALL: Message("Hall"),
    CheckpointKind.SESSION: Message("Session door"),
    CheckpointKind.BUS: Message("Bus"),
    CheckpointKind.STOP: Message("Stop of a visit"),
    CheckpointKind.MEAL: Message("Meal"),
    CheckpointKind.HOTEL: Message("Hotel"),
    CheckpointKind.GIFT: Message("Gifts"),
    CheckpointKind.EXIT: Message("Exit"),
}
DIRECTIONS = {"in": Message("On the way in"), "out": Message("On the way out")}
ADMITS: dict[Admits, Message] = {
    Admits.ONCE: Message("Once"),
    Admits.DAILY: Message("Once a day"),
    Admits.SESSION: Message("Once for the whole session, whatever door"),
    Admits.ALWAYS: Message("Every time"),
}
_NEW = CheckpointTold(code="", name_zh="")


@get(
    "/console/{slug:str}/checkpoints", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False
)
async def checkpoints_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Every checkpoint by kind, with who may pass and how many scans it has had."""
    every = await checkpoints_in_full(gathering, language=language_of(request, staff=True))
    kinds = [(kind, [one for one in every if one.kind == kind]) for kind in KINDS]
    return page(
        request, "checkin/checkpoints.html", staff=True, labels=KINDS, directions=DIRECTIONS,
        kinds=[(kind, ones) for kind, ones in kinds if ones],
    )  # fmt: skip


@get(
    "/console/{slug:str}/checkpoints/new",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def new_checkpoint_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """A checkpoint to be added."""
    choices = await choices_of(gathering, language=language_of(request, staff=True))
    return _page(request, gathering, None, _NEW, choices)


@post(
    "/console/{slug:str}/checkpoints/new",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_new_checkpoint(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a checkpoint, or a line to its rule on the page."""
    choices = await choices_of(gathering, language=language_of(request, staff=True))
    told, unread = read_checkpoint(form, gathering.zone)
    if form.text("do") != "save":
        return _page(request, gathering, None, told, choices, form=form)
    try:
        refuse_unread(told, unread, choices.offered)
        made = await add_checkpoint(
            told, offered=choices.offered, gathering=gathering, by=access.actor, now=now
        )
    except Invalid as error:
        return _page(request, gathering, None, told, choices, form=form, problems=error.problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/checkpoints/{made}", say=Message("The checkpoint is added."))


@get(
    "/console/{slug:str}/checkpoints/{checkpoint:uuid}",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def checkpoint_page(
    request: Request[Any, Any, Any], checkpoint: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """One checkpoint as it is."""
    language = language_of(request, staff=True)
    one = await checkpoint_in_full(gathering, which=checkpoint, language=language)
    return _page(request, gathering, one, one.told, await choices_of(gathering, language=language))


@post(
    "/console/{slug:str}/checkpoints/{checkpoint:uuid}",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_checkpoint(
    request: Request[Any, Any, Any],
    checkpoint: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save a checkpoint, or change the lines of its rule on the page."""
    language = language_of(request, staff=True)
    one = await checkpoint_in_full(gathering, which=checkpoint, language=language)
    choices = await choices_of(gathering, language=language)
    told, unread = read_checkpoint(form, gathering.zone)
    if form.text("do") != "save":
        return _page(request, gathering, one, told, choices, form=form)
    try:
        refuse_unread(told, unread, choices.offered)
        await change_checkpoint(
            checkpoint, told, offered=choices.offered, gathering=gathering, by=access.actor, now=now
        )
    except Invalid as error:
        return _page(request, gathering, one, told, choices, form=form, problems=error.problems)
    except CountedOtherwise as error:
        problems = {"kind": Problem(error.sentence)}
        return _page(request, gathering, one, told, choices, form=form, problems=problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/checkpoints/{checkpoint}", say=Message("Saved."))


@post(
    "/console/{slug:str}/checkpoints/{checkpoint:uuid}/state",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_checkpoint_state(
    checkpoint: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Open, close or remove a checkpoint with one button."""
    own, do = f"/console/{gathering.slug}/checkpoints", form.text("do")
    if do == "remove":
        try:
            step = await remove_checkpoint(checkpoint, gathering=gathering, by=access.actor, now=now)
        except CheckpointInUse as error:
            return go(f"{own}/{checkpoint}", say=error.sentence, kind="warning")
        await announce(gathering.id)
        return go(own, say=Message("The checkpoint is removed."), undo=undo_path(step, gathering))
    step = await open_checkpoint(
        checkpoint, active=do == "open", gathering=gathering, by=access.actor, now=now
    )
    await announce(gathering.id)
    opened, closed = Message("The checkpoint is open."), Message("The checkpoint is closed.")
    say = opened if do == "open" else closed
    return go(f"{own}/{checkpoint}", say=say, undo=undo_path(step, gathering))


@post(
    "/console/{slug:str}/checkpoints/order",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_checkpoint_order(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Move a checkpoint before or behind its neighbour of the same kind."""
    direction, _, code = form.text("do").partition(":")
    every = await checkpoints_in_full(gathering, language=language_of(request, staff=True))
    one = await checkpoint_in_full(gathering, which=code, language="en")
    kin = [(place, other) for place, other in enumerate(every) if other.kind == one.kind]
    here = next(n for n, (_, other) in enumerate(kin) if other.id == one.id)
    wanted = here - 1 if direction == "up" else here + 1
    if 0 <= wanted < len(kin):
        await put_at(one.id, kin[wanted][0], gathering=gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/checkpoints")


def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    one: CheckpointView | None,
    told: CheckpointTold,
    choices: Choices,
    *,
    form: Form | None = None,
    problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    typed = typed_checkpoint(told, gathering.zone)
    if form is not None:
        typed |= {name: form.text(name) for name in ("opens_at", "closes_at")}
    return page(
        request, "checkin/checkpoint.html", status=422 if problems else 200, staff=True, one=one, typed=typed,
        rule=told.rule, choices=choices, kinds=KINDS, directions=DIRECTIONS, admits=ADMITS,
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
        sentence=sentence_of(told, choices.names, gathering=gathering, language=language),
        heading=one.name if one else translated(Message("New checkpoint"), language),
    )  # fmt: skip


HANDLERS = [
    checkpoints_page, new_checkpoint_page, send_new_checkpoint, checkpoint_page, send_checkpoint,
    send_checkpoint_state, send_checkpoint_order,
]  # fmt: skip
