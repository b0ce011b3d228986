"""The handbook says what is in the database, in order, with the right pages in its contents, and leaves out what is not there."""

import io
import re
from uuid import uuid4

import pikepdf
import pytest

from event.agenda.seating.tables import Seat, SeatPlan
from event.agenda.tables import AgendaItem
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.printing.errors import NothingToPrint
from event.printing.papers.texts import leave_out
from tests import cast
from tests.printing.papers.making import made, pages, session, write
from tests.printing.reading import texts
from tests.printing.visit.visiting import LONG, visit


async def _whole() -> Gathering:
    """A gathering with a visit, an opening with an item, texts and a released plan of a dinner."""
    held = await cast.gathering(office_phone="+86 590 0000 0000")
    guests = await visit(held)
    opening = await session(held)
    await AgendaItem(id=uuid4(), agenda_session=opening.id, position=0, kind="speech", title_zh="致辞", title_en="Welcome address", minutes=10).save()  # fmt: skip
    plan = SeatPlan(id=uuid4(), gathering=held.id, name="欢迎晚宴", kind="banquet", rows="[10]", released_at=cast.NOW, created_at=cast.NOW)  # fmt: skip
    await plan.save()
    await Seat(id=uuid4(), plan=plan.id, guest=guests["lin"].id, row_no=1, seat_no=2).save()
    await Seat(id=uuid4(), plan=plan.id, name="秦试", title="县长", row_no=1, seat_no=1).save()
    await write(
        held,
        {"welcome": "Dear guests", "welcome-by": "The office", "notes": "Wear flat shoes."},
        language="en",
    )
    return held


async def test_its_parts_say_what_is_there(db: str) -> None:
    held = await _whole()

    whole = "".join(await pages("handbook", held))

    wanted = (
        "Third Example Gathering", "Conference handbook", "Dear guests", "The office", "Example County Federation", "09:00–10:00 Opening",
        "09:00–09:10 Welcome address", "A Materials", "Material centre", "Built in 2001.", "Lunch: Park canteen", "14:30 Back",
        "North America", "3 people", "林示例", "LIN Shili", LONG, "Bus 1", "示A·T0001", "望潮宾馆正门", "Qiaoyuan Hotel",
        "North America 3", "欢迎晚宴", "秦试, 林示例", "Wear flat shoes.", "+86 590 0000 0000", "+86 199 0000 9000",
    )  # fmt: skip
    assert [words for words in wanted if "".join(words.split()) not in whole] == []
    assert [words for words in ("+12125550100", "301", "halal", "轮椅", "花生") if words in whole] == []


async def test_the_contents_name_the_page_on_which_each_part_begins(db: str) -> None:
    found = await pages("handbook", await _whole())

    contents = re.findall(r"([A-Za-z:]+)[·.]+(\d+)", found[1].partition("Contents")[2])
    assert [label for label, _ in contents] == [
        "Welcome", "Aboutthegathering", "Programme", "Agendaofthesessions", "Homelandvisit:routesandstops", "Delegations", "Buses",
        "Hotels", "Mealsandtables", "Notesforparticipants", "Contactlist",
    ]  # fmt: skip
    assert [label for label, page in contents if label not in found[int(page) - 1]] == []


async def test_it_is_a5_and_its_outline_and_text_are_in_reading_order(db: str) -> None:
    printed = await made("handbook", await _whole())

    with pikepdf.open(io.BytesIO(printed.content)) as file:
        assert {tuple(round(float(edge)) for edge in page.mediabox) for page in file.pages} == {
            (0, 0, 420, 595)
        }
    programme = next(page for page in texts(printed.content) if "Opening" in page and "Activity" in page)
    assert programme.index("09:00") < programme.index("Opening") < programme.index("Great hall")


async def test_parts_that_the_office_leaves_out_are_not_printed(db: str) -> None:
    held = await _whole()
    await leave_out(held, frozenset({"delegations", "buses", "tables"}), by=SYSTEM, now=cast.NOW)

    whole = "".join(await pages("handbook", held))

    assert [words for words in ("林示例", "Buses", "秦试") if words in whole] == []
    assert "Homelandvisit" in whole


async def test_seats_are_not_told_before_they_are_released(db: str) -> None:
    held = await _whole()
    await SeatPlan.update({SeatPlan.released_at: None}).where(SeatPlan.gathering == held.id)

    assert "秦试" not in "".join(await pages("handbook", held))


async def test_as_a_booklet_two_pages_stand_on_a_side(db: str) -> None:
    held = await _whole()
    plain = await pages("handbook", held)

    booklet = await pages("handbook", held, options={"form": "booklet"})

    whole = -(-len(plain) // 4) * 4
    assert len(booklet) == whole // 2
    first, second = booklet[0], booklet[1]
    assert ("Conferencehandbook" in first, "Contents" in second) == (True, True)
    if whole == len(plain):
        assert plain[-1][:20] in first


async def test_the_same_data_is_the_same_version_and_the_same_bytes(db: str) -> None:
    held = await _whole()

    first, second = await made("handbook", held), await made("handbook", held)
    await write(held, {"notes": "Wear good shoes."}, language="en")
    third = await made("handbook", held)

    assert (first.version, second.version, third.version) == (1, 1, 1)
    assert first.content == second.content != third.content


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-Hans", ("欢迎侨胞", "开幕式", "1号车")), ("zh-Hant", ("歡迎僑胞", "開幕式", "1號車"))],
)
async def test_it_is_in_the_language_asked_for(db: str, language: str, words: tuple[str, ...]) -> None:
    held = await _whole()
    await write(held, {"welcome": "欢迎侨胞"})

    whole = "".join(await pages("handbook", held, language=language))

    assert [word for word in words if word not in whole] == []


async def test_without_anything_there_is_nothing_to_print(db: str) -> None:
    with pytest.raises(NothingToPrint):
        await made("handbook", await cast.gathering())
