"""One scan opens a travel party: everybody in it is recorded, each once."""

import asyncio
from uuid import UUID, uuid4

import pytest

from event.checkin.answers import Answer
from event.checkin.card import card_of
from event.checkin.errors import UnknownScan
from event.checkin.party import PartyNotOpened, check_in_party
from event.checkin.scanned import Undone
from event.checkin.tables import Arrival
from event.checkin.undoing import take_back
from event.database import fetch
from event.gathering.tables import Gathering
from event.registration.mails import text_of
from event.registration.tables import Guest, Standing, TravelParty
from tests import cast
from tests.cast import NOW


async def family(held: Gathering) -> tuple[str, list[Guest]]:
    """林示例 with two who are approved and one who is not; the text of 林's ticket and everybody."""
    party = TravelParty(id=uuid4(), gathering=held.id, code="F001")
    await party.save()
    lin, ticket = await cast.lin(held, travel_party=party.id, party_place="main")
    others = [
        (await cast.guest(held, name_zh=name, travel_party=party.id, party_place="companion", standing=standing))[0]
        for name, standing in (
            ("林配偶", Standing.APPROVED), ("林女儿", Standing.APPROVED), ("林表亲", Standing.SUBMITTED),
        )
    ]  # fmt: skip
    return await text_of(held, ticket), [lin, *others]


async def party_of(held: Gathering, scan: UUID, name: UUID | None = None) -> list[Answer]:
    return await check_in_party(scan, name=name or uuid4(), gathering=held, by=None, now=NOW)


async def test_one_scan_opens_the_whole_party_and_each_is_recorded(db: str) -> None:
    held = await cast.gathering()
    at = await cast.checkpoint(held)
    text, (lin, wife, daughter, cousin) = await family(held)
    first = await cast.scan(held, text)
    before = await card_of(lin.id, checkpoint=at.id, gathering=held, language="zh-Hans", now=NOW)

    told = await party_of(held, first.id)

    assert before.to_come == 2
    assert [(one.guest, one.verdict) for one in told] == [(wife.id, "admitted"), (daughter.id, "admitted")]
    scans = await fetch("SELECT guest, source, party_of FROM scan WHERE id <> $1 ORDER BY seq", first.id)
    assert [tuple(row) for row in scans] == [(one.id, "party", first.id) for one in (wife, daughter)]
    after = await card_of(lin.id, checkpoint=at.id, gathering=held, language="zh-Hans", now=NOW)
    assert after.to_come == 0
    assert {one.id: one.since for one in after.companions} == {
        wife.id: NOW,
        daughter.id: NOW,
        cousin.id: None,
    }


async def test_the_party_sent_twice_and_at_once_counts_nobody_twice(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    text, _ = await family(held)
    first = await cast.scan(held, text)
    name = uuid4()

    await asyncio.gather(*(party_of(held, first.id, name) for _ in range(4)))
    again = await party_of(held, first.id)

    assert again == []
    assert await Arrival.count() == 3


async def test_who_came_before_is_not_checked_in_again(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    text, (_, _, daughter, _) = await family(held)
    ticket = await fetch("SELECT typed_code FROM ticket WHERE guest = $1", daughter.id)
    await cast.scan(held, ticket[0]["typed_code"])
    first = await cast.scan(held, text)

    told = await party_of(held, first.id)

    assert [one.name for one in told] == ["林配偶"]


async def test_a_refused_or_taken_back_scan_opens_no_party(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    await cast.checkpoint(held, "HALL", kind="hall", rule='[{"classes": ["V"]}]')
    text, _ = await family(held)
    refused = await cast.scan(held, text, at="HALL")
    taken_back = await cast.scan(held, text)
    undone = Undone(uuid4(), taken_back.id, "not here", NOW)
    await take_back([undone], gathering=held, by="user:1", device="", now=NOW)

    for scan in (refused.id, taken_back.id):
        with pytest.raises(PartyNotOpened):
            await party_of(held, scan)
    with pytest.raises(UnknownScan):
        await party_of(held, uuid4())

    assert await Arrival.count() == 0


async def test_each_member_is_refused_by_the_checkpoints_own_rule(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held, "HALL", kind="hall", rule='[{"classes": ["V"]}]')
    text, (lin, wife, _, _) = await family(held)
    vip = await cast.class_of(held, "V")
    await fetch("UPDATE guest SET guest_class = $1 WHERE id = ANY($2::uuid[])", vip.id, [lin.id, wife.id])
    first = await cast.scan(held, text, at="HALL")

    told = await party_of(held, first.id)

    assert [(one.name, one.verdict, one.reason) for one in told] == [
        ("林配偶", "admitted", ""), ("林女儿", "refused", "not_for"),
    ]  # fmt: skip
