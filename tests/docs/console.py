"""Examples in Markdown: commands with what they print, as a reader would see it in a terminal."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
WILDCARD = "…"
# The address of the examples; the tests' service listens on another port.
ADDRESS = "127.0.0.1:8000"
TIME_LIMIT_S = 120


@dataclass(frozen=True)
class Step:
    """One command and the lines it should print."""

    command: str
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """The commands of one block, which run one after another."""

    place: str
    steps: tuple[Step, ...]


def blocks(path: Path) -> list[Block]:
    """Return the blocks of a page that are marked `console`."""
    found: list[Block] = []
    start, lines = 0, list[str]()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line == "```console":
            start, lines = number, []
        elif line == "```" and start:
            found.append(Block(f"{path.name}:{start}", steps(lines)))
            start = 0
        elif start:
            lines.append(line)
    return found


def steps(lines: list[str]) -> tuple[Step, ...]:
    """Return the commands of a block: `$ ` begins one, `> ` goes on with it."""
    commands: list[list[str]] = []
    printed: list[list[str]] = []
    for line in lines:
        if line.startswith("$ "):
            commands.append([line[2:]])
            printed.append([])
        elif line.startswith("> ") and commands and not printed[-1]:
            commands[-1].append(line[2:])
        else:
            assert commands, f"a block begins with a command, not with {line!r}"
            printed[-1].append(line)
    return tuple(Step("\n".join(c), tuple(p)) for c, p in zip(commands, printed, strict=True))


def matches(expected: tuple[str, ...], printed: str) -> bool:
    """Return whether what was printed is what the page shows.

    `…` stands for any text within a line; alone on a line, for any number of lines.
    """
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line == WILDCARD else f"{_line(line)}\n" for line in expected
    )
    text = "".join(f"{line.rstrip()}\n" for line in printed.removeprefix("\ufeff").splitlines())
    return re.fullmatch(pattern, text) is not None


def _line(line: str) -> str:
    return "[^\n]*".join(re.escape(part) for part in line.rstrip().split(WILDCARD))


def run(step: Step, folder: Path, environment: Mapping[str, str], address: str) -> str:
    """Return what a command prints, the service's address written as the page has it."""
    done = subprocess.run(
        ["/bin/bash", "-c", step.command.replace(ADDRESS, address)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIME_LIMIT_S,
        check=False,
    )
    return done.stdout.decode().replace(address, ADDRESS)
