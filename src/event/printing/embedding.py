"""Pictures in a composed PDF: each once, as WeasyPrint would write it, in a child process."""

from collections.abc import Mapping
from typing import Any

from event.printing.child import SCHEME, pictures_shown, sheet

_REMEMBERED = 16
_known: dict[str, Any] = {}


def picture_object(pdf: Any, name: str, pictures: Mapping[str, bytes]) -> Any:
    """Add a picture, its transparency beside it; returns its reference. Names are of what it shows, so it is remembered."""
    made = _known.pop(name, None) or _made(name, pictures)
    while len(_known) >= _REMEMBERED:
        _known.pop(next(iter(_known)))
    _known[name] = made
    extra = dict(made.extra)
    if "SMask" in extra:
        mask = _copy(extra["SMask"])
        pdf.add_object(mask)
        extra["SMask"] = mask.reference
    picture = _copy(made, extra)
    pdf.add_object(picture)
    return picture.reference


def _made(name: str, pictures: Mapping[str, bytes]) -> Any:
    from weasyprint import DEFAULT_OPTIONS  # noqa: PLC0415 - only children need it, and it takes its time
    from weasyprint.images import get_image_from_uri  # noqa: PLC0415

    _, _, fetcher = sheet()
    with pictures_shown(pictures):
        image = get_image_from_uri({}, fetcher, DEFAULT_OPTIONS, f"{SCHEME}{name}")
    return image.get_x_object(interpolate=True, dpi_ratio=1)


def _copy(stream: Any, extra: Any = None) -> Any:
    """A stream of its own for this document: numbers are given by documents."""
    import pydyf  # noqa: PLC0415 - only children need it

    return pydyf.Stream(
        [b"".join(_bytes(one) for one in stream.stream)], extra or dict(stream.extra), stream.compress
    )


def _bytes(one: Any) -> bytes:
    return one if isinstance(one, bytes) else bytes(one.data) if hasattr(one, "data") else str(one).encode()
