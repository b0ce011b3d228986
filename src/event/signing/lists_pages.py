"""The signing officer's own way to take lists in: first what would happen, row by row, then for real."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.importing.reports import ACTION_LABELS
from event.signing.kinds import KINDS

_ROOT = "/console/{slug:str}/signing/lists"
_WRITE = {"permission": Permission.SIGNING_WRITE}
LISTS: dict[str, Message] = {
    "signing": Message("Signing ceremony: agreements, signatories, batches"), "ledger": Message("Ledger of signed projects"),
}  # fmt: skip
_NO_FILE = Message("Please choose a file.")
_NO_KIND = Message("Please choose what the list is.")
_TAKEN_IN = Message("The list is taken in.")


@get(_ROOT, opt=_WRITE, include_in_schema=False)
async def lists_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Choose a list."""
    return _page(request, {}, None)


@post(_ROOT, opt=_WRITE, include_in_schema=False)
async def send_list(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Show what a list would do, or take it in where no row is refused."""
    kind, file = form.text("kind"), form.files.get("file")
    try:
        if kind not in LISTS:
            raise Invalid({"kind": Problem(_NO_KIND)})  # noqa: TRY301 - as what the list itself is refused for
        if file is None or not file.name:
            raise Invalid({"file": Problem(_NO_FILE)})  # noqa: TRY301 - the same
        report = await KINDS[kind](
            file.content, file_name=file.name, gathering=gathering, dry_run=form.text("do") != "take", by=access.actor,
            now=now,
        )  # fmt: skip
    except Invalid as error:
        return _page(request, {"kind": kind}, None, error=error)
    if report.written:
        await announce(gathering.id)
        where = "items" if kind == "signing" else "ledger"
        return go(f"/console/{gathering.slug}/signing/{where}", say=_TAKEN_IN)
    return _page(request, {"kind": kind}, report.as_json(language_of(request, staff=True)))


def _page(
    request: Request[Any, Any, Any],
    typed: dict[str, str],
    report: dict[str, Any] | None,
    *,
    error: Invalid | None = None,
) -> Response[Any]:
    refused = bool(report and report["counts"]["refuse"])
    language = language_of(request, staff=True)
    return page(
        request, "signing/lists.html", status=422 if error or refused else 200, staff=True, typed=typed, report=report,
        lists=LISTS, actions=ACTION_LABELS, problems=error.told_fields(language) if error else {},
        told=[row for row in report["rows"] if row["outcome"] != "unchanged" or row["warnings"]] if report else [],
    )  # fmt: skip


HANDLERS = [lists_page, send_list]
