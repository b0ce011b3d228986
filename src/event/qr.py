"""QR codes as small one-bit pictures (FINDINGS 6)."""

import base64
import io

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

_MASK = 2  # any mask reads; choosing the best takes four fifths of the time
_QUIET = 4


def qr_png(text: str, *, module: int = 4) -> bytes:
    """`text` as PNG, `module` pixels a module, with its quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=_MASK, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    picture = Image.new("1", (size, size), 1)
    picture.putdata([0 if dark else 1 for row in rows for dark in row])
    output = io.BytesIO()
    picture.resize((size * module, size * module), Image.Resampling.NEAREST).save(output, "PNG")
    return output.getvalue()


def qr_address(text: str, *, module: int = 4) -> str:
    """`text` as a data: address for a page or a printed document."""
    return "data:image/png;base64," + base64.b64encode(qr_png(text, module=module)).decode()
