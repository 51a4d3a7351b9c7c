"""Which properties the rules about a whole record look at: of two parties one may be a kind."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Term

__all__ = ["record_wide"]

_SH: Final = PREFIXES["sh"]
_RDF: Final = PREFIXES["rdf"]
_INTO: Final = tuple(
    [_SH + n for n in ("or", "and", "xone", "not", "node", "property")]
    + [_RDF + "first", _RDF + "rest"]
)


def record_wide(model: Model) -> dict[str, set[str]]:
    """Return by type of record the properties that rules about the whole record look at."""
    said: defaultdict[Term, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in model.shapes:
        said[quad.subject][quad.predicate.value].append(quad.object)

    def paths(node: Term, seen: set[Term]) -> Iterator[str]:
        if node in seen or node not in said:
            return
        seen.add(node)
        values = said[node]
        yield from (p.value for p in values.get(_SH + "path", ()) if isinstance(p, NamedNode))
        for predicate in _INTO:
            for inner in values.get(predicate, ()):
                yield from paths(inner, seen)

    found: dict[str, set[str]] = {e.name: set() for e in model.entities}
    by_local = {e.iri.rpartition("#")[2]: e for e in model.entities}
    for shape, values in list(said.items()):
        if not isinstance(shape, NamedNode) or _SH + "path" in values:
            continue
        local, dash, _ = shape.value.removeprefix(PREFIXES["shape"]).partition("-")
        if dash and local in by_local:
            found[by_local[local].name].update(paths(shape, set()))
    return found
