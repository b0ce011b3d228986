"""A paper of the signing as pages; where it shows the order of signing it says whether that is a draft."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from event.gathering.tables import Gathering
from event.language import Message
from event.printing import chunks
from event.printing.chunks import Chunks, stamp
from event.printing.signing.choosing import Paper, Wanted
from event.printing.signing.sizes import on_a4
from event.signing.ceremony.freezing import frozen_since
from event.signing.ledger.queries import today_of
from event.signing.queries import batches_of
from event.templating import rendered

_OPEN = Message("draft: the order of signing is not frozen")

Maker = Callable[[Gathering, Wanted], Awaitable[Paper]]


def made_by(make: Maker, *, sized: bool) -> Callable[[Gathering, chunks.Wanted, datetime], Awaitable[Chunks]]:
    """A paper as a document; `sized`: it may be asked for on A4. The document raises NothingSigned."""

    async def made(gathering: Gathering, chosen: chunks.Wanted, now: datetime) -> Chunks:
        wanted = Wanted(
            chosen.day or today_of(gathering, now), now, chosen.language, chosen.batch, chosen.item, chosen.who, chosen.size
        )  # fmt: skip
        paper = await make(gathering, wanted)
        draft = paper.drafty and not await _is_frozen(gathering)
        told = {
            "language": wanted.language,
            "held": gathering,
            "stamp": stamp(),
            "draft": draft,
            "wanted": wanted,
        }
        return Chunks(
            f"{paper.title} – {gathering.title(wanted.language)}", [rendered(paper.template, **told, **one) for one in paper.chunks],
            paper.count, paper.problems, parts={part.key: part for part in paper.parts}, told={"draft": draft},
            also=wanted.said(_OPEN) if draft else "", finish=on_a4 if sized and wanted.size == "A4" else None,
        )  # fmt: skip

    return made


async def _is_frozen(gathering: Gathering) -> bool:
    frozen = await frozen_since(gathering.id)
    return all(one.told.number in frozen for one in await batches_of(gathering) if one.items)
