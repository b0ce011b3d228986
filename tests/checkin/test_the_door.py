"""The door admits each guest once, whoever scans whatever at the same moment."""

import asyncio
import random
from datetime import timedelta
from uuid import uuid4

import pytest

from event.agenda.tables import AgendaSession, Booking
from event.checkin.operations import check_in_by_hand, record_scans
from event.checkin.scanned import Scanned
from event.checkin.tables import Arrival, Scan
from event.database import fetch
from event.people.rules import SYSTEM
from event.registration.deciding import decide
from event.registration.mails import text_of
from event.registration.tables import Standing
from tests import cast
from tests.cast import NOW, scan


async def test_the_first_scan_admits_and_the_second_says_since_when(db: str) -> None:
    held = await cast.gathering()
    lin, ticket = await cast.lin(held)
    await cast.checkpoint(held)
    text = await text_of(held, ticket)

    first = await scan(held, text)
    second = await scan(held, text, when=NOW + timedelta(minutes=4))

    assert (first.verdict, first.name, first.latin, first.class_code) == (
        "admitted",
        "林示例",
        "LIN Shili",
        "G",
    )
    assert (second.verdict, second.since) == ("already_in", NOW)
    assert second.told("en", held) == "Already in since 10-15 09:00."
    assert first.guest == lin.id


async def test_the_same_scan_again_gets_its_first_answer(db: str) -> None:
    held = await cast.gathering()
    _, ticket = await cast.lin(held)
    await cast.checkpoint(held)
    text, name = await text_of(held, ticket), uuid4()

    answers = [await scan(held, text, scan_id=name) for _ in range(3)]

    assert [answer.verdict for answer in answers] == ["admitted"] * 3
    assert await Scan.count() == 1


async def test_a_scan_sent_again_with_other_content_is_refused(db: str) -> None:
    held = await cast.gathering()
    _, ticket = await cast.lin(held)
    _, other = await cast.chen(held)
    await cast.checkpoint(held)
    name = uuid4()
    await scan(held, await text_of(held, ticket), scan_id=name)

    answer = await scan(held, await text_of(held, other), scan_id=name)

    assert (answer.verdict, answer.reason) == ("refused", "changed")
    assert await Arrival.count() == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text[:-20] + ("A" if text[-20] != "A" else "B") + text[-19:], "forged"),
        (lambda _: "EV:NOT-A-TICKET", "unknown_ticket"),
        (lambda _: "https://example.com/", "unknown_ticket"),
        (lambda _: "2" * 9, "unknown_ticket"),
    ],
)
async def test_what_is_no_ticket_of_ours_is_refused_and_kept(db: str, change, reason: str) -> None:
    held = await cast.gathering()
    _, ticket = await cast.lin(held)
    await cast.checkpoint(held)

    answer = await scan(held, change(await text_of(held, ticket)))

    assert (answer.verdict, answer.reason) == ("refused", reason)
    assert await Scan.count() == 1
    assert await Arrival.count() == 0


async def test_a_ticket_of_another_gathering_is_refused(db: str) -> None:
    held = await cast.gathering()
    other = await cast.gathering(slug="other")
    _, ticket = await cast.lin(other)
    await cast.checkpoint(held)

    answer = await scan(held, await text_of(other, ticket))

    assert (answer.verdict, answer.reason, answer.name) == ("refused", "foreign", "")


async def test_a_void_ticket_and_an_unapproved_guest_are_refused(db: str) -> None:
    held = await cast.gathering()
    lin, ticket = await cast.lin(held)
    chen, _ = await cast.chen(held, standing=Standing.SUBMITTED)
    at = await cast.checkpoint(held)
    await decide(lin.id, Standing.WITHDRAWN, gathering=held, reason="ill", by=SYSTEM, now=NOW)

    void = await scan(held, await text_of(held, ticket))
    waiting = await check_in_by_hand(
        chen.id, checkpoint=at.id, gathering=held, by=None, now=NOW, scan_id=uuid4()
    )

    assert (void.verdict, void.reason) == ("refused", "void")
    assert (waiting.verdict, waiting.reason) == ("refused", "not_approved")


