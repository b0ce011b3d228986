"""A refresh of the live board with 50,000 guests and 300,000 scans, against one with 500 guests."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from uuid import UUID, uuid4

from event.checkin.board_pages import PARTS, board_for
from event.checkin.operations import record_scans
from event.checkin.recounting import recount
from event.checkin.scanned import Scanned
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import Access
from event.people.tables import Role
from event.registration.mails import text_of
from event.registration.tables import Ticket
from event.templating import rendered
from tests import cast
from tests.bench import Measured, bench_database, write_rows

FEW, MANY, MOST_TIMES = 500, 50_000, 1.5
SCANS_OF_EACH = 6
TIMES, WARMING_UP = 35, 5
VERDICTS = 600
ORGANIZER = Access(uuid4(), "bench", "zh-Hans", frozenset({(Role.ORGANIZER, None)}))


@dataclass(frozen=True)
class World:
    """A gathering with its guests and scans; the last tenth of the guests has not come yet."""

    held: Gathering
    guests: int
    to_come: list[UUID]


async def worlds() -> tuple[World, World]:
    """The small and the large gathering, side by side."""
    few, many = await build(FEW), await build(MANY)
    await fetch("CHECKPOINT")
    return few, many


async def board_rows(few: World, many: World) -> list[Measured]:
    """Measure both sizes in turns, so that other work on the machine slows both."""
    took: dict[int, list[float]] = {FEW: [], MANY: []}
    for turn in range(TIMES + WARMING_UP):
        for world in (few, many):
            took[world.guests].append(await refresh(world, turn))
    small, large = (sorted(took[guests][WARMING_UP:]) for guests in (FEW, MANY))
    rows = [Measured(f"board refresh, {FEW} guests", median(small), "ms", "–", 1)]
    what = f"board refresh, {MANY} guests, {MANY * SCANS_OF_EACH} scans"
    for name, one, other in (
        (what, median(small), median(large)),
        (f"{what}, p90", small[TIMES * 9 // 10], large[TIMES * 9 // 10]),
    ):
        limit = f"{MOST_TIMES} x that at {FEW} guests: {one * MOST_TIMES:.1f} ms"
        rows.append(Measured(name, other, "ms", limit, one * MOST_TIMES / other))
    return rows


async def verdict_rows(few: World, many: World) -> list[Measured]:
    """Single scans of signed tickets in both gatherings, in turns; each answered after its commit."""
    texts = {world.guests: await _texts(world) for world in (few, many)}
    took: dict[int, list[float]] = {FEW: [], MANY: []}
    for turn in range(VERDICTS):
        for world in (few, many):
            text, now = (
                texts[world.guests][turn % len(texts[world.guests])],
                cast.NOW + timedelta(hours=3, seconds=turn),
            )
            scan = Scanned(uuid4(), "HALL-IN", text, now, "bench")
            begun = time.perf_counter()
            await record_scans([scan], gathering=world.held, by=None, now=now)
            if turn >= WARMING_UP:
                took[world.guests].append((time.perf_counter() - begun) * 1000)
    small, large = (sorted(took[guests]) for guests in (FEW, MANY))
    rows = []
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        one, other = (times[int(len(times) * share)] for times in (small, large))
        limit = f"{MOST_TIMES} x that at {FEW} guests: {one * MOST_TIMES:.1f} ms"
        rows.append(
            Measured(f"single scan, {MANY} guests, {name}", other, "ms", limit, one * MOST_TIMES / other)
        )
    return rows


async def _texts(world: World) -> list[str]:
    """The tickets of guests all over the list."""
    rows = await fetch(
        "SELECT t.id FROM ticket t WHERE t.gathering = $1 ORDER BY md5(t.id::text) LIMIT $2",
        world.held.id,
        VERDICTS,
    )
    tickets = [await Ticket.objects().get(Ticket.id == row["id"]) for row in rows]
    return [await text_of(world.held, ticket) for ticket in tickets]


async def build(guests: int) -> World:
    """Guests in twenty delegations, sixty of them VIPs, eight checkpoints, six scans for each guest."""
    held = await cast.gathering(slug=f"bench-{guests}")
    await fetch(_DELEGATIONS, held.id)
    await fetch(_GUESTS, held.id, guests, held.slug)
    await fetch(_TICKETS, held.id)
    for code, told in _CHECKPOINTS.items():
        await cast.checkpoint(held, code, **told)
    await fetch(_SCANS, held.id, cast.NOW, guests * 9 // 10, guests * SCANS_OF_EACH)
    await recount(held)
    for table in ("scan", "guest", "ticket", "arrival", "presence", "tally", "roster_mark"):
        await fetch(f"VACUUM ANALYZE {table}")
    rows = await fetch(
        "SELECT g.id FROM guest g JOIN guest_class c ON c.id = g.guest_class WHERE g.gathering = $1 AND c.code <> 'V'"
        " ORDER BY g.number DESC LIMIT $2",
        held.id, TIMES + WARMING_UP,
    )  # fmt: skip
    return World(held, guests, [row["id"] for row in rows])


async def refresh(world: World, turn: int) -> float:
    """How long a refresh takes after a scan, in ms: figures, missing VIPs, every part rendered."""
    now = cast.NOW + timedelta(minutes=50, seconds=turn)
    scan = Scanned(uuid4(), "REG-1", "", now, "bench", guest=str(world.to_come[turn]))
    await record_scans([scan], gathering=world.held, by=None, now=now)
    begun = time.perf_counter()
    board = await board_for(ORGANIZER, world.held, language="zh-Hans", now=now)
    told = {"language": "zh-Hans", "held": world.held, "board": board, "now": now}
    for part in PARTS:
        rendered(f"checkin/board/{part}.html", **told)
    return (time.perf_counter() - begun) * 1000


_CHECKPOINTS = {
    "REG-1": {}, "REG-2": {}, "HALL-IN": {"kind": "hall", "counts_inside": True},
    "HALL-OUT": {"kind": "exit", "direction": "out", "admits": "always"}, "MEAL": {"kind": "meal", "admits": "daily"},
    "BUS": {"kind": "bus"}, "GIFT": {"kind": "gift"}, "HOTEL": {"kind": "hotel"},
}  # fmt: skip

_DELEGATIONS = """
INSERT INTO delegation (id, gathering, code, name_zh, name_en, contact_name, contact_email)
SELECT gen_random_uuid(), $1, 'D' || n, '示例' || n || '团', 'Delegation ' || n, '', '' FROM generate_series(1, 20) n
"""

_GUESTS = """
WITH homes AS (SELECT array_agg(id ORDER BY code) AS ids FROM delegation WHERE gathering = $1),
classes AS (SELECT jsonb_object_agg(code, id) AS ids FROM guest_class WHERE gathering = $1),
people AS (
    INSERT INTO person (id, name_zh, latin_surname, latin_given, created_at)
    SELECT gen_random_uuid(), '林' || n, 'LIN', $3 || n, now() FROM generate_series(1, $2::int) n
    RETURNING id, name_zh, latin_given)
