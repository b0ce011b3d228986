"""The office's list of agreements: taken in row by row, twice changes nothing, faults are told."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from event.database import fetch
from event.signing.operations import change_item
from event.signing.queries import batches_of, item_of, items_of
from tests import cast
from tests.checkin.lists import told
from tests.signing.lists import SIGNING, changed, take, with_agreements


async def test_the_list_comes_in_whole_and_a_second_time_changes_nothing(db: str) -> None:
    held = await cast.gathering()
    content = SIGNING.read_bytes()

    dry = await take("signing", content, held, dry_run=True)
    first, second = await take("signing", content, held), await take("signing", content, held)

    assert (dry.counts, dry.written) == (first.counts, False)
    assert first.figures == {"batches": 3, "items": 12, "signatories": 25}
    assert first.counts["create"] == 40, [row.reasons for row in first.rows if row.reasons]
    assert {outcome for outcome, _ in told(second)} == {"unchanged"}


async def test_what_the_list_says_is_kept_with_its_parties_in_order(db: str) -> None:
    held = await with_agreements()

    items = {one.told.code: one for one in await items_of(held)}
    (three,) = (one for one in items.values() if len(one.parties) == 3)
    ours = items["P06"]

    assert [one.items for one in await batches_of(held)] == [
        ("P01", "P02", "P03", "P04"), ("P05", "P06", "P07"), ("P08", "P09", "P10", "P11", "P12"),
    ]  # fmt: skip
    assert (ours.told.amount, ours.told.currency, ours.told.rate, ours.told.rate_date, ours.yuan, ours.countries) == (
        Decimal(24_000_000), "USD", Decimal(7), date(2026, 10, 9), Decimal(168_000_000), ("SG",),
    )  # fmt: skip
    assert [(one.told.organisation_zh, one.told.is_host, one.told.country) for one in three.parties] == [
        ("示例县工信局", True, ""), ("新西兰测试联谊会", False, "NZ"), ("西班牙样本工商联合会", False, "ES"),
    ]  # fmt: skip
    assert (items["P09"].told.doctors, items["P09"].told.masters, items["P07"].told.text_said) == (
        18,
        3,
        "待法务复核",
    )
    batch = (await batches_of(held))[1].told
    assert ([one.name for one in batch.assistants], batch.witnesses[0].title) == (
        ["秦演", "徐真例", "方构", "陈示例"], "县委统战部部长",
    )  # fmt: skip


async def test_a_changed_list_changes_what_it_says_and_nothing_else(db: str) -> None:
    held = await with_agreements()
    opened = await item_of(held, "P02")
    kept = msgspec.structs.replace(opened.told, name_en="Alloys", confidential=True)
    await change_item("P02", kept, revision=1, gathering=held, by=cast.COMMAND_LINE, now=cast.NOW)

    def change(book: Any) -> None:
        book["签约项目一览表"]["H5"], book["签约项目一览表"]["L5"] = 130_000, 13
        book["签字人"]["H13"], book["签字人"]["J14"] = "新替签", "已印"

    report = await take("signing", changed(SIGNING, change), held)

    assert [(row.number, list(row.changes)) for row in report.rows if row.outcome == "update"] == [
        ("P02", ["amount"]), ("P05乙", ["stand_in"]), ("P06甲", ["card_printed"]),
    ]  # fmt: skip
    now = await item_of(held, "P02")
    assert (now.told.amount, now.told.name_en, now.told.confidential, now.revision) == (
        Decimal(1_300_000_000), "Alloys", True, 3,
    )  # fmt: skip
    assert (await item_of(held, "P05")).told.parties[1].signatories[0].stand_in == "新替签"


async def test_faults_are_told_row_by_row_and_a_refused_row_keeps_all_out(db: str) -> None:
    held = await cast.gathering()
    (_, _) = await cast.lin(held)

    def change(book: Any) -> None:
        items, signs, batches = book["签约项目一览表"], book["签字人"], book["批次"]
        items["F4"], items["C5"], items["G6"], items["J9"], items["R10"] = "租赁", 9, "XYZ", None, "火星"
        items["L7"], items["O8"] = 5, "示例县商务局(别人)"
        signs["B5"], signs["D6"], signs["D8"], signs["A28"] = "庚辛", "1143000000000102X7", "12", "P77"
        batches["D4"] = "P01、P02"

    report = await take("signing", changed(SIGNING, change), held)

    found = {
        (row.sheet, row.row): [one.told("en") for one in (*row.reasons, *row.warnings)] for row in report.rows
    }
    known = "投资合同、框架协议、意向书、授信、人才引进、战略合作、贸易订单、基金股权、公益捐赠"
    assert report.written is False
    assert await fetch("SELECT 1 FROM signing_item") == []
    no_day = "开始时间: the programme has no signing ceremony, so its day is not known; when the batch begins stays open."
    unknown = "签字人编号: There is no guest with this number; the name alone is kept."
    said = {key: [one for one in ones if one != unknown] for key, ones in found.items()}
    assert {key: ones for key, ones in said.items() if ones} == {
        ("批次", 4): [
            no_day,
            "项目: the list of batches says P01、P02, the list of agreements has P01、P03、P04.",
        ],
        ("批次", 5): [no_day],
        ("批次", 6): [no_day],
        ("签约项目一览表", 4): [
            f"协议类型: “租赁” is no type of agreement here. Known: {known}. Add it, or correct it."
        ],
        ("签约项目一览表", 5): ["批次: “9” is not in the list of batches."],
        ("签约项目一览表", 6): [
            "币种: “XYZ” is no currency; write CNY or USD.",
            "汇率: an amount in XYZ needs its rate and the day of the rate.",
        ],
        ("签约项目一览表", 7): ["折人民币(亿元): the list says 5, amount and rate make 5.2."],
        ("签约项目一览表", 8): [
            "甲方(签字人): 甲: the list of agreements says “示例县商务局(别人)”, the list of signatories “示例县商务局(卢虚构)”."
        ],
        ("签约项目一览表", 9): ["汇率: an amount in USD needs its rate and the day of the rate."],
        ("签约项目一览表", 10): [
            "侨商所在国家(地区): “火星” is no country or region that is known; it is left out."
        ],
        ("签字人", 5): ["签约方: “庚辛” is no party; write 甲方, 乙方, 丙方."],
        ("签字人", 6): [
            "统一社会信用代码: “1143000000000102X7” fails the check of unified social credit codes."
        ],
        ("签字人", 8): ["统一社会信用代码: “12” is no unified social credit code and is left out."],
        ("签字人", 28): ["项目编号: “P77” is not in the list of agreements."],
    }
