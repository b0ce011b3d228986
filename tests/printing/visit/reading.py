"""Papers made for tests, and read back."""

import io
from typing import Any

import openpyxl

from event.people.rules import SYSTEM
from event.printing.chunks import Wanted
from event.printing.documents import Printed, print_document
from event.workbook import unmarked
from tests import cast
from tests.printing.reading import texts


async def made(name: str, held: Any, *, as_workbook: bool = False, **chosen: Any) -> Printed:
    """A paper in English, with names unless said otherwise."""
    wanted = Wanted(**{"language": "en", "names": True} | chosen)
    form = "xlsx" if as_workbook else "pdf"
    return await print_document(f"visit/{name}", held, wanted, by=SYSTEM, now=cast.NOW, file_format=form)


async def pages(name: str, held: Any, **chosen: Any) -> list[str]:
    """The text of every page, without spaces and line ends: long names run over lines."""
    return ["".join(page.split()) for page in texts((await made(name, held, **chosen)).content)]


def said(words: tuple[str, ...], page: str) -> list[str]:
    """What of these words does not stand on a page."""
    return [word for word in words if "".join(word.split()) not in page]


async def sheets(name: str, held: Any, **chosen: Any) -> dict[str, list[list[Any]]]:
    """The cells of a paper's workbook by sheet, rows without trailing blanks."""
    content = (await made(name, held, as_workbook=True, **chosen)).content
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        rows = [[unmarked(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for row in rows:
            while row and row[-1] is None:
                row.pop()
        found[sheet.title] = rows
    return found
