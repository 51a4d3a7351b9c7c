"""Builds the pages' scripts into a wheel, so that who installs it needs no Node."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PagesHook(BuildHookInterface[Any]):
    """Runs npm where the scripts are not there yet; an editable checkout is left alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's interface
        """Build the scripts.

        Raises:
            FileNotFoundError: npm is not there, or it has built nothing.
        """
        top = Path(self.root)
        built = top / "graphsvc" / "_static" / "network.js"
        if version == "editable" or built.is_file():
            return
        for command in (["npm", "ci"], ["npm", "run", "build"]):
            subprocess.run(command, cwd=top / "web", check=True)
        if not built.is_file():
            raise FileNotFoundError(built)
