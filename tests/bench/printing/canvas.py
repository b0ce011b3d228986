"""The same badges as reportlab draws them on a canvas, as pretix and Indico do, for comparison.

Chinese is set in STSong-Light, which reportlab only names and does not embed: it takes no OpenType
outlines, so the fonts that we embed are beyond it. That spares it the work of cutting a font.
"""

import io
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from event.printing.badge_designs.arranging import Badge
from event.printing.fonts import fitted
from event.qr import qr_png

CHINESE = "STSong-Light"
WIDTH, HEIGHT = 90, 130
_ROOM = WIDTH - 12


def canvas_badges(badges: list[Badge], title: str, when: str, *, stock_qr: bool) -> bytes:
    """One badge a page; with qrcode's own picture, or with ours."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(WIDTH * mm, HEIGHT * mm))
    for badge in badges:
        _frame(canvas, badge, title, when)
        _lines(canvas, badge)
        picture = _picture(badge.text) if stock_qr else ImageReader(io.BytesIO(qr_png(badge.text)))
        canvas.drawImage(picture, 26.5 * mm, 19 * mm, 37 * mm, 37 * mm)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def _picture(text: str) -> ImageReader:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, box_size=4)
    code.add_data(text)
    code.make(fit=True)
    return ImageReader(code.make_image().get_image())


def _frame(canvas: Any, badge: Badge, title: str, when: str) -> None:
    for colour, bottom, height in (("#8f1d21", 110, 20), ("#c79a3b", 109.1, 0.9), (badge.colour, 0, 16)):
        canvas.setFillColor(HexColor(colour))
        canvas.rect(0, bottom * mm, WIDTH * mm, height * mm, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#ffffff"))
    _centred(canvas, title, 5, 121)
    _centred(canvas, when, 2.9, 115.5)
    canvas.setFillColor(HexColor(badge.ink))
    canvas.setFont(CHINESE, 11.5 * mm)
    canvas.drawString(6 * mm, 4 * mm, badge.class_code)
    _centred(canvas, badge.frame["class_zh"], 6.6, 8)
    _centred(canvas, badge.frame["class_en"], 3.6, 3)


def _lines(canvas: Any, badge: Badge) -> None:
    canvas.setFillColor(HexColor("#221c18"))
    told = badge.lines
    name = fitted(told["name"], largest=15, smallest=6, room=_ROOM)
    latin = fitted(told["latin"], largest=7, smallest=3.5, room=_ROOM)
    size = fitted(told["title"], largest=4.2, smallest=2.6, room=_ROOM, lines=3, weight=400)
    lines = [(told["name"], name), (told["latin"], latin)]
    lines += [(line, size) for line in _wrapped(told["title"], size)]
    lines += [(told["delegation"], 4.2)]
    height = sum(size * 1.25 for text, size in lines if text)
    top = 82 + height / 2
    for text, size in lines:
        if text:
            top -= size * 1.25
            _centred(canvas, text, size, top)
    canvas.setFont(CHINESE, 4.4 * mm)
    canvas.drawRightString(85 * mm, 20 * mm, badge.badge_number)


def _wrapped(text: str, size: float) -> list[str]:
    return simpleSplit(text, CHINESE, size * mm, (WIDTH - 12) * mm)


def _centred(canvas: Any, text: str, size: float, bottom: float) -> None:
    canvas.setFont(CHINESE, size * mm)
    canvas.drawCentredString(WIDTH / 2 * mm, bottom * mm, text)
