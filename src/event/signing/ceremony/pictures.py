"""Photographs of a signing: looked at before they are kept, and made smaller for paper."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from event.errors import Problem
from event.language import Message
from event.signing.ceremony.errors import PictureNotTaken

MOST_BYTES = 12 * 2**20
_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_MOST_PIXELS, _ON_PAPER = 60_000_000, (1400, 1000)
_WRONG_TYPE = Message("“{name}” is neither a JPEG nor a PNG picture. Choose another file.")
_TOO_LARGE = Message("“{name}” has more than {most} MB. Make it smaller.")
_UNREADABLE = Message("“{name}” cannot be read: the file is damaged, or the picture is too large.")


@dataclass(frozen=True)
class Picture:
    """A photograph as it was sent, and a small JPEG of it for paper."""

    media_type: str
    content: bytes
    small: bytes


def checked_picture(name: str, content: bytes) -> Picture:
    """A photograph that can be kept. Raises PictureNotTaken. Takes its time: not on the event loop."""
    if len(content) > MOST_BYTES:
        raise _refused(_TOO_LARGE, name=name[:80], most=MOST_BYTES // 2**20)
    media_type = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), "")
    if not media_type:
        raise _refused(_WRONG_TYPE, name=name[:80])
    return Picture(media_type, content, _small(name, content))


def _small(name: str, content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise _refused(_UNREADABLE, name=name[:80])
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused(_UNREADABLE, name=name[:80]) from None
    upright.thumbnail(_ON_PAPER)
    output = io.BytesIO()
    upright.save(output, "JPEG", quality=86)
    return output.getvalue()


def _refused(sentence: Message, **data: object) -> PictureNotTaken:
    return PictureNotTaken({"photo": Problem(sentence, dict(data))})
