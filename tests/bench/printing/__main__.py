"""Badges and other documents: CPU and waiting, memory and size, cold and warm, beside a canvas of reportlab."""

import asyncio
import random
import shutil
import statistics
import sys
from datetime import timedelta
from uuid import uuid4

from event.agenda.tables import AgendaSession
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.printing.badges import badges_of, holders
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.printing.fonts import fitted
from event.printing.memory import give_back
from event.printing.pdf import begin, close_pool, pdf
from event.registration.operations import reissue_ticket
from event.registration.tables import Guest
from event.settings import settings
from tests import cast
from tests.bench import Measured, bench_database, write_rows
from tests.bench.printing.burden import Burden, burden
from tests.bench.printing.canvas import canvas_badges

INDICO_CPU_SECONDS = 9.5
"""Indico 3.2.9's CPU seconds for 500 badges on a machine of this kind (FINDINGS of the project)."""
REPRINTS = 40
_A_GATHERING = 500
COMMON = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗示例样本测试明华国建文志伟芳敏静丽强磊军洋勇艳杰娟涛超"


async def main() -> None:
    most = 500 if "--quick" in sys.argv else 5000
    rows: list[Measured] = []
    async with bench_database():
        held = await cast.gathering()
        guests: list[Guest] = []
        with burden() as starting:
            await asyncio.to_thread(begin)
            fitted("林", largest=15, smallest=6, room=78)
            fitted("林", largest=15, smallest=6, room=78, weight=400)
            await pdf(["<p style='font-family: Sheet'>林"] * 2, title="", language="en")
        rows.append(Measured("start of the children, once, CPU", starting.cpu, "s", "", 1.0))
        for count in dict.fromkeys((1, 100, 500, most)):
            await (_invite(held, guests, count) if count <= 500 else _multiply(guests, count))
            await _all(held, count, rows)
            if count == _A_GATHERING:
                await _documents(held, rows)
        await _reprints(held, guests, rows)
        close_pool()
        write_rows("printing", rows)


async def _invite(held: Gathering, guests: list[Guest], count: int) -> None:
    chance = random.Random(len(guests))  # noqa: S311 - the same guests each time
    while len(guests) < count:
        number = len(guests)
        guest, _ = await cast.lin(
            held, name_zh="".join(chance.choices(COMMON, k=chance.choice((2, 3, 3, 4)))),
            latin_surname=chance.choice(("WANG", "LI", "CHAN", "LIM", "OOI")), latin_given=f"Shi {number}",
            association_title=f"示例{number}同乡会{chance.choice(('会长', '名誉会长兼示例基金会理事长', '秘书长'))}",
            email=f"guest{number}@example.com",
        )  # fmt: skip
        guests.append(guest)


async def _multiply(guests: list[Guest], count: int) -> None:
    """More guests like the first, with names of their own, straight into the tables."""
    await fetch(
        "INSERT INTO person SELECT (jsonb_populate_record(p, jsonb_build_object('id', md5('p' || n)::uuid))).*"
        " FROM person p, generate_series($2::int, $3::int) n WHERE p.id = $1",
        guests[0].person, len(guests) + 1, count,
    )  # fmt: skip
    await fetch(
        "INSERT INTO guest SELECT (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(), 'person', md5('p' || n)::uuid,"
        " 'number', 'EX2026-M' || n, 'latin_given', 'Shi M' || n, 'association_title', '示例第' || n || '同乡会会长',"
        " 'name_zh', (SELECT string_agg(substr($2, 1 + (n * k) % length($2), 1), '') FROM unnest(ARRAY[7, 11, 13]) k)"
        "))).* FROM guest g, generate_series($3::int, $4::int) n WHERE g.id = $1",
        guests[0].id, COMMON, len(guests) + 1, count,
    )  # fmt: skip
    await fetch(
        "INSERT INTO ticket SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'guest', g.id,"
        " 'number', nextval(pg_get_serial_sequence('ticket', 'number')), 'badge_number', substr(g.number, 8),"
        " 'typed_code', substr(g.number, 8)))).* FROM ticket t, guest g"
        " WHERE t.guest = $1 AND t.voided_at IS NULL AND g.number LIKE 'EX2026-M%'",
        guests[0].id,
    )


