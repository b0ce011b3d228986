"""Other amounts, types, stages, cards and sums come out as recounted from their own files; so do the office's."""

import io
import random
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from tests.scenario.asking import ask, asked_at
from tests.scenario.conftest import FILES, take
from tests.scenario.recount_signing import by_type, landed, readiness
from tests.signing.lists import cell

_AT = "2027-10-17T09:00:00+08:00"
_TYPES = ("投资合同", "框架协议", "意向书", "授信", "贸易订单", "公益捐赠", "基金股权")
_HELD = ("签约", "注册", "立项", "开工", "投产", "达产", "暂停", "终止")


def _changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _give_stage(row: Any, chance: random.Random) -> None:
    """Some stage, with the days of those before it."""
    stage = chance.choice(_HELD)
    reached = _HELD.index(stage) if _HELD.index(stage) < 5 else chance.randrange(5)
    for number, place in enumerate((13, 14, 17, 18), start=1):
        day = cell(2027, number, chance.randrange(1, 28)) if number <= reached else None
        row[place - 1].value = day
    row[11].value = stage


def another(signing: bytes, ledger: bytes, seed: int) -> tuple[bytes, bytes]:
    """The office's two lists with other figures, the same projects in both."""
    chance = random.Random(seed)  # noqa: S311 - a test
    told: dict[str, tuple[str, int, Any, Any]] = {}

    def items(book: Any) -> None:
        for row in book["签约项目一览表"].iter_rows(min_row=4, max_row=15):
            if row[7].value is None:
                continue
            foreign, amount = chance.random() < 0.4, chance.randrange(1, 300_000)
            values = {
                6: chance.choice(_TYPES), 7: "EUR" if foreign else "CNY", 8: amount, 10: "7.8123" if foreign else None,
                11: cell(2026, 10, 9) if foreign else None, 12: None, 25: chance.choice(("终稿", "草稿", "待盖章")),
            }  # fmt: skip
            for place, value in values.items():
                row[place - 1].value = value
            told[row[1].value] = (values[6], amount, values[7], values[10])
        for row in book["签字人"].iter_rows(min_row=4):
            row[9].value = chance.choice(("已印", "已印", "未印"))
            row[7].value = chance.choice((row[7].value, None))

    def projects(book: Any) -> None:
        for row in book["跟踪台账"].iter_rows(min_row=4):
            kind, amount, currency, rate = told[row[2].value]
            for place, value in {
                7: kind,
                8: currency,
                9: amount,
                10: rate,
                11: None,
                19: None,
                20: None,
            }.items():
                row[place - 1].value = value
            _give_stage(row, chance)
        for row in book["月度进度"].iter_rows(min_row=4):
            row[3].value = float(Decimal(chance.randrange(0, 300)) / 100)
            row[4].value = row[5].value = None

    return _changed(signing, items), _changed(ledger, projects)


async def test_other_figures_are_answered_as_recounted(db: str, scenario: Path) -> None:
    await take("guests", (scenario / FILES["guests"]).read_bytes())
    original = [(scenario / FILES[kind]).read_bytes() for kind in ("signing", "ledger")]
    for seed in range(1, 4):
        signing, ledger = another(*original, seed)
        for kind, content in (("signing", signing), ("ledger", ledger)):
            if kind == "ledger" and seed > 1:
                break  # stages go on and do not start over: one ledger a gathering
            report = await take(kind, content)
            assert report.written, [row.reasons for row in report.rows if row.reasons]

        assert (await ask("signed-by-type", _AT)).answer == by_type(signing)
        for batch in (1, 2, 3):
            assert (await ask("batch-readiness", _AT, {"batch": str(batch)})).answer == readiness(
                signing, batch
            )
        if seed == 1:
            assert (await ask("projects-landed", _AT)).answer == landed(
                ledger, datetime.fromisoformat(_AT), 80
            )


async def test_the_plain_recount_agrees_with_the_office(
    scenario: Path, questions: dict[str, Any], answers: dict[int, Any]
) -> None:
    signing, ledger = ((scenario / FILES[kind]).read_bytes() for kind in ("signing", "ledger"))

    assert by_type(signing) == answers[35]
    assert readiness(signing, answers[34]["batch"]) == answers[34]
    assert (
        landed(ledger, datetime.fromisoformat(asked_at(questions)[39]), answers[39]["target_percent"])
        == answers[39]
    )
