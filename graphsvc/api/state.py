"""What the routes share: the open registry, and the workers that answer free queries."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from graphsvc.access.attempts import Attempts
from graphsvc.audits.kept import Kept
from graphsvc.forms.controls import Forms
from graphsvc.isolation.guard import check_cypher, check_parameters, check_sparql
from graphsvc.isolation.querying import CypherQueries, FreeAnswer, Limits, SparqlQueries
from graphsvc.projections.labels import KeptLabels, Labels
from graphsvc.projections.registers import Registers
from graphsvc.questions.engines import CYPHER
from graphsvc.texts.accounting import SourceTexts

if TYPE_CHECKING:
    from graphsvc.registry import Registry

__all__ = ["Service", "ServiceDep"]

_KEPT = 200
"""Most parts of pages that are kept for one state of the data."""
_CHANGES_KEPT = 8
"""Most changes of whole data sets that are: one may have a hundred thousand statements."""


class Service:
    """The registry as the routes see it."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.labels: Labels = KeptLabels(registry.model, registry.store)
        self.texts = SourceTexts(registry.model, registry.store)
        self.kept: Kept[Any] = Kept(registry.store, _KEPT)
        self.changes: Kept[Any] = Kept(registry.store, _CHANGES_KEPT)
        self.attempts = Attempts()
        self.forms = Forms(registry.model)
        self.registers = Registers(registry.model, registry.store, registry.search)
        settings = registry.settings
        limits = Limits(
            time_s=settings.query_time_limit_s,
            memory_mib=settings.query_memory_limit_mib,
            rows=settings.query_row_limit,
            size_bytes=settings.query_result_limit_bytes,
        )
        self._guard = {
            "limit_bytes": settings.query_limit_bytes,
            "depth_limit": settings.query_depth_limit,
        }
        self.sparql_queries = SparqlQueries(registry.checkpoints, limits)
        self.cypher_queries = CypherQueries(_FreshGraph(registry), limits)
        registry.following.start()

    def sparql(self, query: str, accepted: Sequence[str]) -> FreeAnswer:
        """Return the answer to free SPARQL.

        Raises: as `check_sparql` and `SparqlQueries.run`.
        """
        check_sparql(query, **self._guard)
        return self.sparql_queries.run(query, accepted)

    def cypher(self, query: str, parameters: Mapping[str, Any]) -> FreeAnswer:
        """Return the answer to free Cypher.

        Raises: as `check_cypher`, `check_parameters` and `CypherQueries.run`.
        """
        text, names = check_cypher(query, **self._guard)
        depth_limit = self._guard["depth_limit"]
        used = check_parameters(parameters, names, depth_limit=depth_limit)
        return self.cypher_queries.run(text, used)

    def close(self) -> None:
        """Release the registry."""
        self.sparql_queries.close()
        self.cypher_queries.close()
        self.registry.close()


class _FreshGraph:
    """Copies of the property graph that hold what the store holds."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    @contextmanager
    def current(self) -> Generator[tuple[int, Path]]:
        """Hand out the sequence and the path of a copy that nobody writes."""
        registry = self._registry
        registry.following.catch_up(CYPHER, registry.store.sequence)
        with registry.cypher.current() as copy:
            yield copy


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(_service)]
