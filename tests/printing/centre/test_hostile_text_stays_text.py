"""What guests, companies and offices write stays text in every document: no tag, no style, no file, no link of theirs."""

import io

import pikepdf
import pytest

from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.printing.centre.asking import wanted_of
from event.printing.documents import DOCUMENTS, print_document
from tests.printing.centre.every import CHOSEN, NOW
from tests.printing.centre.hostile import the_hostile_gathering
from tests.printing.reading import texts
from tests.world import world


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_hostile_text_stays_text(name: str, db: str) -> None:
    await world("hostile", the_hostile_gathering)
    held = await Gathering.objects().first()
    assert held
    document = DOCUMENTS[name]
    wanted = await wanted_of(
        document, {"language": "zh-Hans"} | CHOSEN.get(name, {}), held, names=True, language="en"
    )

    made = await print_document(name, held, wanted, by=SYSTEM, now=NOW)

    said = "".join("".join(texts(made.content)).split())
    with pikepdf.open(io.BytesIO(made.content)) as file:
        does = {
            key
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary)
            for key in ("/JS", "/JavaScript", "/Launch", "/URI", "/EmbeddedFile", "/EF")
            if key in one
        }
        attached = list(file.attachments)
    assert ("<script>" in said, does, attached) == (True, set(), [])
