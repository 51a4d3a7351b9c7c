"""What `graphsvc norms` does: a table of norms, what is wrong with it, what it would expect."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphsvc.commands.submitting import handed_in
from graphsvc.commands.telling import DONE, REFUSED
from graphsvc.locale import LANGUAGES, texts
from graphsvc.projections.labels import Labels
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import compact
from graphsvc.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphsvc.audits.norms import NormPreview
    from graphsvc.settings import Settings

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the command to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    norms = command("norms", _norms, "что будут требовать нормы · what norms would demand")
    norms.add_argument("file", type=Path, metavar="FILE")
    norms.add_argument("--body", required=True, metavar="IRI")
    norms.add_argument("--date", metavar="D")
    norms.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)


def _norms(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        submission = opened.door.read(handed_in(given.file, given.body, mode="patch"))
        previews = opened.previewer.preview(submission, day_given(given.date))
        for line in _lines(opened, previews, given.lang):
            print(line)
    return REFUSED if any(p.faults for p in previews) else DONE


def _lines(registry: Registry, previews: list[NormPreview], lang: str) -> Iterator[str]:
    told: dict[str, Any] = texts("norms")
    labels = Labels(registry.model, registry.store)
    if not previews:
        yield told["words"]["none"][lang]
    for preview in previews:
        yield compact(preview.norm)
        for fault in preview.faults:
            yield f"  ! {told['fault'][fault][lang]}"
        words = told["words"]
        yield f"  {words['expects'][lang]}: {len(preview.rows)}"
        yield f"  {words['unmet'][lang]}: {len(preview.unmet)}"
        for row in preview.unmet:
            period = f" {row['from']}–{row['to']}" if row["to"] else ""
            yield f"    {labels.label(row['body'], lang)}{period}"
