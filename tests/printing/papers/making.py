"""Papers made for tests, and read back."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from event.agenda.tables import AgendaSession
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.printing.chunks import Wanted
from event.printing.documents import Printed, print_document
from event.printing.papers.texts import write_texts
from tests import cast
from tests.printing.reading import texts
from tests.printing.visit.visiting import at


async def made(name: str, held: Gathering, **wanted: Any) -> Printed:
    """A paper in English for who may see everything, unless said otherwise."""
    return await print_document(
        name, held, Wanted(**{"language": "en", "names": True} | wanted), by=SYSTEM, now=cast.NOW
    )


async def pages(name: str, held: Gathering, **wanted: Any) -> list[str]:
    """The text of every page, without spaces and line ends: long names run over lines."""
    return ["".join(page.split()) for page in texts((await made(name, held, **wanted)).content)]


async def write(held: Gathering, told: Mapping[str, str], *, language: str = "zh-Hans") -> None:
    """What the office writes for its papers."""
    await write_texts(held, told, language=language, by=SYSTEM, now=cast.NOW)


async def session(held: Gathering, code: str = "OPEN", **columns: Any) -> AgendaSession:
    """A session of the programme: the opening, from nine to ten of the visit's day unless said otherwise."""
    made = AgendaSession(
        id=uuid4(), gathering=held.id, code=code,
        **{
            "title_zh": "开幕式", "title_en": "Opening", "starts_at": at(9), "ends_at": at(10), "place_zh": "大礼堂", "place_en": "Great hall",
        }
        | columns,
    )  # fmt: skip
    await made.save()
    return made
