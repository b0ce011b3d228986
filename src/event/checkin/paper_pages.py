"""Signatures typed from paper sheets; a name that means several guests is asked back before anything is kept."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.checkin.answers import Answer
from event.checkin.checkpoint_forms import read_moment, typed_moment
from event.checkin.paper import Line, Signer, lines_of, record_sheet
from event.checkin.queries import checkpoints_of
from event.errors import Problem
from event.faults import MISSING, NOT_OFFERED
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, language_of, page
from event.language import Message
from event.people.rules import Access, Permission

MOST_LINES = 500
_NOT_YET = Message("This time has not come yet.")
_TOO_MANY = Message("At most {most} lines at once; these are {count}.")
_UNKNOWN = Message("Nobody is called: {lines}. Type the number, the badge number or the whole name.")
_WHICH = Message("Several guests are called “{text}”: choose who has signed.")


@get("/console/{slug:str}/paper", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def paper_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """An empty sheet."""
    typed = {
        "at": request.query_params.get("at", ""),
        "signed_at": typed_moment(now, gathering.zone),
        "lines": "",
    }
    return await _page(request, gathering, typed | {"sheet": str(uuid4())})


@post(
    "/console/{slug:str}/paper",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
    status_code=200,
)
async def send_paper(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Record who has signed, or ask back; nothing is kept until every line means one guest."""
    language = language_of(request, staff=True)
    typed = {name: form.text(name) for name in ("at", "signed_at", "lines")} | {"sheet": str(_sheet(form))}
    problems: dict[str, Problem] = {}
    signed_at = read_moment(typed["signed_at"], gathering.zone, "signed_at", problems)
    texts = [line.strip() for line in typed["lines"].splitlines() if line.strip()]
    if signed_at is None:
        problems.setdefault("signed_at", Problem(MISSING))
    elif signed_at > now:
        problems["signed_at"] = Problem(_NOT_YET)
    if typed["at"] not in {one.code for one in await checkpoints_of(gathering)}:
        problems["at"] = Problem(NOT_OFFERED)
    if not texts or len(texts) > MOST_LINES:
        problems["lines"] = (
            Problem(_TOO_MANY, {"most": MOST_LINES, "count": len(texts)}) if texts else Problem(MISSING)
        )
    lines = await lines_of(gathering, texts[:MOST_LINES], language=language)
    unknown = [line.text for line in lines if not line.signers]
    if unknown:
        problems["lines"] = Problem(_UNKNOWN, {"lines": (", " if language == "en" else "、").join(unknown)})
    meant = [(line, line.meant(form.text(line.key))) for line in lines if line.signers]
    problems |= {line.key: Problem(_WHICH, {"text": line.text}) for line, signer in meant if signer is None}
    if problems or signed_at is None:
        return await _page(request, gathering, typed | form.typed, lines=lines, problems=problems)
    told = await record_sheet(
        [signer for _, signer in meant if signer], sheet=_sheet(form), checkpoint=typed["at"],
        signed_at=signed_at, gathering=gathering, by=access.user, now=now,
    )  # fmt: skip
    await announce(gathering.id)
    fresh = {"at": typed["at"], "signed_at": typed["signed_at"], "lines": "", "sheet": str(uuid4())}
    return await _page(request, gathering, fresh, told=list(told.items()))


def _sheet(form: Form) -> UUID:
    try:
        return UUID(form.text("sheet"))
    except ValueError:
        return uuid4()


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    typed: dict[str, str],
    *,
    lines: list[Line] | None = None,
    told: list[tuple[Signer, Answer]] | None = None,
    problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    return page(
        request, "checkin/paper.html", status=422 if problems else 200, staff=True, typed=typed,
        checkpoints=await checkpoints_of(gathering, language=language), told=told or [],
        asked=[line for line in lines or [] if len(line.signers) > 1],
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


HANDLERS = [paper_page, send_paper]
