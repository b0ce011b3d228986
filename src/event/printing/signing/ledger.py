"""The ledger of signed projects (跟踪台账) as of a day, and the list of those whose next step is overdue."""

from datetime import date

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.signing.choosing import Paper, Wanted, grouped
from event.printing.signing.errors import NothingSigned
from event.printing.visit.paper import Column, Named, Part, Table
from event.signing.ledger.queries import LedgerLine, ledger_as_of
from event.signing.ledger.rules import STAGE_LABELS
from event.signing.ledger.tables import Stage
from event.signing.money import WAN, in_yi, plain
from event.templating import day as said_day

LEDGER, OVERDUE = Message("Ledger of signed projects"), Message("Projects whose next step is overdue")
AS_OF = Message("As of {day}")
_ONGOING = Message("Amounts are in 亿元. Stages: {stages}.")
_LEDGER = (
    (Message("No."), "number"), (Message("Project or agreement"), "name"), (Message("Investor"), "party"), (Message("Country or region"), "country"),
    (Message("Type of agreement"), "kind"), (Message("Signed amount, 万"), "amount"), (Message("In 亿元"), "amount"), (Message("Stage"), "stage"),
    (Message("Company registered"), "day"), (Message("Project approved"), "day"), (Message("Land"), "short"), (Message("Environment"), "short"),
    (Message("Construction started"), "day"), (Message("In production"), "day"), (Message("In place, 亿元"), "amount"), (Message("This month"), "amount"),
    (Message("Progress"), "long"), (Message("Problem"), "long"), (Message("Next step"), "long"), (Message("Responsible leader and unit"), "people"),
    (Message("Service team"), "people"), (Message("Updated"), "day"),
)  # fmt: skip
_OVERDUE = (
    (Message("No."), "number"), (Message("Project or agreement"), "name"), (Message("Stage"), "stage"), (Message("Was due"), "day"),
    (Message("Days late"), "amount"), (Message("Next step"), "long"), (Message("Problem"), "long"), (Message("Responsible leader"), "people"),
    (Message("Responsible unit"), "people"),
)  # fmt: skip


async def ledger_paper(gathering: Gathering, wanted: Wanted) -> Paper:
    """Every project of the ledger in the office's own columns."""
    lines = await _lines(gathering, wanted)
    if not lines:
        raise NothingSigned
    title = wanted.said(LEDGER)
    columns = tuple(Column(wanted.said(label), kind) for label, kind in _LEDGER)
    stages = " → ".join(
        wanted.said(label)
        for stage, label in STAGE_LABELS.items()
        if stage not in (Stage.PAUSED, Stage.TERMINATED)
    )
    rows = [_ledger_row(place, one, wanted) for place, one in enumerate(lines, start=1)]
    part = Part(
        f"ledger {wanted.day}", title, "", ((wanted.said(_DAY), said_day(wanted.day, wanted.language)),),
        (Table(columns, rows, kind="ledger"),), (wanted.said(_ONGOING, stages=stages),),
    )  # fmt: skip
    return Paper(
        title, "pdf/signing/sheet.html", ({"part": part, "size": "A3 landscape"},), (part,), len(rows)
    )


_DAY = Message("As of the day")


async def overdue_paper(gathering: Gathering, wanted: Wanted) -> Paper:
    """Projects whose next step was due before the day, the longest overdue first; an empty list says so."""
    lines = sorted(
        (one for one in await _lines(gathering, wanted) if one.overdue),
        key=lambda one: one.follow_up.due_on or date.max,
    )
    title = wanted.said(OVERDUE)
    columns = tuple(Column(wanted.said(label), kind) for label, kind in _OVERDUE)
    rows = [_overdue_row(place, one, wanted) for place, one in enumerate(lines, start=1)]
    notes = () if rows else (wanted.said(_NONE),)
    part = Part(
        f"overdue {wanted.day}", title, "", ((wanted.said(_DAY), said_day(wanted.day, wanted.language)),),
        (Table(columns, rows, kind="overdue"),), notes,
    )  # fmt: skip
    return Paper(
        title, "pdf/signing/sheet.html", ({"part": part, "size": "A4 landscape"},), (part,), len(rows)
    )


_NONE = Message("Nothing is overdue.")


async def _lines(gathering: Gathering, wanted: Wanted) -> list[LedgerLine]:
    lines = await ledger_as_of(gathering, wanted.day)
    return [one for one in lines if wanted.item in ("", one.code)]


def stage_of(line: LedgerLine, wanted: Wanted) -> str:
    """The stage in words."""
    return wanted.said(STAGE_LABELS[line.standing.stage]) if line.standing.stage else ""


def _on(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _ledger_row(place: int, line: LedgerLine, wanted: Wanted) -> tuple[str | Named, ...]:
    item, told, how = line.item, line.item.told, line.follow_up
    investors = wanted.between.join(
        wanted.label(one.told.organisation_zh, one.told.organisation_en)
        for one in item.parties
        if not one.told.is_host
    )
    days = {stage: _on(line.reached_on.get(stage)) for stage in Stage}
    rate = f"@{plain(told.rate, 4)}" if told.rate is not None else ""
    signed = Named(f"{told.currency} {grouped(told.amount / WAN)}", rate) if told.amount is not None else "–"
    return (
        str(place), Named(wanted.label(told.name_zh, told.name_en), told.code), investors, wanted.countries(item),
        item.agreement_type.name(wanted.language), signed, in_yi(item.yuan) or "–", stage_of(line, wanted),
        days[Stage.REGISTERED], days[Stage.APPROVED], wanted.label(line.milestones.get("land", "")),
        wanted.label(line.milestones.get("environment", "")), days[Stage.STARTED], days[Stage.PRODUCING],
        in_yi(line.funds) or "0.00", in_yi(line.month) or "0.00", wanted.label(how.progress), wanted.label(how.problem),
        Named(wanted.label(how.next_step), _on(how.due_on)),
        Named(wanted.person(how.responsible_leader), wanted.label(how.responsible_unit)), wanted.label(told.service_team), _on(how.day),
    )  # fmt: skip


def _overdue_row(place: int, line: LedgerLine, wanted: Wanted) -> tuple[str | Named, ...]:
    how, told = line.follow_up, line.item.told
    late = (line.on - how.due_on).days if how.due_on else 0
    return (
        str(place), Named(wanted.label(told.name_zh, told.name_en), told.code), stage_of(line, wanted), _on(how.due_on), str(late),
        wanted.label(how.next_step) or "–", wanted.label(how.problem) or "–", wanted.person(how.responsible_leader) or "–",
        wanted.label(how.responsible_unit) or "–",
    )  # fmt: skip
