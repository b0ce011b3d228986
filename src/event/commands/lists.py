"""Taking the office's lists in, and giving lists out."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from event.commands.telling import Exit, give, language, said, stop, tell, tell_aside, under_way, write_whole

if TYPE_CHECKING:
    from event.registration.imports import ImportReport

_LARGEST = 20 * 1024 * 1024
_TOO_LARGE = "{file} has {size} MB; a list has at most {most} MB. Remove pictures and other sheets."
_UNKNOWN = "There is no list “{kind}”. Known: {known}."
_gathering = click.option("--gathering", "slug", help="Which gathering, where there are several.")
_json = click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show row by row what would happen.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the report here, as JSON.")
@_gathering
@_json
def import_list(
    kind: str, file: Path, dry_run: bool, report: Path | None, slug: str | None, as_json: bool
) -> None:
    """Take in a list from FILE: KIND is guests, agenda or staff."""
    from event.checkin.imports import KINDS  # noqa: PLC0415
    from event.commands.running import with_database  # noqa: PLC0415
    from event.gathering.errors import NoGathering  # noqa: PLC0415
    from event.gathering.operations import the_gathering  # noqa: PLC0415
    from event.people.rules import COMMAND_LINE  # noqa: PLC0415

    if kind not in KINDS:
        stop(Exit.USAGE, _UNKNOWN, kind=kind, known=", ".join(KINDS))
    if (size := file.stat().st_size) > _LARGEST:
        stop(Exit.REFUSED, _TOO_LARGE, file=file, size=size // 2**20, most=_LARGEST // 2**20)
    content = file.read_bytes()

    async def work() -> "ImportReport":
        try:
            gathering = await the_gathering(slug)
        except NoGathering:
            gathering = None  # the list's title says which
        return await KINDS[kind](
            content, file_name=file.name, gathering=gathering, dry_run=dry_run, by=COMMAND_LINE,
            now=datetime.now(UTC),
        )  # fmt: skip

    with under_way("Reading the list"):
        made = with_database(work)
    if report:
        write_whole(report, (json.dumps(made.as_json(), ensure_ascii=False, indent=2, default=str) + "\n").encode())
    if as_json:
        give(made.as_json())
    else:
        _show(made.told(language()), rows=dry_run)


@click.command("export")
@click.argument("kind")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_gathering
@_json
def export_list(kind: str, file: Path, slug: str | None, as_json: bool) -> None:
    """Write a list into FILE (.xlsx): KIND is guests. Exports are in the audit trail."""
    from event.commands.running import with_database  # noqa: PLC0415
    from event.gathering.operations import the_gathering  # noqa: PLC0415
    from event.people.rules import COMMAND_LINE  # noqa: PLC0415
    from event.registration.exports import export_guests  # noqa: PLC0415

    exporters = {"guests": export_guests}
    if kind not in exporters:
        stop(Exit.USAGE, _UNKNOWN, kind=kind, known=", ".join(exporters))

    async def work() -> bytes:
        gathering = await the_gathering(slug)
        return await exporters[kind](gathering, by=COMMAND_LINE, now=datetime.now(UTC))

    with under_way("Writing the list"):
        content = with_database(work)
    write_whole(file, content)
    if as_json:
        give({"kind": kind, "file": str(file), "bytes": len(content)})
    else:
        tell("{file} is written.", file=file)


def _show(told: dict[str, Any], *, rows: bool) -> None:
    """The report for a person."""
    raise NotImplementedError
