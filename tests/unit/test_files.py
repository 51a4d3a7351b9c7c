"""A process that gave up files reads what it is shown, and writes nothing at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graphsvc.isolation.files import forbid_files

CHILD = """
import sys
from pathlib import Path
from graphsvc.isolation.files import forbid_files
shown, hidden = map(Path, sys.argv[1:])
if not forbid_files([shown]):
    sys.exit(9)
def tried(what, *arguments):
    try:
        what(*arguments)
    except PermissionError:
        return "refused"
    return "done"
print(tried((shown / "a").read_text), tried((shown / "b").write_text, ""))
print(tried((shown / "c").mkdir), tried((shown / "a").unlink))
print(tried((shown / "a").rename, shown / "z"))
print(tried((hidden / "a").read_text), tried(list, hidden.iterdir()), tried((hidden / "b").touch))
print(tried(Path("/proc/self/environ").read_bytes), tried(Path("/etc/passwd").read_bytes))
import colorsys  # Python's own modules are still there
import subprocess
print(tried(subprocess.run, ["/bin/true"]))
"""


def test_a_process_without_files_reads_what_it_is_shown(tmp_path: Path) -> None:
    shown, hidden = tmp_path / "shown", tmp_path / "hidden"
    for folder in (shown, hidden):
        folder.mkdir()
        (folder / "a").write_text("a", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(shown), str(hidden)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode == 9:
        pytest.skip("this system has no Landlock (Linux 5.13)")
    assert done.stdout.split() == ["done"] + ["refused"] * 10, done.stderr
    assert sorted(p.name for p in shown.iterdir()) == ["a"]


def test_elsewhere_nothing_is_forbidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platform.system", lambda: "Other")
    assert not forbid_files([tmp_path])
    assert Path("/etc").is_dir()
    (tmp_path / "a").write_text("a", encoding="utf-8")
