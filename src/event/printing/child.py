"""What a child process that renders has at hand: our fonts, loaded once before children are forked."""

import copy
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import psutil

from event.printing.fonts import FACES, font_file
from event.printing.memory import give_back

SCHEME = "picture:"
"""How styles and pages name a picture that was handed over with them."""
FAMILIES = "Sheet, 'Sheet Latin', 'Sheet Thai'"
_MUCH = 16 * 1024**2
"""Bytes by which a hundred badges or some pages of a list let a child grow, and one badge never does."""
T = TypeVar("T")
_FACES = "\n".join(
    f"@font-face {{ font-family: '{family}'; font-weight: {weight}; src: url(font:{place}); }}"
    for place, (family, weight, _, _) in enumerate(FACES)
)


@cache
def sheet() -> tuple[Any, Any, Any]:
    """The faces as a style sheet, the fonts and a fetcher that reaches nothing else."""
    from weasyprint import CSS  # noqa: PLC0415 - only children need it, and it takes its time
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OwnFontsOnly(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
        """Fonts of ours, data: and pictures handed over; no file, no network."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            scheme, _, place = url.partition(":")
            if scheme == "font" and place.isdigit() and int(place) < len(FACES):
                _, _, package, name = FACES[int(place)]
                return URLFetcherResponse(
                    url, font_file(package, name).read_bytes(), {"Content-Type": "font/otf"}
                )
            if url.startswith(SCHEME) and place in _shown:
                return URLFetcherResponse(url, _shown[place], {"Content-Type": "application/octet-stream"})
            return super().fetch(url, headers)

    fetcher = OwnFontsOnly(allowed_protocols=("data",), allow_redirects=False)
    fonts = FontConfiguration()
    return CSS(string=_FACES, font_config=fonts, url_fetcher=fetcher), fonts, fetcher


_shown: dict[str, bytes] = {}


@contextmanager
def pictures_shown(pictures: Mapping[str, bytes]) -> Iterator[None]:
    """What the fetcher knows of pictures while a document is set."""
    _shown.update(pictures)
    try:
        yield
    finally:
        _shown.clear()


@cache
def flat_stream() -> Any:
    """WeasyPrint's stream of operators, with what it would put into groups put where it stands."""
    from weasyprint.pdf.stream import Stream  # noqa: PLC0415 - as above

    class Flat(Stream):  # type: ignore[misc] # WeasyPrint ships no types
        """The picture behind an element is no group of its own; groups for opacity are not asked for."""

        def add_group(self, *_: Any) -> Any:
            """A stream whose operators come where it is drawn."""
            groups = self.__dict__.setdefault("groups", {})
            group = self.clone(resources=self._resources)
            group.id = f"g{len(groups)}"
            groups[group.id] = group
            return group

        def draw_x_object(self, reference: Any) -> None:
            """Put a group here."""
            group = self.__dict__.get("groups", {}).get(reference)
            if group is None:
                super().draw_x_object(reference)
            else:
                self.stream += [b"q", *group.stream, b"Q"]

        def lines(self) -> Iterator[bytes]:
            """Its operators as they are written."""
            for one in self.stream:
                yield (
                    one.data if hasattr(one, "data") else one if isinstance(one, bytes) else str(one).encode()
                )

    return Flat


def without_a_clock() -> None:
    """Fonts that are cut do not bear the moment they were cut at."""
    os.environ["SOURCE_DATE_EPOCH"] = "0"


def start() -> None:
    """Begin life as a child of a warmed process: Pango looks fonts up in a thread that no fork brings along."""
    from weasyprint.text.ffi import ffi, gobject, pangoft2  # noqa: PLC0415

    _, fonts, _ = sheet()
    fonts.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
    pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", fonts.font_map), fonts._config)  # noqa: SLF001
    fonts.strut_layouts.clear()


def tidily(work: Callable[..., T], *args: Any) -> T:
    """Do a piece of work; what a large one needed is given back afterwards, a badge waits for nothing."""
    before = _resident()
    try:
        return work(*args)
    finally:
        if _resident() - before > _MUCH:
            give_back()


def _resident() -> int:
    return int(psutil.Process().memory_info().rss)


@cache
def fonts_by_name() -> dict[Any, Any]:
    """WeasyPrint's fonts by the keys it gives them, filled while it draws."""
    return {}


def font_named(name: str) -> Any:
    """A copy of a font that has been drawn with in this process, to be cut; None where it was not."""
    for font in fonts_by_name().values():
        if font.hash == name:
            made = copy.copy(font)
            made.variations = dict(font.variations)
            return made
    return None
