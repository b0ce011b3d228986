"""A gathering with guests, a checkpoint and a scanner in the data folder EVENT_VAR; run as `python -m`.

`make N` prints the scanner's key and N tickets as JSON; `look` prints what is stored of the scans.
"""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from event.checkin.devices import enrol, let_in
from event.database import connected, fetch, server
from event.people.rules import COMMAND_LINE
from event.registration.mails import text_of
from tests import cast


async def made(guests: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    held = await cast.gathering()
    at = await cast.checkpoint(held)
    texts = []
    for number in range(guests):
        _, ticket = await cast.lin(held, name_zh=f"林示例{number}", email=f"guest{number}@example.com")
        texts.append(await text_of(held, ticket))
    let = await let_in(
        "N1", checkpoints=[at.id], expires_at=now + timedelta(days=1), gathering=held, by=COMMAND_LINE, now=now
    )  # fmt: skip
    return {"token": (await enrol(let.code, app="test", now=now)).token, "tickets": texts}


async def looked() -> dict[str, Any]:
    scans = await fetch("SELECT id::text, verdict, guest::text FROM scan")
    arrivals = await fetch("SELECT count(*) AS n FROM arrival")
    tally = await fetch("SELECT verdict, sum(people)::int AS n FROM tally GROUP BY 1")
    return {
        "scans": [[row["id"], row["verdict"], row["guest"]] for row in scans],
        "arrivals": arrivals[0]["n"],
        "tally": {row["verdict"]: row["n"] for row in tally},
    }


async def main() -> None:
    async with connected():
        told = await made(int(sys.argv[2])) if sys.argv[1] == "make" else await looked()
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    with server():
        asyncio.run(main())
