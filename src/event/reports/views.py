"""A named report in the reader's language, for pages, programs and spreadsheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from litestar import Response

from event.errors import Problem
from event.gathering.tables import Gathering
from event.language import translated
from event.people.rules import Access, NotAllowed, Permission
from event.registration.exporting.workbook import XLSX
from event.registration.queries import Scope
from event.reports.named import REPORTS, may_read, report_named
from event.reports.parameters import Options, Parameter, read_all
from event.reports.told import Asked

_FOR_REPORTS = (Permission.GUESTS_READ, Permission.SIGNING_READ, Permission.FIGURES)


class ReportView(msgspec.Struct):
    """A report as of a moment: the answer as data, and the same as a table; `parameters` as they were taken."""

    report: str
    title: str
    as_of: datetime
    parameters: dict[str, Any]
    answer: dict[str, Any]
    columns: list[str]
    rows: list[tuple[str, ...]]
    figures: list[list[str]]


@dataclass(frozen=True)
class Reader:
    """Who asks: the delegations they may see, whether phones and documents are for them, their language.

    `may`: the permissions for reports they have.
    """

    scope: Scope
    contact: bool
    language: str
    documents: bool = False
    may: frozenset[Permission] = frozenset({Permission.GUESTS_READ})


def reader_of(access: Access, gathering: Gathering, scope: Scope, language: str) -> Reader:
    """What somebody may be told."""
    return Reader(
        scope, access.may(Permission.GUESTS_CONTACT, gathering.id), language,
        documents=access.may(Permission.GUESTS_DOCUMENTS, gathering.id),
        may=frozenset(one for one in _FOR_REPORTS if access.may(one, gathering.id)),
    )  # fmt: skip


@dataclass(frozen=True)
class FieldView:
    """A parameter as a field of the form: what was typed, what was taken instead, and what may be chosen."""

    name: str
    label: str
    hint: str
    value: str
    taken: str
    options: Options
    problem: str


async def report_view(
    name: str, gathering: Gathering, at: datetime, query: Mapping[str, str], *, reader: Reader
) -> tuple[ReportView, dict[str, Problem]]:
    """A report for a reader, and what of its parameters could not be read. Raises UnknownReport, NotAllowed."""
    report, language = report_named(name), reader.language
    may = reader.may | ({Permission.GUESTS_DOCUMENTS} if reader.documents else set())
    if not may_read(report, may):
        raise NotAllowed
    values, problems = await read_all(report.parameters, query, gathering, at)
    of_guests = report.permission is Permission.GUESTS_READ and report.permission in reader.may
    scope = reader.scope if of_guests else None
    told = await report.make(Asked(gathering, at, scope, language, reader.contact, values))
    view = ReportView(
        name, translated(report.title, language), at.astimezone(gathering.zone), values, told.answer,
        [translated(column, language) for column in told.columns], told.rows,
        [[translated(label, language), text] for label, text in told.figures],
    )  # fmt: skip
    return view, problems


async def fields_of(
    view: ReportView,
    query: Mapping[str, str],
    gathering: Gathering,
    problems: Mapping[str, Problem],
    *,
    language: str,
) -> list[FieldView]:
    """The parameters of a report as fields."""
    return [
        FieldView(
            one.name, translated(one.label, language), translated(one.hint, language),
            query.get(one.name, "").strip(), text_of(view.parameters[one.name], gathering),
            await one.options(gathering, language) if one.options else (),
            problems[one.name].told(language) if one.name in problems else "",
        )
        for one in report_named(view.report).parameters
    ]  # fmt: skip


def text_of(value: Any, gathering: Gathering) -> str:
    """A parameter's value as it is typed."""
    if isinstance(value, datetime):
        return f"{value.astimezone(gathering.zone):%Y-%m-%d %H:%M:%S}"
    return str(value)


def labels_of(name: str, language: str) -> dict[str, str]:
    """What people call the parameters of a report."""
    return {one.name: translated(one.label, language) for one in report_named(name).parameters}


def as_file(content: bytes, view: ReportView, gathering: Gathering) -> Response[bytes]:
    """A report's workbook to be downloaded."""
    name = f'attachment; filename="{gathering.slug}-{view.report}.xlsx"'
    return Response(content, media_type=XLSX, headers={"Content-Disposition": name})


def described() -> str:
    """The reports and their parameters, for the description of the API."""

    def line(name: str, parameters: tuple[Parameter, ...], title: str) -> str:
        told = "; ".join(f"`{one.name}`: {one.label}. {one.hint}" for one in parameters)
        return f"- `{name}`: {title}." + (f" Parameters: {told}" if told else "")

    return "\n".join(line(name, report.parameters, report.title) for name, report in REPORTS.items())
