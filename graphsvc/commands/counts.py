"""What `graphsvc publish-counts` and `graphsvc indicator` do."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.commands.telling import DONE, REFUSED, write_to
from graphsvc.errors import TableError
from graphsvc.locale import LANGUAGES, texts
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import ID, compact
from graphsvc.registry import Registry
from graphsvc.submissions.count_tables import CountTable
from graphsvc.submissions.disclosure import LEAST
from graphsvc.submissions.publishing import CubeError, publishable
from graphsvc.submissions.small_cells import nesting_of, published_cells
from graphsvc.tables.sheet import TableFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graphsvc.settings import Settings
    from graphsvc.submissions.disclosure import Nesting
    from graphsvc.submissions.publishing import Publication

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the commands to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    counts = command(
        "publish-counts", _publish, "скрыть малые клетки · hide small cells before publishing"
    )
    counts.add_argument("file", type=Path)
    counts.add_argument("-o", "--output", type=Path, metavar="FILE")
    counts.add_argument("--previous", type=Path, action="append", default=[], metavar="FILE")
    counts.add_argument("--sum", action="append", default=[], metavar="WHOLE=PART+PART")
    indicator = command("indicator", _indicator, "посчитать показатель · compute an indicator")
    indicator.add_argument("key", metavar="KEY")
    indicator.add_argument("--territory", metavar="IRI")
    indicator.add_argument("--date", metavar="D")
    for one in (counts, indicator):
        one.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)


def _publish(given: argparse.Namespace, settings: Settings) -> int:
    table = CountTable(given.file.name, given.file.read_bytes())
    counted = table.counted()
    with closing(Registry(settings)) as opened:
        nesting = {**nesting_of(opened.store), **_sums(given.sum)}
        previous = [published_cells(opened.store)]
    previous += [CountTable(f.name, f.read_bytes()).published() for f in given.previous]
    try:
        found = publishable(counted, nesting, previous=previous)
    except CubeError as error:
        raise _contradiction(table, given.file.name, error) from error
    for line in _told(found, given.lang):
        print(line, file=sys.stderr)  # the table may go to standard output
    if found.exposed:
        return REFUSED
    write_to(given.output, table.hiding(found.cells))
    return DONE


def _indicator(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        territory = opened.record("territory", given.territory, "territory")
        found = opened.indicators.computed(given.key, territory, day_given(given.date), given.lang)
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(f"{text}\n".encode())
    return DONE


def _sums(given: Iterable[str]) -> Nesting:
    """Return the sums of `--sum`: besides places, which the registry knows."""
    pairs = (text.partition("=") for text in given)
    return {_named(w): frozenset(map(_named, parts.split("+"))) for w, _, parts in pairs}


def _named(text: str) -> str:
    return text.strip() if "://" in text else ID + text.strip()


def _contradiction(table: CountTable, file: str, error: CubeError) -> TableError:
    said: dict[str, str] = texts("counts")["contradiction"]
    faults = [TableFault(file, table.row_of(key), "count", "", said) for key in error.keys]
    return TableError(faults=faults, count=len(faults))


def _told(found: Publication, lang: str) -> Iterable[str]:
    """Yield a line for each hidden cell, and what no hiding helps against."""
    words = texts("counts")
    for key, reason in found.reasons.items():
        why = words["reason"][reason][lang].format(least=LEAST)
        yield " ".join(compact(n) for n in (key.deficit, key.place, key.period)) + f": {why}"
    for disclosure in found.exposed:
        told = {"low": disclosure.low, "high": disclosure.high}
        cell = " ".join(compact(n) for n in (disclosure.key.deficit, disclosure.key.place))
        yield words["door"][disclosure.what][lang].format(**told, cell=cell)
    counts = {"hidden": len(found.reasons), "shown": len(found.cells) - len(found.reasons)}
    which = "exposed" if found.exposed else "published"
    yield words[which][lang].format(**counts)
