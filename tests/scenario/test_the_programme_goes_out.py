"""The office's programme goes out as its workbook and comes in again without any change."""

from event.checkin.exporting.programme import export_programme
from event.checkin.importing.programme import import_programme
from event.database import fetch
from event.gathering.operations import the_gathering
from event.people.rules import COMMAND_LINE
from tests import cast

_TABLES = ("hall", "agenda_session", "agenda_item", "agenda_person", "checkpoint")


async def _stored() -> dict[str, list[dict[str, object]]]:
    kept = {}
    for table in _TABLES:
        kept[table] = [dict(row) for row in await fetch(f"SELECT * FROM {table} ORDER BY id")]
    return kept


async def test_the_offices_programme_comes_in_again_unchanged(opened_doors: str) -> None:
    before = await _stored()
    made = await export_programme(await the_gathering(), by=COMMAND_LINE, now=cast.NOW)

    report = await import_programme(
        made.content, file_name=made.name, gathering=None, dry_run=False, by=COMMAND_LINE, now=cast.NOW
    )

    assert [
        (row.sheet, row.number, row.reasons, row.changes) for row in report.rows if row.changes or row.reasons
    ] == []
    assert await _stored() == before
