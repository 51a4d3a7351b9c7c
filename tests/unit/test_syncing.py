"""The progress bar is drawn on a terminal and nowhere else."""

from __future__ import annotations

import io

from graphsvc.syncing import Bar


class Terminal(io.StringIO):
    """Keeps what a terminal would be sent."""

    def isatty(self) -> bool:
        return True


def test_the_bar_grows_on_one_line_and_goes() -> None:
    terminal = Terminal()
    bar = Bar(terminal)
    for done in (0, 15, 30):
        bar(done, 30)
    bar.clear()
    *drawn, wiped = terminal.getvalue().split("\r")[1:]
    assert [text.count("█") for text in drawn] == [0, 15, 30]
    assert [text.count("░") for text in drawn] == [30, 15, 0]
    assert [text.split()[1] for text in drawn] == ["0/30\x1b[K", "15/30\x1b[K", "30/30\x1b[K"]
    assert wiped == "\x1b[K"
    assert "\n" not in terminal.getvalue()


def test_of_nothing_there_is_a_bar_too() -> None:
    terminal = Terminal()
    Bar(terminal)(0, 0)
    assert "0/0" in terminal.getvalue()


def test_elsewhere_nothing_is_written() -> None:
    file = io.StringIO()
    bar = Bar(file)
    bar(1, 2)
    bar.clear()
    assert file.getvalue() == ""
