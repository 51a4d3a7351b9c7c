"""What digests and reports are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from graphsvc.audits.engine import Auditor
    from graphsvc.projections.labels import Labels
    from graphsvc.projections.reading import StoreReader
    from graphsvc.questions.catalogue import Catalogue
    from graphsvc.questions.running import Asker

__all__ = ["Sources"]


class Sources(NamedTuple):
    """The audits, the other questions, and the records they are about."""

    auditor: Auditor
    catalogue: Catalogue
    asker: Asker
    store: StoreReader
    labels: Labels
