"""The office's list of agreements: taken in row by row, twice changes nothing, faults are told."""

import io
from pathlib import Path

import openpyxl

from event.database import fetch
from event.gathering.operations import the_gathering
from event.signing import kinds as _kinds  # the lists of the signing
from event.signing.imports import import_signing
from event.signing.queries import batches_of, items_of
from tests import cast
from tests.checkin.lists import take, told

SCENARIO = Path(__file__).parent.parent / "scenario" / "data" / "signing.xlsx"


async def test_the_list_comes_in_whole_and_a_second_time_changes_nothing(db: str) -> None:
    held = await cast.gathering()
    content = SCENARIO.read_bytes()

    dry = await import_signing(
        content, file_name="signing.xlsx", gathering=held, dry_run=True, by=cast.COMMAND_LINE, now=cast.NOW
    )
    first, second = await take("signing", content, held), await take("signing", content, held)

    print([row.warnings for row in first.rows][:3])
    assert (dry.counts, dry.written) == (first.counts, False)
    assert first.figures == {"batches": 3, "items": 12, "signatories": 25}
    assert first.counts["create"] == 40, [row.reasons for row in first.rows if row.reasons]
    assert {outcome for outcome, _ in told(second)} == {"unchanged"}
