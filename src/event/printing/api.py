"""Documents for programs."""

from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from event.gathering.tables import Gathering
from event.language import GUEST_LANGUAGES, chosen
from event.people.rules import Access, Permission
from event.printing.chunks import Wanted
from event.printing.documents import print_document


@get(
    "/api/v1/gatherings/{slug:str}/documents/{name:str}",
    opt={"permission": Permission.PRINT},
    tags=["Documents"],
)
async def api_document(
    name: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    language: FromQuery[str] = "zh-Hans",
    class_code: FromQuery[str] = "",
    guest: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    """A document as PDF: badges, badges-four-up or agenda; for one class or one guest where said."""
    wanted = Wanted(
        language=chosen(language, GUEST_LANGUAGES) or "zh-Hans",
        class_codes=(class_code,) if class_code else None,
        guests=(guest,) if guest else None,
    )
    printed = await print_document(name[:40], gathering, wanted, by=access.actor, now=now)
    header = f'attachment; filename="{gathering.slug}-{name}.pdf"'
    return Response(printed.pdf, media_type="application/pdf", headers={"Content-Disposition": header})


HANDLERS = [api_document]
