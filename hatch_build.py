"""Builds the front-end files before they are packed, as the set-up does."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildAssets(BuildHookInterface[Any]):
    """Runs assets/build.py for a wheel; a clone in use has built its own."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if version == "standard":
            runpy.run_path(str(Path(self.root) / "assets" / "build.py"), run_name="__main__")
