"""Seat plans, lists of tables and cards on paper: a named view, everybody once, names as large as they fit."""

import pytest

from event.agenda.seating.operations import seat_in_order
from event.agenda.seating.plans import freeze
from event.agenda.tables import AgendaPerson, AgendaSession, Part
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.printing.chunks import Wanted
from event.printing.documents import Printed, print_document
from event.printing.seating.choosing import NoSeatPlan
from event.printing.seating.drawing import SIZES, card
from event.registration.tables import Guest
from tests import cast
from tests.agenda.seating.plans import a_plan, who
from tests.printing.reading import texts

_MM = 72 / 25.4


async def made(name: str, held: Gathering, *, language: str = "en", **options: str) -> Printed:
    told = {key.replace("_", "-"): value for key, value in options.items()}
    wanted = Wanted(language=language, options=told)
    return await print_document(name, held, wanted, by=COMMAND_LINE, now=cast.NOW)


async def pages(name: str, held: Gathering, **options: str) -> list[str]:
    """The text of every page without spaces."""
    return ["".join(page.split()) for page in texts((await made(name, held, **options)).content)]


async def test_a_rostrum_is_drawn_in_the_view_that_is_named(db: str) -> None:
    held, plan = await a_plan("3", kind="rostrum", name="主席台")
    await seat_in_order(plan=plan, **who(held))

    (audience,) = await pages("seat-plan", held)
    (stage,) = await pages("seat-plan", held, view="stage")

    assert "Seenfromtheaudience" in audience
    assert "Viewfromthestage" in stage
    order = [
        sorted(("林示例", "秦\u3000试", "陳樣本"), key=lambda name: page.index("".join(name.split())))
        for page in (audience, stage)
    ]
    assert order[0] == order[1][::-1]
    assert order[0][1] == "秦\u3000试"
    assert "draft:theseatplanisnotfrozen" in audience


async def test_tables_are_seen_from_above_and_a_frozen_plan_is_no_draft(db: str) -> None:
    held, plan = await a_plan()
    await seat_in_order(plan=plan, **who(held))
    await freeze(plan=plan, frozen=True, **who(held))

    (page,) = await pages("seat-plan", held)

    assert [
        word for word in ("Seenfromabove", "Headtable", "林示例", "陳樣本", "version1") if word not in page
    ] == []
    assert "draft" not in page


async def test_the_list_has_everybody_by_table_and_by_name_as_it_is_read(db: str) -> None:
    held, plan = await a_plan()
    await seat_in_order(plan=plan, **who(held))

    by_table, by_name = await pages("table-list", held)

    assert "Host:秦试" in by_table
    read = sorted(("林示例", "陳樣本", "秦试"), key=by_name.index)
    assert read == ["陳樣本", "林示例", "秦试"]  # chen, lin, qin


@pytest.mark.parametrize("size", list(SIZES))
async def test_cards_come_by_seat_with_the_name_on_both_faces_and_two_scripts_where_somebody_is_from_abroad(
    db: str, size: str
) -> None:
    held, plan = await a_plan("3", kind="rostrum", name="主席台")
    await seat_in_order(plan=plan, **who(held))

    told = await pages("seat-cards", held, language="zh-Hans", card_size=size)

    whole = "".join(told)
    assert [whole.count(name) for name in ("林示例", "LINShili", "秦试")] == [2, 2, 2]
    if SIZES[size].across == 1:
        assert [next(name for name in ("林示例", "陳樣本", "秦试") if name in page) for page in told] == [
            "林示例", "秦试", "陳樣本",
        ]  # fmt: skip


async def test_hosts_and_speakers_of_a_session_have_cards_too(db: str) -> None:
    held, _ = await a_plan()
    session = AgendaSession(gathering=held.id, code="OPEN", title_zh="开幕式", starts_at=cast.NOW, id=held.id)
    await session.save()
    lin = await Guest.objects().get(Guest.number == "EX2026-001")
    assert lin is not None
    for number, told in enumerate(({"guest": lin.id}, {"name_zh": "施范本", "name_en": "SHI Fanben"})):
        await AgendaPerson(agenda_session=held.id, part=Part.SPEAKER, position=number, **told).save()

    told = await pages("seat-cards", held, language="zh-Hans", plan="session:OPEN")

    assert [(page.count("林示例"), page.count("施范本")) for page in told] == [(2, 0), (0, 2)]
    with pytest.raises(NoSeatPlan):
        await made("seat-cards", held, plan="session:NONE")


def test_long_names_shrink_until_they_fit_and_short_ones_are_spaced() -> None:
    short, long = (card(name, "", "", "") for name in ("王芳", "示" * 40))

    assert short.name == "王\u3000芳"
    assert long.size < short.size
