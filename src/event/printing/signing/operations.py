"""Making a paper of the signing; the audit trail says who took which, for how many, in which version."""

import asyncio
from dataclasses import replace

from event.database import writing
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.printing.pdf import pdf
from event.printing.signing.choosing import Paper, Wanted
from event.printing.signing.documents import PREFIX, document_named
from event.printing.signing.sizes import on_a4
from event.printing.visit.operations import Made
from event.printing.visit.versions import numbered
from event.registration.adding import lock
from event.signing.ceremony.freezing import frozen_since
from event.signing.queries import batches_of
from event.templating import moment, rendered

_STANDARD = "zh-Hans"
_STAMP = Message("As of {time} · version {version}")
_OPEN = Message("draft: the order of signing is not frozen")


async def print_signing(name: str, gathering: Gathering, wanted: Wanted, *, by: Actor) -> Made:
    """One of DOCUMENTS as PDF. Raises UnknownDocument, NothingSigned, TooLongToPrint.

    The version is of what stands on it, whatever the language.
    """
    document = document_named(name)
    paper = await document.make(gathering, wanted)
    same = wanted.language == _STANDARD
    standard = paper if same else await document.make(gathering, replace(wanted, language=_STANDARD))
    draft = paper.drafty and not await _is_frozen(gathering)
    async with writing():
        await lock(gathering)
        versions = await numbered(f"{PREFIX}{name}", gathering, standard.parts)
        await record(
            "document.print", subject=f"document:{PREFIX}{name}", by=by, now=wanted.now, gathering=gathering.id, count=paper.count,
            language=wanted.language, format="pdf", parts=versions, draft=draft,
        )  # fmt: skip
    version = max(number for number, _ in versions.values())
    stamp = wanted.said(_STAMP, time=moment(wanted.now, gathering.zone), version=version)
    if draft:
        stamp += f" · {wanted.said(_OPEN)}"
    made = await pdf(
        [_chunk(paper, one, stamp, gathering, wanted, draft=draft) for one in paper.chunks],
        title=f"{paper.title} – {gathering.title(wanted.language)}", language=wanted.language,
    )  # fmt: skip
    if wanted.size == "A4" and "size" in document.asks:
        made = await asyncio.to_thread(on_a4, made)
    return Made(made, f"{gathering.slug}-{name}.pdf", "application/pdf", paper.count, paper.problems)


def _chunk(
    paper: Paper, chunk: dict[str, object], stamp: str, gathering: Gathering, wanted: Wanted, *, draft: bool
) -> str:
    told = {"language": wanted.language, "held": gathering, "stamp": stamp, "draft": draft, "wanted": wanted}
    return rendered(paper.template, **told, **chunk)


async def _is_frozen(gathering: Gathering) -> bool:
    frozen = await frozen_since(gathering.id)
    return all(one.told.number in frozen for one in await batches_of(gathering) if one.items)
