"""What was signed is recorded once, corrected by further records, kept with its paper, and stands in the ledger."""

import asyncio
import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pikepdf
import pytest
from PIL import Image

from event.database import fetch
from event.errors import Invalid
from event.gathering.tables import Gathering
from event.http import Upload
from event.people.rules import COMMAND_LINE
from event.printing.signing.record import Recorded, record_signing
from event.signing.ceremony.errors import NotOfThisCeremony, PictureNotTaken, RecordedAlready, UnknownRecord
from event.signing.ceremony.pictures import checked_picture
from event.signing.ceremony.recording import RecordTold, SignerTold, add_picture, drafted, keep_record
from event.signing.ceremony.records import Signer, file_of, records_of
from event.signing.errors import ChangedMeanwhile
from event.signing.ledger.queries import ledger_as_of
from event.signing.ledger.tables import Stage
from event.signing.operations import change_item, withdraw_item
from event.signing.queries import item_of
from tests import cast
from tests.printing.reading import texts
from tests.signing.lists import agreement, with_agreements, with_some

NOW = datetime(2026, 10, 16, 4, 0, tzinfo=UTC)
SIGNED = datetime(2026, 10, 16, 2, 40, tzinfo=UTC)


def a_picture(kind: str = "JPEG") -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (640, 400), "maroon").save(output, kind)
    return output.getvalue()


def told(second: str = "姚预演", **columns: object) -> RecordTold:
    signers = (
        SignerTold(party="甲", name="卢虚构", title="局长"),
        SignerTold(party="乙", name=second, stood_in=second != "姚预演"),
    )
    return RecordTold(**{"signed_at": SIGNED, "copies": 4, "place": "主会场", "signers": signers} | columns)  # type: ignore[arg-type]


async def sign(held: Gathering, what: RecordTold, *photos: Upload, **more: object) -> Recorded:
    told_more = {"language": "zh-Hans", "corrects": None, "now": NOW} | more
    return await record_signing("P01", what, photos, gathering=held, by=COMMAND_LINE, **told_more)  # type: ignore[arg-type]


async def test_a_record_is_kept_as_pdf_a_with_its_checksum_and_the_ledger_has_the_stage(db: str) -> None:
    held = await with_some(agreement())

    made = await sign(held, told(changes="第三条改为三十日"), Upload("signing.jpg", a_picture()))

    item = await item_of(held, "P01")
    (record,) = (await records_of([item.id]))[item.id]
    assert record.paper
    _, paper = await file_of(held, item.id, record.paper.id)
    assert (record.checksum, record.holds, record.copies) == (made.checksum, True, 4)
    assert hashlib.sha256(paper).hexdigest() == made.checksum
    assert record.signers == (
        Signer("甲", "示例县商务局", "卢虚构", "局长"), Signer("乙", "测试医药公司", "姚预演"),
    )  # fmt: skip
    assert [await file_of(held, item.id, one.id) for one in record.photos] == [("image/jpeg", a_picture())]
    with pikepdf.open(io.BytesIO(paper)) as document, document.open_metadata() as metadata:
        assert (metadata.pdfa_status, "/StructTreeRoot" in document.Root) == ("3U", True)
        (data,) = (json.loads(one.get_file().read_bytes()) for one in document.attachments.values())
        assert (data["agreement"]["code"], [one["name"] for one in data["signers"]]) == (
            "P01",
            ["卢虚构", "姚预演"],
        )
    page = "".join(texts(paper))
    assert [word for word in ("示例项目P01", "卢虚构", "姚预演", "第三条改为三十日", "人民币壹亿元整", "2026-10-16 10:40") if word not in page] == []  # fmt: skip
    (line,) = await ledger_as_of(held, date(2026, 10, 16))
    assert (line.standing.stage, line.reached_on) == (Stage.SIGNED, {Stage.SIGNED: date(2026, 10, 16)})
    (sealed,) = {bytes(row["content"])[:4] for row in await fetch("SELECT content FROM signing_photo WHERE media_type <> 'application/pdf'")}  # fmt: skip
    assert sealed != a_picture()[:4]


async def test_a_second_record_corrects_the_first_which_stays(db: str) -> None:
    held = await with_some(agreement())
    first = await sign(held, told())
    right = told("张示范", signed_at=SIGNED - timedelta(days=1))

    second = await sign(held, right, corrects=first.id, now=NOW + timedelta(hours=1))

    item = await item_of(held, "P01")
    records = (await records_of([item.id]))[item.id]
    assert [(one.number, one.holds, one.corrects, one.checksum) for one in records] == [
        (1, False, None, first.checksum), (2, True, first.id, second.checksum),
    ]  # fmt: skip
    assert [one.signers[1] for one in records] == [
        Signer("乙", "测试医药公司", "姚预演"),
        Signer("乙", "测试医药公司", "张示范", stood_in=True),
    ]
    (line,) = await ledger_as_of(held, date(2026, 10, 16))
    assert line.reached_on == {Stage.SIGNED: date(2026, 10, 15)}
    with pytest.raises(RecordedAlready):
        await sign(held, told(), corrects=first.id)
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await fetch("UPDATE signed_record SET copies = 9")


