"""A batch in the console: when it begins, who hosts, witnesses and assists."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.signing.ceremony.freezing import frozen_since
from event.signing.errors import ChangedMeanwhile
from event.signing.forms import BatchTold, PersonTold
from event.signing.operations import save_batch
from event.signing.queries import BatchKept, batch_of, batches_of
from event.signing.reading import people

_BATCHES = "/console/{slug:str}/signing/ceremony/batches"
_PEOPLE = ("hosts", "witnesses", "assistants")
_NOT_A_NUMBER = Message("Please give a number from 1 to 99.")
_NOT_A_TIME = Message("Please give a day and a time.")
LABELS: dict[str, Message] = {
    "number": Message("Number"), "title_zh": Message("Title in Chinese"), "title_en": Message("Title in English"),
    "starts_at": Message("Begins"), "hosts": Message("Host of the batch"), "witnesses": Message("Witnesses"),
    "assistants": Message("Assistants"),
}  # fmt: skip


@get(f"{_BATCHES}/new", opt={"permission": Permission.SIGNING_WRITE}, include_in_schema=False)
async def new_batch_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """A batch to be added, with the next number."""
    numbers = [one.told.number for one in await batches_of(gathering)]
    return _page(request, None, {"number": str(max(numbers, default=0) + 1)})


@post(f"{_BATCHES}/new", opt={"permission": Permission.SIGNING_WRITE}, include_in_schema=False)
async def send_new_batch(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a batch."""
    return await _save(request, None, gathering, access, form, now)


@get(_BATCHES + "/{number:int}", opt={"permission": Permission.SIGNING_READ}, include_in_schema=False)
async def batch_page(
    request: Request[Any, Any, Any], number: FromPath[int], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """A batch as it is."""
    kept = await batch_of(gathering, number)
    frozen = number in await frozen_since(gathering.id)
    return _page(request, kept, typed_batch(kept.told, gathering), revision=kept.revision, frozen=frozen)


@post(_BATCHES + "/{number:int}", opt={"permission": Permission.SIGNING_WRITE}, include_in_schema=False)
async def send_batch(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save a batch; whoever saves second is told what the other changed, and keeps what they typed."""
    kept = await batch_of(gathering, number)
    return await _save(request, kept, gathering, access, form, now)


async def _save(
    request: Request[Any, Any, Any],
    kept: BatchKept | None,
    gathering: Gathering,
    access: Access,
    form: Form,
    now: datetime,
) -> Response[Any]:
    told, problems = read_batch(form, gathering)
    revision = int(form.text("revision")) if form.text("revision").isdecimal() else None
    try:
        if problems:
            raise Invalid(problems)  # noqa: TRY301 - told like what the operation refuses
        await save_batch(
            told, gathering=gathering, by=access.actor, now=now, number=kept.told.number if kept else None,
            revision=revision if kept else None,
        )  # fmt: skip
    except Invalid as error:
        return _page(request, kept, form.typed, revision=revision, problems=error.problems)
    except ChangedMeanwhile as error:
        return _page(request, kept, form.typed, revision=error.revision, crossed=error)
    except Conflict as error:
        return _page(request, kept, form.typed, revision=revision, crossed=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/ceremony", say=Message("The batch is saved."))


def read_batch(form: Form, gathering: Gathering) -> tuple[BatchTold, dict[str, Problem]]:
    """A batch as a form tells it, and fields that could not be read."""
    problems: dict[str, Problem] = {}
    number = form.text("number")
    if not (number.isdecimal() and len(number) <= 2):  # noqa: PLR2004 - up to 99
        problems["number"] = Problem(_NOT_A_NUMBER)
    starts_at = None
    if at := form.text("starts_at"):
        try:
            starts_at = datetime.fromisoformat(at).replace(tzinfo=gathering.zone).astimezone(UTC)
        except (ValueError, OverflowError):
            problems["starts_at"] = Problem(_NOT_A_TIME)
    named = {name: people(form.text(name)) for name in _PEOPLE}
    told = BatchTold(
        number=int(number) if "number" not in problems else 0, title_zh=form.text("title_zh"),
        title_en=form.text("title_en"), starts_at=starts_at, **named,
    )  # fmt: skip
    return told, problems


def typed_batch(told: BatchTold, gathering: Gathering) -> dict[str, str]:
    """A batch as it would be typed: a line for each person."""
    at = told.starts_at.astimezone(gathering.zone) if told.starts_at else None
    plain = msgspec.structs.asdict(told)
    return {
        "number": str(told.number), "title_zh": told.title_zh, "title_en": told.title_en,
        "starts_at": f"{at:%Y-%m-%dT%H:%M}" if at else "",
        **{name: "\n".join(_typed(one) for one in plain[name]) for name in _PEOPLE},
    }  # fmt: skip


def _typed(one: PersonTold) -> str:
    return f"{one.title} {one.name}".strip()


def _page(
    request: Request[Any, Any, Any],
    kept: BatchKept | None,
    typed: dict[str, str],
    *,
    revision: int | None = None,
    problems: dict[str, Problem] | None = None,
    crossed: Conflict | None = None,
    frozen: bool = False,
) -> Response[Any]:
    language = language_of(request, staff=True)
    theirs = crossed.changes if isinstance(crossed, ChangedMeanwhile) else {}
    return page(
        request, "signing/ceremony/batch.html", status=409 if crossed else 422 if problems else 200, staff=True, kept=kept,
        typed=typed, revision=revision, labels=LABELS, crossed=crossed.told(language) if crossed else "", theirs=theirs,
        frozen=frozen, problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


HANDLERS = [new_batch_page, send_new_batch, batch_page, send_batch]