INSERT INTO guest (id, gathering, person, number, guest_class, delegation, name_zh, latin_surname, latin_given, residence,
    standing, source, search, answers, created_at, updated_at)
SELECT gen_random_uuid(), $1, p.id, 'B-' || lpad(n::text, 6, '0'),
    (c.ids->>(CASE WHEN n % ($2::int / 60) = 0 THEN 'V' WHEN n % 3 = 0 THEN 'D' ELSE 'G' END))::uuid, h.ids[n % 20 + 1], p.name_zh, 'LIN',
    p.latin_given, (ARRAY['US', 'CA', 'TH', 'HK', 'MY', 'IT', 'JP'])[n % 7 + 1], 'approved', 'import', p.name_zh, '{}', now(), now()
FROM people p, homes h, classes c, LATERAL (SELECT substr(p.name_zh, 2)::int AS n) s
"""

_TICKETS = """
INSERT INTO ticket (id, gathering, guest, generation, badge_number, typed_code, issued_at, void_reason)
SELECT gen_random_uuid(), $1, id, 1, 'B' || number, upper(substr(md5(id::text), 1, 9)), created_at, ''
FROM guest WHERE gathering = $1
"""

_SCANS = """
WITH coming AS (SELECT id, row_number() OVER (ORDER BY number) AS place FROM guest WHERE gathering = $1),
told AS (
    SELECT g.id AS guest, i, (i - 1) / $3::int AS turn, $2::timestamptz + make_interval(secs => i % 3000) AS at
    FROM generate_series(1, $4::int) i JOIN coming g ON g.place = (i - 1) % $3::int + 1
)
INSERT INTO scan (id, gathering, checkpoint, guest, ticket_text, content_hash, verdict, reason, direction, scope, occasion,
    place, scanned_at, at, recorded_at)
SELECT gen_random_uuid(), $1, p.id, t.guest, '', '', 'admitted', '', p.direction, p.scope,
    CASE p.admits WHEN 'daily' THEN to_char(t.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') ELSE '' END, p.place,
    t.at, t.at, t.at
FROM told t JOIN checkpoint p ON p.gathering = $1 AND p.code = (CASE t.turn WHEN 0 THEN 'REG-' || t.i % 2 + 1
    ELSE (ARRAY['HALL-IN', 'HALL-OUT', 'MEAL', 'BUS', 'GIFT', 'HOTEL'])[t.turn] END)
"""


async def main() -> None:
    """Measure the board alone."""
    async with bench_database():
        few, many = await worlds()
        write_rows("board", await verdict_rows(few, many) + await board_rows(few, many))


if __name__ == "__main__":
    asyncio.run(main())
