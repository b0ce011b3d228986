"""A job's badge as a page prints it: a picture of it at the resolution of label printers, or the PDF itself."""

import io
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.gathering.tables import Gathering
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.printing.pdf import in_children
from event.printing.queue.errors import StationNotLetIn
from event.printing.queue.stations import KnownStation
from event.printing.queue.taking import guest_to_print, sent

_DOTS_PER_INCH = 300
"""What label printers have; twice as many takes a second longer for each badge."""
_POINTS = 72
_MILLIMETRES = 25.4


@dataclass(frozen=True)
class Picture:
    """A badge as PNG, and how large it is on paper, in millimetres."""

    png: bytes
    width: float
    height: float


async def badge_pdf(station: KnownStation, job: UUID, *, claim: UUID, now: datetime) -> bytes:
    """The badge that a page has claimed; it counts as sent with this.

    Raises JobNotYours, BadgeVoid, NothingToPrint, TooLongToPrint.
    """
    made = await _made(station, job, claim, now)
    await sent(station, job, claim=claim, now=now)
    return made


async def badge_picture(station: KnownStation, job: UUID, *, claim: UUID, now: datetime) -> Picture:
    """As `badge_pdf`, for browsers: they say when a picture is printed, of a PDF they do not."""
    made = await _made(station, job, claim, now)
    (picture,) = await in_children(pictured, [(made,)])
    await sent(station, job, claim=claim, now=now)
    return picture


async def _made(station: KnownStation, job: UUID, claim: UUID, now: datetime) -> bytes:
    guest = await guest_to_print(station, job, claim=claim)
    gathering = await Gathering.objects().get(Gathering.id == station.gathering)
    if gathering is None:
        raise StationNotLetIn
    wanted = Wanted(guests=(guest,), size=station.size)
    return (await print_document("badges", gathering, wanted, by=station.actor, now=now)).pdf


def pictured(pdf: bytes) -> Picture:
    """The first page as PNG."""
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - it ships no types; only children need it

    page = pypdfium2.PdfDocument(pdf)[0]
    width, height = page.get_size()
    output = io.BytesIO()
    image = page.render(scale=_DOTS_PER_INCH / _POINTS).to_pil()
    image.save(output, "PNG", compress_level=3, dpi=(_DOTS_PER_INCH, _DOTS_PER_INCH))
    return Picture(
        output.getvalue(), round(width / _POINTS * _MILLIMETRES, 2), round(height / _POINTS * _MILLIMETRES, 2)
    )
