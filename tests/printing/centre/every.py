"""Every document there is, made from the office's own lists, in every language it has."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from event.agenda.tables import AgendaItem
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.printing.centre.asking import wanted_of
from event.printing.centre.document import Document
from event.printing.centre.queries import questions_of
from event.printing.documents import DOCUMENTS, Printed, print_document
from event.registration.visa.operations import issue_letters
from event.registration.visa.queries import letter_lines

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
NOW = datetime(2027, 10, 17, 2, 0, tzinfo=UTC)
"""A year later, when there is a ledger to print."""
CASES = [
    (name, language)
    for name, one in DOCUMENTS.items()
    for language in (LANGUAGES if one.languages else LANGUAGES[:1])
]
CHOSEN = {
    "seat-cards": {"card-size": "90x50"},
    "certificates": {"class_code": "V"},
    "programme-of-guest": {"class_code": "V"},
}
CHOSEN |= {
    name: {"day": "2027-10-17"} for name in ("signing/ledger", "signing/overdue", "signing/annual-report")
}
"""What has to be chosen where nobody has arrived, or where everybody would be hundreds of pages."""

PARTS = {
    "visit/manifest": "bus", "visit/roll-call": "bus", "visit/guide-sheet": "bus", "visit/rooming": "hotel",
    "delegations": "delegation",
}  # fmt: skip
"""What is long is made as a whole in simplified Chinese only, in other languages for the first of these."""


async def the_gathering() -> Gathering:
    """The gathering of the lists, with a letterhead and letters for all who asked for one and can have it."""
    (row,) = await fetch("SELECT id FROM gathering")
    held = await Gathering.objects().get(Gathering.id == row["id"])
    assert held
    held.office_address, held.office_phone, held.letter_costs = "示例县人民路1号", "+86 590 0000 0000", "自理"
    await held.save()
    lines = await letter_lines(held, scope=None, language="en")
    await issue_letters([one.id for one in lines if one.can_be_issued], gathering=held, by=SYSTEM, now=NOW)
    await items_of_the_first_session(held)
    return held


async def items_of_the_first_session(held: Gathering) -> None:
    """The first session of the programme has items."""
    (session,) = await fetch(
        "SELECT id FROM agenda_session WHERE gathering = $1 ORDER BY starts_at, code LIMIT 1", held.id
    )
    for place, (title, english) in enumerate(
        (("领导致辞", "Address"), ("项目推介", "Projects"), ("合影", "Photograph")), start=1
    ):
        await AgendaItem(
            id=uuid4(), agenda_session=session["id"], position=place, title_zh=title, title_en=english, minutes=10,
            audio_video="背景音乐", responsible="示例处",
        ).save()  # fmt: skip


async def printed(name: str, held: Gathering, language: str, *, days: int = 0) -> Printed:
    """A document with what is chosen where nothing is chosen, so many days later."""
    document = DOCUMENTS[name]
    told = {"language": language} | CHOSEN.get(name, {})
    if language != LANGUAGES[0] and name in PARTS:
        told[PARTS[name]] = await _first_of(document, PARTS[name], held)
    wanted = await wanted_of(document, told, held, names=True, language="en")
    return await print_document(name, held, wanted, by=SYSTEM, now=NOW + timedelta(days=days))


async def _first_of(document: Document, parameter: str, held: Gathering) -> str:
    """What is offered first besides everything."""
    asked = {one.name: one.options for one in await questions_of(document, held, "en")}
    return next(code for code, _ in asked[parameter] if code)
