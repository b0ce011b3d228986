"""Pictures for badges: looked at by what they are, not by their names, and drawn anew, so that nothing else comes along."""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from event.language import Message
from event.printing.badge_designs.errors import BadPicture
from event.printing.badge_designs.tables import PictureKind

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
"""A5 at 600 dpi has 17 million; a picture that unpacks to more is refused before it is unpacked."""
SHARP = 300
"""Dots an inch, at the size at which it is printed."""
_QUALITY = 92
_MOST_SIDE = 4000
_FORMATS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_EMPTY = Message("Choose a picture.")
_NAME = Message("A name has small letters a–z, digits and hyphens, at most 40.")
_LARGE = Message("The picture has {size} MB, more than 5 MB. Save it smaller.")
_SVG = Message("SVG files can carry programs and are not taken. Save the drawing as PNG, at 300 dpi or more.")
_KIND = Message("This is no picture we can print. Save it as PNG or JPEG.")
_BROKEN = Message("The picture is damaged and cannot be read. Save it again.")
_PIXELS = Message("The picture has more than 25 million pixels. Save it smaller.")


@dataclass(frozen=True)
class Picture:
    """A picture that can be printed."""

    name: str
    kind: PictureKind
    digest: str
    width: int
    height: int
    content: bytes


def checked_picture(name: str, content: bytes) -> Picture:
    """A file as a picture of ours: turned upright, in sRGB or grey, without metadata. Takes its time. Raises BadPicture."""
    if not NAME.fullmatch(name):
        raise BadPicture(_NAME)
    if not content:
        raise BadPicture(_EMPTY)
    if len(content) > MOST_BYTES:
        raise BadPicture(_LARGE, size=f"{len(content) / 1024 / 1024:.1f}")
    kind = next((kind for begin, kind in _FORMATS.items() if content.startswith(begin)), None)
    if kind is None:
        raise BadPicture(_SVG if b"<svg" in content[:4096].lower() else _KIND)
    drawn = _opened(content, kind)
    made, encoded = _encoded(drawn, kind)
    return Picture(name, made, hashlib.sha256(encoded).hexdigest(), *drawn.size, encoded)


def _opened(content: bytes, kind: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=[kind])
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture(_PIXELS)
            picture.load()
    except Image.DecompressionBombError:
        raise BadPicture(_PIXELS) from None
    except (OSError, SyntaxError, ValueError):
        raise BadPicture(_BROKEN) from None
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((_MOST_SIDE, _MOST_SIDE))
    return upright


def _encoded(picture: Image.Image, kind: str) -> tuple[PictureKind, bytes]:
    """Drawn anew: photographs as JPEG, everything else as PNG, see-through only where it is."""
    output = io.BytesIO()
    if kind == "JPEG":
        _bare(picture.convert("L" if picture.mode == "L" else "RGB")).save(
            output, "JPEG", quality=_QUALITY, optimize=True
        )
        return PictureKind.JPEG, output.getvalue()
    see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    plain = (
        picture.convert("RGBA")
        if see_through
        else picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    )
    if see_through and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    _bare(plain).save(output, "PNG", optimize=True)
    return PictureKind.PNG, output.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone: no profile, place, camera or text."""
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    return plain


def sharpness(pixels: tuple[int, int], millimetres: tuple[float, float]) -> int:
    """Dots an inch of a picture that is drawn so large."""
    return round(min(count / max(size, 0.01) * 25.4 for count, size in zip(pixels, millimetres, strict=True)))
