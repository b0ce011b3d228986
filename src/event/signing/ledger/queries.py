"""The ledger as of a day, by what was known at a moment; and the history of one project."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering, local_day
from event.signing.ledger.rates import Followed
from event.signing.ledger.reading import FundTold, Ledger, StageTold, Told, ledgers_of
from event.signing.ledger.rules import ORDER, Standing, holding, in_place, standing, until
from event.signing.ledger.tables import Stage
from event.signing.queries import ItemKept, item_of, items_of
from event.signing.rules import CONTRACT

DATED = (Stage.REGISTERED, Stage.APPROVED, Stage.STARTED, Stage.PRODUCING)
"""Stages whose days have a column in the office's ledger."""


@dataclass(frozen=True)
class Followup:
    """How a project stood when somebody last wrote about it."""

    day: date | None = None
    progress: str = ""
    problem: str = ""
    next_step: str = ""
    due_on: date | None = None
    responsible_leader: str = ""
    responsible_unit: str = ""
    remind_to: str = ""


@dataclass(frozen=True)
class LedgerLine:
    """An agreement in the ledger on a day. Amounts are yuan, unrounded; `month`: what came in that month."""

    item: ItemKept
    on: date
    standing: Standing
    reached_on: dict[Stage, date]
    funds: Decimal
    month: Decimal
    milestones: dict[str, str]
    follow_up: Followup
    ledger: Ledger = field(repr=False, default_factory=Ledger)

    @property
    def code(self) -> str:
        return self.item.told.code

    @property
    def overdue(self) -> bool:
        """Whether the next step was due before that day and the project still goes on."""
        due = self.follow_up.due_on
        return due is not None and due < self.on and self.standing.stage is not Stage.TERMINATED

    @property
    def followed(self) -> Followed:
        kind = self.item.agreement_type
        return Followed(
            self.code,
            kind.counts_as_investment,
            kind.code == CONTRACT,
            self.item.yuan,
            self.funds,
            self.standing,
        )


async def ledger_as_of(
    gathering: Gathering, on: date, *, known_at: datetime | None = None, item: UUID | None = None
) -> list[LedgerLine]:
    """Every agreement with an entry up to the day; `known_at`: only what had been written down by then.

    Withdrawn agreements are not in it.
    """
    items = [one for one in await items_of(gathering) if item is None or one.id == item]
    ledgers = await ledgers_of([one.id for one in items])
    lines = [line_of(one, ledgers[one.id], on, known_at=known_at) for one in items]
    return [one for one in lines if _begun(one, known_at)]


def _begun(line: LedgerLine, known_at: datetime | None) -> bool:
    """Whether any entry was known for the day, be it of money that went back."""
    if line.standing.stage is not None or line.milestones or line.follow_up.day is not None:
        return True
    return bool(until(holding(line.ledger.funds, known_at=known_at), line.on))


def line_of(item: ItemKept, ledger: Ledger, on: date, *, known_at: datetime | None = None) -> LedgerLine:
    """An agreement on a day, from everything that was written about it."""
    stages = until(holding(ledger.stages, known_at=known_at), on)
    funds = until(holding(ledger.funds, known_at=known_at), on)
    first_of_month = on.replace(day=1)
    reached: dict[Stage, date] = {}
    for one in stages:
        reached.setdefault(one.stage, one.day)
    return LedgerLine(
        item, on, standing(stages), reached, in_place(funds),
        in_place(one for one in funds if one.day >= first_of_month),
        {
            str(one.columns["kind"]): str(one.columns["state_said"])
            for one in until(holding(ledger.milestones, known_at=known_at), on)
        },
        _last(until(holding(ledger.follow_ups, known_at=known_at), on)), ledger,
    )  # fmt: skip


def _last(follow_ups: list[Told]) -> Followup:
    if not follow_ups:
        return Followup()
    told = follow_ups[-1].columns
    names = [name for name in Followup.__dataclass_fields__ if name != "day"]
    return Followup(follow_ups[-1].day, **{name: told[name] for name in names})


@dataclass(frozen=True)
class HistoryLine:
    """An entry of a project's history: what kind, of which day, who wrote it when, and whether it still holds.

    `state`: holds, corrected or struck. `said`: its columns.
    """

    id: UUID
    kind: str
    day: date
    recorded_at: datetime
    by: str
    state: str
    corrects: UUID | None
    said: dict[str, Any]


async def history_of(gathering: Gathering, code: str) -> list[HistoryLine]:
    """Everything that was written about an agreement, the newest first; what was corrected is there too.

    Raises UnknownItem.
    """
    item = await item_of(gathering, code)
    ledger = (await ledgers_of([item.id]))[item.id]
    kinds: dict[str, tuple[Told, ...]] = {
        "stage_entry": ledger.stages, "fund_entry": ledger.funds, "milestone_entry": ledger.milestones,
        "follow_up": ledger.follow_ups,
    }  # fmt: skip
    names = await _names({one.by for ones in kinds.values() for one in ones})
    lines = []
    for kind, ones in kinds.items():
        holds, corrected = {one.id for one in holding(ones)}, {one.corrects for one in ones}
        for one in ones:
            state = "holds" if one.id in holds else "corrected" if one.id in corrected else "struck"
            lines.append(
                HistoryLine(
                    one.id, kind, one.day, one.recorded_at, names.get(one.by, one.by), state, one.corrects,
                    _said(one),
                )
            )  # fmt: skip
    return sorted(lines, key=lambda line: (line.recorded_at, line.day), reverse=True)


def _said(one: Told) -> dict[str, Any]:
    told = {name: value for name, value in one.columns.items() if value not in ("", None)}
    if isinstance(one, FundTold):
        told["yuan"] = one.yuan
    if isinstance(one, StageTold):
        told["stage"] = str(one.stage)
    return told


async def _names(marks: Iterable[str]) -> dict[str, str]:
    """Names of users by the marks that entries have."""
    keys = [mark.removeprefix("user:") for mark in marks if mark.startswith("user:")]
    rows = await fetch("SELECT id, name FROM users WHERE id = ANY($1::uuid[])", keys)
    return {f"user:{row['id']}": row["name"] for row in rows}


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def months_of(
    ledger: Ledger, on: date, *, known_at: datetime | None = None
) -> list[tuple[date, Decimal, Decimal, Stage | None]]:
    """Every month with a fund entry: its last day (or `on`), what came in, what was in place then, and the stage."""
    funds = until(holding(ledger.funds, known_at=known_at), on)
    stages = holding(ledger.stages, known_at=known_at)
    ends = dict.fromkeys(min(month_end(one.day.year, one.day.month), on) for one in funds)
    return [
        (
            end, in_place(one for one in funds if (one.day.year, one.day.month) == (end.year, end.month)),
            in_place(until(funds, end)), standing(until(stages, end)).stage,
        )
        for end in ends
    ]  # fmt: skip


def today_of(gathering: Gathering, at: datetime) -> date:
    """The day of a moment where the gathering is."""
    return local_day(at, gathering.zone)


def furthest(reached: Iterable[Stage]) -> Stage | None:
    """The furthest of some stages."""
    return max((one for one in reached if one in ORDER), key=ORDER.index, default=None)