async def test_two_who_record_at_once_make_one_record(db: str) -> None:
    held = await with_some(agreement())
    drafts = [
        await drafted("P01", told(), corrects=None, gathering=held, by=COMMAND_LINE, now=NOW) for _ in "ab"
    ]

    outcomes = await asyncio.gather(
        *(keep_record(one, b"%PDF", (), gathering=held, by=COMMAND_LINE) for one in drafts),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in outcomes) == ["RecordedAlready", "str"]
    assert len(await fetch("SELECT 1 FROM signed_record")) == 1
    assert len(await fetch("SELECT 1 FROM stage_entry")) == 1


async def test_an_agreement_that_changed_while_its_paper_was_made_is_told(db: str) -> None:
    held = await with_some(agreement())
    draft = await drafted("P01", told(), corrects=None, gathering=held, by=COMMAND_LINE, now=NOW)
    await change_item(
        "P01", agreement(name_zh="另一名称"), revision=None, gathering=held, by=COMMAND_LINE, now=NOW
    )

    with pytest.raises(ChangedMeanwhile) as refused:
        await keep_record(draft, b"%PDF", (), gathering=held, by=COMMAND_LINE)

    assert refused.value.changes == {"name_zh": ["示例项目P01", "另一名称"]}
    assert await fetch("SELECT 1 FROM signed_record") == []


async def test_what_cannot_have_been_signed_is_refused_and_nothing_is_kept(db: str) -> None:
    held = await with_some(agreement())
    alone = told(signers=(SignerTold(party="甲", name=" "), SignerTold(party="丁", name="某人")))

    with pytest.raises(Invalid) as refused:
        await sign(held, msgspec_with(alone, copies=0, signed_at=NOW + timedelta(hours=1)))
    with pytest.raises(UnknownRecord):
        await sign(held, told(), corrects=cast.COMMAND_LINE and held.id)
    await withdraw_item("P01", gathering=held, by=COMMAND_LINE, now=NOW)
    with pytest.raises(NotOfThisCeremony):
        await sign(held, told())

    assert set(refused.value.problems) == {"signed_at", "copies", "signers", "signers.乙", "signers.0.name"}
    assert await fetch("SELECT 1 FROM signed_record UNION ALL SELECT 1 FROM stage_entry") == []


def msgspec_with(record: RecordTold, **columns: object) -> RecordTold:
    return RecordTold(**{name: getattr(record, name) for name in record.__struct_fields__} | columns)  # type: ignore[arg-type]


async def test_photographs_are_looked_at_and_can_be_added_later(db: str) -> None:
    held = await with_some(agreement())
    for name, content in (
        ("a.gif", b"GIF89a"),
        ("b.jpg", b"\xff\xd8\xff" + b"0" * 90),
        ("c.png", b"\x89PNG\r\n\x1a\n"),
    ):
        with pytest.raises(PictureNotTaken):
            checked_picture(name, content)
    picture = checked_picture("d.png", a_picture("PNG"))
    with pytest.raises(UnknownRecord):
        await add_picture("P01", picture, gathering=held, by=COMMAND_LINE, now=NOW)
    await sign(held, told())

    file = await add_picture("P01", picture, gathering=held, by=COMMAND_LINE, now=NOW)

    item = await item_of(held, "P01")
    assert await file_of(held, item.id, file) == ("image/png", a_picture("PNG"))


async def test_the_stage_that_a_list_has_told_of_the_same_day_is_not_told_twice(db: str) -> None:
    held = await with_agreements()
    signers = tuple(SignerTold(party=mark, name="某人") for mark in "甲乙丙")

    for code in ("P11", "P08"):
        what = RecordTold(signed_at=SIGNED, copies=4, signers=signers[: 3 if code == "P11" else 2])
        await record_signing(
            code, what, (), language="en", corrects=None, gathering=held, by=COMMAND_LINE, now=NOW
        )

    lines = await ledger_as_of(held, date(2026, 10, 17))
    assert [(line.code, line.standing.stage) for line in lines] == [
        ("P08", Stage.SIGNED),
        ("P11", Stage.SIGNED),
    ]
