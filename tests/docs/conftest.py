"""A registry of the seeds for the examples: one folder for the command line, one for a service."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.console import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

START_LIMIT_S = 120


@dataclass(frozen=True)
class Terminal:
    """Where the examples run: `folder` has the checkout's `seed`, `address` is the service's."""

    folder: Path
    environment: dict[str, str]
    address: str


@pytest.fixture(scope="session")
def terminal(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    base = tmp_path_factory.mktemp("docs")
    folder = base / "checkout"
    folder.mkdir()
    (folder / "seed").symlink_to(ROOT / "seed")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRAPHSVC_")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    environment["PYTHONUTF8"] = "1"
    own = environment | {"GRAPHSVC_DATA_DIR": str(base / "var")}
    for copy in ("var", "served"):
        shutil.copytree(loaded, base / copy)
    with serving(environment | {"GRAPHSVC_DATA_DIR": str(base / "served")}) as address:
        yield Terminal(folder, own, address)


class serving:  # noqa: N801  # used as a function
    """A service on a free port of the loopback, ended with the block; its value is the address."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        self._address = f"127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "graphsvc.cli", "serve"],
            env=environment | {"GRAPHSVC_PORT": str(port)},
            stdout=subprocess.DEVNULL,
        )

    def __enter__(self) -> str:
        until = time.monotonic() + START_LIMIT_S
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > until:
                self.__exit__()
                pytest.fail("the service did not start")
            time.sleep(0.2)
        return self._address

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self._address}/readyz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False
