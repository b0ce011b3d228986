"""The ledger for programs: entries, corrections, the state of any day, histories, rates, and the office's file."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.errors import Invalid, NotFound, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.exporting.workbook import XLSX
from event.signing.kinds import KINDS
from event.signing.ledger.editions import editions, readable_editions
from event.signing.ledger.exports import export_ledger
from event.signing.ledger.forms import (
    EntryTold,
    FollowUpTold,
    FundEntryTold,
    MilestoneEntryTold,
    StageEntryTold,
)
from event.signing.ledger.operations import add_entry, strike_entry
from event.signing.ledger.queries import history_of, ledger_as_of, today_of
from event.signing.ledger.rates import THRESHOLDS, funds, performed, reached
from event.signing.ledger.reminding import remind_overdue
from event.signing.ledger.tables import Stage
from event.signing.operations import rules_of
from event.signing.views import (
    EditionView,
    FiguresView,
    HistoryView,
    LedgerView,
    edition_view,
    history_view,
    ledger_view,
    rate_view,
)

_ROOT = "/api/v1/gatherings/{slug:str}/signing"
_READ = {"permission": Permission.SIGNING_READ}
_WRITE = {"permission": Permission.SIGNING_WRITE}
_NOT_A_DAY = Message("Please give a day such as 2027-10-17.")
_NOT_A_MOMENT = Message("Please give a moment such as 2027-10-17T09:00:00+08:00.")
ENTRIES: dict[str, tuple[str, type[EntryTold]]] = {
    "stages": ("stage_entry", StageEntryTold), "funds": ("fund_entry", FundEntryTold),
    "milestones": ("milestone_entry", MilestoneEntryTold), "follow-ups": ("follow_up", FollowUpTold),
}  # fmt: skip
OWN_LISTS = ("signing", "ledger")
Told = TypeVar("Told", bound=msgspec.Struct)


class UnknownKind(NotFound):
    """No kind of entry, or of list, has this name."""

    sentence = Message("There is no “{kind}”. Known: {known}.")


class Written(msgspec.Struct):
    """The entry that was written."""

    id: UUID


class Reminded(msgspec.Struct):
    """How many mails were written."""

    mails: int


def day_asked(text: str, otherwise: date) -> date:
    """A day of a query; raises Invalid."""
    try:
        return date.fromisoformat(text) if text.strip() else otherwise
    except ValueError:
        raise Invalid({"on": Problem(_NOT_A_DAY)}) from None


def known_asked(text: str, gathering: Gathering) -> datetime | None:
    """The moment of whose knowledge is asked, None for all that is known; raises Invalid."""
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=gathering.zone)
    except ValueError:
        raise Invalid({"known_at": Problem(_NOT_A_MOMENT)}) from None


@get(_ROOT + "/ledger", opt=_READ, tags=["Ledger"])
async def api_ledger(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
    on: FromQuery[str] = "",
    known_at: FromQuery[str] = "",
) -> list[LedgerView]:
    """Every agreement with an entry as of a day (`on`, default today), by what was written down until `known_at`."""
    lines = await ledger_as_of(
        gathering, day_asked(on, today_of(gathering, now)), known_at=known_asked(known_at, gathering)
    )
    return [ledger_view(one, language_of(request, staff=True)) for one in lines]


@get(_ROOT + "/ledger.xlsx", opt=_READ, tags=["Ledger"])
async def api_ledger_file(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    on: FromQuery[str] = "",
    known_at: FromQuery[str] = "",
) -> Response[bytes]:
    """The ledger of a day as .xlsx in the office's own columns; it can be taken in again."""
    made = await export_ledger(
        gathering, day_asked(on, today_of(gathering, now)), by=access.actor, now=now,
        known_at=known_asked(known_at, gathering),
    )  # fmt: skip
    name = f'attachment; filename="{made.name}"'
    return Response(made.content, media_type=XLSX, headers={"Content-Disposition": name})


