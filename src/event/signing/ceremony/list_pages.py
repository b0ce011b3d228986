"""The run sheet and the things that must lie ready, edited as tables."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.signing.ceremony.errors import ListChanged
from event.signing.ceremony.kept import props_of, run_sheet_of, save_props, save_run_sheet
from event.signing.ceremony.lists import Prop, RunLine, mark_of
from event.signing.ceremony.usual import usual_props, usual_run_sheet
from event.signing.queries import batches_of, items_of
from event.signing.sessions import the_ceremony

Kind = Literal["run_sheet", "things"]
_ROOT = "/console/{slug:str}/signing/ceremony"
_SPARE = 3
_NOT_A_TIME = Message("Please give a time such as 10:30.")
_NOT_A_NUMBER = Message("Please give a whole number.")
_SAVED = Message("Saved.")
_USUAL_AGAIN = Message("The usual lines are back.")
COLUMNS: dict[Kind, tuple[tuple[str, Message, str], ...]] = {
    "run_sheet": (
        ("time", Message("Time"), "time"), ("minutes", Message("Minutes"), "number"), ("what_zh", Message("Step, in Chinese and English"), "zh"),
        ("what_en", Message("In English"), "en"), ("people", Message("Who takes part"), "zh"),
        ("sound_and_picture", Message("Sound and picture"), "zh"), ("responsible", Message("Responsible"), "zh"), ("batch", Message("Batch"), "number"),
    ),
    "things": (
        ("name_zh", Message("Thing, in Chinese and English"), "zh"), ("name_en", Message("In English"), "en"), ("quantity", Message("How many"), "number"),
        ("batch", Message("Batch"), "number"), ("remark", Message("Remark"), "zh"), ("ready", Message("Lies ready"), "tick"),
    ),
}  # fmt: skip
TITLES: dict[Kind, Message] = {
    "run_sheet": Message("Run sheet"),
    "things": Message("Things that must lie ready"),
}


@get(
    [f"{_ROOT}/run-sheet", f"{_ROOT}/things"],
    opt={"permission": Permission.SIGNING_READ},
    include_in_schema=False,
)
async def list_page(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """The list as it is; where nobody has saved one, the usual lines are proposed."""
    kind = _kind(request)
    kept = await _kept(kind, gathering)
    lines = kept or await _usual(kind, gathering)
    rows = [_typed(one, gathering) for one in lines]
    return _page(request, rows, seen=mark_of(kept), own=bool(kept))


@post(
    [f"{_ROOT}/run-sheet", f"{_ROOT}/things"],
    opt={"permission": Permission.SIGNING_WRITE},
    include_in_schema=False,
)
async def send_list(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save the list whole; a line without words is left out. Who saves second keeps what was typed."""
    kind, by, usual = _kind(request), access.actor, form.text("do") == "usual"
    rows = [] if usual else read_rows(form, kind)
    seen, undo = form.text("seen"), ""
    try:
        if kind == "run_sheet":
            sheet = _run_lines(rows, await _day(gathering), gathering)
            step = await save_run_sheet(sheet, seen=seen, gathering=gathering, by=by, now=now)
            undo = undo_path(step, gathering) if usual else ""
        else:
            await save_props(_props(rows), seen=seen, gathering=gathering, by=by, now=now)
    except Invalid as error:
        return _page(request, rows, seen=seen, own=True, problems=error.problems)
    except ListChanged as error:
        theirs = await _kept(kind, gathering)
        return _page(
            request, rows, seen=mark_of(theirs), own=True, crossed=error, theirs=[_typed(one, gathering) for one in theirs]
        )  # fmt: skip
    await announce(gathering.id)
    return go(request.url.path, say=_USUAL_AGAIN if usual else _SAVED, undo=undo)


def _kind(request: Request[Any, Any, Any]) -> Kind:
    return "run_sheet" if request.url.path.endswith("/run-sheet") else "things"


async def _kept(kind: Kind, gathering: Gathering) -> list[RunLine] | list[Prop]:
    return await run_sheet_of(gathering.id) if kind == "run_sheet" else await props_of(gathering.id)


async def _usual(kind: Kind, gathering: Gathering) -> list[RunLine] | list[Prop]:
    items = await items_of(gathering)
    batches = await batches_of(gathering, items)
    return usual_run_sheet(batches, items) if kind == "run_sheet" else usual_props(batches, items)


