"""Reads printed pages back: their text layer, their structure, and their QR codes by an independent reader."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp


def texts(pdf: bytes) -> list[str]:
    """The text of every page."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = []
        for page in document:
            layer = page.get_textpage()
            found.append(layer.get_text_range())
            layer.close()
            page.close()
        return found


def codes(pdf: bytes, *, dpi: int = 150) -> list[list[str]]:
    """The QR codes of every page, rendered at `dpi`."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = []
        for page in document:
            bitmap = page.render(scale=dpi / 72)
            found.append(
                [
                    code.text
                    for code in zxingcpp.read_barcodes(bitmap.to_pil(), formats=zxingcpp.BarcodeFormat.QRCode)
                ]
            )
            bitmap.close()
            page.close()
        return found


@dataclass
class Structure:
    """What a tagged PDF tells: its tags in reading order, and the pages that marked content is of."""

    tags: list[str] = field(default_factory=list)
    elements: list[Any] = field(default_factory=list)
    pages: dict[int, set[tuple[int, int]]] = field(default_factory=dict)
    headings_missing: set[str] = field(default_factory=set)
    """Headings of tables that cells name and nobody is."""

    def page_of(self, page: Any) -> set[tuple[int, int]]:
        """The pages that the content marked on a page says it is of."""
        return self.pages[int(page.StructParents)]


def structure_of(document: pikepdf.Pdf) -> Structure:
    """The structure of a tagged PDF."""
    root, found = document.Root.StructTreeRoot, Structure()
    numbers = list(root.ParentTree.Nums)
    for place in range(0, len(numbers), 2):
        if isinstance(numbers[place + 1], pikepdf.Array):
            found.pages[int(numbers[place])] = {one.Pg.objgen for one in numbers[place + 1]}
    names: set[str] = set()
    for element in _elements(root):
        found.tags.append(str(element.S).lstrip("/"))
        found.elements.append(element)
        if "/ID" in element:
            names.add(str(element.ID))
        if element.S == pikepdf.Name.TD and "/Headers" in element.get("/A", {}):
            found.headings_missing.update(str(one) for one in element.A.Headers)
    found.headings_missing -= names
    return found


def _elements(parent: Any) -> Iterator[Any]:
    kids = parent.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def outlines_of(document: pikepdf.Pdf) -> list[Any]:
    """The marks of the first rank."""
    found, mark = [], document.Root.Outlines.get("/First")
    while mark is not None:
        found.append(mark)
        mark = mark.get("/Next")
    return found
