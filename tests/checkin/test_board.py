"""The board's figures are those of the scans, however they came in and whatever was taken back."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from event.checkin.board import counts
from event.checkin.counts import Counts
from event.checkin.missing import missing_vips
from event.checkin.operations import record_scans
from event.checkin.recounting import recount
from event.checkin.scanned import Scanned, Undone
from event.checkin.undoing import take_back
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.operations import add_user
from event.people.rules import SYSTEM
from event.registration.deciding import decide
from event.registration.mails import text_of
from event.registration.tables import Delegation, Guest, Standing
from tests import cast
from tests.cast import NOW

FOLLOWS = {
    "arrival": "SELECT guest, scope, occasion, scan, scanned_at FROM arrival ORDER BY guest, scope, occasion",
    "presence": "SELECT guest, place FROM presence WHERE inside ORDER BY guest, place",
    "tally": "SELECT checkpoint, verdict, delegation, guest_class, people FROM tally WHERE people <> 0"
    " ORDER BY checkpoint, verdict, delegation, guest_class",
    "tally_minute": "SELECT checkpoint, minute, people FROM tally_minute WHERE people <> 0 ORDER BY checkpoint, minute",
    "tally_inside": "SELECT place, people FROM tally_inside WHERE people <> 0 ORDER BY place",
}  # fmt: skip


async def follows() -> dict[str, list[tuple[Any, ...]]]:
    """What follows from the scans, as it is stored."""
    return {name: [tuple(row) for row in await fetch(sql)] for name, sql in FOLLOWS.items()}


async def doors(held: Gathering) -> None:
    """Two arrival desks, a hall with an entrance and an exit, a meal every day, a bus each time."""
    await cast.checkpoint(held, "REG-1")
    await cast.checkpoint(held, "REG-2", position=1)
    hall = uuid4()
    await fetch(
        "INSERT INTO hall (id, gathering, code, name_zh, name_en, capacity, way_zh, way_en)"
        " VALUES ($1, $2, 'A', '大会堂', 'Great hall', 300, '', '')",
        hall, held.id,
    )  # fmt: skip
    await cast.checkpoint(held, "IN", kind="hall", hall=hall, counts_inside=True)
    await cast.checkpoint(
        held, "OUT", kind="exit", direction="out", admits="always", hall=hall, counts_inside=True
    )
    await cast.checkpoint(held, "MEAL", kind="meal", admits="daily")
    await cast.checkpoint(held, "BUS", kind="bus", admits="always")


async def guests(held: Gathering, count: int) -> list[str]:
    """Guests in two delegations and none; the texts of their tickets."""
    homes: list[UUID | None] = [None]
    for number in (1, 2):
        home = Delegation(id=uuid4(), gathering=held.id, code=f"D0{number}", name_zh=f"示例{number}团")
        await home.save()
        homes.append(home.id)
    texts = []
    for number in range(count):
        _, ticket = await cast.guest(
            held, name_zh=f"林示例{number}", code="VG"[number % 2], delegation=homes[number % 3]
        )
        texts.append(await text_of(held, ticket))
    return texts


@dataclass
class Day:
    """Random scans of one gathering, sent in batches with repeats, some of them taken back."""

    held: Gathering
    texts: list[str]
    chance: random.Random
    sent: list[Scanned] = field(default_factory=list)

    async def send(self, count: int, begin: int, end: int) -> None:
        """Scans between two moments, in seconds after nine, in no order; each batch brings old ones again."""
        scans = [
            Scanned(
                uuid4(), self.chance.choice(("REG-1", "REG-2", "IN", "OUT", "MEAL", "BUS")),
                self.chance.choice(self.texts), NOW + timedelta(seconds=self.chance.randint(begin, end)),
                self.chance.choice("NSEW"), offline=self.chance.random() < 0.3,
            )
            for _ in range(count)
        ]  # fmt: skip
        while scans:
            size = self.chance.randint(1, 9)
            batch, scans = scans[:size], scans[size:]
            again = self.chance.sample(self.sent, min(len(self.sent), 3))
            await record_scans([*batch, *again], gathering=self.held, by=None, now=NOW)
            self.sent.extend(batch)

    async def undo(self, count: int) -> None:
        """Take some of them back, perhaps again."""
        back = [Undone(uuid4(), one.id, "by mistake", NOW) for one in self.chance.sample(self.sent, count)]
        await take_back(back, gathering=self.held, by="user:1", device="", now=NOW)


async def a_day(seed: int) -> Day:
    """A gathering with its doors and twelve guests."""
    held = await cast.gathering()
    await doors(held)
    return Day(held, [*(await guests(held, 12)), "NOT-A-TICKET"], random.Random(seed))  # noqa: S311 - invented


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_what_is_kept_of_random_scans_is_what_a_recount_makes_of_them(db: str, seed: int) -> None:
    day = await a_day(seed)
    await day.send(150, 0, 40_000)
    await day.undo(60)
    await day.send(80, 90_000, 130_000)
    await day.undo(40)

    kept = await follows()
    await recount(day.held)

    assert await follows() == kept
    assert kept["tally_inside"] != []


def told(board: Counts) -> dict[str, Any]:
    """The figures of the board that an independent count can tell, too."""
    return {
        "due": board.due, "arrived": board.arrived, "vips": (board.vips_due, board.vips_missing),
        "delegations": {one.code: (one.due, one.arrived) for one in board.delegations},
        "checkpoints": {one.code: (one.people, one.back, one.already_in, one.refused) for one in board.checkpoints},
        "inside": [one.people for one in board.inside],
    }  # fmt: skip


async def counted(held: Gathering) -> dict[str, Any]:
    """The same, counted from guests and scans alone."""
    people = await fetch(
        "SELECT coalesce(d.code, '') AS home, c.code, EXISTS (SELECT 1 FROM scan s JOIN checkpoint p"
        "   ON p.id = s.checkpoint AND p.kind = 'arrival' WHERE s.guest = g.id AND s.verdict <> 'refused'"
        "   AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)) AS here"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation"
        " WHERE g.gathering = $1 AND g.standing = 'approved' AND c.counts_as_guest",
        held.id,
    )
    homes = sorted({one["home"] for one in people}, key=lambda code: (not code, code))
    await recount(held)
    tallies = await fetch(
        "SELECT p.code, t.verdict, t.people FROM tally t JOIN checkpoint p ON p.id = t.checkpoint"
    )
    points = [
        row["code"]
        for row in await fetch("SELECT code FROM checkpoint ORDER BY kind <> 'arrival', position, code")
    ]

    def there(home: str) -> tuple[int, int]:
        every = [one for one in people if one["home"] == home]
        return len(every), sum(one["here"] for one in every)

    def at(code: str, verdict: str) -> int:
        return sum(one["people"] for one in tallies if (one["code"], one["verdict"]) == (code, verdict))

    vips = [one["here"] for one in people if one["code"] == "V"]
    return {
        "due": len(people), "arrived": sum(one["here"] for one in people), "vips": (len(vips), vips.count(False)),
        "delegations": {home: there(home) for home in homes},
        "checkpoints": {
            code: tuple(at(code, verdict) for verdict in ("admitted", "back", "already_in", "refused"))
            for code in points
        },
        "inside": [row["people"] for row in await fetch("SELECT count(*) AS people FROM presence WHERE inside")],
    }  # fmt: skip


@pytest.mark.parametrize("seed", [4, 5])
async def test_the_board_shows_what_guests_and_scans_say(db: str, seed: int) -> None:
    day = await a_day(seed)
    seen = []
    for begin in (0, 3_600, 7_200):
        await day.send(40, begin, begin + 3_000)
        await day.undo(10)
        seen.append(told(await counts(day.held, now=NOW)))
        assert seen[-1] == await counted(day.held)

    assert seen[0]["arrived"] < seen[-1]["arrived"]


async def test_who_moves_withdraws_or_walks_in_is_counted_where_they_are_now(db: str) -> None:
    held = await cast.gathering()
    await doors(held)
    texts = await guests(held, 6)
    await record_scans(
        [Scanned(uuid4(), "REG-1", text, NOW, "N") for text in texts[:4]], gathering=held, by=None, now=NOW
    )
    before = told(await counts(held, now=NOW))

    every = await Guest.objects().order_by(Guest.number)
    await decide(every[5].id, Standing.WITHDRAWN, gathering=held, reason="ill", by=SYSTEM, now=NOW)
    home = await Delegation.objects().get(Delegation.code == "D02")
    await fetch("UPDATE guest SET delegation = $1 WHERE id = $2", home.id, every[0].id)
    await cast.guest(held, name_zh="陈样本")
    after = told(await counts(held, now=NOW))

    assert (before["due"], before["arrived"]) == (6, 4)
    assert before["delegations"] == {"D01": (2, 1), "D02": (2, 1), "": (2, 2)}
    assert (after["due"], after["arrived"]) == (6, 4)
    assert after["delegations"] == {"D01": (2, 1), "D02": (2, 2), "": (2, 1)}
    assert after == await counted(held)


async def test_people_in_two_scans_at_once_are_counted_by_whoever_asks(db: str) -> None:
    held = await cast.gathering()
    await doors(held)
    texts = await guests(held, 8)

    async def scanned_and_seen(text: str) -> int:
        await cast.scan(held, text, at="REG-1")
        return (await counts(held, now=NOW)).arrived

    seen = await asyncio.gather(*(scanned_and_seen(text) for text in texts))

    assert (min(seen) >= 1, max(seen)) == (True, 8)


async def test_the_last_hour_is_told_minute_by_minute(db: str) -> None:
    held = await cast.gathering()
    await doors(held)
    texts = await guests(held, 4)
    for text, minutes in zip(texts, (0, 30, 30, 90), strict=True):
        await cast.scan(held, text, at="REG-1", when=NOW + timedelta(minutes=minutes))

    board = await counts(held, now=NOW + timedelta(minutes=90, seconds=20))

    assert len(board.minutes) == 60
    assert [(one.at, one.people) for one in board.minutes if one.people] == [(NOW + timedelta(minutes=90), 1)]
    earlier = await counts(held, now=NOW + timedelta(minutes=59))
    assert [(one.at, one.people) for one in earlier.minutes if one.people] == [
        (NOW, 1), (NOW + timedelta(minutes=30), 2),
    ]  # fmt: skip


async def test_a_missing_vip_is_told_with_the_liaison_and_their_phone(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    await cast.guest(held, name_zh="郭参考", code="S", number="S001", phone="+8619900000053")
    user = await add_user("li", name="李联络", roles=[], by=SYSTEM, now=NOW)
    home = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", liaison=user.user)
    await home.save()
    await cast.lin(held, code="V", delegation=home.id, answers={"liaison": "S001 郭参考"})
    await cast.chen(held, code="V", delegation=home.id)
    _, ticket = await cast.guest(held, name_zh="林到场", code="V")
    await cast.scan(held, await text_of(held, ticket))

    vips = (await counts(held, now=NOW)).vips
    missing = await missing_vips(held, vips, scope=None, language="zh-Hans")

    assert [(one.name, one.delegation, one.liaison, one.phone) for one in missing] == [
        ("林示例", "北美代表团", "郭参考", "+8619900000053"),
        ("陳樣本", "北美代表团", "李联络", ""),
    ]
    assert await missing_vips(held, vips, scope=frozenset(), language="zh-Hans") == []
