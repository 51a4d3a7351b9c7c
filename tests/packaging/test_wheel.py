"""The wheel carries its data files and runs where the checkout is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 600


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRAPHSVC_")}
    done = subprocess.run(
        [str(c) for c in command],
        cwd=cwd,
        env=environment | variables,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", folder, ROOT, cwd=folder)
    (built,) = folder.glob("graphsvc-*.whl")
    return built


def test_the_wheel_holds_every_data_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = run("git", "ls-files", "ontology", "shapes", "queries", "seed", cwd=ROOT).split("\n")
    missing = [n for n in tracked if n and f"graphsvc/_data/{n}" not in names]
    assert not missing
    package = run("git", "ls-files", "graphsvc", cwd=ROOT).split("\n")
    assert not [n for n in package if n and n not in names]


def test_the_wheel_answers_from_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    lock = ROOT / "requirements.lock"
    run(python, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock, cwd=tmp_path)
    run(python, "-m", "pip", "install", "-q", "--no-deps", wheel, cwd=tmp_path)
    graphsvc = tmp_path / "env" / "bin" / "graphsvc"
    data = str(tmp_path / "data")
    loaded = run(graphsvc, "load", "--seed", cwd=tmp_path, GRAPHSVC_DATA_DIR=data)
    assert "lo-2019-regulation" in loaded
    answer = run(
        graphsvc, "ask", "who-coordinates", "--format", "json", cwd=tmp_path, GRAPHSVC_DATA_DIR=data
    )
    rows = json.loads(answer)["rows"]
    assert {row["coordinator"].rpartition("/")[2] for row in rows} == {"lo-loiro"}
