"""The papers of the signing say what stands in the system, in three languages, with version and state of the order."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest

from event.database import fetch
from event.errors import Invalid
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.printing import chunks
from event.printing.centre.asking import wanted_of
from event.printing.documents import Printed, document_named, print_document
from event.printing.errors import UnknownDocument
from event.printing.seating.drawing import spread
from event.printing.signing.choosing import Wanted, grouped, in_chinese
from event.printing.signing.documents import SIGNING_DOCUMENTS
from event.printing.signing.errors import NothingSigned
from event.signing.ceremony.arranging import fix_order
from event.signing.ledger.forms import FollowUpTold, StageEntryTold
from event.signing.ledger.operations import add_entry
from event.signing.operations import change_item
from event.signing.queries import item_of
from tests import cast
from tests.printing.reading import texts
from tests.signing.lists import LEDGER, agreement, take, with_agreements, with_some

LATER = datetime(2027, 10, 17, 2, 0, tzinfo=UTC)


async def made(name: str, held: Gathering, **chosen: object) -> Printed:
    wanted = chunks.Wanted(**{"day": date(2027, 10, 17), "language": "en"} | chosen)  # type: ignore[arg-type]
    return await print_document(f"signing/{name}", held, wanted, by=COMMAND_LINE, now=LATER)


async def pages(name: str, held: Gathering, **chosen: object) -> list[str]:
    """The text of every page without spaces and line ends."""
    return ["".join(page.split()) for page in texts((await made(name, held, **chosen)).content)]


async def test_the_list_has_every_agreement_once_and_hides_confidential_ones(db: str) -> None:
    held = await with_agreements()
    told = (await item_of(held, "P04")).told
    await change_item("P04", type(told)(**{name: getattr(told, name) for name in told.__struct_fields__} | {"confidential": True}), revision=None, gathering=held, by=COMMAND_LINE, now=cast.NOW)  # fmt: skip

    (page,) = await pages("list", held)

    names = [
        "高性能陶瓷新材料产业园",
        "新型合金精深加工",
        "高端装备零部件基地",
        "康养文旅度假区",
        "电子元件生产线",
        "友好侨团合作",
    ]
    assert [page.count(name) for name in names] == [1] * 6
    assert "农产品精深加工与冷链" not in page
    assert [word for word in ("Confidentialagreementsthatareleftout:1.", "USD24,000,000", "P06USD@7.0000(2026-10-09)", "NewZealand,Spain") if word not in page] == []  # fmt: skip


async def test_an_order_that_is_open_is_a_draft_and_one_that_is_frozen_is_not(db: str) -> None:
    held = await with_agreements()

    (before,) = await pages("list", held)
    await fix_order(held, by=COMMAND_LINE, now=cast.NOW)
    (after,) = await pages("list", held)

    assert ("Draft" in before, "Draft" in after) == (True, False)


async def test_a_paper_that_says_the_same_is_the_same_version_and_the_trail_has_it(db: str) -> None:
    held = await with_some(agreement(batch=None))
    await add_entry(
        "P01",
        StageEntryTold(stage="signed", day=date(2026, 10, 16)),
        gathering=held,
        by=COMMAND_LINE,
        now=LATER,
    )

    first = (await pages("ledger", held, language="zh-Hant"))[0]
    again = (await pages("ledger", held))[0]
    await add_entry(
        "P01",
        StageEntryTold(stage="registered", day=date(2026, 11, 20)),
        gathering=held,
        by=COMMAND_LINE,
        now=LATER,
    )
    other = (await pages("ledger", held))[0]

    assert ["第1版" in first, "version1" in again, "version2" in other] == [True, True, True]
    rows = await fetch(
        "SELECT details->>'language' AS language FROM audit_entry WHERE action = 'document.print' ORDER BY id"
    )
    assert [row["language"] for row in rows] == ["zh-Hant", "en", "en"]


async def test_cards_are_tents_in_the_order_of_the_seats_with_both_names_for_guests_from_abroad(
    db: str,
) -> None:
    held = await with_agreements()
    guest, _ = await cast.lin(held, number="G001")
    told = (await item_of(held, "P01")).told
    investor = told.parties[1]
    signs = type(investor.signatories[0])(guest=guest.number)
    parties = (
        told.parties[0],
        type(investor)(organisation_zh="测试医药公司", country="US", signatories=(signs,)),
    )
    await change_item("P01", agreement("P01", parties=parties, batch=1), revision=None, gathering=held, by=COMMAND_LINE, now=cast.NOW)  # fmt: skip

    cards = await pages("cards", held, batch=1, language="zh-Hans")
    others = await pages("cards", held, who="others", language="zh-Hans")

    places = [next(code for code in ("P01", "P02", "P03", "P04") if code in card) for card in cards]
    assert sorted(places) == ["P01", "P01", "P02", "P02", "P03", "P03", "P04", "P04"]
    (lin,) = [card for card in cards if "林示例" in card]
    assert (lin.count("林示例"), lin.count("LINShili"), lin.count("测试医药公司")) == (2, 2, 2)
    assert [card.count(name) for card, name in zip(others, ("施范本", "龙范", "司徒样例"), strict=True)] == [
        2,
        2,
        2,
    ]


def test_words_of_papers() -> None:
    assert (spread("王芳"), spread("林示例"), spread("Li")) == ("王\u3000芳", "林示例", "Li")
    assert [in_chinese(number) for number in (1, 10, 12, 20, 34)] == ["一", "十", "十二", "二十", "三十四"]
    assert [grouped(LATER_AMOUNT), grouped(LATER_AMOUNT, 2)] == ["24,000,000", "24,000,000.00"]


LATER_AMOUNT = (agreement().amount or 0) * 24 / 100


def test_names_stay_as_their_bearers_write_them_while_positions_are_converted() -> None:
    wanted = Wanted(date(2027, 10, 17), LATER, "zh-Hant")

    assert wanted.person("县长", "施范本") == wanted.person("县长 施范本") == "縣長 施范本"
    assert wanted.person("", "龙范") == wanted.person("龙范") == "龙范"


async def test_slides_are_sixteen_to_nine_one_for_each_batch(db: str) -> None:
    held = await with_agreements()

    made_slides = await made("slides", held)

    with pikepdf.open(io.BytesIO(made_slides.content)) as document:
        sizes = {(float(page.mediabox[2]), float(page.mediabox[3])) for page in document.pages}
    assert len(texts(made_slides.content)) == 3
    assert [round(width / height, 3) for width, height in sizes] == [round(16 / 9, 3)]


async def test_sheets_of_a3_come_on_a4_too(db: str) -> None:
    held = await with_agreements()

    large, small = await made("list", held), await made("list", held, size="A4")

    def size(paper: Printed) -> tuple[float, ...]:
        with pikepdf.open(io.BytesIO(paper.content)) as document:
            return tuple(round(float(one) / 72 * 25.4) for one in document.pages[0].mediabox[2:])

    assert (size(large), size(small)) == ((420, 297), (297, 210))
    assert texts(large.content)[0].split() == texts(small.content)[0].split()


async def test_places_are_labelled_with_their_view_and_mirror_each_other(db: str) -> None:
    held = await with_agreements()

    found = "".join(await pages("places", held, batch=3))

    assert found.count("Seenfromtheaudience") == found.count("Seenfromthestage,asthesignersseeit") == 5
    assert (
        "甲方示例县工信局钟仿真(host)|乙方新西兰测试联谊会汤试样(guest)|丙方西班牙样本工商联合会郭样本(guest)"
        in found
    )
    assert (
        "丙方西班牙样本工商联合会郭样本(guest)|乙方新西兰测试联谊会汤试样(guest)|甲方示例县工信局钟仿真(host)"
        in found
    )


async def test_the_report_of_a_year_has_the_figures_to_the_cent_with_their_definitions(db: str) -> None:
    held = await with_agreements()
    await take("ledger", LEDGER.read_bytes(), held)

    report = "".join(await pages("annual-report", held))

    for words in (
        "Investmentcontract547.38", "Frameworkagreement16.00", "Letterofintent12.62", "Investmentinall756.00",
        "Signedandnotterminated÷signedinvestmentitems6785.71%", "26.10亿元56.00亿元46.61%", "25.80亿元47.38亿元54.45%",
        "P03高端装备零部件基地测试乡Constructionstarted10.004.1041.00%",
    ):  # fmt: skip
        assert words in report, words


async def test_the_sum_of_investment_stands_above_the_types_that_are_not_in_it(db: str) -> None:
    held = await with_agreements()
    await take("ledger", LEDGER.read_bytes(), held)
    credit = StageEntryTold(stage="signed", day=date(2026, 10, 16))
    await add_entry("P08", credit, gathering=held, by=COMMAND_LINE, now=LATER)

    report = "".join(await pages("annual-report", held))

    assert "Letterofintent12.62✓Investmentinall756.00Creditline120.00Amountsofothertypes" in report


async def test_the_ledger_and_the_overdue_list_are_as_of_their_day(db: str) -> None:
    held = await with_some(agreement())
    await add_entry(
        "P01",
        StageEntryTold(stage="signed", day=date(2026, 10, 16)),
        gathering=held,
        by=COMMAND_LINE,
        now=LATER,
    )
    told = FollowUpTold(
        day=date(2027, 1, 5), next_step="办理用地手续", due_on=date(2027, 3, 1), responsible_leader="施范本"
    )
    await add_entry("P01", told, gathering=held, by=COMMAND_LINE, now=LATER)

    on_time = "".join(await pages("overdue", held, day=date(2027, 3, 1)))
    late = "".join(await pages("overdue", held, day=date(2027, 3, 11)))
    with pytest.raises(NothingSigned):
        await made("ledger", held, day=date(2026, 10, 15))

    assert "Nothingisoverdue." in on_time
    assert "Signed2027-03-0110办理用地手续" in late


@pytest.mark.parametrize("name", [name.removeprefix("signing/") for name in SIGNING_DOCUMENTS])
async def test_without_agreements_there_is_nothing_to_print(name: str, db: str) -> None:
    held = await cast.gathering()
    if name == "overdue":
        assert (await made(name, held)).count == 0
        return
    with pytest.raises(NothingSigned):
        await made(name, held)


async def test_what_is_asked_for_in_vain_is_told(db: str) -> None:
    held = await cast.gathering()

    with pytest.raises(UnknownDocument):
        await made("badge", held)
    wrong = {
        "list": {"batch": "x"},
        "cards": {"who": "nobody"},
        "overdue": {"day": "2027-13-01"},
        "ledger": {"size": "A5"},
    }
    for name, asked in wrong.items():
        with pytest.raises(Invalid) as refused:
            await wanted_of(document_named(f"signing/{name}"), asked, held, names=True, language="en")
        assert list(refused.value.problems) == list(asked)
