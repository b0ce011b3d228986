"""The badges of the whole gathering: 346 by class, each with its own code, and the report of how many there are."""

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from event.gathering.operations import the_gathering
from event.people.rules import SYSTEM
from event.printing.badges import badges_of, holders
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from tests.cast import NOW
from tests.scenario.another import derived, rows_of
from tests.scenario.asking import ask
from tests.scenario.conftest import FILES, take

_CLASSES = {"V": 24, "G": 158, "D": 48, "S": 40, "Z": 36, "M": 18, "C": 12, "A": 10}
_AT = "2026-10-15T18:00:00+08:00"


@pytest.fixture
async def first_run(db: str, scenario: Path) -> str:
    """The lists as they were when badges were printed first."""
    for kind in ("guests", "staff"):
        assert (await take(kind, (scenario / FILES[kind]).read_bytes())).written
    return db


async def test_there_are_346_badges_by_class_and_every_code_is_its_holders(first_run: str) -> None:
    held = await the_gathering()
    badges = await badges_of(held, await holders(held, Wanted()))

    printed = await print_document("badges", held, Wanted(), by=SYSTEM, now=NOW)

    assert (Counter(one.class_code for one in badges), printed.count) == (_CLASSES, 346)
    assert printed.problems == ()
    assert len(printed.pdf) < 2_000_000
    with pypdfium2.PdfDocument(printed.pdf) as document:
        assert len(document) == 346
        for badge, page in zip(badges, document, strict=True):
            layer = page.get_textpage()
            said = "".join(layer.get_text_range().split())
            assert [
                one for one in (badge.lines["name"], badge.badge_number) if "".join(one.split()) not in said
            ] == []
            picture = page.render(scale=150 / 72).to_pil()
            small = picture.resize([round(side * 18 / 30) for side in picture.size]).convert("L")
            assert [_read(one) for one in (picture, small)] == [badge.text] * 2
            layer.close()
            page.close()


def _read(picture: object) -> str:
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text


async def test_the_first_run_is_what_was_planned(first_run: str) -> None:
    answer = (await ask("badges-issued", "2026-10-09T00:00:00+08:00")).answer

    assert (answer["planned"], answer["total"]) == (_CLASSES, 346)


async def test_another_gatherings_badges_are_counted_as_its_files_say(db: str, scenario: Path) -> None:
    files = derived(scenario, seed=9)
    for kind in (*FILES, "scans"):
        assert (await take(kind, files[kind])).written
    rows = [row for row in rows_of(files["tickets"]) if row["issued_at"] <= _AT]
    taken_over = {row["replaced_by"] for row in rows if row["replaced_by"]}

    answer = (await ask("badges-issued", _AT)).answer

    void = sorted(row["ticket_no"] for row in rows if row["voided_at"] and row["voided_at"] <= _AT)
    assert (answer["printed"], answer["void"], answer["valid"]) == (
        Counter(row["class_code"] for row in rows), void, len(rows) - len(void),
    )  # fmt: skip
    assert answer["planned"] == Counter(
        row["class_code"] for row in rows if row["ticket_no"] not in taken_over
    )
