"""Reading a report and handing it out as a file; the audit trail keeps files, and every reading of documents."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from event.database import writing
from event.errors import Problem
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.people.audit import record
from event.people.rules import Actor
from event.registration.exporting.workbook import workbook
from event.reports.named import report_named
from event.reports.views import Reader, ReportView, labels_of, report_view, text_of
from event.templating import moment

_AS_OF = Message("As of")


async def read_report(
    name: str,
    gathering: Gathering,
    at: datetime,
    query: Mapping[str, str],
    *,
    reader: Reader,
    by: Actor,
    now: datetime,
) -> tuple[ReportView, dict[str, Problem]]:
    """A report for a reader, and what of its parameters could not be read. Raises UnknownReport, NotAllowed."""
    view, problems = await report_view(name, gathering, at, query, reader=reader)
    if report_named(name).documents:
        async with writing():
            await record(
                "report.documents", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
                report=name, as_of=view.as_of.isoformat(), count=len(view.rows),
                **{key: text_of(value, gathering) for key, value in view.parameters.items()},
            )  # fmt: skip
    return view, problems


async def export_report(
    view: ReportView, gathering: Gathering, *, by: Actor, now: datetime, language: str
) -> bytes:
    """The table of a report as .xlsx; a second sheet says what was asked, and the figures."""
    labels = labels_of(view.report, language)
    about = [
        (view.title, gathering.title(language)),
        (translated(_AS_OF, language), moment(view.as_of, gathering.zone)),
        *((labels[name], text_of(value, gathering)) for name, value in view.parameters.items()),
        *((label, text) for label, text in view.figures),
    ]
    title = f"{gathering.title_zh} – {view.title}"
    content = await asyncio.to_thread(
        workbook, view.columns, view.rows, title=title, sheet=view.report, about=about
    )
    async with writing():
        await record(
            "report.export", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            report=view.report, as_of=view.as_of.isoformat(), count=len(view.rows),
        )  # fmt: skip
    return content
