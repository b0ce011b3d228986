"""The ledger in the console: every project on a day, one project with its history, and the form for entries."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, id_in, language_of, page, with_query
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.registration.exporting.workbook import XLSX
from event.signing.forms import currencies
from event.signing.labels import LABELS
from event.signing.ledger.api import ENTRIES, UnknownKind, day_asked, known_asked
from event.signing.ledger.editions import editions, readable_editions
from event.signing.ledger.exports import export_ledger
from event.signing.ledger.operations import add_entry, strike_entry
from event.signing.ledger.queries import history_of, ledger_as_of, line_of, today_of
from event.signing.ledger.rates import THRESHOLDS, defined, funds, performed, reached
from event.signing.ledger.reading import ledgers_of
from event.signing.ledger.reminding import remind_overdue
from event.signing.ledger.rules import STAGE_LABELS
from event.signing.ledger.tables import Stage
from event.signing.money import plain, said
from event.signing.operations import rules_of
from event.signing.queries import item_of
from event.signing.team import team_of
from event.signing.typed import read_entry

_ROOT = "/console/{slug:str}/signing/ledger"
_READ = {"permission": Permission.SIGNING_READ}
_WRITE = {"permission": Permission.SIGNING_WRITE}
_ON_THEIR_WAY = Message("The mails are on their way.")
_NO_MAILS = Message("No mails were written: nothing is overdue, or everybody had one today.")
KIND_LABELS = {
    "stages": Message("Stage"), "funds": Message("Funds"), "milestones": Message("Checklist"),
    "follow-ups": Message("How it stands"),
}  # fmt: skip
STATES = {"holds": Message("Holds"), "corrected": Message("Corrected"), "struck": Message("Struck")}
MILESTONE_LABELS = {"land": Message("Land (用地)"), "environment": Message("Environment (环评)")}
LEDGER_LABELS = LABELS | {
    "day": Message("Day"), "stage": Message("Stage"), "evidence": Message("Evidence"), "note": Message("Note"),
    "kind": Message("Point of the checklist"), "state_said": Message("State"), "done": Message("Done"),
    "progress": Message("Progress"), "problem": Message("Problem"), "next_step": Message("Next step"),
    "due_on": Message("Due on"), "responsible_leader": Message("Responsible leader"),
    "responsible_unit": Message("Responsible unit"), "remind_to": Message("Remind by mail"), "yuan": Message("Yuan"),
}  # fmt: skip
_RATES = (
    ("performed", Message("Performing (履约率)")), ("landed", Message("Landed (落地率)")),
    ("started", Message("Construction started (开工率)")), ("producing", Message("In production (投产率)")),
    ("funds", Message("Funds in place (资金到位率)")), ("contracts", Message("Funds in place, contracts only")),
)  # fmt: skip


@get(_ROOT, opt=_READ, include_in_schema=False)
async def ledger_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Every project as of a day, with the rates and what is behind them."""
    language, asked = language_of(request, staff=True), request.query_params
    problems, today = dict[str, str](), today_of(gathering, now)
    on, known = today, None
    try:
        on = day_asked(asked.get("on", ""), today)
    except Invalid as error:
        problems |= error.told_fields(language)
    try:
        known = known_asked(asked.get("known_at", ""), gathering)
    except Invalid as error:
        problems |= error.told_fields(language)
    rules = await rules_of(gathering.id)
    lines = await ledger_as_of(gathering, on, known_at=known)
    others = await readable_editions(access)
    beside = await editions(others, landed_from=Stage(rules.landed_from), at=now) if len(others) > 1 else []
    return page(
        request, "signing/ledger.html", status=422 if problems else 200, staff=True, lines=lines, on=on, asked=asked,
        problems=problems, stages=STAGE_LABELS, editions=beside, rates=_rates(lines, Stage(rules.landed_from), language), today=today,
        landed_from=translated(STAGE_LABELS[Stage(rules.landed_from)], language), target=plain(rules.target_percent),
        money=lambda yuan: said(yuan, language) if yuan is not None else "–",
        workbook=with_query(f"/console/{gathering.slug}/signing/ledger.xlsx", on=on.isoformat(), known_at=asked.get("known_at", "")),
    )  # fmt: skip


def _rates(lines: list[Any], chosen: Stage, language: str) -> list[dict[str, Any]]:
    items = [one.followed for one in lines]
    rates = {
        "performed": performed(items), "landed": reached(items, chosen), "started": reached(items, Stage.STARTED),
        "producing": reached(items, Stage.PRODUCING), "funds": funds(items),
        "contracts": funds(items, contracts_only=True),
    }  # fmt: skip
    told = [
        {
            "name": translated(label, language), "rate": rates[name], "defined": defined(rates[name], language),
            "percent": rates[name].percent(), "stage": "",
        }
        for name, label in _RATES
    ]  # fmt: skip
    landed = translated(_RATES[1][1], language)
    others = [
        {
            "name": landed,
            "rate": rate,
            "defined": defined(rate, language),
            "percent": rate.percent(),
            "stage": stage,
        }
        for stage in THRESHOLDS
        if stage is not chosen
        for rate in (reached(items, stage),)
    ]
    return [*told[:2], *others, *told[2:]]