async def _day(gathering: Gathering) -> date:
    """The day of the ceremony, on which the times of the run sheet are."""
    starts = [one.told.starts_at for one in await batches_of(gathering) if one.told.starts_at]
    ceremony = await the_ceremony(gathering)
    first = min(starts, default=ceremony.starts_at if ceremony else None)
    return local_day(first, gathering.zone) if first else gathering.first_day


def read_rows(form: Form, kind: Kind) -> list[dict[str, str]]:
    """The rows of a form that say anything, as they were typed."""
    names, first = [name for name, _, _ in COLUMNS[kind]], COLUMNS[kind][2 if kind == "run_sheet" else 0][0]
    rows, place = [], 0
    while f"{first}-{place}" in form.values:
        row = {name: form.text(f"{name}-{place}") for name in names}
        if any(text for name, text in row.items() if name not in ("ready", "batch", "quantity")):
            rows.append(row)
        place += 1
    return rows


def _run_lines(rows: Sequence[dict[str, str]], day: date, gathering: Gathering) -> list[RunLine]:
    problems: dict[str, Problem] = {}
    lines = []
    for place, row in enumerate(rows):
        at = f"lines.{place}."
        starts_at = None
        if row["time"]:
            try:
                local = datetime.combine(day, time.fromisoformat(row["time"]), gathering.zone)
                starts_at = local.astimezone(UTC)
            except ValueError:
                problems[f"{at}time"] = Problem(_NOT_A_TIME)
        minutes, batch = (_whole(row[name], at + name, problems) for name in ("minutes", "batch"))
        texts = {
            name: row[name] for name in ("what_zh", "what_en", "people", "sound_and_picture", "responsible")
        }
        lines.append(RunLine(starts_at=starts_at, minutes=minutes, batch=batch, **texts))
    if problems:
        raise Invalid(problems)
    return lines


def _props(rows: Sequence[dict[str, str]]) -> list[Prop]:
    problems: dict[str, Problem] = {}
    lines = []
    for place, row in enumerate(rows):
        at = f"lines.{place}."
        quantity, batch = (_whole(row[name], at + name, problems) for name in ("quantity", "batch"))
        texts = {name: row[name] for name in ("name_zh", "name_en", "remark")}
        lines.append(
            Prop(quantity=1 if quantity is None else quantity, batch=batch, ready=bool(row["ready"]), **texts)
        )
    if problems:
        raise Invalid(problems)
    return lines


def _whole(text: str, field: str, problems: dict[str, Problem]) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):  # noqa: PLR2004 - no such number is meant
        problems[field] = Problem(_NOT_A_NUMBER)
        return None
    return int(text)


def _typed(line: RunLine | Prop, gathering: Gathering) -> dict[str, str]:
    batch = "" if line.batch is None else str(line.batch)
    if isinstance(line, Prop):
        return {
            "name_zh": line.name_zh, "name_en": line.name_en, "quantity": str(line.quantity), "batch": batch,
            "remark": line.remark, "ready": "on" if line.ready else "",
        }  # fmt: skip
    at = f"{line.starts_at.astimezone(gathering.zone):%H:%M}" if line.starts_at else ""
    return {
        "time": at, "minutes": "" if line.minutes is None else str(line.minutes), "what_zh": line.what_zh,
        "what_en": line.what_en, "people": line.people, "sound_and_picture": line.sound_and_picture,
        "responsible": line.responsible, "batch": batch,
    }  # fmt: skip


def _page(
    request: Request[Any, Any, Any],
    rows: Sequence[dict[str, str]],
    *,
    seen: str,
    own: bool,
    problems: dict[str, Problem] | None = None,
    crossed: Conflict | None = None,
    theirs: Sequence[dict[str, str]] = (),
) -> Response[Any]:
    kind, language = _kind(request), language_of(request, staff=True)
    told = {name.replace("starts_at", "time"): one.told(language) for name, one in (problems or {}).items()}
    empty = {name: "" for name, _, _ in COLUMNS[kind]}
    return page(
        request, "signing/ceremony/list.html", status=409 if crossed else 422 if problems else 200, staff=True, kind=kind,
        title=TITLES[kind], columns=COLUMNS[kind], rows=[*rows, *([empty] * _SPARE)], filled=len(rows), seen=seen, saved=own,
        problems=told, crossed=crossed.told(language) if crossed else "", theirs=theirs,
    )  # fmt: skip


HANDLERS = [list_page, send_list]
