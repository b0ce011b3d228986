"""Agreements, batches, ledger and figures as programs get them; every amount is a text."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from event.gathering.countries import country_name
from event.signing.forms import BatchTold, ItemTold, ProjectTold
from event.signing.ledger.editions import Edition
from event.signing.ledger.queries import DATED, HistoryLine, LedgerLine
from event.signing.ledger.rates import Rate, defined
from event.signing.ledger.rules import STAGE_WORDS
from event.signing.money import in_capitals, in_yi, rounded, said
from event.signing.queries import BatchKept, ItemKept, ProjectKept
from event.signing.rules import Side, from_audience, from_stage, party_mark


class ItemView(msgspec.Struct):
    """An agreement: `told` is what can be sent back with `revision`; yuan are exact, 亿元 rounded half up."""

    id: UUID
    code: str
    revision: int
    told: ItemTold
    type_name: str
    counts_as_investment: bool
    yuan: Decimal | None
    rmb_yi: str | None
    said: str
    in_capitals: str
    countries: list[str]
    stage_left_to_right: list[str]
    audience_left_to_right: list[str]
    withdrawn_at: datetime | None


def item_view(item: ItemKept, language: str) -> ItemView:
    """An agreement for a reader."""
    sides = [Side(one.position, one.told.is_host) for one in item.parties]
    yuan = item.yuan
    return ItemView(
        item.id, item.told.code, item.revision, item.told, item.agreement_type.name(language),
        item.agreement_type.counts_as_investment, yuan, in_yi(yuan),
        said(yuan, language, approximate=item.told.approximate) if yuan is not None else "",
        in_capitals(yuan) if yuan is not None else "", [country_name(code, language) for code in item.countries],
        [party_mark(side.position) for side in from_stage(sides)],
        [party_mark(side.position) for side in from_audience(sides)], item.withdrawn_at,
    )  # fmt: skip


class BatchView(msgspec.Struct):
    """A batch with its agreements in the order of signing."""

    id: UUID
    revision: int
    told: BatchTold
    items: list[str]


def batch_view(batch: BatchKept) -> BatchView:
    """A batch."""
    return BatchView(batch.id, batch.revision, batch.told, list(batch.items))


class ProjectView(msgspec.Struct):
    """A project of the pool with the agreements about it."""

    id: UUID
    revision: int
    told: ProjectTold
    items: list[str]
    withdrawn_at: datetime | None


def project_view(project: ProjectKept) -> ProjectView:
    """A project."""
    return ProjectView(project.id, project.revision, project.told, list(project.items), project.withdrawn_at)


class TypeView(msgspec.Struct):
    """A type of agreement; amounts are never added across types, except those that count as investment."""

    code: str
    name_zh: str
    name_en: str
    counts_as_investment: bool
    position: int
    items: int


class LedgerView(msgspec.Struct):
    """An agreement in the ledger on a day; `stage` in code and in the office's word, money in yuan."""

    code: str
    name: str
    type_name: str
    counts_as_investment: bool
    yuan: Decimal | None
    stage: str | None
    stage_said: str
    since: date | None
    reached_on: dict[str, date]
    funds: Decimal
    month: Decimal
    milestones: dict[str, str]
    progress: str
    problem: str
    next_step: str
    due_on: date | None
    overdue: bool
    responsible_leader: str
    responsible_unit: str
    service_team: str
    updated_on: date | None


def ledger_view(line: LedgerLine, language: str) -> LedgerView:
    """A line of the ledger."""
    item, how, stage = line.item, line.follow_up, line.standing.stage
    return LedgerView(
        line.code, item.name(language), item.agreement_type.name(language), item.agreement_type.counts_as_investment,
        item.yuan, str(stage) if stage else None, STAGE_WORDS[stage] if stage else "", line.standing.since,
        {str(one): line.reached_on[one] for one in DATED if one in line.reached_on}, rounded(line.funds),
        rounded(line.month), line.milestones, how.progress, how.problem, how.next_step, how.due_on, line.overdue,
        how.responsible_leader, how.responsible_unit, item.told.service_team, how.day,
    )  # fmt: skip


class HistoryView(msgspec.Struct):
    """An entry of a history; `state`: holds, corrected or struck."""

    id: UUID
    kind: str
    day: date
    recorded_at: datetime
    by: str
    state: str
    corrects: UUID | None
    said: dict[str, Any]


def history_view(line: HistoryLine) -> HistoryView:
    """An entry."""
    return HistoryView(
        line.id, line.kind, line.day, line.recorded_at, line.by, line.state, line.corrects, line.said
    )


class RateView(msgspec.Struct):
    """A rate with its definition, what is divided by what, and the lists behind both."""

    definition: str
    numerator: Decimal
    denominator: Decimal
    percent: Decimal | None
    counted: list[str]
    of: list[str]


def rate_view(rate: Rate, language: str) -> RateView:
    """A rate."""
    return RateView(
        defined(rate, language),
        rate.numerator,
        rate.denominator,
        rate.percent(),
        list(rate.counted),
        list(rate.of),
    )


class EditionView(msgspec.Struct):
    """An edition beside others: `landed` with the same threshold for all."""

    slug: str
    title: str
    on: date
    signed: int
    yuan: Decimal
    performed: RateView
    landed: RateView
    producing: RateView
    funds: RateView


def edition_view(one: Edition, language: str) -> EditionView:
    """An edition."""
    rates = (rate_view(rate, language) for rate in (one.performed, one.landed, one.producing, one.funds))
    return EditionView(
        one.gathering.slug, one.gathering.title(language), one.on, one.signed, one.yuan, *rates
    )


class FiguresView(msgspec.Struct):
    """The rates of a gathering's ledger on a day; `landed` by threshold, `landed_from` is the gathering's own."""

    on: date
    landed_from: str
    target_percent: Decimal
    performed: RateView
    landed: dict[str, RateView]
    funds: RateView
    funds_of_contracts: RateView
