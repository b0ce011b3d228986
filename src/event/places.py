"""Where the product's own folders are: beside the source in a clone, inside the package in a wheel."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_CLONE = _PACKAGE.parent.parent


@cache
def _folder(name: str, in_clone: str) -> Path:
    packed = _PACKAGE / name
    return packed if packed.is_dir() else _CLONE / in_clone


def templates_folder() -> Path:
    """Jinja templates."""
    return _folder("templates", "templates")


def migrations_folder() -> Path:
    """Migrations of the one Piccolo app."""
    return _folder("migrations", "migrations")


def assets_folder() -> Path:
    """Built front-end files, made by the set-up or by the wheel's build."""
    return _folder("assets", "assets/dist")


def locales_folder() -> Path:
    """Compiled catalogs."""
    return assets_folder() / "locales"
