"""Handing a report out as a file, which the audit trail keeps."""

import asyncio
from datetime import datetime

from event.database import writing
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.people.audit import record
from event.people.rules import Actor
from event.registration.exporting.workbook import workbook
from event.reports.views import ReportView, labels_of, text_of
from event.templating import moment

_AS_OF = Message("As of")


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
