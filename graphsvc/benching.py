"""Which engine answers a question cheaper: what `graphsvc bench questions` measures.

Both engines are asked in turn, and what counts is CPU time, of this process and of the engine's
own: a machine is shared, and its clock tells of the others, too.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.questions.binding import complete
from graphsvc.questions.engines import CYPHER, SPARQL, CypherEngine, SparqlEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphsvc.questions.catalogue import Question
    from graphsvc.questions.engines import Engine
    from graphsvc.registry import Registry

__all__ = ["Cost", "bench_questions"]

_ROUNDS: Final = 5
_ROUND_S: Final = 0.05
_ASKED_MOST: Final = 200
_MARGIN: Final = 1.2
"""How many times cheaper the other engine must be before it is worth naming."""


@dataclass(frozen=True)
class Cost:
    """What one answer to a question's example costs.

    Attributes:
        rows: how many rows it has.
        sparql_ms: CPU milliseconds in SPARQL, the least of several rounds.
        cypher_ms: the same in Cypher.
    """

    question: Question
    rows: int
    sparql_ms: float
    cypher_ms: float

    @property
    def cheaper(self) -> str:
        """The engine to name in `question.toml`: SPARQL unless Cypher is clearly cheaper."""
        return CYPHER if self.cypher_ms * _MARGIN < self.sparql_ms else SPARQL


def bench_questions(registry: Registry) -> Iterator[Cost]:
    """Yield what each question costs over the data of a registry."""
    registry.following.catch_up(CYPHER, registry.store.sequence)
    engines: dict[str, Engine] = {
        SPARQL: SparqlEngine(registry.store),
        CYPHER: CypherEngine(registry.cypher),
    }
    for question in registry.catalogue.questions:
        values = complete(question, {}, None)
        rows = len(engines[SPARQL].ask(question, values).rows)
        engines[CYPHER].ask(question, values)  # plans are kept from the first time on
        least = dict.fromkeys(engines, float("inf"))
        for _ in range(_ROUNDS):
            for name, engine in engines.items():
                spent = _spent_ms(lambda: engine.ask(question, values), registry.cypher.cpu_s)  # noqa: B023
                least[name] = min(least[name], spent)
        yield Cost(question, rows, least[SPARQL], least[CYPHER])


def _spent_ms(ask: Callable[[], object], child_s: Callable[[], float]) -> float:
    """Return the CPU milliseconds of one asking, over a round of them."""
    asked, until = 0, time.monotonic() + _ROUND_S
    begun = time.process_time() + child_s()
    while asked < _ASKED_MOST and (not asked or time.monotonic() < until):
        ask()
        asked += 1
    return (time.process_time() + child_s() - begun) * 1000 / asked
