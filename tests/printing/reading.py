"""Reads printed pages back: their text layer, and their QR codes by an independent reader."""

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
