"""What the routes share: the open registry, and the checkpoint free queries read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from graphsvc.isolation.querying import FreeQueries
from graphsvc.projections.labels import Labels

if TYPE_CHECKING:
    from graphsvc.registry import Registry

__all__ = ["Service", "ServiceDep"]


class Service:
    """The registry as the routes see it."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.labels = Labels(registry.model, registry.store)
        settings = registry.settings
        self.queries = FreeQueries(
            time_limit_s=settings.query_time_limit_s,
            memory_limit_mib=settings.query_memory_limit_mib,
            size_limit_bytes=settings.query_result_limit_bytes,
        )
        registry.following.start()

    def free(self, query: str, accepted: list[str]) -> tuple[int, str, bytes]:
        """Return sequence, media type and text of the answer to a free query, checked before.

        Raises: as `FreeQueries.run`.
        """
        with self.registry.checkpoints.current() as (sequence, folder):
            return (sequence, *self.queries.run(folder, query, accepted))

    def close(self) -> None:
        """Release the registry."""
        self.registry.close()


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(_service)]
