"""Printing a document into a file."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from event.commands.telling import give, said, tell, tell_aside, under_way, write_whole
from event.language import Message

if TYPE_CHECKING:
    from event.printing.documents import Printed


@click.command("print")
@click.argument("document", default="")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option(
    "--language", type=click.Choice(("zh-Hans", "zh-Hant", "en")), default="zh-Hans", show_default=True
)
@click.option(
    "--class", "classes", multiple=True, help="Only these classes (V, G, D …); may be given several times."
)
@click.option("--guest", "guests", multiple=True, help="Only these guests, by number, badge number or id.")
@click.option("--bus", default="", help="Only this bus or vehicle, by code.")
@click.option("--hotel", default="", help="Only this hotel, by code.")
@click.option("--day", default="", metavar="2026-10-17", help="Only this day or night, or as of this day.")
@click.option("--batch", type=click.IntRange(1, 99), help="Only this batch.")
@click.option(
    "--choose", "choices", multiple=True, metavar="NAME=VALUE",
    help="What else the document asks for: delegation=D01, session=…, size=A4; may be given several times.",
)  # fmt: skip
@click.option("--gathering", "slug", help="Which gathering, where there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def print_paper(
    document: str, out: Path | None, language: str, classes: tuple[str, ...], guests: tuple[str, ...], bus: str, hotel: str,
    day: str, batch: int | None, choices: tuple[str, ...], slug: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Print DOCUMENT into a file: badges, agenda, visit/manifest, signing/list … Without --out: what there is.

    A file that ends in .xlsx is a workbook, where the document has one.
    """
    if not document or out is None:
        _list_documents(as_json=as_json)
        return
    from event.commands.running import with_database  # noqa: PLC0415
    from event.gathering.operations import the_gathering  # noqa: PLC0415
    from event.people.rules import COMMAND_LINE  # noqa: PLC0415
    from event.printing.centre.asking import guest_named, read_format, wanted_of  # noqa: PLC0415
    from event.printing.documents import document_named, print_document  # noqa: PLC0415
    from event.printing.pdf import close_pool  # noqa: PLC0415

    async def work() -> "Printed":
        gathering = await the_gathering(slug)
        told = document_named(document)
        asked = {
            "language": language,
            "bus": bus,
            "hotel": hotel,
            "day": day,
            "batch": str(batch or ""),
        } | dict(_pairs(choices))
        file_format = read_format(told, "xlsx" if out.suffix.lower() == ".xlsx" else "")
        wanted = replace(
            await wanted_of(told, asked, gathering, names=True, language=language),
            guests=tuple([await guest_named(one, gathering) for one in guests]) or None,
            class_codes=tuple(code.upper() for code in classes) or None,
        )
        return await print_document(
            document, gathering, wanted, by=COMMAND_LINE, now=datetime.now(UTC), file_format=file_format
        )

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


def _pairs(choices: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = [one.partition("=") for one in choices]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise click.BadParameter(f"{wrong[0]}: NAME=VALUE")
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _list_documents(*, as_json: bool) -> None:
    """What can be printed, and what each asks for."""
    from event.printing.centre.asking import parameters  # noqa: PLC0415
    from event.printing.documents import DOCUMENTS  # noqa: PLC0415

    if as_json:
        give({
            name: {"title": one.label, "about": one.about, "asks": parameters(one), "formats": list(one.formats)}
            for name, one in DOCUMENTS.items()
        })  # fmt: skip
        return
    for name, one in DOCUMENTS.items():
        tell(
            "{name}  {title}  [{asks}]",
            name=f"{name:24}",
            title=said(one.label),
            asks=", ".join(parameters(one)),
        )
