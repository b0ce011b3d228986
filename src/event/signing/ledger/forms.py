"""Entries of the ledger as somebody tells them, and what is wrong with them."""

from datetime import date
from decimal import Decimal

import msgspec

from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_OFFERED, ROW_TOO_LONG
from event.language import Message
from event.messages.addresses import mailable
from event.signing.forms import check_amount, check_rate, currencies, is_near
from event.signing.ledger.tables import Stage
from event.text import tidy

_NOT_A_DAY = Message("Please give a day such as 2026-11-20.")
_TO_COME = Message("{day} is still to come. The ledger has what has happened.")
_NOT_EMAIL = Message("This is no mail address.")
_NOTHING_SAID = Message("Please say how it stands: progress, problem or next step.")
_LEAST = -(Decimal(10) ** 15)
_LONGEST = {
    "evidence": 500, "note": 500, "kind": 40, "state_said": 60, "progress": 500, "problem": 500, "next_step": 500,
    "responsible_leader": 80, "responsible_unit": 120, "remind_to": 254,
}  # fmt: skip


class StageEntryTold(msgspec.Struct, frozen=True, kw_only=True):
    """From `day` on the project is at `stage`; `evidence`: what shows it."""

    stage: str
    day: date
    evidence: str = ""
    note: str = ""


class FundEntryTold(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came in on `day`, or went back where it is negative; `amount` and `rate` are texts in JSON."""

    amount: Decimal
    day: date
    currency: str = "CNY"
    rate: Decimal | None = None
    rate_date: date | None = None
    evidence: str = ""
    note: str = ""


class MilestoneEntryTold(msgspec.Struct, frozen=True, kw_only=True):
    """A point of the checklist; `kind`: land, environment, or a name of the office's own."""

    kind: str
    day: date
    state_said: str = ""
    done: bool = False
    evidence: str = ""


class FollowUpTold(msgspec.Struct, frozen=True, kw_only=True):
    """How a project stands on a day; `due_on`: until when the next step is due."""

    day: date
    progress: str = ""
    problem: str = ""
    next_step: str = ""
    due_on: date | None = None
    responsible_leader: str = ""
    responsible_unit: str = ""
    remind_to: str = ""


EntryTold = StageEntryTold | FundEntryTold | MilestoneEntryTold | FollowUpTold
TABLES: dict[type[msgspec.Struct], str] = {
    StageEntryTold: "stage_entry", FundEntryTold: "fund_entry", MilestoneEntryTold: "milestone_entry",
    FollowUpTold: "follow_up",
}  # fmt: skip


def checked_entry(told: EntryTold, *, today: date | None) -> EntryTold:
    """An entry as it is kept; raises Invalid. `today`: the last day there can be, None for any."""
    problems: dict[str, Problem] = {}
    texts = {name: tidy(getattr(told, name).replace("\x00", "")) for name in _LONGEST if hasattr(told, name)}
    for name, text in texts.items():
        if len(text) > _LONGEST[name]:
            problems[name] = Problem(ROW_TOO_LONG, {"most": _LONGEST[name], "length": len(text)})
    if not is_near(told.day):
        problems["day"] = Problem(_NOT_A_DAY)
    elif today is not None and told.day > today:
        problems["day"] = Problem(_TO_COME, {"day": told.day.isoformat()})
    _check_own(told, texts, problems)
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **texts)


def _check_own(told: EntryTold, texts: dict[str, str], problems: dict[str, Problem]) -> None:
    match told:
        case StageEntryTold():
            if told.stage not in set(Stage):
                problems["stage"] = Problem(NOT_OFFERED)
        case FundEntryTold():
            check_amount("amount", told.amount, problems, least=_LEAST)
            if told.currency not in currencies():
                problems["currency"] = Problem(NOT_OFFERED)
            check_rate(told.currency, told.rate, told.rate_date, problems)
        case MilestoneEntryTold():
            if not texts["kind"]:
                problems["kind"] = Problem(MISSING)
        case FollowUpTold():
            _check_follow_up(told, texts, problems)


def _check_follow_up(told: FollowUpTold, texts: dict[str, str], problems: dict[str, Problem]) -> None:
    if not any(texts[name] for name in ("progress", "problem", "next_step")):
        problems["progress"] = Problem(_NOTHING_SAID)
    if texts["remind_to"] and not mailable(texts["remind_to"]):
        problems["remind_to"] = Problem(_NOT_EMAIL)
    if told.due_on is not None and not is_near(told.due_on):
        problems["due_on"] = Problem(_NOT_A_DAY)
