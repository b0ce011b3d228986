"""Taking the office's lists in, and giving lists out."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from event.commands.telling import Exit, give, language, said, stop, tell, tell_aside, under_way, write_whole
from event.language import Message

if TYPE_CHECKING:
    from event.registration.importing.reports import ImportReport

_LARGEST = 20 * 1024 * 1024
_TOO_LARGE = Message("{file} has {size} MB; a list has at most {most} MB. Remove pictures and other sheets.")
_UNKNOWN = Message("There is no list “{kind}”. Known: {known}.")
_SEVERAL_SHEETS = Message("“{kind}” has several sheets: write it into a file that ends in .xlsx.")
_SUMS = Message(
    "{title}: {create} new, {update} changed, {skip} left as they are, {refuse} refused, {warnings} warnings."
)
_REFUSED = Message("Nothing is saved while rows are refused: mend them in the file and import it again.")
_ONLY_SHOWN = Message("Nothing is saved: this was a dry run.")
_gathering = click.option("--gathering", "slug", help="Which gathering, where there are several.")
_json = click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show row by row what would happen.")
@click.option("--good-rows", is_flag=True, help="Take the good rows although others are refused (guests).")
@click.option("--approve", is_flag=True, help="Approve new guests where the list has no reviews (guests).")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING=FIELD",
    help="How to read a column, “-” for not at all (guests).",
)
@click.option("--session", default="", help="The code of the fair, where it is not the only one (jobfair).")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the report here, as JSON."
)
@_gathering
@_json
def import_list(
    kind: str,
    file: Path,
    dry_run: bool,
    good_rows: bool,
    approve: bool,
    columns: tuple[str, ...],
    session: str,
    report: Path | None,
    slug: str | None,
    as_json: bool,
) -> None:
    """Take in a list from FILE (.xlsx or .csv).

    KIND is guests, changes, agenda, staff, checkpoints, visit (homeland visit), hotels, transfers, tickets (issued
    elsewhere), jobfair, scans (the log of another scanner), signing (agreements), ledger (what became of them), tasks, or feedback
    (suggestions of guests, and the survey).
    """
    from event.commands.running import with_database  # noqa: PLC0415
    from event.feedback.kinds import FOR_A_SESSION, KINDS  # noqa: PLC0415
    from event.gathering.errors import NoGathering  # noqa: PLC0415
    from event.gathering.operations import the_gathering  # noqa: PLC0415
    from event.people.rules import COMMAND_LINE  # noqa: PLC0415
    from event.registration.importing.imports import Choices  # noqa: PLC0415

    if kind not in KINDS:
        stop(Exit.USAGE, _UNKNOWN, kind=kind, known=", ".join(KINDS))
    if (size := file.stat().st_size) > _LARGEST:
        stop(Exit.REFUSED, _TOO_LARGE, file=file, size=size // 2**20, most=_LARGEST // 2**20)
    content = file.read_bytes()
    mapping = dict(one.rpartition("=")[::2] for one in columns)

    async def work() -> "ImportReport":
        try:
            gathering = await the_gathering(slug)
        except NoGathering:
            gathering = None  # the list's title says which
        more: dict[str, Any] = {"session": session} if kind in FOR_A_SESSION else {}
        if kind == "guests":
            more = {"choices": Choices(mapping, good_rows, approve), "progress": progress}
        return await KINDS[kind](
            content, file_name=file.name, gathering=gathering, dry_run=dry_run, by=COMMAND_LINE,
            now=datetime.now(UTC), **more,
        )  # fmt: skip

    with under_way(Message("Reading the list")) as progress:
        made = with_database(work)
    told = made.as_json(language())
    if report:
        write_whole(report, (json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n").encode())
    if as_json:
        give(told)
    else:
        _show(told)
    sys.exit(Exit.REFUSED if told["counts"]["refuse"] else Exit.DONE)


@click.command("export")
@click.argument("kind")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--set", "columns", default="all", show_default=True, help="The column set, by its name.")
@click.option("--documents", is_flag=True, help="With the numbers of identity documents.")
@_gathering
@_json
def export_list(
    kind: str, file: Path, columns: str, documents: bool, slug: str | None, as_json: bool
) -> None:
    """Write a list into FILE: KIND is guests (.xlsx or .csv), agenda, visit, hotels, transfers, tasks or feedback
    (.xlsx, as they are imported).

    Exports are in the audit trail.
    """
    from event.checkin.exporting.programme import export_programme  # noqa: PLC0415
    from event.commands.running import with_database  # noqa: PLC0415
    from event.feedback.exports import export_feedback  # noqa: PLC0415
    from event.gathering.operations import the_gathering  # noqa: PLC0415
    from event.itinerary.exporting.operations import LISTS, export_workbook  # noqa: PLC0415
    from event.people.rules import COMMAND_LINE  # noqa: PLC0415
    from event.registration.exporting.columns import Mark  # noqa: PLC0415
    from event.registration.exporting.operations import Export, export_guests  # noqa: PLC0415
    from event.tasks.exports import export_tasks  # noqa: PLC0415

    known = ("guests", "agenda", *LISTS, "tasks", "feedback")
    if kind not in known:
        stop(Exit.USAGE, _UNKNOWN, kind=kind, known=", ".join(known))
    as_csv = file.suffix.lower() == ".csv"
    if kind != "guests" and as_csv:
        stop(Exit.USAGE, _SEVERAL_SHEETS, kind=kind)
    shown = frozenset(Mark) if documents else frozenset(Mark) - {Mark.DOCUMENT}

    async def work() -> Export:
        gathering, now = await the_gathering(slug), datetime.now(UTC)
        if kind == "agenda":
            return await export_programme(gathering, by=COMMAND_LINE, now=now)
        if kind in ("tasks", "feedback"):
            export = export_tasks if kind == "tasks" else export_feedback
            return await export(gathering, by=COMMAND_LINE, now=now)
        if kind in LISTS:
            return await export_workbook(kind, gathering, by=COMMAND_LINE, now=now)
        return await export_guests(
            gathering,
            by=COMMAND_LINE,
            now=now,
            shown=shown,
            columns=columns,
            format_="csv" if as_csv else "xlsx",
        )

    with under_way(Message("Writing the list")):
        made = with_database(work)
    write_whole(file, made.content)
    if as_json:
        give({"kind": kind, "file": str(file), "bytes": len(made.content), "count": made.count})
    else:
        tell(Message("{file} is written."), file=file)


def _show(told: dict[str, Any]) -> None:
    """The report for a person: what is remarkable row by row, all rows of a dry run, then the sums."""
    from event.registration.importing.reports import ACTION_LABELS  # noqa: PLC0415

    for row in told["rows"]:
        remarks = [*row["reasons"], *row["warnings"]]
        if told["dry_run"] or row["reasons"]:
            tell(
                "{sheet} {row:>4}  {action:<7} {number} {name}", sheet=row["sheet"], row=row["row"],
                action=said(ACTION_LABELS[row["outcome"]]), number=row["number"], name=row["name"],
            )  # fmt: skip
        elif remarks:
            tell(
                "{sheet} {row:>4}  {number} {name}",
                sheet=row["sheet"],
                row=row["row"],
                number=row["number"],
                name=row["name"],
            )
        for remark in remarks:
            tell("      – {remark}", remark=remark)
    for note in told["notes"]:
        tell("{note}", note=note)
    if told["figures"]:
        tell("{figures}", figures=" · ".join(f"{name} {figure}" for name, figure in told["figures"].items()))
    tell(_SUMS, title=told["title"], warnings=told["warnings"], **told["counts"])
    if told["counts"]["refuse"]:
        tell_aside(_REFUSED)
    elif told["dry_run"]:
        tell(_ONLY_SHOWN)
