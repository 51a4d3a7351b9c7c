"""What the network's picture costs a browser without a graphics card: first paint, and panning.

python -m bench.picture [--bodies N] [--rounds N]

Fills a registry with the made-up region of bench/network.py, serves it on a free port of loopback,
and opens the page in Chromium. Prints wall milliseconds from the start of the navigation to the
first paint of the picture (the mark `network-painted`), of which the API's answer took so much; and
the frames drawn in three seconds of panning. The first visit is left out: the service reads the
network then.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.network import network
from graphsvc.journal.entry import Header
from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.patch import Patch
from graphsvc.rdf.terms import NamedNode, in_graph
from graphsvc.registry import Registry
from graphsvc.settings import Settings

PORT = 8765
PATH = "/network?region=territory/r0&date=2026-11-22&lang=ru"
PAN_MS = 3000
_PANNED = """async ms => { const c = document.querySelector('canvas'); let frames = 0;
const box = c.getBoundingClientRect(); const began = performance.now();
const at = (type, dx) => c.dispatchEvent(new PointerEvent(type, {pointerId: 1, bubbles: true,
  clientX: box.x + 300 + dx, clientY: box.y + 300}));
c.setPointerCapture = () => undefined; at('pointerdown', 0);
while (performance.now() - began < ms) {
  at('pointermove', 200 * Math.sin((performance.now() - began) / 300));
  await new Promise(requestAnimationFrame); frames += 1; }
at('pointerup', 0); return frames; }"""


def fill(folder: Path, bodies: int) -> None:
    """Journal the made-up region as one entry."""
    registry = Registry(Settings(data_dir=folder))
    graph = NamedNode(f"{PREFIXES['graph']}body/bench-0")
    added = tuple(in_graph(t, graph) for part in network(bodies, 1) for t in part)
    header = Header("data", "bench", "bench", graph.value, 0, "")
    registry.pipeline.commit(header, Patch(added=added, removed=()))
    registry.close()


def serve(folder: Path) -> subprocess.Popen[bytes]:
    """Start the service and wait until it is ready."""
    environment = {"GRAPHSVC_DATA_DIR": str(folder), "GRAPHSVC_PORT": str(PORT), "PATH": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "graphsvc.cli", "serve"], env=environment, stdout=subprocess.DEVNULL
    )
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=2):
                return process
        except OSError:
            time.sleep(0.2)
    process.terminate()
    raise TimeoutError


def visit(page: Page) -> tuple[float, float]:
    """Open the page; return milliseconds to the first paint, and of the API's answer."""
    page.goto(f"http://127.0.0.1:{PORT}{PATH}")
    # The page's policy forbids waiting by an expression.
    while not page.evaluate("() => performance.getEntriesByName('network-painted').length"):
        page.wait_for_timeout(50)
    found: list[float] = page.evaluate(
        """() => [performance.getEntriesByName('network-painted')[0].startTime,
        performance.getEntriesByType('resource')
          .find(r => r.name.includes('/api/network')).duration]"""
    )
    return found[0], found[1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        fill(Path(name), given.bodies)
        service = serve(Path(name))
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            visit(page)
            visits = [visit(page) for _ in range(given.rounds)]
            frames: int = page.evaluate(_PANNED, PAN_MS)
            counts: str = page.locator(".net-numbers").inner_text()
            browser.close()
        finally:
            service.terminate()
            service.wait(30)
    paints, answers = zip(*visits, strict=True)
    shown = {
        "bodies": given.bodies,
        "shown": counts,
        "first_paint_ms": [round(f(paints)) for f in (min, statistics.median, max)],
        "answer_ms": [round(f(answers)) for f in (min, statistics.median, max)],
        "frames_per_s": round(frames / (PAN_MS / 1000), 1),
    }
    print(json.dumps(shown, ensure_ascii=False))


if __name__ == "__main__":
    main()
