"""Documents from the command line."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from event.people.rules import COMMAND_LINE
from event.sample import load_sample
from tests import cast
from tests.printing.visit.visiting import visit
from tests.signing.lists import with_agreements

from .conftest import Run


def _pages(file: Path) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


async def test_one_guest_is_named_by_number_or_badge_number(event: Run, tmp_path: Path) -> None:
    guest, ticket = await cast.lin(await cast.gathering())
    assert ticket is not None

    for named in (guest.number, ticket.badge_number.lower(), str(guest.id)):
        out = tmp_path / f"{named}.pdf"
        done = event("print", "badges", "--guest", named, "--out", str(out), "--json")

        assert (done.returncode, json.loads(done.stdout)["count"]) == (0, 1)
        assert [page.count("林示例") for page in _pages(out)] == [1]


async def test_a_class_alone_and_the_programme_in_english(event: Run, tmp_path: Path) -> None:
    await load_sample(by=COMMAND_LINE, now=datetime.now(UTC))

    press = event("print", "badges", "--class", "m", "--out", str(tmp_path / "m.pdf"), "--json")
    agenda = event("print", "agenda", "--language", "en", "--out", str(tmp_path / "a.pdf"))

    assert (press.returncode, json.loads(press.stdout)["count"]) == (0, 2)
    assert (agenda.returncode, "Opening ceremony" in "".join(_pages(tmp_path / "a.pdf"))) == (0, True)


async def test_an_unknown_document_or_guest_is_refused_and_leaves_no_file(event: Run, tmp_path: Path) -> None:
    await cast.gathering()

    assert event("print", "posters", "--out", str(tmp_path / "x.pdf")).returncode == 1
    assert event("print", "badges", "--guest", "V999", "--out", str(tmp_path / "x.pdf")).returncode == 1
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - nothing else is asked of it


async def test_a_paper_of_the_visit_comes_as_pages_or_as_a_workbook(event: Run, tmp_path: Path) -> None:
    await visit(await cast.gathering())

    pdf = event(
        "print",
        "visit/run-sheet",
        "--bus",
        "2",
        "--out",
        str(tmp_path / "x.pdf"),
        "--language",
        "en",
        "--json",
    )
    workbook = event(
        "print",
        "visit/rooming",
        "--hotel",
        "H1",
        "--day",
        "2026-10-17",
        "--out",
        str(tmp_path / "x.xlsx"),
        "--json",
    )

    assert (json.loads(pdf.stdout)["count"], ["Bus 2" in page for page in _pages(tmp_path / "x.pdf")]) == (
        1,
        [True],
    )
    assert (json.loads(workbook.stdout)["count"], (tmp_path / "x.xlsx").read_bytes()[:2]) == (2, b"PK")
    assert event("print", "visit/posters", "--out", str(tmp_path / "y.pdf")).returncode == 1


async def test_a_paper_of_the_signing_is_printed_for_one_batch(event: Run, tmp_path: Path) -> None:
    await with_agreements()

    made = event(
        "print", "signing/slides", "--batch", "2", "--out", str(tmp_path / "x.pdf"), "--language", "en", "--json"
    )  # fmt: skip

    assert (json.loads(made.stdout)["count"], len(_pages(tmp_path / "x.pdf"))) == (1, 1)
    assert event("print", "signing/posters", "--out", str(tmp_path / "y.pdf")).returncode == 1


async def test_without_a_file_it_lists_what_there_is_and_what_each_asks_for(event: Run) -> None:
    told = json.loads(event("print", "--json").stdout)

    assert told["visit/rooming"] == {
        "title": "Rooming list", "about": "For each hotel: who sleeps in which room, from when to when.",
        "asks": ["language", "hotel", "day"], "formats": ["pdf", "xlsx"],
    }  # fmt: skip
    assert [name for name in ("badges", "agenda", "signing/list") if name not in told] == []


async def test_what_a_document_asks_for_is_chosen_by_name(event: Run, tmp_path: Path) -> None:
    await visit(await cast.gathering())

    one = event("print", "badges", "--choose", "delegation=D01", "--out", str(tmp_path / "d.pdf"), "--json")
    wrong = event("print", "badges", "--choose", "delegation=D99", "--out", str(tmp_path / "x.pdf"))

    assert (one.returncode, json.loads(one.stdout)["count"], wrong.returncode) == (0, 3, 1)
