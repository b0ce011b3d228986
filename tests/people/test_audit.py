"""The audit trail is a chain: nothing is changed, removed or slipped in unnoticed."""

import asyncio

import asyncpg
import pytest

from event.database import fetch, writing
from event.people.audit import broken_at, record
from event.people.rules import SYSTEM
from tests.cast import NOW


async def _enter(number: int) -> None:
    async with writing():
        await record("test.entry", subject=f"thing:{number}", by=SYSTEM, now=NOW, number=number)


async def test_entries_written_at_once_form_one_chain(db: str) -> None:
    await asyncio.gather(*(_enter(number) for number in range(30)))

    assert [row["id"] for row in await fetch("SELECT id FROM audit_entry ORDER BY id")] == list(range(1, 31))
    assert await broken_at() is None


@pytest.mark.parametrize("table", ["audit_entry", "scan", "scan_repeat", "scan_undo", "conflict_seen"])
async def test_facts_refuse_to_be_emptied(db: str, table: str) -> None:
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await fetch(f"TRUNCATE {table} CASCADE")


async def test_an_entry_refuses_to_be_changed_or_deleted(db: str) -> None:
    await _enter(1)

    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await fetch("UPDATE audit_entry SET action = 'other'")
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await fetch("DELETE FROM audit_entry")


async def test_a_change_behind_the_triggers_is_found(db: str) -> None:
    for number in range(5):
        await _enter(number)
    await fetch("ALTER TABLE audit_entry DISABLE TRIGGER append_only")

    await fetch("UPDATE audit_entry SET subject = 'thing:9' WHERE id = 3")

    assert await broken_at() == 3
