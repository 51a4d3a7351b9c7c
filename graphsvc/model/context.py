"""The JSON-LD context of records, from the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphsvc.rdf.names import PREFIXES

if TYPE_CHECKING:
    from graphsvc.model.entities import Model

__all__ = ["jsonld_context"]


def jsonld_context(model: Model) -> dict[str, Any]:
    """Return a context with a term for each entity and each field.

    Where two entities give one field name to different properties, or different kinds of value, the
    term is left out: the property is then written with its prefix.
    """
    terms: dict[str, Any] = dict(PREFIXES)
    ambiguous: set[str] = set()
    for entity in model.entities:
        terms[entity.iri.rpartition("#")[2]] = entity.iri
        for field in entity.fields:
            term: dict[str, str] = {"@id": field.path}
            if not field.datatype:
                term["@type"] = "@id"
            elif not field.datatype.endswith(("langString", "string")):
                term["@type"] = field.datatype
            if terms.setdefault(field.name, term) != term:
                ambiguous.add(field.name)
    return {"@context": {k: v for k, v in terms.items() if k not in ambiguous}}