@get(_ROOT + "/figures", opt=_READ, tags=["Ledger"])
async def api_signing_figures(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
    on: FromQuery[str] = "",
    known_at: FromQuery[str] = "",
) -> FiguresView:
    """Every rate of a day with its definition, numerator, denominator and the agreements behind them."""
    language, day = language_of(request, staff=True), day_asked(on, today_of(gathering, now))
    rules = await rules_of(gathering.id)
    lines = await ledger_as_of(gathering, day, known_at=known_asked(known_at, gathering))
    items = [one.followed for one in lines]
    stages = dict.fromkeys((Stage(rules.landed_from), *THRESHOLDS))
    return FiguresView(
        day, rules.landed_from, rules.target_percent, rate_view(performed(items), language),
        {str(stage): rate_view(reached(items, stage), language) for stage in stages},
        rate_view(funds(items), language), rate_view(funds(items, contracts_only=True), language),
    )  # fmt: skip


@get(_ROOT + "/editions", opt=_READ, tags=["Ledger"])
async def api_editions(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[EditionView]:
    """The editions whose signings the reader may see, beside each other, by this gathering's threshold for landed projects."""
    chosen = Stage((await rules_of(gathering.id)).landed_from)
    found = await editions(await readable_editions(access), landed_from=chosen, at=now)
    return [edition_view(one, language_of(request, staff=True)) for one in found]


@get(_ROOT + "/items/{code:str}/history", opt=_READ, tags=["Ledger"])
async def api_history(code: FromPath[str], gathering: NamedDependency[Gathering]) -> list[HistoryView]:
    """Everything that was written about an agreement, the newest first; what was corrected is there too."""
    return [history_view(one) for one in await history_of(gathering, code)]


@post(_ROOT + "/items/{code:str}/{kind:str}", opt=_WRITE, tags=["Ledger"])
async def api_add_entry(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    kind: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    corrects: FromQuery[UUID | None] = None,
) -> Written:
    """Add an entry, or one that corrects another: `stages` {stage, day, evidence, note}, `funds` {amount, currency, rate,
    rate_date, day, evidence, note}, `milestones` {kind, state_said, done, day, evidence} or `follow-ups` {day, progress,
    problem, next_step, due_on, responsible_leader, responsible_unit, remind_to}.
    """
    _, shape = _known(kind)
    told = await read_json(request, shape)
    made = await add_entry(code, told, gathering=gathering, by=access.actor, now=now, corrects=corrects)
    await announce(gathering.id)
    return Written(made)


@delete(_ROOT + "/items/{code:str}/{kind:str}/{entry:uuid}", opt=_WRITE, tags=["Ledger"], status_code=200)
async def api_strike_entry(
    code: FromPath[str],
    kind: FromPath[str],
    entry: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Written:
    """Say that an entry should never have been made: an entry of its own, the old one stays in the history."""
    table, _ = _known(kind)
    made = await strike_entry(code, entry, kind=table, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return Written(made)


def _known(kind: str) -> tuple[str, type[EntryTold]]:
    if kind not in ENTRIES:
        raise UnknownKind(kind=kind[:20], known=", ".join(ENTRIES))
    return ENTRIES[kind]


@post(_ROOT + "/imports/{kind:str}", opt=_WRITE, tags=["Ledger"], status_code=200)
async def api_import_signing(
    request: Request[Any, Any, Any],
    kind: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    dry_run: FromQuery[bool] = False,
    file_name: FromQuery[str] = "list.xlsx",
) -> dict[str, Any]:
    """Take in the list of agreements (`signing`) or the ledger (`ledger`): the .xlsx as the body; `dry_run=true` saves nothing."""
    if kind not in OWN_LISTS:
        raise UnknownKind(kind=kind[:20], known=", ".join(OWN_LISTS))
    report = await KINDS[kind](
        await request.body(),
        file_name=file_name[:200],
        gathering=gathering,
        dry_run=dry_run,
        by=access.actor,
        now=now,
    )
    if report.written:
        await announce(gathering.id)
    return report.as_json(language_of(request, staff=True))


@post(_ROOT + "/reminders", opt=_WRITE, tags=["Ledger"], status_code=202)
async def api_remind_overdue(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Reminded:
    """Remind of overdue steps by mail now; each address at most once a day."""
    return Reminded(await remind_overdue(gathering, by=access.actor, now=now))


HANDLERS = [
    api_ledger, api_ledger_file, api_editions, api_signing_figures, api_history, api_add_entry, api_strike_entry, api_import_signing,
    api_remind_overdue,
]  # fmt: skip
