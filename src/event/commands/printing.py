"""Printing a document into a file."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import rich_click as click

from event.commands.telling import give, tell, tell_aside, under_way, write_whole
from event.language import Message

if TYPE_CHECKING:
    from event.gathering.tables import Gathering
    from event.printing.documents import Printed

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@click.command("print")
@click.argument("document")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@click.option(
    "--language", type=click.Choice(("zh-Hans", "zh-Hant", "en")), default="zh-Hans", show_default=True
)
@click.option(
    "--class", "classes", multiple=True, help="Only these classes (V, G, D …); may be given several times."
)
@click.option("--guest", "guests", multiple=True, help="Only these guests, by number, badge number or id.")
@click.option("--bus", default="", help="Only this bus or vehicle, by code (papers of the visit).")
@click.option("--hotel", default="", help="Only this hotel, by code (papers of the visit).")
@click.option(
    "--day", type=click.DateTime(("%Y-%m-%d",)), help="Only this day, or night (papers of the visit)."
)
@click.option("--batch", type=click.IntRange(1, 99), help="Only this batch (papers of the signing).")
@click.option("--gathering", "slug", help="Which gathering, where there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def print_paper(
    document: str, out: Path, language: str, classes: tuple[str, ...], guests: tuple[str, ...], bus: str, hotel: str,
    day: datetime | None, batch: int | None, slug: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Print DOCUMENT (badges, badges-four-up, agenda, visa-letters) into a PDF file.

    Papers of the visit, also as .xlsx: visit/manifest, visit/roll-call, visit/run-sheet, visit/guide-sheet,
    visit/vehicles, visit/meals, visit/rooming, visit/hotels, visit/pickups, visit/departures, visit/name-boards.

    Papers of the signing: signing/list, signing/run-sheet, signing/places, signing/cards, signing/slides, signing/ledger,
    signing/overdue, signing/annual-report; the last three as of --day.
    """
    from event.commands.running import with_database  # noqa: PLC0415
    from event.gathering.operations import the_gathering  # noqa: PLC0415
    from event.people.rules import COMMAND_LINE  # noqa: PLC0415
    from event.printing.chunks import Wanted  # noqa: PLC0415
    from event.printing.documents import print_document  # noqa: PLC0415
    from event.printing.pdf import close_pool  # noqa: PLC0415

    async def work() -> "Printed":
        gathering = await the_gathering(slug)
        wanted = Wanted(
            language=language, guests=tuple([await _guest(one, gathering) for one in guests]) or None,
            class_codes=tuple(code.upper() for code in classes) or None, bus=bus, hotel=hotel,
            day=day.date() if day else None, batch=batch, names=True,
        )  # fmt: skip
        return await print_document(
            document, gathering, wanted, by=COMMAND_LINE, now=datetime.now(UTC),
            file_format="xlsx" if out.suffix.lower() == ".xlsx" else "pdf",
        )  # fmt: skip

    try:
        with under_way(Message("Printing")):
            printed = with_database(work)
    finally:
        close_pool()
    write_whole(out, printed.content)
    for problem in printed.problems:
        tell_aside("{problem}", problem=problem)
    if as_json:
        give({
            "document": document, "file": str(out), "count": printed.count, "bytes": len(printed.content),
            "problems": list(printed.problems),
        })  # fmt: skip
        return
    tell(Message("{out}: {count} printed."), out=out, count=printed.count)


async def _guest(named: str, gathering: "Gathering") -> UUID:
    """The guest with this number, badge number or id. Raises UnknownGuest."""
    from event.database import fetch_one  # noqa: PLC0415
    from event.registration.errors import UnknownGuest  # noqa: PLC0415

    row = await fetch_one(
        "SELECT guest.id FROM guest LEFT JOIN ticket ON ticket.guest = guest.id AND ticket.voided_at IS NULL"
        " WHERE guest.gathering = $1"
        " AND (guest.id = $2 OR upper(guest.number) = upper($3) OR upper(ticket.badge_number) = upper($3))",
        gathering.id, UUID(named) if _UUID.fullmatch(named) else None, named.strip(),
    )  # fmt: skip
    if row is None:
        raise UnknownGuest
    return UUID(str(row["id"]))
