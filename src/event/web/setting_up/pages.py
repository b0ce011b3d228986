"""The pages of setting up: the list of steps, and each of them."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid, NotFound, Problem
from event.gathering.live import announce
from event.gathering.setting_up import KEYS, STEPS, Progress, mark, progress_of, typed_in
from event.gathering.tables import Gathering, StepState
from event.http import Form, go, language_of, page
from event.language import Message
from event.messages.server import mail_server
from event.people.rules import Access, Permission
from event.web.setting_up.colleagues import MAIL, USERS
from event.web.setting_up.copying_pages import sources_for
from event.web.setting_up.itself import GATHERING, LANGUAGES
from event.web.setting_up.lines import more_lines, typed_values, where
from event.web.setting_up.parts import Kept, Part
from event.web.setting_up.places import CHECKPOINTS, CLASSES, HALLS

PARTS: dict[str, Part] = {
    "gathering": GATHERING, "languages": LANGUAGES, "halls": HALLS, "classes": CLASSES, "checkpoints": CHECKPOINTS,
    "mail": MAIL, "users": USERS,
}  # fmt: skip
_WRITE = {"permission": Permission.GATHERING_WRITE}


class UnknownStep(NotFound):
    """No step has this name."""

    sentence = Message("There is no such step.")


@get("/console/{slug:str}/set-up", opt=_WRITE, include_in_schema=False)
async def steps_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """Every step, how far it is, and the ways to the first badge."""
    progress = await progress_of(gathering) or [Progress(step, None) for step in STEPS]
    others = await sources_for(gathering, access)
    return page(
        request, "web/setting_up/steps.html", staff=True, progress=progress, others=bool(others),
        mail_server=mail_server(),
    )  # fmt: skip


@get("/console/{slug:str}/set-up/{step:str}", opt=_WRITE, include_in_schema=False)
async def step_page(
    request: Request[Any, Any, Any],
    step: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A step with what is kept of it, or with what was typed and not kept yet."""
    part, kept = _part(step), Kept(gathering, access, now, language_of(request, staff=True))
    draft = await typed_in(step, gathering.id)
    return await _page(
        request, step, part, kept, Form(draft or await part.shown(kept)), draft=draft is not None
    )


@post("/console/{slug:str}/set-up/{step:str}", opt=_WRITE, include_in_schema=False)
async def send_step(
    request: Request[Any, Any, Any],
    step: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep a step, make its list longer, leave it for later or skip it; a wrong field keeps what was typed."""
    part, kept = _part(step), Kept(gathering, access, now, language_of(request, staff=True))
    typed = typed_values(form) if part.drafted else {}
    match form.text("do"):
        case "more":
            return await _page(request, step, part, kept, more_lines(form, part.lines))
        case "later":
            await mark(step, gathering.id, state=StepState.BEGUN, now=now, typed=typed)
            return go(f"/console/{gathering.slug}/set-up")
        case "skip":
            await mark(step, gathering.id, state=StepState.SKIPPED, now=now, typed=typed)
            return go(_after(step, gathering))
    try:
        told = await part.keep(form, kept)
    except Invalid as error:
        if part.drafted:
            await mark(step, gathering.id, state=StepState.BEGUN, now=now, typed=typed)
        return await _page(request, step, part, kept, form, problems=error.problems)
    await mark(step, gathering.id, state=StepState.DONE, now=now)
    await announce(gathering.id)
    if told is not None and "tried" not in told:
        shown = Form(await part.shown(kept)) if not part.drafted else form
        return await _page(request, step, part, kept, shown, told=told)
    if told is None:
        onward, say = _after(step, gathering), str(Message("Saved."))
    else:  # a mail was tried: the page comes anew, so that going back to it mails nothing twice
        onward, say = f"/console/{gathering.slug}/set-up/{step}#trial", ""
    return go(onward, say=say)


@post("/console/{slug:str}/set-up/{step:str}/draft", opt=_WRITE, include_in_schema=False, status_code=204)
async def keep_draft(
    step: FromPath[str],
    gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> None:
    """Keep what is being typed, so that another day finds it."""
    if _part(step).drafted:
        await mark(step, gathering.id, state=StepState.BEGUN, now=now, typed=typed_values(form))


def _part(step: str) -> Part:
    if step not in PARTS:
        raise UnknownStep
    return PARTS[step]


def _after(step: str, gathering: Gathering) -> str:
    """The next step, or the list after the last one."""
    later = KEYS[KEYS.index(step) + 1 :]
    return f"/console/{gathering.slug}/set-up" + (f"/{later[0]}" if later else "")


async def _page(
    request: Request[Any, Any, Any],
    step: str,
    part: Part,
    kept: Kept,
    form: Form,
    *,
    problems: dict[str, Problem] | None = None,
    draft: bool = False,
    told: dict[str, Any] | None = None,
) -> Response[Any]:
    place = KEYS.index(step)
    called = {name: where(name, part.lines, part.labels, kept.language) for name in problems or {}}
    return page(
        request, f"web/setting_up/{step}.html", status=422 if problems else 200, staff=True, step=STEPS[place],
        place=place + 1, steps=STEPS, typed=form, draft=draft, drafted=part.drafted,
        problems={name: problem.told(kept.language) for name, problem in (problems or {}).items()},
        labels={name: label for name, label in called.items() if label},
        **await part.beside(kept), **({"invited": None} | (told or {})),
    )  # fmt: skip


HANDLERS = [steps_page, step_page, send_step, keep_draft]
