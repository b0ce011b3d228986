"""The server says what the shared table of verdicts says, as the scanner does."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.checkin.answers import Answer
from event.checkin.operations import record_scans
from event.checkin.roster import roster
from event.checkin.scanned import Scanned
from event.database import fetch
from event.gathering.tables import Gathering
from tests.checkin.vector_world import build, moment

VECTORS = json.loads(Path(__file__).with_name("verdicts.json").read_text())
FOLLOWS = (
    "scan", "scan_repeat", "arrival", "presence", "tally", "tally_minute", "tally_inside",
)  # fmt: skip


async def _empty() -> None:
    """Before each case nothing was scanned; outside of tests the scans can never be emptied."""
    await fetch("ALTER TABLE scan DISABLE TRIGGER never_emptied")
    await fetch("ALTER TABLE scan_repeat DISABLE TRIGGER never_emptied")
    await fetch(f"TRUNCATE {', '.join(FOLLOWS)}")


async def _scan(told: dict[str, str], held: Gathering, scanner: str) -> Answer:
    at = datetime.fromisoformat(told["at"])
    scan = Scanned(uuid4(), told["checkpoint"], told.get("ticket", ""), at, guest=told.get("guest", ""))
    (answer,) = await record_scans(
        [scan], gathering=held, by=None, scanner=scanner, now=at + timedelta(days=1)
    )
    return answer


def _said(answer: Answer) -> dict[str, Any]:
    return {
        "verdict": answer.verdict,
        "reason": answer.reason,
        "since": answer.since,
        "place": answer.place.key if answer.place else None,
    }


async def test_every_case_of_the_table_has_its_verdict(db: str) -> None:
    held, scanner = await build(VECTORS["roster"], VECTORS["signing_keys"])
    wrong = {}

    for case in VECTORS["cases"]:
        await _empty()
        for before in case["before"]:
            await _scan(before, held, scanner)
        said = _said(await _scan(case["scan"], held, scanner))
        wanted = {key: case[key] for key in ("verdict", "reason", "place")} | {"since": moment(case["since"])}
        if said != wanted:
            wrong[case["name"]] = (said, wanted)

    assert wrong == {}
    assert len(VECTORS["cases"]) > 100


async def test_a_case_is_the_same_when_everything_comes_in_one_upload(db: str) -> None:
    held, scanner = await build(VECTORS["roster"], VECTORS["signing_keys"])
    wrong = {}

    for case in VECTORS["cases"]:
        await _empty()
        every = [
            Scanned(uuid4(), told["checkpoint"], told.get("ticket", ""), datetime.fromisoformat(told["at"]),
                    guest=told.get("guest", ""))
            for told in [*case["before"], case["scan"]]
        ]  # fmt: skip
        now = datetime.fromisoformat(case["scan"]["at"]) + timedelta(days=1)
        last = (await record_scans(every, gathering=held, by=None, scanner=scanner, now=now))[-1]
        in_order = [one.scanned_at for one in every] == sorted(one.scanned_at for one in every)
        if in_order and (last.verdict, last.reason) != (case["verdict"], case["reason"]):
            wrong[case["name"]] = (last.verdict, last.reason)

    assert wrong == {}


async def test_the_roster_a_scanner_gets_is_the_one_of_the_table(db: str) -> None:
    held, _scanner = await build(VECTORS["roster"], VECTORS["signing_keys"])

    told = await roster(
        held,
        device=UUID(VECTORS["roster"]["device"]["id"]),
        since="",
        now=moment(VECTORS["roster"]["server_time"]),
    )

    ours = json.loads(msgspec.json.encode(told))
    table = VECTORS["roster"]
    fields = ("code", "kind", "direction", "admits", "scope", "place", "active", "rule", "session", "mine")
    assert [[one[field] for field in fields] for one in ours["checkpoints"]] == [
        [one[field] for field in fields] for one in table["checkpoints"]
    ]
    assert ours["keys"] == table["keys"]
    wanted = {one["id"]: one for one in table["guests"]}
    for guest in ours["guests"]:
        known = wanted[guest["id"]]
        assert {key: guest[key] for key in ("number", "class", "delegation", "approved", "party")} == {
            key: known[key] for key in ("number", "class", "delegation", "approved", "party")
        }
        assert sorted(guest["booked"]) == sorted(known["booked"])
        assert [(one["number"], one["generation"], moment(one["voided_at"]), one["alias"]) for one in guest["tickets"]] == [
            (one["number"], one["generation"], moment(one["voided_at"]), one["alias"]) for one in known["tickets"]
        ]  # fmt: skip
