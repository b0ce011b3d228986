"""A document for a reader: the finished file as an answer, its pages as pictures."""

import io
from collections.abc import Mapping
from datetime import datetime

from litestar.response import Response

from event.gathering.tables import Gathering
from event.people.rules import Access
from event.printing.centre.asking import read_format, wanted_of
from event.printing.centre.document import may_see_private
from event.printing.centre.errors import UnknownPage
from event.printing.documents import Printed, document_named, print_document, refuse_if_not_allowed
from event.printing.pdf import in_children
from event.registration.exporting.workbook import XLSX

MEDIA = {"pdf": "application/pdf", "xlsx": XLSX}
_WIDTH = 1240
"""Pixels: A4 at 150 dots an inch."""


async def made_for(
    name: str, asked: Mapping[str, str], gathering: Gathering, access: Access, now: datetime, *, language: str = "en"
) -> Printed:  # fmt: skip
    """A document for a reader, by its parameters, language and format.

    Raises UnknownDocument, NotAllowed, Invalid and what print_document raises.
    """
    refuse_if_not_allowed(name, access, gathering)
    document = document_named(name)
    file_format = read_format(document, asked.get("format", ""))
    wanted = await wanted_of(
        document, asked, gathering, names=may_see_private(access, gathering), language=language
    )
    return await print_document(name, gathering, wanted, by=access.actor, now=now, file_format=file_format)


def as_file(made: Printed) -> Response[bytes]:
    """A document as a download."""
    return sent(made.content, made.name, made.media_type)


def sent(content: bytes, name: str, media_type: str, *, inline: bool = False) -> Response[bytes]:
    """A file to keep, or to be looked at."""
    how = "inline" if inline else "attachment"
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "no-store"}
    )  # fmt: skip


async def picture(content: bytes, number: int) -> Response[bytes]:
    """A page of a PDF as PNG. Raises UnknownPage."""
    (png,) = await in_children(pictured, [(content, number)])
    if not png:
        raise UnknownPage
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def pictured(content: bytes, number: int) -> bytes:
    """A page as PNG, nothing where there is no such page."""
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - only children need it

    with pypdfium2.PdfDocument(content) as document:
        if not 1 <= number <= len(document):
            return b""
        page = document[number - 1]
        width, height = page.get_size()
        bitmap = page.render(scale=_WIDTH / max(width, height * 0.7))
        output = io.BytesIO()
        bitmap.to_pil().save(output, "PNG", optimize=False, compress_level=3)
        return output.getvalue()
