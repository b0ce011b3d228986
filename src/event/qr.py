"""QR codes as small one-bit pictures (FINDINGS 6)."""

import base64
import io
from typing import Any

import numpy as np
import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

_QUIET = 4
_MASK = 2
"""Any mask reads; choosing the best takes four fifths of the time."""


def qr_modules(text: str) -> tuple[int, bytes]:
    """Modules a side, quiet zone included, and the rows, each filled up to whole bytes; 1 is light."""
    dark = np.array(_code(text).modules, dtype=np.uint8)
    light = np.pad(1 - dark, _QUIET, constant_values=1)
    return len(light), np.packbits(light, axis=1).tobytes()


def qr_png(text: str, *, module: int = 4) -> bytes:
    """`text` as PNG, `module` pixels a module, with its quiet zone."""
    size, rows = qr_modules(text)
    picture = Image.frombytes("1", (size, size), rows)
    output = io.BytesIO()
    picture.resize((size * module, size * module), Image.Resampling.NEAREST).save(output, "PNG")
    return output.getvalue()


def qr_address(text: str, *, module: int = 4) -> str:
    """`text` as a data: address for a page or a printed document."""
    return "data:image/png;base64," + base64.b64encode(qr_png(text, module=module)).decode()


def _code(text: str) -> qrcode.QRCode[Any]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=_MASK, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    return code
