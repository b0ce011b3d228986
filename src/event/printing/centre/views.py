"""A document for a reader, and the finished file as an answer."""

from collections.abc import Mapping
from datetime import datetime

from litestar.response import Response

from event.gathering.tables import Gathering
from event.people.rules import Access
from event.printing.centre.asking import read_format, wanted_of
from event.printing.centre.document import may_see_private
from event.printing.documents import Printed, document_named, print_document, refuse_if_not_allowed


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


def as_file(made: Printed, *, inline: bool = False) -> Response[bytes]:
    """A document as a download, or to be looked at."""
    how = "inline" if inline else "attachment"
    return Response(
        made.content, media_type=made.media_type, headers={"Content-Disposition": f'{how}; filename="{made.name}"'}
    )  # fmt: skip
