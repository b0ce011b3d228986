"""Every question of the organizers at 5,000 guests and 100,000 scans: what the server needs for JSON and for the page."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from event.database import fetch, fetch_one
from event.gathering.operations import the_gathering
from event.people.operations import add_user
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.reports.named import REPORTS as ALL
from event.serving.web import look_seldom_for_garbage
from event.web.app import create_app
from tests import cast
from tests.bench import Measured, bench_database, write_rows
from tests.bench.reports.burden import database_cpu, postmaster
from tests.bench.reports.growing import TIMES, grow
from tests.scenario.asking import REPORTS, asked_at, parameters
from tests.scenario.conftest import FILES, take

LIMIT = 200
TIMES_ASKED = 5
_DATA = Path(__file__).parents[2] / "scenario" / "data"
_BASELINE = "SELECT count(*), count(DISTINCT guest) FROM scan WHERE gathering = $1"
"""What one honest look at the whole log takes on this machine, now."""


async def main() -> None:
    async with bench_database():
        begun = time.perf_counter()
        for kind, file in [*FILES.items(), ("scans", "scans.csv")]:
            report = await take(kind, (_DATA / file).read_bytes())
            assert report.written, kind
        await grow()
        made = time.perf_counter() - begun
        print(f"the gathering was made in {made:.0f} s: {await _sizes()}")  # noqa: T201
        async with organizer() as client:
            rows = await measured(client)
    write_rows("reports", rows)


@asynccontextmanager
async def organizer() -> AsyncIterator[httpx.AsyncClient]:
    """An organizer who is signed in to the product in this process."""
    word = "a long sentence"
    await add_user(
        "bench", name="bench", roles=[(Role.ORGANIZER, None)], by=COMMAND_LINE, now=cast.NOW, password=word, language="zh-Hans"
    )  # fmt: skip
    transport = httpx.ASGITransport(app=create_app())
    look_seldom_for_garbage()
    sent = {"sec-fetch-site": "same-origin"}
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=sent) as client:
        await client.post("/sign-in", data={"name": "bench", "password": word})
        yield client


async def measured(client: httpx.AsyncClient) -> list[Measured]:
    """A row for each question as JSON and as a page, and for each report that is no question."""
    questions = json.loads((_DATA / "questions.json").read_text())
    moments, queries = asked_at(questions), parameters(json.loads((_DATA / "scenario.json").read_text()))
    held = await the_gathering()
    others = {name: {"at": moments[40]} for name in ALL if name not in {"walk-ins", *REPORTS.values()}}
    asked = {
        f"{number:>2} {name}": (name, {"at": moments[number]} | queries.get(number, {}))
        for number, name in sorted({10: "walk-ins", **REPORTS}.items())
    } | {f"   {name}": (name, query) for name, query in others.items()}
    await _right(client, held.slug, moments[2])
    parent = await postmaster()
    rows = [await _baseline(held.id, parent)]
    wall, here, there = await _median(
        lambda: _get(client, f"/api/v1/gatherings/{held.slug}/figures", {}), parent
    )
    limit = f"at most {LIMIT} ms; CPU {here:.0f} + {there:.0f} ms"
    rows.append(Measured("   the dashboard's figures", wall, "ms", limit, LIMIT / wall))
    for phase in ("before", "during", "after"):
        wall, here, there = await _median(
            lambda told=phase: _get(client, f"/console/{held.slug}", {"phase": told}), parent
        )
        limit = f"at most {LIMIT} ms; CPU {here:.0f} + {there:.0f} ms"
        rows.append(Measured(f"   the dashboard, {phase}", wall, "ms", limit, LIMIT / wall))
    for label, (name, query) in asked.items():
        for what, address in (
            ("JSON", f"/api/v1/gatherings/{held.slug}/reports/{name}"),
            ("page", f"/console/{held.slug}/reports/{name}"),
        ):
            wall, here, there = await _median(lambda at=address, told=query: _get(client, at, told), parent)
            cpu = here + there
            limit = f"at most {LIMIT} ms; CPU {here:.0f} + {there:.0f} ms"
            rows.append(Measured(f"{label}, {what}", wall, "ms", limit, LIMIT / wall))
            rows.append(Measured(f"{label}, {what}, CPU", cpu, "ms", f"at most {LIMIT} ms", LIMIT / cpu))
    rows.append(await _baseline(held.id, parent))
    return rows


async def _get(client: httpx.AsyncClient, address: str, query: dict[str, str]) -> None:
    answer = await client.get(address, params=query)
    if answer.status_code != 200:
        raise AssertionError(address, answer.status_code, answer.text[:400])


async def _right(client: httpx.AsyncClient, slug: str, at: str) -> None:
    """The gathering is what it was, so many times."""
    told = await client.get(f"/api/v1/gatherings/{slug}/reports/outstanding", params={"at": at})
    facts: dict[str, Any] = json.loads((_DATA / "questions.json").read_text())
    expected = next(one["expected"] for one in facts["questions"] if one["id"] == 2)
    for name in ("expected", "checked_in", "landed", "delayed", "not_due", "due_by_pickup"):
        assert told.json()["answer"][name] == expected[name] * TIMES, (name, told.text[:300])


async def _baseline(gathering: object, parent: int) -> Measured:
    wall, here, there = await _median(lambda: fetch(_BASELINE, gathering), parent)
    return Measured(
        "baseline: the log counted by one query", wall, "ms", f"CPU {here:.0f} + {there:.0f} ms", 1
    )


async def _median(work: Callable[[], Awaitable[Any]], parent: int) -> tuple[float, float, float]:
    """Milliseconds of waiting, of CPU here and of CPU in the database, after one time that does not count.

    Where other work keeps the machine busy, waiting is longer than CPU; on an idle one they are about the same.
    """
    await work()
    walls, cpus, before = [], [], database_cpu(parent)
    for _ in range(TIMES_ASKED):
        wall, cpu = time.perf_counter(), time.process_time()
        await work()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return median(walls), median(cpus), (database_cpu(parent) - before) / TIMES_ASKED


async def _sizes() -> str:
    row = await fetch_one(
        "SELECT (SELECT count(*) FROM guest g JOIN guest_class c ON c.id = g.guest_class WHERE c.counts_as_guest) AS guests,"
        " (SELECT count(*) FROM guest) AS people, (SELECT count(*) FROM scan) + (SELECT count(*) FROM scan_repeat) AS scans"
    )
    return f"{row['guests']} guests, {row['people']} people, {row['scans']} scans" if row else ""


if __name__ == "__main__":
    if sys.argv[1:]:
        raise SystemExit(__doc__)
    asyncio.run(main())
