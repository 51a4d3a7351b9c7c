"""A person's own deficits are personal data: no record may say who has which.

Refused is every record that names both a person and a deficit, by whatever properties, and every
person or deficit that names the other. What is written in plain text is beyond this check.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graphsvc.locale import texts
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode
from graphsvc.validation.report import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Quad, Term

__all__ = ["personal_deficits"]

_PERSON = rms("Person")
_DEFICITS = frozenset({rms("Deficit"), rms("DeficitCount")})


def personal_deficits(store: StoreReader, new: Iterable[Quad]) -> list[Result]:
    """Return one violation per record of a graph that would tell a person's deficit.

    Args:
        store: what is known of records outside the graph.
    """
    named: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    types: dict[NamedNode, set[Term]] = defaultdict(set)
    for quad in new:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            if quad.predicate == RDF_TYPE:
                types[quad.subject].add(quad.object)
            named[quad.subject].add(quad.object)

    def kinds(iri: NamedNode) -> set[Term]:
        if iri not in types:
            own = iri.value.startswith(ID)
            types[iri] = set(store.values(iri, RDF_TYPE)) if own else set()
        return types[iri]

    found: list[NamedNode] = []
    for subject, objects in named.items():
        involved = [kinds(iri) for iri in (subject, *objects)]
        if any(_PERSON in k for k in involved) and any(_DEFICITS & k for k in involved):
            found.append(subject)
    message: dict[str, str] = texts("counts")["door"]["personal"]
    shape = PREFIXES["shape"] + "Person"
    return [Result(s.value, "", "", shape, "Violation", message) for s in sorted(found, key=str)]
