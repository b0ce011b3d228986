"""A slide for each batch on the screen behind the table, 16 to 9."""

from dataclasses import dataclass

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.signing.choosing import Paper, Wanted
from event.printing.signing.errors import NothingSigned
from event.printing.visit.paper import Part
from event.signing.money import said
from event.signing.queries import ItemKept, batches_of, items_of

SLIDES = Message("Slides, one for each batch")
_HEADS = Message("{doctors} doctors, {masters} masters")


@dataclass(frozen=True)
class Line:
    """An agreement on a slide: its name, the other language, type and amount, and the parties in their order."""

    name: str
    beside: str
    about: str
    parties: tuple[str, ...]


@dataclass(frozen=True)
class Slide:
    """A slide; its letters are smaller where it has more agreements."""

    title: str
    subtitle: str
    lines: tuple[Line, ...]
    size: float


async def batch_slides(gathering: Gathering, wanted: Wanted) -> Paper:
    """The slides; confidential agreements are not shown."""
    items = [one for one in await items_of(gathering) if not one.told.confidential]
    batches = [
        one for one in await batches_of(gathering, items) if wanted.batch in (None, one.told.number) and one.items
    ]  # fmt: skip
    slides = []
    for batch in batches:
        lines = tuple(_line(one, wanted) for one in items if one.told.batch == batch.told.number)
        title = wanted.batch_name(batch.told.number)
        slides.append(
            Slide(title, wanted.label(batch.told.title_zh, batch.told.title_en), lines, _size(lines))
        )
    if not slides:
        raise NothingSigned
    title = wanted.said(SLIDES)
    parts = tuple(Part(one.title, title, "", notes=(repr(one),)) for one in slides)
    return Paper(
        title, "pdf/signing/slides.html", ({"slides": slides},), parts, len(slides), drafty=True
    )  # fmt: skip


def _size(lines: tuple[Line, ...]) -> float:
    """Millimetres of the names, so that all lines fit the height."""
    rows = sum(2.9 if one.beside else 2.1 for one in lines) or 1
    return round(min(11.0, 118 / rows), 2)


def _line(item: ItemKept, wanted: Wanted) -> Line:
    told = item.told
    amount = said(item.yuan, wanted.language, approximate=told.approximate) if item.yuan is not None else ""
    if not amount and (told.doctors or told.masters):
        amount = wanted.said(_HEADS, doctors=told.doctors or 0, masters=told.masters or 0)
    about = " · ".join(one for one in (item.agreement_type.name(wanted.language), amount) if one)
    parties = tuple(wanted.label(one.told.organisation_zh, one.told.organisation_en) for one in item.parties)
    return Line(
        wanted.label(told.name_zh, told.name_en),
        wanted.beside(item, told.name_zh, told.name_en),
        about,
        parties,
    )
