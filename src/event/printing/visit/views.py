"""What pages and programs ask for a paper by, read, and the finished file as an answer."""

from collections.abc import Mapping
from datetime import date, datetime

from litestar.response import Response

from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import GUEST_LANGUAGES, Message, chosen
from event.people.rules import Access
from event.printing.visit.choosing import Choice
from event.printing.visit.documents import document_named, may_see_private, refuse_private
from event.printing.visit.operations import Made, print_visit

FORMATS = ("pdf", "xlsx")
_NOT_A_FORMAT = Message("“{text}” is no format. Known: {known}.")
_NOT_A_DAY = Message("“{text}” is not a day; write 2026-10-15.")


async def made_for(
    name: str, asked: Mapping[str, str], gathering: Gathering, access: Access, now: datetime
) -> Made:
    """A paper for a reader; `asked`: language, format, bus, hotel, day.

    Raises UnknownDocument, NotAllowed, Invalid, NothingOnPaper, TooLongToPrint.
    """
    refuse_private(name, access, gathering)
    format_ = asked.get("format") or FORMATS[0]
    if format_ not in FORMATS:
        raise Invalid({"format": Problem(_NOT_A_FORMAT, {"text": format_[:20], "known": ", ".join(FORMATS)})})
    asks = document_named(name).asks
    choice = Choice(
        language=chosen(asked.get("language"), GUEST_LANGUAGES) or "zh-Hans",
        bus=asked.get("bus", "")[:20] if {"bus", "vehicle"} & set(asks) else "",
        hotel=asked.get("hotel", "")[:20] if "hotel" in asks else "",
        day=read_day(asked.get("day", "")) if {"day", "night", "transfer_day"} & set(asks) else None,
        names=may_see_private(access, gathering),
    )
    return await print_visit(name, gathering, choice, by=access.actor, now=now, as_workbook=format_ == "xlsx")


def read_day(text: str) -> date | None:
    """A day, none for nothing. Raises Invalid."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({"day": Problem(_NOT_A_DAY, {"text": text[:20]})}) from None


def as_file(made: Made) -> Response[bytes]:
    """A paper as a download."""
    return Response(
        made.content, media_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )  # fmt: skip
