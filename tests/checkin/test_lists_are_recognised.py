"""A list says by its own headings what it is."""

from pathlib import Path

import pytest

from event.checkin.recognising import kind_of

DATA = Path(__file__).parents[1] / "scenario" / "data"

KINDS = {
    "guests.xlsx": "guests", "guests_messy.xlsx": "guests", "changes.xlsx": "changes", "agenda.xlsx": "agenda",
    "checkpoints.csv": "checkpoints", "homeland_visit.xlsx": "visit", "hotels.xlsx": "hotels", "jobfair.csv": "jobfair",
    "ledger_12_months.xlsx": "ledger", "scans.csv": "scans", "signing.xlsx": "signing", "staff.xlsx": "staff",
    "survey_and_suggestions.xlsx": "feedback", "tickets.csv": "tickets", "transfers.xlsx": "transfers",
}  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_the_offices_lists_are_recognised(name: str, kind: str) -> None:
    assert kind_of((DATA / name).read_bytes()) == kind


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"one,two\n1,2\n", "一,二\n".encode("gb18030"), b"\xff\xfe\x00"]
)
def test_what_says_nothing_is_left_to_the_person(content: bytes) -> None:
    assert kind_of(content) == ""
