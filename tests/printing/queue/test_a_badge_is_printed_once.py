"""A badge that a station is asked for comes out once: in races, after lost words, after a restart."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from event.printing.queue.asking import ask
from event.printing.queue.badge import badge_pdf
from event.printing.queue.errors import BadgeVoid, JobElsewhere, JobNotYours, StationElsewhere
from event.printing.queue.queries import queue_of
from event.printing.queue.settling import it_came_out, print_again
from event.printing.queue.taking import LEASE, PAGE_HOLDS, let_go, not_printed, printed, sent
from event.registration.operations import reissue_ticket
from event.registration.tables import Delegation
from tests import cast
from tests.cast import NOW
from tests.printing.queue.desk import WANG, Page, asked, states, station, steps

SECOND = timedelta(seconds=1)


async def test_only_the_word_of_the_page_makes_a_badge_printed(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    told = await asked(held, page.station, lin.id)

    job = await page.badge()
    await sent(page.station, job.job, claim=job.claim, now=NOW)
    assert await states(held.id) == [("G001", "printing")]

    await printed(page.station, job.job, claim=job.claim, now=NOW + 5 * SECOND)
    assert await states(held.id) == [("G001", "printed")]
    assert await steps(told.jobs[0]) == ["queued", "claimed", "sent", "printed"]
    assert (await queue_of(held, now=NOW)).usual_wait == 5


async def test_a_word_that_comes_twice_counts_once(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)
    job = await page.badge()
    await sent(page.station, job.job, claim=job.claim, now=NOW)

    await printed(page.station, job.job, claim=job.claim, now=NOW)
    await printed(page.station, job.job, claim=job.claim, now=NOW + SECOND)

    assert await steps(job.job) == ["queued", "claimed", "sent", "printed"]
    assert await page.next() is None


async def test_the_same_request_sent_twice_is_one_badge(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    at, request = await station(held), uuid4()

    told = await asyncio.gather(*(asked(held, at, lin.id, request=request) for _ in range(4)))

    assert len({one.jobs[0] for one in told}) == 1
    assert await states(held.id) == [("G001", "waiting")]


async def test_fifty_badges_of_a_delegation_are_each_claimed_once_by_two_pages_that_fight(db: str) -> None:
    held = await cast.gathering()
    await Delegation(id=(group := uuid4()), gathering=held.id, code="D01", name_zh="示例团").save()
    for number in range(50):
        await cast.guest(held, name_zh=f"示例{number}", delegation=group)
    at = await station(held)
    await ask(gathering=held, station=at.id, request=uuid4(), delegation=group, by=WANG, now=NOW)
    pages = [Page(at), Page(at)]

    async def work(page: Page) -> list[str]:
        done, when = [], NOW
        while sum(len(one) for one in came) < 50:
            when += SECOND
            try:
                job = await page.next(now=when)
            except StationElsewhere:
                await asyncio.sleep(0)
                continue
            if job is None:
                continue
            await sent(at, job.job, claim=job.claim, now=when)
            done.append(job.badge_number)
            came[pages.index(page)] = done
            await printed(at, job.job, claim=job.claim, now=when)
            await let_go(at, page=page.id)
        return done

    came: list[list[str]] = [[], []]
    await asyncio.gather(*(work(page) for page in pages))

    assert sorted(came[0] + came[1]) == [f"G{number:03d}" for number in range(1, 51)]
    assert {state for _, state in await states(held.id)} == {"printed"}


async def test_two_pages_that_ask_at_once_do_not_both_hold_the_station(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    at = await station(held)
    await asked(held, at, lin.id)

    told = await asyncio.gather(*(Page(at).next() for _ in range(6)), return_exceptions=True)

    assert sum(not isinstance(one, StationElsewhere) for one in told) == 1


async def test_a_page_that_is_gone_gives_the_station_free_and_one_may_be_taken_over(db: str) -> None:
    held = await cast.gathering()
    at = await station(held)
    first, second = Page(at), Page(at)
    await first.next()

    with pytest.raises(StationElsewhere):
        await second.next(now=NOW + PAGE_HOLDS - SECOND)
    await second.next(now=NOW + PAGE_HOLDS)
    await first.next(here=True, now=NOW + PAGE_HOLDS)
    with pytest.raises(StationElsewhere):
        await second.next(now=NOW + PAGE_HOLDS)
    await let_go(at, page=first.id)
    await second.next(now=NOW + PAGE_HOLDS)


async def test_a_page_whose_answer_was_lost_gets_the_same_badge_again(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)

    assert await page.badge() == await page.badge()


async def test_a_badge_that_never_reached_its_page_waits_again_by_itself(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)
    lost = await page.badge()

    again = await Page(page.station).badge(now=NOW + LEASE)

    assert again.job == lost.job
    assert again.claim != lost.claim
    with pytest.raises(JobNotYours):
        await sent(page.station, lost.job, claim=lost.claim, now=NOW + LEASE)


async def test_a_badge_whose_fate_is_unknown_is_not_printed_again_by_itself(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)
    job = await page.badge()
    await sent(page.station, job.job, claim=job.claim, now=NOW)

    assert await page.next(now=NOW + LEASE) is None

    assert await states(held.id) == [("G001", "perhaps")]
    assert await steps(job.job) == ["queued", "claimed", "sent", "lapsed"]


async def test_after_a_restart_nobody_knows_of_the_badge_that_was_being_printed(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)
    job = await page.badge()
    await sent(page.station, job.job, claim=job.claim, now=NOW)
    await let_go(page.station, page=page.id)

    assert await Page(page.station).next(now=NOW + SECOND) is None

    assert await states(held.id) == [("G001", "perhaps")]


async def test_a_word_that_was_lost_on_the_way_is_believed_when_it_comes(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)
    job = await page.badge()
    await sent(page.station, job.job, claim=job.claim, now=NOW)
    await page.next(now=NOW + LEASE)

    await printed(page.station, job.job, claim=job.claim, now=NOW + 2 * LEASE)

    assert await states(held.id) == [("G001", "printed")]


async def test_somebody_looks_at_the_tray_and_it_is_there(db: str) -> None:
    held = await cast.gathering()
    job = await _perhaps_printed(held)

    await it_came_out(job, gathering=held.id, by=WANG, now=NOW + LEASE)

    assert await states(held.id) == [("G001", "printed")]
    assert await steps(job) == ["queued", "claimed", "sent", "lapsed", "came_out"]


async def test_somebody_looks_at_the_tray_and_it_is_not_there(db: str) -> None:
    held = await cast.gathering()
    job = await _perhaps_printed(held)

    further = await print_again(job, gathering=held.id, request=uuid4(), by=WANG, now=NOW + LEASE)

    (waits,) = (await queue_of(held, now=NOW)).waiting
    assert (waits.id, waits.again) == (further, True)
    assert await steps(job) == ["queued", "claimed", "sent", "lapsed", "did_not"]
    with pytest.raises(JobElsewhere):
        await it_came_out(job, gathering=held.id, by=WANG, now=NOW + LEASE)


async def test_two_who_press_print_again_at_once_get_one_badge(db: str) -> None:
    held = await cast.gathering()
    job = await _perhaps_printed(held)
    request = uuid4()

    told = await asyncio.gather(
        *(print_again(job, gathering=held.id, request=request, by=WANG, now=NOW) for _ in range(4))
    )

    assert len(set(told)) == 1
    assert len((await queue_of(held, now=NOW)).waiting) == 1


async def test_a_badge_that_certainly_failed_is_tried_again_later_and_later_and_then_given_up(
    db: str,
) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)
    when = NOW
    for wait in (5, 10, 20, 40):
        job = await page.badge(now=when)
        await not_printed(page.station, job.job, claim=job.claim, problem="load", now=when)
        assert await page.next(now=when + (wait - 1) * SECOND) is None
        when += wait * SECOND
    job = await page.badge(now=when)
    await not_printed(page.station, job.job, claim=job.claim, problem="load", now=when)

    (failed,) = (await queue_of(held, now=when)).failed
    assert (failed.problem, failed.tries) == ("load", 5)


async def test_a_void_badge_is_not_printed(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)
    await reissue_ticket(lin.id, gathering=held, reason="lost", by=WANG, now=NOW)

    assert await page.next() is None

    assert await states(held.id) == [("G001", "cancelled")]


async def test_a_badge_that_becomes_void_while_it_is_loaded_does_not_reach_the_page(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)
    job = await page.badge()
    await reissue_ticket(lin.id, gathering=held, reason="lost", by=WANG, now=NOW)

    with pytest.raises(BadgeVoid):
        await badge_pdf(page.station, job.job, claim=job.claim, now=NOW)

    assert await states(held.id) == [("G001", "cancelled")]


async def _perhaps_printed(held: cast.Gathering) -> cast.UUID:
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)
    job = await page.badge()
    await sent(page.station, job.job, claim=job.claim, now=NOW)
    await page.next(now=NOW + LEASE)
    return job.job
