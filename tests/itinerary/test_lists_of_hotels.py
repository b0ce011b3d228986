"""Hotels row by row: what cannot be is refused with what to do, a newer list moves guests, places pass on."""

import asyncio

from event.database import fetch
from event.people.rules import COMMAND_LINE
from event.registration.deciding import decide
from event.registration.operations import replace_guest
from event.registration.replies import Reply
from event.registration.tables import Standing
from tests import cast
from tests.checkin.lists import take, told
from tests.itinerary.lists import ROOMS, hotels, sleeps

_SLEEPS = (
    "SELECT g.number, r.number AS room FROM rooming p JOIN guest g ON g.id = p.guest"
    " LEFT JOIN room r ON r.id = p.room ORDER BY 1"
)


async def _sleeping() -> list[tuple[str, str | None]]:
    return [(row["number"], row["room"]) for row in await fetch(_SLEEPS)]


async def test_guests_get_their_rooms_and_a_newer_list_moves_them(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held)

    first = await take("hotels", hotels(sleeps("EX2026-001", "301"), sleeps("EX2026-002", None)), held)
    before = await _sleeping()
    second = await take("hotels", hotels(sleeps("EX2026-001", "301"), sleeps("EX2026-002", "501")), held)

    assert first.figures == {"hotels": 1, "rooms": 2, "guests": 2}
    assert before == [("EX2026-001", "301"), ("EX2026-002", None)]
    assert [(row.outcome, list(row.changes)) for row in second.rows][-2:] == [
        ("unchanged", []), ("update", ["room_number"]),
    ]  # fmt: skip
    assert await _sleeping() == [("EX2026-001", "301"), ("EX2026-002", "501")]


async def test_what_cannot_be_is_refused_row_by_row(db: str) -> None:
    held = await cast.gathering()
    for maker in (cast.lin, cast.chen):
        await maker(held)
    rows = [
        sleeps("EX2026-001", "999"),
        sleeps("EX2026-077", "301"),
        [*sleeps("EX2026-002", "301")[:2], "别处", "301", "", "soon", "2026-10-17", "含"],
        sleeps("EX2026-001", "301", nights=(17, 15)),
    ]
    rooms = [*ROOMS, ["H9", "", "301", "", "many", ""], ROOMS[0]]

    report = await take("hotels", hotels(*rows, rooms=rooms), held)

    assert not report.written
    reasons = [" ".join(texts) for outcome, texts in told(report) if outcome == "refuse"]
    assert "酒店代码: “H9” is not in the list of hotels." in reasons[0]
    assert "床位: “many” is not a whole number from 1 to 12." in reasons[0]
    assert "房号: stands in row 2 already. Everything once." in reasons[1]
    assert "房号: “999” is not in the list of this hotel's rooms." in reasons[2]
    assert "编号: There is no guest with this number." in reasons[3]
    assert "酒店: “别处” is not in the list of hotels." in reasons[4]
    assert "入住: “soon” is not a day; write 2026-10-15." in reasons[4]
    assert "离店: leaves before the first night." in reasons[5]
    assert "编号: stands in row 2 already. Everybody once." in reasons[5]
    assert await fetch("SELECT 1 FROM hotel") == []


async def test_a_bed_is_given_once_a_night(db: str) -> None:
    held = await cast.gathering()
    for maker in (cast.lin, cast.chen):
        await maker(held)
    together = hotels(sleeps("EX2026-001", "501"), sleeps("EX2026-002", "501"))
    after = hotels(sleeps("EX2026-001", "501"), sleeps("EX2026-002", "501", nights=(17, 18)))

    refused, taken = await take("hotels", together, held), await take("hotels", after, held)

    assert told(refused)[-1] == (
        "refuse", ["房号: room 501 has 1 beds and is given to more guests for the same night."]
    )  # fmt: skip
    assert (taken.counts["refuse"], await _sleeping()) == (
        0, [("EX2026-001", "501"), ("EX2026-002", "501")],
    )  # fmt: skip


async def test_pairs_of_two_sexes_and_blocks_that_differ_are_said(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held, sex="M")
    await cast.chen(held, sex="F")

    report = await take(
        "hotels", hotels(sleeps("EX2026-001", "301"), sleeps("EX2026-002", "301"), blocks=(5, 1)), held
    )

    warned = [texts for _, texts in told(report) if texts]
    assert report.written
    assert warned[0] == ["普通标间: 5 rooms are kept, 1 stand in the list of rooms."]
    assert "shares room 301 with EX2026-002, of the other sex" in warned[1][0]
    assert "shares room 301 with EX2026-001, of the other sex" in warned[2][0]


async def test_a_substitute_has_the_room_and_who_cancels_frees_it_whichever_comes_first(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    chen, _ = await cast.chen(held)
    content = hotels(sleeps("EX2026-001", "301"), sleeps("EX2026-002", "501"))
    await take("hotels", content, held)
    reply = Reply(guest_class=(await cast.class_of(held)).id, name_zh="马占位", residence="SG")

    await replace_guest(lin.id, reply, gathering=held, reason="家中有事", by=COMMAND_LINE, now=cast.NOW)
    await decide(chen.id, Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    after = await _sleeping()
    again = await take("hotels", content, held)

    assert after == [("EX2026-003", "301")]
    assert told(again)[-2:] == [
        ("unchanged", ["编号: EX2026-003 comes instead and has the place."]),
        ("skip", ["编号: does not come; no place is kept."]),
    ]
    assert await _sleeping() == after
    kept = await fetch("SELECT guest, kind FROM given_up_place")
    assert [tuple(row) for row in kept] == [(chen.id, "rooming")]


async def test_one_list_sent_twice_at_once_makes_every_room_once(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    content = hotels(sleeps("EX2026-001", "301"))

    reports = await asyncio.gather(*(take("hotels", content, held) for _ in range(3)))

    assert sorted(report.counts["create"] for report in reports) == [0, 0, 5]
    assert len(await fetch("SELECT 1 FROM room")) == 3
