"""Going through the product page by page: which pages there are, and what is measured on each."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar
from playwright.async_api import Page

from tests.e2e.conftest import AXE, BROKEN, RULES

WIDTHS = (1280, 768, 360)
LONGEST_PAINT = 2500
"""Milliseconds until the largest part of a page is painted, at most."""
LARGEST_SHIFT = 0.1
NO_PAGE = re.compile(
    r"/live$|\.(xlsx|pdf|ics|json|svg|js|webmanifest)$|/files?(/|$)|/photo/|/pictures/|/pages/|/icon/|/metrics$"
    r"|/(healthz|readyz)$|^/api/|^/assets/|^/schema|/workbook$|/badges/\{size|/run-sheet$"
    r"|/lists/\{kind|/ceremony/things$|/agenda/guests$"
)
"""Addresses that answer with something else than a page, or with a part of one."""

MEASURED = """() => {
    const seen = (type) => new Promise(done => {
        const watcher = new PerformanceObserver(list => { done(list.getEntries()); watcher.disconnect(); });
        watcher.observe({type, buffered: true});
        setTimeout(() => done([]), type === "layout-shift" ? 60 : 400);
    });
    return Promise.all([seen("largest-contentful-paint"), seen("layout-shift")]).then(([paints, shifts]) => [
        Math.max(0, ...paints.map(one => one.startTime)),
        shifts.filter(one => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0),
    ]);
}"""
TOO_TIGHT = """() => {
    const told = (one) => one.outerHTML.slice(0, 120);
    const root = document.documentElement;
    const found = [];
    if (root.scrollWidth > root.clientWidth) {
        const wide = [...document.querySelectorAll("main *, header *")].filter(one =>
            one.getBoundingClientRect().right > root.clientWidth + 1).pop();
        found.push(`${root.scrollWidth - root.clientWidth} pixels too wide: ${wide ? told(wide) : ""}`);
    }
    const scrolls = (one) => {
        for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
            if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return true;
        return false;
    };
    const floats = (one) => {
        for (let up = one; up && up !== document.body; up = up.parentElement)
            if (/fixed|sticky|absolute/.test(getComputedStyle(up).position)) return true;
        return false;
    };
    const buttons = [...document.querySelectorAll("main .button, main button, main summary, .top a, .top summary")]
        .filter(one => one.checkVisibility({contentVisibilityAuto: true}) && !floats(one) && one.offsetWidth > 3)
        .map(one => [one, one.getBoundingClientRect()]);
    for (const [one, box] of buttons) {
        if (!scrolls(one) && (box.right > root.clientWidth + 1 || box.left < -1)) found.push(`out of sight: ${told(one)}`);
        if (one.scrollWidth > one.clientWidth + 2 && !/visible/.test(getComputedStyle(one).overflowX)) found.push(`cut: ${told(one)}`);
    }
    buttons.sort((a, b) => a[1].top - b[1].top);
    buttons.forEach(([one, a], index) => {
        for (const [other, b] of buttons.slice(index + 1)) {
            if (b.top >= a.bottom - 3) break;
            if (one.contains(other) || other.contains(one)) continue;
            if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3) found.push(`overlap: ${told(one)} ${told(other)}`);
        }
    });
    return found;
}"""
LINKS = """(sent) => [...new Set([document, new DOMParser().parseFromString(sent, "text/html")]
    .flatMap(one => [...one.links]).filter(one => one.origin === location.origin)
    .map(one => one.pathname + one.search))]"""
"""The addresses a page leads to, as it was sent and as it is shown: a part loaded later replaces its link."""


@dataclass(frozen=True)
class Pages:
    """The pages of the product by the pattern of their addresses, the plainer pattern first."""

    patterns: dict[str, re.Pattern[str]]

    def of(self, address: str) -> str | None:
        """The page that answers at an address, None where none of ours does."""
        path = address.partition("?")[0]
        return next((name for name, pattern in self.patterns.items() if pattern.fullmatch(path)), None)


def pages_of(app: Litestar) -> Pages:
    """Every address of the application that answers with a page."""
    paths = {route.path for route in app.routes if _is_read(route)}
    plain = sorted(paths, key=lambda path: ([":" in part for part in path.split("/")], path))
    return Pages({path: re.compile(re.sub(r"\\\{[^}]*\}", "[^/]+", re.escape(path))) for path in plain})


def _is_read(route: Any) -> bool:
    return any("GET" in handler.http_methods for handler in getattr(route, "route_handlers", ()))


@dataclass
class Walk:
    """One page of every kind, found by the links of those that were seen before."""

    pages: Pages
    waiting: list[str]
    seen: dict[str, str] = field(default_factory=dict)

    def goes_on(self) -> Iterator[str]:
        """The next address of a page that was not seen, as long as there is one."""
        while self.waiting:
            address = self.waiting.pop(0)
            page = self.pages.of(address)
            if page and page not in self.seen and not NO_PAGE.search(page):
                self.seen[page] = address
                yield address

    def missed(self) -> list[str]:
        """Pages to which nothing led."""
        return [page for page in self.pages.patterns if page not in self.seen and not NO_PAGE.search(page)]


async def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is shown: at three widths, in light and dark, and how it was painted."""
    paint, shift = await page.evaluate(MEASURED)
    if paint > LONGEST_PAINT:  # who comes first waits for what a process keeps from then on
        await page.reload(wait_until="load")
        paint, shift = await page.evaluate(MEASURED)
    found = [f"painted after {paint:.0f} ms"] if paint > LONGEST_PAINT else []
    found += [f"shifts by {shift:.3f}"] if shift > LARGEST_SHIFT else []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {told}" for told in await page.evaluate(TOO_TIGHT)]
    await page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    await page.evaluate(AXE.read_text())
    for scheme, rules in (("light", RULES), ("dark", None)):
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        broken = await page.evaluate(BROKEN if rules else _ONLY_COLOURS, rules)
        found += [f"{scheme}: {json.dumps(one, ensure_ascii=False)}" for one in broken]
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


_ONLY_COLOURS = BROKEN.replace("{runOnly: tags,", '{runOnly: {type: "rule", values: ["color-contrast"]},')
"""In the dark only colours differ."""
