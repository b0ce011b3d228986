"""No sequence of entries, corrections and questions makes a total wrong, loses an entry, or lets an ended project perform."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from event import database
from event.errors import Conflict
from event.gathering import keys
from event.signing.ledger.forms import FundEntryTold, StageEntryTold
from event.signing.ledger.operations import add_entry, strike_entry
from event.signing.ledger.queries import history_of, ledger_as_of
from event.signing.ledger.rates import performed, reached
from event.signing.ledger.rules import ORDER
from event.signing.ledger.tables import Stage
from tests import cast
from tests.signing.lists import agreement, with_some

FIRST = date(2026, 10, 16)
CODES = ("P01", "P06")
CHANGES = ("UPDATE stage_entry SET day = day - 1", "DELETE FROM stage_entry")
_days = st.integers(0, 20).map(lambda days: FIRST + timedelta(days=days))
_stages = st.sampled_from(list(Stage))
_amounts = st.integers(-3, 5).map(lambda number: Decimal(number) * 100)
_codes = st.sampled_from(CODES)


@dataclass
class Written:
    """An entry as this test remembers it, in a plain list; nothing is worked out from it but by reading it through."""

    id: UUID
    code: str
    kind: str
    day: date
    value: Any
    at: datetime
    corrects: UUID | None
    void: bool = False


class Ledger(RuleBasedStateMachine):
    """Two agreements whose ledger is written by chance, beside the plainest list of the same entries."""

    loop: ClassVar[asyncio.AbstractEventLoop]
    dsn: ClassVar[str]

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        self.entries: list[Written] = []
        self.now = datetime(2026, 12, 1, tzinfo=UTC)
        self.moments = [self.now]
        self.held = self.run(_fresh(self.dsn))

    def _open(self, kind: str) -> list[Written]:
        corrected = {one.corrects for one in self.entries}
        return [one for one in self.entries if one.kind == kind and one.id not in corrected and not one.void]

    def _write(self, code: str, kind: str, day: date, value: Any, corrects: Written | None = None) -> None:
        self.now += timedelta(minutes=1)
        told = (
            StageEntryTold(stage=str(value), day=day)
            if kind == "stage_entry"
            else FundEntryTold(amount=value, day=day)
        )
        before = corrects.id if corrects else None
        try:
            made = self.run(
                add_entry(
                    code, told, gathering=self.held, by=cast.COMMAND_LINE, now=self.now, corrects=before
                )
            )
        except Conflict:
            return
        self.entries.append(Written(made, code, kind, day, value, self.now, before))
        self.moments.append(self.now)

    @rule(code=_codes, stage=_stages, day=_days)
    def a_stage(self, code: str, stage: Stage, day: date) -> None:
        self._write(code, "stage_entry", day, stage)

    @rule(code=_codes, day=_days)
    def the_next_stage(self, code: str, day: date) -> None:
        reached_before = [
            one.value for one in self._open("stage_entry") if one.code == code and one.value in ORDER
        ]
        last = max((ORDER.index(one) for one in reached_before), default=1)
        self._write(
            code,
            "stage_entry",
            max([day, *(one.day for one in self._open("stage_entry"))]),
            ORDER[min(last + 1, 7)],
        )

    @rule(code=_codes, amount=_amounts, day=_days)
    def money(self, code: str, amount: Decimal, day: date) -> None:
        self._write(code, "fund_entry", day, amount)

    @precondition(lambda self: self._open("stage_entry"))
    @rule(data=st.data(), stage=_stages, day=_days)
    def a_stage_is_corrected(self, data: st.DataObject, stage: Stage, day: date) -> None:
        wrong = data.draw(st.sampled_from(self._open("stage_entry")))
        self._write(wrong.code, "stage_entry", day, stage, corrects=wrong)

    @precondition(lambda self: self._open("fund_entry"))
    @rule(data=st.data(), amount=_amounts, day=_days)
    def money_is_corrected(self, data: st.DataObject, amount: Decimal, day: date) -> None:
        wrong = data.draw(st.sampled_from(self._open("fund_entry")))
        self._write(wrong.code, "fund_entry", day, amount, corrects=wrong)

    @precondition(lambda self: any(self._open(kind) for kind in ("stage_entry", "fund_entry")))
    @rule(data=st.data())
    def an_entry_is_struck(self, data: st.DataObject) -> None:
        wrong = data.draw(st.sampled_from(self._open("stage_entry") + self._open("fund_entry")))
        self.now += timedelta(minutes=1)
        try:
            made = self.run(
                strike_entry(
                    wrong.code,
                    wrong.id,
                    kind=wrong.kind,
                    gathering=self.held,
                    by=cast.COMMAND_LINE,
                    now=self.now,
                )
            )
        except Conflict:
            return
        self.entries.append(
            Written(made, wrong.code, wrong.kind, wrong.day, wrong.value, self.now, wrong.id, void=True)
        )
        self.moments.append(self.now)

    @precondition(lambda self: len({one.corrects for one in self.entries}) > 1)
    @rule(data=st.data(), day=_days)
    def nothing_is_corrected_twice(self, data: st.DataObject, day: date) -> None:
        corrected = {one.corrects for one in self.entries}
        old = data.draw(st.sampled_from([one for one in self.entries if one.id in corrected]))
        before = len(self.entries)
        self._write(old.code, old.kind, day, old.value, corrects=old)
        assert len(self.entries) == before

    def _true(self, code: str, day: date, known: datetime) -> tuple[Stage | None, Decimal, bool]:
        """Stage, money and whether it was ever signed, read off the plain list."""
        known_ones = [one for one in self.entries if one.code == code and one.at <= known]
        gone = {one.corrects for one in known_ones} | {one.id for one in known_ones if one.void}
        holds = [one for one in known_ones if one.id not in gone and one.day <= day]
        stage, at = None, date.min
        for one in holds:
            if one.kind == "stage_entry" and one.day >= at:
                stage, at = one.value, one.day
        money = sum((one.value for one in holds if one.kind == "fund_entry"), Decimal(0))
        signed = any(one.kind == "stage_entry" and one.value in ORDER[2:] for one in holds)
        return stage, money, signed

    @rule(data=st.data(), day=_days)
    def the_ledger_of_an_earlier_day_is_asked(self, data: st.DataObject, day: date) -> None:
        self._ask(day, data.draw(st.sampled_from(self.moments)))

    @invariant()
    def the_ledger_is_right_now(self) -> None:
        if hasattr(self, "entries"):
            self._ask(FIRST + timedelta(days=20), self.now)

    def _ask(self, day: date, known: datetime) -> None:
        lines = {line.code: line for line in self.run(ledger_as_of(self.held, day, known_at=known))}
        true = {code: self._true(code, day, known) for code in CODES}
        for code, told in true.items():
            line = lines.get(code)
            said = (
                (line.standing.stage, line.funds, line.standing.was_signed)
                if line
                else (None, Decimal(0), False)
            )
            assert said == told
        items = [line.followed for line in lines.values()]
        ended = {code for code, (stage, *_) in true.items() if stage is Stage.TERMINATED}
        paused = {code for code, (stage, *_) in true.items() if stage is Stage.PAUSED}
        assert ended.isdisjoint(performed(items).counted)
        for stage in ORDER:
            assert (ended | paused).isdisjoint(reached(items, stage).counted)

    def teardown(self) -> None:
        """No entry is lost, whatever came after it."""
        if not hasattr(self, "held"):
            return
        kept = {line.id: line for code in CODES for line in self.run(history_of(self.held, code))}
        self.run(_closed())
        assert set(kept) == {one.id for one in self.entries}
        for one in self.entries:
            line = kept[one.id]
            told = (
                Stage(line.said["stage"])
                if one.kind == "stage_entry"
                else line.said.get("amount", Decimal(0))
            )
            assert (line.kind, line.day, told, line.recorded_at, line.corrects) == (
                one.kind, one.day, one.value, one.at, one.corrects,
            )  # fmt: skip


async def _fresh(dsn: str) -> Any:
    """Connected, with two agreements and an empty ledger."""
    keys._known.clear()  # noqa: SLF001 - another gathering, other keys
    database.engine.point_at(dsn)
    database.engine.pool = await database.asyncpg.create_pool(
        **database.engine.config, min_size=1, max_size=2
    )
    rows = await database.fetch("SELECT slug FROM gathering")
    return await with_some(*(agreement(code) for code in CODES), slug=f"ledger-{len(rows)}")


async def _closed() -> None:
    pool, database.engine.pool = database.engine.pool, None
    await pool.close()


def test_no_sequence_makes_the_ledger_wrong(empty_database: str) -> None:
    loop = asyncio.new_event_loop()
    Ledger.loop, Ledger.dsn = loop, empty_database
    try:
        case = Ledger.TestCase
        case.settings = settings(
            max_examples=20, stateful_step_count=20, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )  # fmt: skip
        case().runTest()
    finally:
        loop.close()


@pytest.mark.parametrize(
    "table", ["stage_entry", "fund_entry", "milestone_entry", "follow_up", "signing_change"]
)
async def test_what_was_written_cannot_be_changed_or_deleted(db: str, table: str) -> None:
    held = await with_some(agreement())
    await add_entry(
        "P01",
        StageEntryTold(stage="signed", day=FIRST),
        gathering=held,
        by=cast.COMMAND_LINE,
        now=cast.NOW + timedelta(days=2),
    )

    for statement in (f"TRUNCATE {table} CASCADE", *(CHANGES if table == "stage_entry" else ())):
        with pytest.raises(database.asyncpg.RaiseError, match="append-only"):
            await database.fetch(statement)
