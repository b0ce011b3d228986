"""The door scanner's page and what makes it an app: its worker, its manifest, its icons. No data is in any of it."""

import hashlib
import json
from functools import cache
from typing import Any

from litestar import MediaType, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from event.places import assets_folder
from event.templating import templates
from event.web.scanner_icon import SVG, drawn

FILES = "/scan/files"
_FOLDER = assets_folder() / "scanner"
_ICONS = (180, 192, 512)
_ALWAYS_ASKED = {"cache-control": "no-cache"}


@cache
def _built(_changed: int) -> dict[str, str]:
    names = json.loads((_FOLDER / "manifest.json").read_text())
    return {name: f"{FILES}/{file}" for name, file in names.items()}


def _files() -> dict[str, str]:
    """The address of each built file, with its content's hash in it."""
    return _built((_FOLDER / "manifest.json").stat().st_mtime_ns)


def _page(version: str) -> str:
    return templates().get_template("scanner/scanner.html").render(version=version, files=_files())


def _version() -> str:
    """Changes with everything the scanner is made of: its files by their names, its page, its worker."""
    worker = (_FOLDER / "service-worker.js").read_text()
    return hashlib.sha256((_page("") + json.dumps(_files()) + worker).encode()).hexdigest()[:10]


@get(["/scan", "/scan/"], opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def scanner() -> Response[str]:
    """The scanner, the same for everybody: who it is for is known on the device."""
    return Response(_page(_version()), media_type=MediaType.HTML, headers=_ALWAYS_ASKED)


@get("/scan/sw.js", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def service_worker() -> Response[str]:
    """The worker that keeps the scanner on the device, told what there is to keep."""
    shell = json.dumps({"version": _version(), "files": sorted(_files().values())})
    worker = (_FOLDER / "service-worker.js").read_text()
    return Response(
        f"self.shell = {shell};\n{worker}",
        media_type="text/javascript",
        headers={**_ALWAYS_ASKED, "service-worker-allowed": "/scan"},
    )


@get("/scan/manifest.webmanifest", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def manifest() -> Response[dict[str, Any]]:
    """What an installed scanner is called and looks like."""
    icons = [
        {"src": f"/scan/icon/{size}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in _ICONS[1:]
        for purpose in ("any", "maskable")
    ]
    told = {
        "id": "/scan", "name": "扫码签到 · Door scanner", "short_name": "扫码签到", "lang": "zh-Hans",
        "start_url": "/scan", "scope": "/scan", "display": "standalone", "orientation": "any",
        "background_color": "#17110e", "theme_color": "#8c1a1d", "icons": icons,
    }  # fmt: skip
    return Response(told, media_type="application/manifest+json", headers=_ALWAYS_ASKED)


@get("/scan/icon.svg", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def icon() -> Response[str]:
    """The icon, for tabs."""
    return Response(SVG, media_type="image/svg+xml", headers=_ALWAYS_ASKED)


@get("/scan/icon/{size:int}", opt={"public": True}, include_in_schema=False, sync_to_thread=True)
def icon_png(size: FromPath[int]) -> Response[bytes]:
    """The icon, for home screens."""
    if size not in _ICONS:
        raise NotFoundException
    return Response(drawn(size), media_type="image/png", headers=_ALWAYS_ASKED)


HANDLERS: list[ControllerRouterHandler] = [
    scanner,
    service_worker,
    manifest,
    icon,
    icon_png,
    create_static_files_router(
        path=FILES,
        directories=[_FOLDER],
        opt={"public": True},
        include_in_schema=False,
        cache_control=CacheControlHeader(max_age=31_536_000, immutable=True, public=True),
    ),
]