async def _all(held: Gathering, count: int, rows: list[Measured]) -> None:
    """All badges, cold and warm, and the canvas."""
    shutil.rmtree(settings().var / "pieces", ignore_errors=True)
    if count > _A_GATHERING:  # what other documents and the canvas left behind is not theirs
        close_pool()
        give_back()
        await asyncio.to_thread(begin)
    with burden(memory=count > _A_GATHERING) as cold:
        printed = await print_document("badges", held, Wanted(), by=SYSTEM, now=cast.NOW)
    with burden() as warm:
        again = await print_document("badges", held, Wanted(), by=SYSTEM, now=cast.NOW)
    if again.pdf != printed.pdf:
        msg = "A warm print differs from a cold one."
        raise ValueError(msg)
    plain, own, size = await _on_a_canvas(held)
    whole = count == _A_GATHERING
    rows += [
        Measured(f"badges, {count}, cold, CPU", cold.cpu, "s", f"Indico {INDICO_CPU_SECONDS} s" if whole else "", INDICO_CPU_SECONDS / cold.cpu if whole else 1.0),
        Measured(f"badges, {count}, cold, wall", cold.wall, "s", "CPU of the same run", cold.cpu / cold.wall),
        Measured(f"badges, {count}, warm, CPU", warm.cpu, "s", "cold", cold.cpu / max(warm.cpu, 0.001)),
        Measured(f"badges, {count}, warm, wall", warm.wall, "s", "cold", cold.wall / warm.wall),
        Measured(f"badges, {count}, reportlab, CPU", plain.cpu, "s", "ours cold", cold.cpu / max(plain.cpu, 0.001)),
        Measured(f"badges, {count}, reportlab, our QR, CPU", own.cpu, "s", "ours cold", cold.cpu / max(own.cpu, 0.001)),
        Measured(f"badges, {count}, file", len(printed.pdf) / 1e6, "MB", "reportlab, no fonts", size / len(printed.pdf)),
    ]  # fmt: skip
    if cold.peak:
        rows.append(Measured(f"badges, {count}, peak memory", cold.peak, "MB", "600 MB", 600 / cold.peak))


async def _documents(held: Gathering, rows: list[Measured]) -> None:
    """What is laid out page by page, for five hundred guests and a programme of thirty sessions."""
    for number in range(30):
        starts = cast.NOW + timedelta(hours=number)
        await AgendaSession(
            id=uuid4(), gathering=held.id, code=f"S{number}", title_zh=f"示例场次{number}", place_zh="会展中心",
            starts_at=starts, ends_at=starts + timedelta(minutes=50), attendees_zh="全体来宾",
        ).save()  # fmt: skip
    for name in ("agenda", "handbook", "sign-in"):
        with burden(memory=True) as made:
            printed = await print_document(name, held, Wanted(), by=SYSTEM, now=cast.NOW)
        rows += [
            Measured(f"{name}, {printed.pages} pages, CPU", made.cpu, "s", "", 1.0),
            Measured(f"{name}, wall", made.wall, "s", "CPU of the same run", made.cpu / made.wall),
            Measured(f"{name}, file", len(printed.pdf) / 1e6, "MB", "", 1.0),
            Measured(f"{name}, peak memory", made.peak, "MB", "600 MB", 600 / made.peak),
        ]


async def _on_a_canvas(held: Gathering) -> tuple[Burden, Burden, int]:
    badges = await badges_of(held, await holders(held, Wanted()))
    with burden() as plain:
        made = canvas_badges(badges, held.title_zh, "2026年10月15日至17日", stock_qr=True)
    with burden() as own:
        canvas_badges(badges, held.title_zh, "2026年10月15日至17日", stock_qr=False)
    return plain, own, len(made)


async def _reprints(held: Gathering, guests: list[Guest], rows: list[Measured]) -> None:
    """One badge: never set, set before but with a new number, and quite the same again."""
    shutil.rmtree(settings().var / "pieces", ignore_errors=True)
    await print_document("badges", held, Wanted(guests=(guests[-1].id,)), by=SYSTEM, now=cast.NOW)
    walls: dict[str, list[Burden]] = {"cold": [], "new number": [], "warm": []}
    for guest in guests[:REPRINTS]:
        wanted = Wanted(guests=(guest.id,))
        for name, found in walls.items():
            if name == "new number":
                await reissue_ticket(guest.id, gathering=held, reason="lost", by=SYSTEM, now=cast.NOW)
            with burden() as one:
                await print_document("badges", held, wanted, by=SYSTEM, now=cast.NOW)
            found.append(one)
    limits = {"cold": 120, "new number": 120, "warm": 20}
    for name, found in walls.items():
        wall = statistics.median(one.wall for one in found) * 1000
        cpu = statistics.mean(one.cpu for one in found) * 1000
        rows += [
            Measured(f"one badge, {name}, p50, wall", wall, "ms", f"{limits[name]} ms", limits[name] / wall),
            Measured(f"one badge, {name}, mean, CPU", cpu, "ms", f"{limits[name]} ms", limits[name] / cpu),
        ]


if __name__ == "__main__":
    asyncio.run(main())
