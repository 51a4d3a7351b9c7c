"""The examples of the pages run, and print what the pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.console import ROOT, WILDCARD, Block, Step, blocks, matches, run

if TYPE_CHECKING:
    from tests.docs.conftest import Terminal

PAGES = [ROOT / "README.md", ROOT / "docs" / "http.md", ROOT / "docs" / "cli.md"]
BLOCKS = [block for page in PAGES for block in blocks(page)]


def test_there_are_examples() -> None:
    assert all(len(blocks(page)) >= 8 for page in PAGES)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.place)
def test_an_example_prints_what_the_page_shows(block: Block, terminal: Terminal) -> None:
    for step in block.steps:
        printed = run(step, terminal.folder, terminal.environment, terminal.address)
        expected = "\n".join(step.printed)
        assert matches(step.printed, printed), (
            f"{block.place}\n$ {step.command}\n{printed}\n— the page shows:\n{expected}"
        )


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.place)
def test_an_example_shows_something(block: Block) -> None:
    assert all(set(step.printed) != {WILDCARD} for step in block.steps)
    assert any(step.printed for step in block.steps)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (("one", "two"), "one\ntwo\n"),
        (("one", "…"), "one\ntwo\nthree\n"),
        (("…", "three"), "one\ntwo\nthree"),
        (("version …, +3",), "version 12, +3\n"),
        ((), ""),
    ],
)
def test_an_ellipsis_stands_for_other_text(shown: tuple[str, ...], printed: str) -> None:
    assert matches(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (("one",), "one\ntwo\n"),
        (("…", "two"), "one\ntwo\nthree"),
        (("version …, +3",), "version 12, +4\n"),
        (("one … two",), "one\ntwo\n"),
        (("a.b",), "axb\n"),
        (("one", "two"), "two\none\n"),
        ((), "something\n"),
    ],
)
def test_nothing_else_does(shown: tuple[str, ...], printed: str) -> None:
    assert not matches(shown, printed)


def test_a_command_runs_in_the_folder_with_its_environment(terminal: Terminal) -> None:
    step = Step("ls -d seed && curl -s http://127.0.0.1:8000/healthz", ())
    printed = run(step, terminal.folder, terminal.environment, terminal.address)
    assert printed.splitlines() == ["seed", '{"status":"ok"}']
