"""What follows from the entries of a ledger: which of them hold, the stage on a day, funds in place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from event.language import Message
from event.signing.ledger.tables import Stage

ORDER = (
    Stage.INTENT, Stage.CONSENSUS, Stage.SIGNED, Stage.REGISTERED, Stage.APPROVED, Stage.STARTED,
    Stage.PRODUCING, Stage.FULL,
)  # fmt: skip
STAGE_WORDS: dict[Stage, str] = {
    Stage.INTENT: "意向", Stage.CONSENSUS: "初步共识", Stage.SIGNED: "签约", Stage.REGISTERED: "注册",
    Stage.APPROVED: "立项", Stage.STARTED: "开工", Stage.PRODUCING: "投产", Stage.FULL: "达产",
    Stage.PAUSED: "暂停", Stage.TERMINATED: "终止",
}  # fmt: skip
"""The words of the office's ledger."""
STAGE_LABELS: dict[Stage, Message] = {
    Stage.INTENT: Message("Intent"), Stage.CONSENSUS: Message("First consensus"), Stage.SIGNED: Message("Signed"),
    Stage.REGISTERED: Message("Company registered"), Stage.APPROVED: Message("Project approved"),
    Stage.STARTED: Message("Construction started"), Stage.PRODUCING: Message("In production"),
    Stage.FULL: Message("At full capacity"), Stage.PAUSED: Message("Paused"), Stage.TERMINATED: Message("Terminated"),
}  # fmt: skip
_BY_WORDS = {words: stage for stage, words in STAGE_WORDS.items()} | {
    "立项/备案": Stage.APPROVED,
    "备案": Stage.APPROVED,
}


def stage_named(words: str) -> Stage | None:
    """The stage that words of a ledger mean."""
    return _BY_WORDS.get(words.strip())


@dataclass(frozen=True)
class Entry:
    """What every entry has; see ledger/tables.py."""

    id: UUID
    seq: int
    day: date
    recorded_at: datetime
    corrects: UUID | None
    void: bool


@dataclass(frozen=True)
class StageSaid(Entry):
    """A stage from a day on."""

    stage: Stage


@dataclass(frozen=True)
class FundSaid(Entry):
    """Yuan that came in on a day."""

    yuan: Decimal


Kind = TypeVar("Kind", bound=Entry)


def holding(entries: Iterable[Kind], *, known_at: datetime | None = None) -> list[Kind]:
    """The entries that hold by what was recorded until `known_at` (all, without), by day and in the order of writing."""
    known = [one for one in entries if known_at is None or one.recorded_at <= known_at]
    corrected = {one.corrects for one in known}
    return sorted(
        (one for one in known if one.id not in corrected and not one.void), key=lambda one: (one.day, one.seq)
    )


def until(entries: Iterable[Kind], day: date) -> list[Kind]:
    """The entries up to a day, that day included."""
    return [one for one in entries if one.day <= day]


@dataclass(frozen=True)
class Standing:
    """Where a project is: its stage, since when, and whether it was ever signed. `stage` None: nothing is written."""

    stage: Stage | None = None
    since: date | None = None
    was_signed: bool = False

    @property
    def performs(self) -> bool:
        """Signed and not terminated (履约)."""
        return self.was_signed and self.stage is not Stage.TERMINATED

    def has_reached(self, threshold: Stage) -> bool:
        """Whether the project stands at `threshold` or further; paused and terminated ones have reached none."""
        if self.stage not in ORDER or not self.was_signed:
            return False
        return ORDER.index(self.stage) >= ORDER.index(threshold)


def standing(entries: Sequence[StageSaid]) -> Standing:
    """Where a project stands after entries that hold, in their order."""
    if not entries:
        return Standing()
    signed = any(_rank(one.stage) >= ORDER.index(Stage.SIGNED) for one in entries)
    return Standing(entries[-1].stage, entries[-1].day, signed)


def _rank(stage: Stage) -> int:
    return ORDER.index(stage) if stage in ORDER else -1


def out_of_order(entries: Sequence[StageSaid]) -> StageSaid | None:
    """The first entry that cannot follow those before it: back to an earlier stage, or anything after the end.

    A paused project goes on where it was or further on.
    """
    furthest, ended = -1, False
    for one in entries:
        if ended:
            return one
        if one.stage in ORDER:
            if ORDER.index(one.stage) < furthest:
                return one
            furthest = ORDER.index(one.stage)
        ended = one.stage is Stage.TERMINATED
    return None


def in_place(entries: Iterable[FundSaid]) -> Decimal:
    """Yuan in place after entries that hold."""
    return sum((one.yuan for one in entries), Decimal(0))


def below_nothing(entries: Sequence[FundSaid]) -> FundSaid | None:
    """The first entry after which less than nothing would be in place."""
    total = Decimal(0)
    for one in entries:
        total += one.yuan
        if total < 0:
            return one
    return None
