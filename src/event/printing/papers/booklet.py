"""A handbook as a booklet: two A5 pages on a side of A4, to be printed on both sides, folded and stapled."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_Name = tuple[int, int]
"""By what a page is known in its file."""
_A4 = (841.89, 595.276)
_PAGES_A_SHEET = 4


def booklet_order(pages: int) -> list[tuple[int | None, int | None]]:
    """The pages of each side of a sheet, left and right, counted from 0; None is an empty one.

    Sheet after sheet, front then back (turned over its short edge). Pages are filled up to a multiple of four.
    """
    whole = -(-pages // _PAGES_A_SHEET) * _PAGES_A_SHEET

    def there(number: int) -> int | None:
        return number if number < pages else None

    sides = []
    for sheet in range(whole // _PAGES_A_SHEET):
        front, back = 2 * sheet, 2 * sheet + 1
        sides.append((there(whole - 1 - front), there(front)))
        sides.append((there(back), there(whole - 1 - back)))
    return sides


def as_booklet(made: bytes) -> bytes:
    """The pages of a tagged PDF put side by side; it is read aloud page after page as before, whatever side they lie on."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as file:
        pages = [page.obj for page in file.pages]
        drawn = {page.objgen: file.make_indirect(pikepdf.Page(page).as_form_xobject()) for page in pages}
        sides = {}
        for places in booklet_order(len(pages)):
            side = file.add_blank_page(page_size=_A4)
            side.obj.Tabs = Name.S
            for place, number in enumerate(places):
                if number is not None:
                    page = pages[number]
                    _put(side, page, drawn[page.objgen], place)
                    sides[page.objgen] = side.obj
        del file.pages[: len(pages)]
        _tell_as_before(file.Root.StructTreeRoot, sides, drawn)
        _leave_to_the_screen(file)
        file.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge)
        file.remove_unreferenced_resources()
        file.save(
            output, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True, deterministic_id=True
        )  # fmt: skip
    return output.getvalue()


def _put(side: pikepdf.Page, page: Any, drawn: Any, place: int) -> None:
    """Draw a page into the left or right half of a side, in its own size, in the middle of its half."""
    if "/StructParents" in page:
        drawn.StructParents = page.StructParents
    name = side.add_resource(drawn, Name.XObject)
    _, _, wide, high = (float(one) for one in pikepdf.Page(page).mediabox)
    half = _A4[0] / 2
    left, below = place * half + (half - wide) / 2, (_A4[1] - high) / 2
    side.contents_add(f"q 1 0 0 1 {left:.3f} {below:.3f} cm {name} Do Q".encode())


def _tell_as_before(root: Any, sides: Mapping[_Name, Any], drawn: Mapping[_Name, Any]) -> None:
    """What stood on a page now stands in what is drawn of it, on one of the sides; links lead nowhere on paper."""
    for element in list(_elements(root)):
        kids = element.get("/K", ())
        page = element.get("/Pg")
        told = [_kid(kid, page, sides, drawn) for kid in (kids if isinstance(kids, Array) else [kids])]
        element.K = Array([kid for kid in told if kid is not None])
        if page is not None:
            element.Pg = sides[page.objgen]
        if Name.Link == element.S:
            element.S = Name.Span
    pairs = list(root.ParentTree.Nums)
    kept = [place for place in range(0, len(pairs), 2) if isinstance(pairs[place + 1], Array)]
    root.ParentTree.Nums = Array([pairs[one] for place in kept for one in (place, place + 1)])


def _elements(parent: Any) -> Iterator[Any]:
    kids = parent.get("/K", ())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _kid(kid: Any, page: Any, sides: Mapping[_Name, Any], drawn: Mapping[_Name, Any]) -> Any:
    """A kid of an element: marked content by its number within what is drawn; None for a link's frame."""
    if isinstance(kid, Dictionary):
        if kid.get("/Type") == Name.OBJR:
            return None
        if "/MCID" not in kid:
            return kid
        kid, page = kid.MCID, kid.get("/Pg", page)
    place = page.objgen
    return Dictionary(Type=Name.MCR, Pg=sides[place], Stm=drawn[place], MCID=int(kid))


def _leave_to_the_screen(file: pikepdf.Pdf) -> None:
    """Marks and names of places belong to pages that are no more."""
    for key in ("/Outlines", "/Names", "/Dests", "/PageMode", "/OpenAction"):
        if key in file.Root:
            del file.Root[key]
