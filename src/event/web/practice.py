"""Practice: a gathering to try everything out in, begun again or removed by whoever types its name."""

from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from event.errors import Invalid
from event.gathering.belongings import rows_of
from event.gathering.copying import PARTS, copy_set_up
from event.gathering.live import announce
from event.gathering.operations import found
from event.gathering.practice import NotPractice, empty, founded_like, remove
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, refuse_unless_typed
from event.language import Message
from event.people.operations import grant
from event.people.rules import Access, Permission
from event.people.tables import Role
from event.sample.loading import fill

_WRITE = {"permission": Permission.GATHERING_WRITE}
_SHOWN = {
    "guest": Message("Guests"), "scan": Message("Scans"), "mail": Message("Mails"), "checkpoint": Message("Checkpoints"),
    "agenda_session": Message("Sessions"), "signing_item": Message("Agreements"), "device": Message("Scanners"),
}  # fmt: skip
_ROOT = "/api/v1/gatherings/{slug:str}/practice"


@get("/console/{slug:str}/practice", opt=_WRITE, include_in_schema=False)
async def practice_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Of a real gathering: make a practice from it. Of a practice: what is in it, begin again, remove."""
    return await _page(request, gathering)


async def _page(
    request: Request[Any, Any, Any], gathering: Gathering, *, typed: str = "", error: Invalid | None = None
) -> Response[Any]:
    rows = await rows_of(gathering.id)
    return page(
        request, "web/practice/practice.html", staff=True, status=422 if error else 200, typed=typed,
        there=[(label, rows.get(table, 0)) for table, label in _SHOWN.items()],
        problems=error.told_fields(language_of(request, staff=True)) if error else {},
    )  # fmt: skip


@post("/console/{slug:str}/practice", opt=_WRITE, include_in_schema=False)
async def send_practice(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Make a practice, begin it again, or remove it: who removes it names it, as nothing brings it back."""
    if form.text("do") in ("again", "remove") and not gathering.practice:
        raise NotPractice
    match form.text("do"):
        case "again":
            await begin_again(gathering, access=access, now=now)
            return go(
                f"/console/{gathering.slug}", say=Message("The practice is as it was at its beginning.")
            )
        case "remove":
            try:
                refuse_unless_typed(form, gathering.slug)
            except Invalid as error:
                return await _page(request, gathering, typed=form.text("typed"), error=error)
            await remove(gathering.id, by=access.actor, now=now)
            return go("/console", say=Message("The practice is removed."))
    made = await practise(gathering, sample=form.text("do") == "sample", access=access, now=now)
    return go(
        f"/console/{made.slug}",
        say=Message("This is the practice. Nothing you do here touches the real gathering."),
    )


@post(_ROOT, opt=_WRITE, tags=["Practice"], status_code=201)
async def api_practise(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime],
    sample: FromQuery[bool] = False,
) -> dict[str, str]:  # fmt: skip
    """Make a practice from this gathering's set-up, or with `sample=true` with invented guests; answers its slug."""
    made = await practise(gathering, sample=sample, access=access, now=now)
    return {"gathering": made.slug}


@post(f"{_ROOT}/reset", opt=_WRITE, tags=["Practice"], status_code=204)
async def api_reset(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> None:
    """Bring a practice back to its beginning; a real gathering is refused."""
    await begin_again(gathering, access=access, now=now)


@post(f"{_ROOT}/remove", opt=_WRITE, tags=["Practice"], status_code=204)
async def api_remove(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> None:
    """Remove a practice wholly; a real gathering is refused."""
    await remove(gathering.id, by=access.actor, now=now)


async def practise(source: Gathering, *, sample: bool, access: Access, now: datetime) -> Gathering:
    """A practice with a real gathering's set-up, or with the sample's programme and guests."""
    first = now.astimezone(source.zone).date()
    made = await found(
        f"{source.title_zh}（演练）"[:200], first_day=first, last_day=first + (source.last_day - source.first_day),
        by=access.actor, now=now, practice=True, copied_from=None if sample else source.id,
        slug=f"practice-{source.slug}"[:55], number_prefix=f"X{source.number_prefix}"[:20],
        **{**founded_like(source), "title_en": f"{source.title_en} (practice)"[:200] if source.title_en else "", "registration_opens": now, "registration_closes": None, "changes_until": now + timedelta(days=365)},
    )  # fmt: skip
    if not access.may(Permission.GATHERING_WRITE, made.id):
        await grant(access.user, Role.ORGANIZER, gathering=made.id, by=access.actor, now=now)
    await _begin(made, access=access, now=now)
    return made


async def begin_again(practice: Gathering, *, access: Access, now: datetime) -> None:
    """Empty a practice and put in what it began with. Raises NotPractice."""
    if not practice.practice:
        raise NotPractice
    await empty(practice.id, by=access.actor, now=now)
    await _begin(practice, access=access, now=now)
    await announce(practice.id)


async def _begin(practice: Gathering, *, access: Access, now: datetime) -> None:
    source = (
        await Gathering.objects().get(Gathering.id == practice.copied_from) if practice.copied_from else None
    )
    if source is None:
        fresh = await Gathering.objects().get(Gathering.id == practice.id)
        await fill(fresh or practice, by=access.actor, now=now)
    else:
        await copy_set_up(source, into=practice, parts=PARTS, by=access.actor, now=now)


HANDLERS = [practice_page, send_practice, api_practise, api_reset, api_remove]
