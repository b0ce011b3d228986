"""Who signs and is in the hall, from the scans at its doors; whom to call, and what is not prepared."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from event.agenda.tables import AgendaSession
from event.checkin.scanned import Undone
from event.checkin.undoing import take_back
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.mails import text_of
from event.signing.ceremony.cards import mark_cards
from event.signing.ceremony.hall import Contact
from event.signing.ceremony.ready import Readiness, readiness_of
from event.signing.forms import BatchTold, PartyTold, SignatoryTold
from event.signing.operations import add_item, save_batch
from event.signing.queries import item_of
from tests import cast
from tests.signing.lists import agreement

BEGINS = datetime(2026, 10, 16, 2, 20, tzinfo=UTC)
EARLY = BEGINS - timedelta(minutes=30)


async def ceremony(held: Gathering, **signs: str) -> str:
    """An agreement of the county with 林, a session with doors in and out; returns the text of 林's ticket."""
    session = AgendaSession(id=uuid4(), gathering=held.id, code="SIGN", title_zh="签约仪式", starts_at=BEGINS)
    await session.save()
    for code, direction in (("SIGN", "in"), ("OUT", "out")):
        await cast.checkpoint(
            held, code, kind="session", admits="always", direction=direction, agenda_session=session.id
        )
    await cast.checkpoint(held)
    await cast.guest(held, name_zh="郭参考", code="S", number="S001", phone="+8619900000053")
    _, ticket = await cast.lin(held, number="G001", answers={"liaison": "S001 郭参考"})
    await save_batch(BatchTold(number=1), gathering=held, by=COMMAND_LINE, now=cast.NOW)
    host = PartyTold(
        organisation_zh="商务局",
        is_host=True,
        signatories=(SignatoryTold(name_zh="卢虚构", phone="+8613800000001"),),
    )
    guest = PartyTold(
        organisation_zh="测试公司", country="US", signatories=(SignatoryTold(guest="G001", **signs),)
    )
    told = agreement(batch=1, parties=(host, guest), text_state="checked")
    await add_item(told, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    return await text_of(held, ticket)


async def at(held: Gathering, moment: datetime) -> Readiness:
    return await readiness_of(held, now=moment)


async def test_who_is_let_in_is_in_the_hall_until_they_leave_it(db: str) -> None:
    held = await cast.gathering()
    text = await ceremony(held)
    found = []
    for place, minutes in (("REG", 0), ("SIGN", 1), ("OUT", 5), ("SIGN", 9)):
        await cast.scan(held, text, at=place, when=EARLY + timedelta(minutes=minutes))
        found.append([one.mark for one in (await at(held, EARLY)).missing])

    assert found == [["P01甲", "P01乙"], ["P01甲"], ["P01甲", "P01乙"], ["P01甲"]]
    told = await at(held, EARLY)
    assert [(one.mark, one.since, one.known) for one in told.signs] == [
        ("P01甲", None, False), ("P01乙", EARLY + timedelta(minutes=9), True),
    ]  # fmt: skip


async def test_a_scan_that_was_taken_back_lets_nobody_in(db: str) -> None:
    held = await cast.gathering()
    text, scan = await ceremony(held), uuid4()
    await cast.scan(held, text, at="SIGN", scan_id=scan, when=EARLY)

    undone = Undone(uuid4(), scan, "another guest", cast.NOW)
    await take_back([undone], gathering=held, by=COMMAND_LINE.mark, device="", now=cast.NOW)

    assert [one.mark for one in (await at(held, EARLY)).missing] == ["P01甲", "P01乙"]


async def test_calls_begin_twenty_minutes_before_and_name_the_liaison(db: str) -> None:
    held = await cast.gathering()
    await ceremony(held)

    before, then = (
        await at(held, BEGINS - timedelta(minutes=21)),
        await at(held, BEGINS - timedelta(minutes=20)),
    )

    assert (before.calling, then.calling, then.minutes_left) == (False, True, 20)
    assert [one.contact for one in then.missing] == [
        Contact("卢虚构", "+8613800000001"),
        Contact("郭参考", "+8619900000053"),
    ]


async def test_what_is_not_prepared_is_counted_and_cards_are_marked(db: str) -> None:
    held = await cast.gathering()
    await ceremony(held, stand_in="张示范")

    before = await at(held, EARLY)
    assert await mark_cards(["P01"], gathering=held, by=COMMAND_LINE, now=cast.NOW) == 2
    after = await at(held, EARLY)

    assert before.figures == {
        "signatories": 2, "in_hall": 0, "missing": 2, "texts_open": 1, "without_stand_in": 1, "cards_open": 2,
    }  # fmt: skip
    assert after.figures["cards_open"] == 0
    assert (await item_of(held, "P01")).revision == 2


async def test_a_stand_in_who_is_there_covers_the_party(db: str) -> None:
    held = await cast.gathering()
    _, ticket = await cast.chen(held, number="G002")
    await ceremony(held, stand_in="陳樣本", stand_in_guest="G002")
    await cast.scan(held, await text_of(held, ticket), at="SIGN", when=EARLY)

    host, guest = (await at(held, EARLY)).signs

    assert [(one.here, one.covered) for one in (host, guest)] == [(False, False), (False, True)]
