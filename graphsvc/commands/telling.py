"""How commands tell: exit statuses, what came of a submission, content for a file or a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from graphsvc.locale import texts
from graphsvc.rdf.names import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graphsvc.submissions.pipeline import Outcome
    from graphsvc.validation.report import Result

__all__ = [
    "DONE",
    "FAILURE",
    "REFUSED",
    "USAGE",
    "result_lines",
    "tell_outcome",
    "write_to",
]

DONE, REFUSED, USAGE, FAILURE = range(4)
"""Exit status of a command; what only looks for something ends as refused where it is found."""
_SHOWN = 3


def tell_outcome(name: str, outcome: Outcome, lang: str) -> None:
    """Print what came of a submission."""
    what = "kept" if outcome.entry else "tried" if outcome.patch else "same"
    line: str = texts("cli")[what][lang]
    added, removed = len(outcome.patch.added), len(outcome.patch.removed)
    print(line.format(name=name, version=outcome.version, added=added, removed=removed))
    for line in result_lines(outcome.report.results, lang):
        print("  " + line)


def result_lines(results: Iterable[Result], lang: str) -> Iterator[str]:
    """Yield a line per cause, the gravest first: how often, what, the first records it is in."""
    causes: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        text = result.message.get(lang) or next(iter(result.message.values()), "")
        causes.setdefault((result.severity, text), []).append(result)
    for (severity, text), found in causes.items():
        names = [_place(result) for result in found[:_SHOWN]]
        more = f" … +{len(found) - _SHOWN}" if len(found) > _SHOWN else ""
        word: str = texts("cli")["severity"][severity][lang]
        yield f"{word} ({len(found)}): {text} {', '.join(names)}{more}"


def write_to(output: Path | None, content: bytes) -> None:
    """Write content to a file, or to standard output where none is named."""
    if output:
        output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


def _place(result: Result) -> str:
    value = result.value if result.value != result.focus else ""
    table = f"{result.file}:{result.row} " if result.file else ""
    return table + compact(result.focus) + (f" «{value}»" if value else "")