@get("/console/{slug:str}/signing/ledger.xlsx", opt=_READ, include_in_schema=False)
async def ledger_file(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The ledger of a day in the office's own columns."""
    asked = request.query_params
    made = await export_ledger(
        gathering, day_asked(asked.get("on", ""), today_of(gathering, now)), by=access.actor, now=now,
        known_at=known_asked(asked.get("known_at", ""), gathering),
    )  # fmt: skip
    return Response(
        made.content, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{made.name}"'}
    )


@post(_ROOT + "/reminders", opt=_WRITE, include_in_schema=False)
async def send_reminders_of_overdue(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[Any]:
    """Remind of overdue steps now."""
    mails = await remind_overdue(gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/signing/ledger", say=_ON_THEIR_WAY if mails else _NO_MAILS)


@get(_ROOT + "/{code:str}", opt=_READ, include_in_schema=False)
async def project_page(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One project: how it stands, what may be written, and everything that was."""
    return await _page(request, gathering, code, now)


@post(_ROOT + "/{code:str}", opt=_WRITE, include_in_schema=False)
async def send_entry(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add an entry, correct one, or strike one."""
    kind, own = form.text("entry_kind"), f"/console/{gathering.slug}/signing/ledger/{code}"
    if kind not in ENTRIES:
        raise UnknownKind(kind=kind[:20], known=", ".join(ENTRIES))
    corrects = id_in(form.text("corrects"))
    try:
        if form.text("do") == "strike" and corrects:
            await strike_entry(
                code, corrects, kind=ENTRIES[kind][0], gathering=gathering, by=access.actor, now=now
            )
        else:
            told = read_entry(kind, form)
            await add_entry(code, told, gathering=gathering, by=access.actor, now=now, corrects=corrects)
    except Invalid as error:
        return await _page(request, gathering, code, now, kind=kind, form=form, problems=error.problems)
    except Conflict as error:
        return await _page(request, gathering, code, now, kind=kind, form=form, conflict=error)
    await announce(gathering.id)
    return go(own, say=Message("It is written in the ledger."))


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    code: str,
    now: datetime,
    *,
    kind: str = "",
    form: Form | None = None,
    problems: dict[str, Problem] | None = None,
    conflict: Conflict | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    item, today = await item_of(gathering, code), today_of(gathering, now)
    line = line_of(item, (await ledgers_of([item.id]))[item.id], today)
    history = await history_of(gathering, code)
    wanted = form.text("corrects") if form else request.query_params.get("correct", "")
    wrong = next((one for one in history if str(one.id) == wanted and one.state != "corrected"), None)
    names = {table: name for name, (table, _) in ENTRIES.items()}
    typed = (
        form.typed
        if form
        else _typed(wrong.said, wrong.day.isoformat())
        if wrong
        else {"day": today.isoformat()}
    )
    chosen = kind or (names[wrong.kind] if wrong else request.query_params.get("kind", "stages"))
    return page(
        request, "signing/project.html", status=422 if problems else 409 if conflict else 200, staff=True, item=item,
        line=line, team=await team_of(item.id), history=history, names=names, kinds=KIND_LABELS, states=STATES, chosen=chosen if chosen in ENTRIES else "stages",
        correct=wrong, typed=typed, problems={name: one.told(language) for name, one in (problems or {}).items()},
        conflict=conflict.told(language) if conflict else "",
        stages=[(str(stage), translated(label, language)) for stage, label in STAGE_LABELS.items()], stage_labels=STAGE_LABELS,
        milestones=MILESTONE_LABELS, labels={name: translated(label, language) for name, label in LEDGER_LABELS.items()},
        currencies=[(one, one) for one in ("CNY", *sorted(currencies() - {"CNY"}))],
        money=lambda yuan: said(yuan, language) if yuan is not None else "–", exact=_exact,
        may_write=Permission.SIGNING_WRITE in request.state.permissions,
    )  # fmt: skip


def _exact(said_: dict[str, Any]) -> str:
    """Money to the cent as it came in: USD 100,000.55 @7.1234 (2026-11-20)."""
    amount = f"{said_['currency']} {said_['amount']:,.2f}"
    return f"{amount} @{plain(said_['rate'], 4)} ({said_['rate_date']})" if "rate" in said_ else amount


def _typed(said_: dict[str, Any], day: str) -> dict[str, Any]:
    """An entry that is to be corrected, as it would have been typed."""
    return {name: value if isinstance(value, bool) else str(value) for name, value in said_.items()} | {
        "day": day
    }


HANDLERS = [ledger_page, ledger_file, send_reminders_of_overdue, project_page, send_entry]
