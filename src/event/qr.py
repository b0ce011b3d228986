"""QR codes as small one-bit pictures (FINDINGS 6), level M, with their quiet zone."""

import base64
import io
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image

_MASK = 2
"""Any mask reads; choosing the best takes two thirds of the time."""


def qr_modules(text: str) -> tuple[int, bytes]:
    """Modules a side, quiet zone included, and the rows, each filled up to whole bytes; 1 is light."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
    picture: Any = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=True)
    light = np.array(picture, dtype=bool)
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


def qr_lines(text: str) -> str:
    """`text` for a terminal: two modules one above the other in each character, light ones drawn."""
    size, rows = qr_modules(text)
    light = np.unpackbits(np.frombuffer(rows, np.uint8).reshape(size, -1), axis=1)[:, :size]
    light = np.vstack([light, np.zeros((size % 2, size), np.uint8)])
    return "\n".join(
        "".join(" ▄▀█"[2 * upper + lower] for upper, lower in zip(*pair, strict=True))
        for pair in light.reshape(-1, 2, size)
    )
