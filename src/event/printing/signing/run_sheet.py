"""The run sheet of the ceremony (流程表) and the places at the table, on paper."""

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.signing.choosing import Paper, Wanted
from event.printing.signing.errors import NothingSigned
from event.printing.visit.paper import Column, Named, Part, Table, Words
from event.signing.ceremony.plan import VIEWS
from event.signing.ceremony.views import Ceremony, ceremony_of

RUN_SHEET, PLACES = Message("Run sheet of the signing ceremony"), Message("Places at the signing table")
_COLUMNS = (
    (Message("Time"), "clock"), (Message("Minutes"), "number"), (Message("Step"), "step"), (Message("Who takes part"), "people"),
    (Message("Sound and picture"), "sound"), (Message("Responsible"), "responsible"),
)  # fmt: skip
_THINGS = Message("Things that must lie ready")
_LEFT = Message(
    "The host's side sits left and guests right, as the signers see it; the audience sees the mirror image."
)


async def ceremony_run_sheet(gathering: Gathering, wanted: Wanted) -> Paper:
    """Minute by minute, with the things that must lie ready below."""
    told = await ceremony_of(gathering, language=wanted.language)
    lines = [one for one in told.run_sheet if wanted.batch is None or one.batch == wanted.batch]
    if not lines or not any(one.items for one in told.batches):
        raise NothingSigned
    bilingual = _bilingual(told)
    rows = [
        (
            f"{one.starts_at.astimezone(gathering.zone):%H:%M}" if one.starts_at else "", str(one.minutes or ""),
            Named(one.what(wanted.language), wanted.other(one.what_zh, one.what_en) if bilingual else ""),
            wanted.label(one.people), wanted.label(one.sound_and_picture), wanted.label(one.responsible),
        )
        for one in lines
    ]  # fmt: skip
    title = wanted.said(RUN_SHEET)
    table = Table(tuple(Column(wanted.said(label), kind) for label, kind in _COLUMNS), rows, kind="steps")
    props = tuple(
        f"{'☑' if one.ready else '☐'} {one.name(wanted.language)} × {one.quantity}"
        + (f" ({wanted.batch_name(one.batch)})" if one.batch else "")
        for one in told.props
        if wanted.batch in (None, one.batch)
    )
    things = (Words(wanted.said(_THINGS), (), props),) if props else ()
    part = Part("run-sheet", title, "", (), (table, *things))
    return Paper(
        title, "pdf/signing/sheet.html", ({"part": part, "size": "A4 landscape"},), (part,), len(rows), drafty=True
    )  # fmt: skip


def _bilingual(told: Ceremony) -> bool:
    return any(one.item.countries for batch in told.batches for one in batch.items)


async def table_places(gathering: Gathering, wanted: Wanted) -> Paper:
    """The table of every agreement, from the stage and from the audience, each labelled with its view."""
    told = await ceremony_of(gathering, language=wanted.language)
    batches = [one for one in told.batches if one.items and wanted.batch in (None, one.batch.told.number)]
    if not batches:
        raise NothingSigned
    title = wanted.said(PLACES)
    parts = tuple(
        Part(f"batch {one.batch.told.number}", title, "", notes=tuple(repr(at.words) for at in one.items))
        for one in batches
    )
    chunk = {
        "title": title, "batches": [(wanted.batch_name(one.batch.told.number), one) for one in batches], "views": VIEWS,
        "rule": wanted.said(_LEFT),
    }  # fmt: skip
    return Paper(
        title, "pdf/signing/places.html", (chunk,), parts, sum(len(one.items) for one in batches), drafty=True
    )  # fmt: skip
