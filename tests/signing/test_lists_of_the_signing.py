"""The office's list of agreements: taken in row by row, twice changes nothing, faults are told."""

from tests import cast
from tests.checkin.lists import told
from tests.signing.lists import SIGNING, take


async def test_the_list_comes_in_whole_and_a_second_time_changes_nothing(db: str) -> None:
    held = await cast.gathering()
    content = SIGNING.read_bytes()

    dry = await take("signing", content, held, dry_run=True)
    first, second = await take("signing", content, held), await take("signing", content, held)

    assert (dry.counts, dry.written) == (first.counts, False)
    assert first.figures == {"batches": 3, "items": 12, "signatories": 25}
    assert first.counts["create"] == 40, [row.reasons for row in first.rows if row.reasons]
    assert {outcome for outcome, _ in told(second)} == {"unchanged"}
