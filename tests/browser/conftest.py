"""A service on a free port, and Chromium to look at its pages with."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Response

START_LIMIT_S = 180
PAGE_LIMIT_MS = 30_000
LOCALES = {"ru": "ru-RU", "en": "en-GB"}
NAMES = ("chromium", "chromium-browser", "google-chrome")  # as in .ci/ensure-chromium
# Offline, as root in a container, without a graphics card.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def shared_address(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service over documents and demo answers, for all files that only read."""
    with copied(loaded, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="module")
def address(shared_address: str) -> Iterator[str]:
    """Where the service answers that a file's tests visit; who hands data in takes an own one."""
    before = sequence(shared_address)
    yield shared_address
    assert sequence(shared_address) == before, (
        "a test of this file handed data in, and later files would see it: "
        "override `address` by `own_address`"
    )


@pytest.fixture(scope="module")
def own_address(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service over documents and demo answers, for the tests of one file."""
    with copied(loaded, tmp_path_factory.mktemp("own")) as found:
        yield found


@contextmanager
def copied(loaded: Path, folder: Path) -> Iterator[str]:
    shutil.copytree(loaded, folder / "var")
    with served(folder) as found:
        yield found


def sequence(address: str) -> int:
    """Return the number of the journal's last entry."""
    with urllib.request.urlopen(f"{address}/readyz", timeout=30) as answer:  # noqa: S310  # our own service
        return int(json.load(answer)["sequence"])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run a service over the folder `var` in a folder, and hand out its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRAPHSVC_")} | {
        "GRAPHSVC_DATA_DIR": str(folder / "var"),
        "GRAPHSVC_LOAD_SEED": "1",
        "GRAPHSVC_PORT": str(port),
    }
    log = folder / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "graphsvc.cli", "serve"],
            env=environment,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + START_LIMIT_S
        while not ready(port):
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail("the service did not start:\n" + log.read_text("utf-8"))
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


# Playwright keeps an event loop running while it is open; other files' tests may want their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        told = "no Chromium on the PATH: run .ci/ensure-chromium, or apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Visitor:
    """Somebody with a browser: their language, theme and width; what the browser noted meanwhile.

    Attributes:
        complaints: the console's errors and warnings, and what scripts threw.
        asked: the address of every request.
    """

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, path: str) -> Response:
        response = self.page.goto(self.address + path)
        assert response is not None
        return response

    def foreign(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(self.address + "/")]


class Visitors:
    """Opens a browser for one visitor after another."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address

    def __call__(
        self, lang: str = "ru", theme: str = "light", width: int = 1280, *, scripts: bool = True
    ) -> Visitor:
        context = self._browser.new_context(
            locale=LOCALES[lang],
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PAGE_LIMIT_MS)
        visitor = Visitor(context.new_page(), self._address)
        visitor.page.on(
            "console",
            lambda m: visitor.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitor.page.on("request", lambda request: visitor.asked.append(request.url))
        return visitor


@pytest.fixture
def visitors(browser: Browser, address: str) -> Iterator[Visitors]:
    yield Visitors(browser, address)
    for context in browser.contexts:
        context.close()
