"""The notebook of the documentation, run from the top as its reader would."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from tests.docs.conftest import serving

if TYPE_CHECKING:
    from tests.live.neo4j_server import Neo4jProcess

NOTEBOOK = Path(__file__).parents[2] / "docs" / "clients.ipynb"
CELL_LIMIT_S = 180


# Of the kernel's client: what it warns of is not ours.
@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning",
    "ignore::PendingDeprecationWarning",
    "ignore::ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)
def test_the_notebook_runs_and_ends_with_a_picture(
    tmp_path: Path, loaded: Path, neo4j: Neo4jProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(loaded, tmp_path / "var")
    own = {k: v for k, v in os.environ.items() if not k.startswith("GRAPHSVC_")}
    own |= {"GRAPHSVC_DATA_DIR": str(tmp_path / "var")}
    subprocess.run(
        [sys.executable, "-m", "graphsvc.cli", "sync", "neo4j"],
        env=own | neo4j.environment,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=600,
    )
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    with serving(own) as address:
        monkeypatch.setenv("SERVICE", f"http://{address}")
        monkeypatch.setenv("NEO4J", neo4j.url)
        monkeypatch.setenv("NEO4J_PASSWORD", neo4j.password)
        kernel = AsyncKernelManager(kernel_name="python3", transport="ipc")
        kernel.ip = str(tmp_path / "kernel")  # where its sockets lie
        NotebookClient(notebook, km=kernel, timeout=CELL_LIMIT_S).execute()
        del kernel
        gc.collect()  # its sockets warn here, and not in another test
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", ())]
    assert any("image/png" in o.get("data", {}) for o in outputs)
    assert all(o["output_type"] != "error" for o in outputs)


def test_the_notebook_is_kept_with_its_answers() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert any("image/png" in o.get("data", {}) for c in cells for o in c.get("outputs", ()))
