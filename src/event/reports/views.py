"""A named report in the reader's language, for pages, programs and spreadsheets."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Response

from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.registration.exporting.workbook import XLSX, workbook
from event.registration.queries import Scope
from event.reports.named import report_named

_NOT_A_MOMENT = Message("Please give a moment such as 2026-10-15T18:00:00+08:00.")


class ReportView(msgspec.Struct):
    """A report as of a moment: the answer as data, and the same as a table."""

    report: str
    title: str
    as_of: datetime
    parameters: dict[str, Any]
    answer: dict[str, Any]
    columns: list[str]
    rows: list[tuple[str, ...]]


async def report_view(
    name: str, gathering: Gathering, at: datetime, *, scope: Scope, language: str
) -> ReportView:
    """A report in a language. Raises UnknownReport."""
    report = report_named(name)
    told = await report.make(gathering, at, scope, language)
    return ReportView(
        name, translated(report.title, language), at.astimezone(gathering.zone), report.parameters, told.answer,
        [translated(column, language) for column in told.columns], told.rows,
    )  # fmt: skip


def as_workbook(view: ReportView, gathering: Gathering) -> Response[bytes]:
    """The table of a report as .xlsx."""
    content = workbook(
        view.columns, view.rows, title=f"{gathering.title_zh} – {view.title}", sheet=view.report
    )
    name = f'attachment; filename="{gathering.slug}-{view.report}.xlsx"'
    return Response(content, media_type=XLSX, headers={"Content-Disposition": name})


def moment_of(text: str, gathering: Gathering, now: datetime) -> datetime:
    """The moment somebody typed, now where nothing was; raises Invalid."""
    if not text.strip():
        return now
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
        return moment.replace(tzinfo=moment.tzinfo or gathering.zone).astimezone(gathering.zone)
    except (ValueError, OverflowError):
        raise Invalid({"at": Problem(_NOT_A_MOMENT)}) from None
