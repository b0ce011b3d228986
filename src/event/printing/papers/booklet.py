"""A handbook as a booklet: two A5 pages on a side of A4, to be printed on both sides, folded and stapled."""

import io

import pikepdf

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
    """The pages of a PDF put side by side; their text can still be searched and copied."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as source, pikepdf.new() as whole:
        count = len(source.pages)
        for left, right in booklet_order(count):
            side = whole.add_blank_page(page_size=_A4)
            for place, number in enumerate((left, right)):
                if number is not None:
                    _put(whole, side, source.pages[number], place)
        for key in ("/Lang",):
            if key in source.Root:
                whole.Root[key] = (
                    whole.copy_foreign(source.Root[key]) if source.Root[key].is_indirect else source.Root[key]
                )
        for key in ("/Title", "/Producer"):
            if key in source.docinfo:
                whole.docinfo[key] = str(source.docinfo[key])
        whole.Root.ViewerPreferences = pikepdf.Dictionary(
            DisplayDocTitle=True, Duplex=pikepdf.Name.DuplexFlipShortEdge
        )
        whole.save(
            output, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True, deterministic_id=True
        )  # fmt: skip
    return output.getvalue()


def _put(whole: pikepdf.Pdf, side: pikepdf.Page, page: pikepdf.Page, place: int) -> None:
    """Draw a page into the left or right half of a side, in its own size, in the middle of its half."""
    drawn = whole.copy_foreign(page.as_form_xobject())
    name = side.add_resource(drawn, pikepdf.Name.XObject)
    _, _, wide, high = (float(one) for one in page.mediabox)
    half = _A4[0] / 2
    left, below = place * half + (half - wide) / 2, (_A4[1] - high) / 2
    side.contents_add(f"q 1 0 0 1 {left:.3f} {below:.3f} cm {name} Do Q".encode())
