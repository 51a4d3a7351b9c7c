"""The oracle's rows in the shape in which engines give theirs."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.rdf.names import compact
from tests.oracle.world import ORACLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphsvc.questions.catalogue import Question
    from tests.oracle.world import World

__all__ = ["ANSWERED", "expected", "rows_of"]

for _file in sorted(Path(__file__).parent.glob("*.py")):
    import_module(f"tests.oracle.{_file.stem}")  # for its answers
ANSWERED = frozenset(ORACLES)


def expected(question: Question, world: World, values: dict[str, str]) -> set[str]:
    """Return the rows that the question's words call for."""
    return rows_of(question, ORACLES[question.id](world, values))


def rows_of(question: Question, rows: Iterable[Mapping[str, object]]) -> set[str]:
    """Return rows as texts, IRIs shortened."""
    names = [c.name for c in question.columns]
    return {
        json.dumps({n: _short(row.get(n)) for n in names}, ensure_ascii=False, sort_keys=True)
        for row in rows
    }


def _short(value: object) -> object:
    return compact(value).removeprefix("scheme/") if isinstance(value, str) else value
