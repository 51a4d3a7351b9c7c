"""Parameters to ask a question with: its examples, and others drawn from the data themselves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from graphsvc.errors import ParameterError
from graphsvc.questions.binding import complete
from graphsvc.rdf.names import BASE, RDF_TYPE
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.questions.catalogue import Parameter, Question

SOAK = bool(os.environ.get("SOAK"))
"""Whether to take much more time (`make soak`)."""
DATES = ("2019-06-01", "2021-06-01", "2026-03-01")
_DAYS = ("2019-10-01", "2021-03-15", "2026-11-01")
_NUMBERS = ("0", "1", "2021")
_SPREAD, _REFERRED = (12, 5) if SOAK else (2, 2)


def cases(question: Question, model: Model, store: StoreReader) -> Iterator[dict[str, str]]:
    """Yield values to bind: the examples, then one parameter or the date changed at a time."""
    yield complete(question, {}, None)
    base = {p.name: p.example for p in question.parameters if p.example}
    needed = {p.name: base[p.name] for p in question.parameters if p.required}
    day = question.date or None
    given = [
        ({**base, p.name: value}, day)
        for p in question.parameters
        for value in _values(p, model, store)
    ]
    optional = sorted(base.keys() - needed.keys())
    given += [({k: v for k, v in base.items() if k != name}, day) for name in optional]
    if question.date:
        given += [(chosen, date) for date in DATES for chosen in (base, needed)]
    for chosen, on in given:
        try:
            yield complete(question, chosen, on)
        except ParameterError:
            continue  # a required one has no example


def _values(parameter: Parameter, model: Model, store: StoreReader) -> list[str]:
    """Return values of a parameter: records spread over the data, and those most referred to."""
    if parameter.type == "concept":
        known = sorted(model.concepts.get(f"{BASE}scheme/{parameter.entity}", {}))
        return known[:: max(1, len(known) // _SPREAD)]
    if parameter.type == "record":
        kinds = [e.iri for e in model.entities if parameter.entity in ("", e.name)]
        known = sorted(s.value for k in kinds for s, _ in store.referrers(NamedNode(k), RDF_TYPE))
        weight = {i: len(store.referrers(NamedNode(i))) for i in known}
        return (
            known[:: max(1, len(known) // _SPREAD)]
            + sorted(known, key=lambda i: -weight[i])[:_REFERRED]
        )
    return list({"date": _DAYS, "integer": _NUMBERS}.get(parameter.type, ()))
