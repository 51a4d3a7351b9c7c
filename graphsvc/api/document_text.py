"""The source texts by name: which there are, what they are called, which documents they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.rdf.names import ID, rms
from graphsvc.rdf.terms import Literal
from graphsvc.texts.files import folders, is_demo

if TYPE_CHECKING:
    from graphsvc.api.state import Service

__all__ = ["documents_in", "folders", "name_of", "sources"]


def sources(service: Service, lang: str) -> list[tuple[str, str, bool]]:
    """Return of each text its slug, its name and whether it is made up; made-up ones come last."""
    return [(slug, name_of(service, slug, lang), is_demo(path)) for slug, path in folders().items()]


def name_of(service: Service, slug: str, lang: str) -> str:
    """Return the name of the document a text is of; of all it holds, where none gives its slug."""
    own = f"{ID}document/{slug}"
    held = documents_in(service, slug)
    return (
        service.labels.label(own, lang)
        if own in held
        else "; ".join(service.labels.label(iri, lang) for iri in held)
    )


def documents_in(service: Service, slug: str) -> list[str]:
    """Return the IRIs of the documents a text holds: a plan, say, and the order approving it."""
    held = service.registry.store.referrers(Literal(slug), rms("sourceText"))
    return sorted({subject.value for subject, _ in held})