async def test_a_session_that_needs_a_booking_lets_in_those_who_booked(db: str) -> None:
    held = await cast.gathering()
    lin, lins = await cast.lin(held)
    _, chens = await cast.chen(held)
    session = AgendaSession(id=uuid4(), gathering=held.id, code="PROMO", title_zh="推介会", starts_at=NOW)
    await session.save()
    await Booking(id=uuid4(), agenda_session=session.id, guest=lin.id, booked_at=NOW).save()
    await cast.checkpoint(
        held, "HALL-A", kind="session", rule='[{"booked": ["session:PROMO"]}]', agenda_session=session.id
    )

    booked = await scan(held, await text_of(held, lins), at="HALL-A")
    not_booked = await scan(held, await text_of(held, chens), at="HALL-A")

    assert booked.verdict == "admitted"
    assert (not_booked.verdict, not_booked.reason, not_booked.name) == ("refused", "not_booked", "陳樣本")


async def test_a_checkpoint_may_admit_once_a_day_or_every_time(db: str) -> None:
    held = await cast.gathering()
    _, ticket = await cast.lin(held)
    await cast.checkpoint(held, "MEAL", kind="meal", admits="daily")
    await cast.checkpoint(held, "EXIT", kind="exit", direction="out", admits="always")
    text = await text_of(held, ticket)

    days = [await scan(held, text, at="MEAL", when=NOW + timedelta(hours=hours)) for hours in (0, 2, 24)]
    exits = [await scan(held, text, at="EXIT", when=NOW + timedelta(minutes=2 * turn)) for turn in range(3)]

    assert [answer.verdict for answer in days] == ["admitted", "already_in", "admitted"]
    assert [answer.verdict for answer in exits] == ["admitted"] * 3


async def test_an_unknown_checkpoint_is_said_and_nothing_is_kept(db: str) -> None:
    held = await cast.gathering()
    _, ticket = await cast.lin(held)

    answer = await scan(held, await text_of(held, ticket), at="NOWHERE")

    assert (answer.verdict, answer.reason) == ("refused", "unknown_checkpoint")
    assert await Scan.count() == 0


async def test_a_typed_code_admits_like_the_ticket(db: str) -> None:
    held = await cast.gathering()
    _, ticket = await cast.lin(held)
    await cast.checkpoint(held)

    answer = await scan(held, f"{ticket.typed_code[:4].lower()} {ticket.typed_code[4:]}")

    assert answer.verdict == "admitted"


async def test_sixty_four_scans_at_once_of_each_of_two_hundred_tickets_admit_two_hundred(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    texts = []
    for number in range(200):
        _, ticket = await cast.lin(held, email=f"guest{number}@example.com", name_zh=f"林示例{number}")
        texts.append(await text_of(held, ticket))

    async def at_once(text: str) -> list[str]:
        answers = await asyncio.gather(*(scan(held, text) for _ in range(64)))
        return [answer.verdict for answer in answers]

    verdicts = [verdict for text in texts for verdict in await at_once(text)]

    assert verdicts.count("admitted") == 200
    assert verdicts.count("already_in") == 200 * 63
    assert (await Arrival.count(), await Scan.count()) == (200, 200 * 64)


async def test_batches_that_overlap_in_opposite_orders_agree(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    scans = []
    for number in range(60):
        _, ticket = await cast.lin(held, email=f"guest{number}@example.com", name_zh=f"林示例{number}")
        scans += [Scanned(uuid4(), "REG", await text_of(held, ticket), NOW, device) for device in "NS"]
    shuffler = random.Random(4)  # noqa: S311 - a shuffle, not a secret
    batches = [shuffler.sample(scans, len(scans)) for _ in range(12)]

    answered = await asyncio.gather(
        *(record_scans(batch, gathering=held, by=None, now=NOW) for batch in batches)
    )

    by_id = [{answer.id: answer.verdict for answer in answers} for answers in answered]
    assert all(answers == by_id[0] for answers in by_id)
    assert (await Arrival.count(), await Scan.count()) == (60, 120)
    assert list(by_id[0].values()).count("admitted") == 60


async def test_a_batch_of_five_hundred_is_one_statement(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    _, ticket = await cast.lin(held)
    text = await text_of(held, ticket)
    batch = [Scanned(uuid4(), "REG", text, NOW + timedelta(seconds=n), "N") for n in range(500)]

    answers = await record_scans(batch, gathering=held, by=None, now=NOW)

    assert [answer.id for answer in answers] == [one.id for one in batch]
    assert [answer.verdict for answer in answers] == ["admitted"] + ["already_in"] * 499
    stored = await fetch("SELECT count(DISTINCT xmin::text) AS statements FROM scan")
    assert stored[0]["statements"] == 1
