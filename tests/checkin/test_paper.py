"""Signatures from paper sheets count like scans of their time; whom a line means is asked, never guessed."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from event.checkin.answers import Answer
from event.checkin.paper import Signer, lines_of, record_sheet
from event.checkin.tables import Arrival, Scan
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.people.tables import Role
from event.registration.adding import void_ticket
from event.registration.deciding import decide
from event.registration.mails import text_of
from event.registration.tables import Standing
from tests import cast
from tests.cast import NOW, scan
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAPER = "/console/example/paper"


async def _meant(held: Gathering, *texts: str) -> list[list[str]]:
    return [[one.number for one in line.signers] for line in await lines_of(held, texts, language="en")]


async def _signed(held: Gathering, sheet: UUID, *texts: str, minutes: int = 0) -> list[Answer]:
    signers: list[Signer] = [
        one for line in await lines_of(held, texts, language="en") for one in line.signers
    ]
    told = await record_sheet(
        signers, sheet=sheet, checkpoint="REG", signed_at=NOW + timedelta(minutes=minutes), gathering=held,
        by=None, now=NOW + timedelta(hours=3),
    )  # fmt: skip
    return list(told.values())


@pytest.mark.parametrize(
    "text",
    [
        "EX2026-002",
        "ex2026-002",
        "G002",
        "g002",
        "陳樣本",
        "陈样本",
        "CHAN Yeung Pun",
        "yeung pun chan",
        " 陈样本 ",
    ],
)
async def test_a_line_names_a_guest_by_number_badge_or_whole_name(db: str, text: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held)

    assert await _meant(held, text) == [["EX2026-002"]]


@pytest.mark.parametrize("text", ["陈", "cyb", "chenyangben", "CHAN", "EX2026", "示例公司"])
async def test_part_of_a_name_names_nobody(db: str, text: str) -> None:
    held = await cast.gathering()
    await cast.chen(held, company_title="示例公司")

    assert await _meant(held, text) == [[]]


async def test_a_name_of_several_names_them_all_and_who_is_not_approved_only_where_nobody_else(
    db: str,
) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.lin(held, email="other@example.com")
    gone, _ = await cast.lin(held, email="third@example.com")
    await cast.chen(held, standing=Standing.SUBMITTED)
    await decide(gone.id, Standing.WITHDRAWN, gathering=held, reason="ill", by=SYSTEM, now=NOW)

    told = await _meant(held, "林示例", "陈样本", "林示例")

    assert told == [["EX2026-001", "EX2026-002"], ["EX2026-004"]]


async def test_a_lost_badge_still_names_its_guest(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    await void_ticket(lin.id, reason="lost", now=NOW)

    assert await _meant(held, "G001") == [["EX2026-001"]]


async def test_a_signature_counts_at_its_time_and_a_sheet_sent_again_counts_once(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    _, ticket = await cast.lin(held)
    await cast.chen(held)
    await scan(held, await text_of(held, ticket), when=NOW)
    sheet = uuid4()

    first = await _signed(held, sheet, "G001", "G002", "陈样本", minutes=30)
    again = await _signed(held, sheet, "G001", "G002", minutes=30)

    assert [one.verdict for one in first] == ["already_in", "admitted"]
    assert [(one.verdict, one.again) for one in again] == [("already_in", True), ("admitted", True)]
    stored = await Scan.select(Scan.at, Scan.source, Scan.device).where(Scan.source == "paper")
    assert stored == [{"at": NOW + timedelta(minutes=30), "source": "paper", "device": "paper"}] * 2
    assert await Arrival.count() == 2


async def test_the_page_asks_back_and_keeps_what_was_typed(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    lin, _ = await cast.lin(held)
    await cast.lin(held, email="other@example.com")
    await cast.chen(held)
    typed = {"at": "REG", "signed_at": "2026-10-15T09:30", "sheet": str(uuid4())}
    async with signed_in(browser, Role.ORGANIZER) as client:
        asked = await client.post(PAPER, data=typed | {"lines": "陈样本\n林示例\nnobody"})
        still = await client.post(PAPER, data=typed | {"lines": "陈样本\n林示例"})
        key = still.text.split('name="who_')[1].split('"')[0]
        kept = await Scan.count()
        future = await client.post(PAPER, data=typed | {"signed_at": "2199-10-15T09:30", "lines": "G001"})

    assert (asked.status_code, "Nobody is called: nobody." in asked.text, "陈样本" in asked.text) == (
        422,
        True,
        True,
    )
    assert (still.status_code, "Several guests are called" in still.text) == (422, True)
    assert (kept, future.status_code, "has not come yet" in future.text) == (0, 422, True)
    assert key
    assert str(lin.id) in still.text


async def test_the_chosen_guest_is_recorded_by_who_typed_it(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    lin, _ = await cast.lin(held)
    await cast.lin(held, email="other@example.com")
    typed = {"at": "REG", "signed_at": "2020-10-15T09:30", "sheet": str(uuid4()), "lines": "林示例"}
    async with signed_in(browser, Role.ORGANIZER) as client:
        asked = (await client.post(PAPER, data=typed)).text
        key = "who_" + asked.split('name="who_')[1].split('"')[0]
        done = await client.post(PAPER, data=typed | {key: str(lin.id)})
        again = await client.post(PAPER, data=typed | {key: str(lin.id)})

    assert (done.status_code, "Admitted" in done.text, again.text.count("Admitted")) == (200, True, 1)
    (kept,) = await Scan.select(Scan.guest, Scan.recorded_by, Scan.verdict)
    assert kept == {"guest": lin.id, "recorded_by": client.user, "verdict": "admitted"}  # type: ignore[attr-defined]
