"""The registry as it was: what a request with `asOf=` reads."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, NamedTuple, cast

from fastapi import Request

from graphsvc.api.state import Service
from graphsvc.projections.labels import Labels

if TYPE_CHECKING:
    from graphsvc.projections.oxigraph import OxigraphStore

__all__ = ["Moment", "as_of", "moment"]


class Moment(NamedTuple):
    """The entry of the journal as of which something is shown, and when it was written."""

    sequence: int
    time: str


@contextmanager
def as_of(request: Request, service: Service) -> Generator[Service]:
    """Hand out the service as of the entry that `asOf=` names; without it, as it is.

    Raises:
        ParameterError: it names no entry.
        VersionOpeningError: the earlier state is not open yet; it will be.
    """
    asked = request.query_params.get("asOf")
    if not asked:
        yield service
        return
    registry = service.registry
    sequence = registry.sequence_at(asked)
    with registry.versions.at(sequence, registry.settings.version_wait_s) as version:
        then = copy(service)
        then.registry = copy(registry)
        # Who reads asks for nothing that the store of an earlier state does not have.
        then.registry.store = cast("OxigraphStore", version.reader)
        then.labels = Labels(registry.model, version.reader)
        yield then


def moment(request: Request, service: Service) -> Moment | None:
    """Return the entry as of which a service is seen, None where `asOf=` names none."""
    if not request.query_params.get("asOf"):
        return None
    sequence = service.registry.store.sequence
    return Moment(sequence, service.registry.journal.read(sequence).header.time.isoformat())
