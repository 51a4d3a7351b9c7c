"""Names of the property graph, and records as its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.model.property_graph import property_graph
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.property_graph import Projection
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE, graph_of, rms
from graphsvc.rdf.terms import Literal, NamedNode
from tests.making import Bare, node, put, quad, text

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.model.entities import Model


def test_a_relationship_does_not_share_a_labels_name(model: Model) -> None:
    graph = property_graph(model)
    labels = {label.name.upper() for label in graph.labels}
    assert not labels & {r.name for r in graph.relationships}
    assert graph.by_path[rms("basis").value].name == "HAS_BASIS"
    assert graph.by_path[rms("subjectKind").value].name == "SUBJECT_KIND"


def test_a_field_of_several_values_is_an_array(model: Model) -> None:
    fields = {e.iri: {f.path: f.many for f in e.fields} for e in model.entities}
    for label in property_graph(model).labels:
        for prop in label.properties:
            if label.iri in fields:
                assert prop.many == fields[label.iri][prop.path], (label.name, prop.name)


@pytest.mark.parametrize("day", ["2021-01-01Z", "2021-01-01+03:00"])
def test_what_no_engine_has_a_value_for_stays_in_rdf(
    day: str, model: Model, tmp_path: Path
) -> None:
    bare = Bare(tmp_path, derivation=Derivation.of(model))
    label = NamedNode(PREFIXES["skos"] + "prefLabel")
    put(  # the door takes no such number any more; a journal may have one
        bare.journal,
        bare.store,
        graph_of("body/a"),
        [
            quad("body/a", RDF_TYPE, rms("Body")),
            quad("body/a", label, Literal("Центр", language="ru")),
            quad("body/a", rms("validFrom"), text(day, "date")),
            quad("body/a", rms("validTo"), text("2022-01-01", "date")),
            quad("measurement/m", RDF_TYPE, rms("Measurement")),
            quad("measurement/m", rms("numerator"), text(str(2**63), "integer")),
            quad("measurement/m", rms("denominator"), text(str(2**63 - 1), "integer")),
        ],
    )
    projection = Projection(property_graph(model), bare.store)
    body, measured = projection.node(ID + "body/a"), projection.node(ID + "measurement/m")
    assert body
    assert measured
    assert "validFrom" not in body.properties
    assert {"validTo", "label_ru"} <= body.properties.keys()
    assert measured.properties["denominator"] == 2**63 - 1
    assert "numerator" not in measured.properties
    assert bare.store.values(node("body/a"), rms("validFrom"))
    bare.close()
