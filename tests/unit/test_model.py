"""The model is what ontology and shapes say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from rdflib.namespace import SH

from graphsvc.model.context import jsonld_context
from graphsvc.rdf.names import BASE, PREFIXES, rms
from graphsvc.rdf.terms import NamedNode
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from graphsvc.model.entities import Model

SHAPES = sorted(data_folder("shapes").glob("*.ttl"))


def shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in SHAPES:
        graph.parse(data=path.read_text("utf-8"), format="turtle")
    return graph


def test_each_shape_of_a_class_is_an_entity(model: Model) -> None:
    targets = {str(o) for o in shapes().objects(None, SH.targetClass)}
    assert {e.iri for e in model.entities} == targets
    assert {e.name for e in model.entities} <= {p.stem for p in SHAPES}
    assert len(targets) > 40


def test_required_and_many_are_the_shapes_counts(model: Model) -> None:
    graph = shapes()
    for shape, target in graph.subject_objects(SH.targetClass):
        entity = model.by_class[str(target)]
        for constraint in graph.objects(shape, SH.property):
            if graph.value(constraint, SH.order) is None:
                continue
            field = entity.by_name[str(constraint).rpartition("-")[2]]
            least = graph.value(constraint, SH.minCount)
            most = graph.value(constraint, SH.maxCount)
            unique = graph.value(constraint, SH.uniqueLang)
            assert field.path == str(graph.value(constraint, SH.path))
            assert field.required == (least is not None and int(str(least)) > 0)
            assert field.many == (str(most) != "1" and str(unique).lower() != "true")


def test_names_and_definitions_are_in_both_languages(model: Model) -> None:
    for entity in model.entities:
        for texts in (entity.label, entity.definition):
            assert set(texts) >= {"ru", "en"}, entity.name
        for field in entity.fields:
            assert set(field.label) >= {"ru", "en"}, (entity.name, field.name)
            assert set(field.definition) >= {"ru", "en"}, (entity.name, field.name)


def test_a_field_of_a_code_list_has_values_to_choose_from(model: Model) -> None:
    for entity in model.entities:
        for field in entity.fields:
            for scheme in field.schemes:
                assert model.concepts.get(scheme), (entity.name, field.name, scheme)


def test_a_reference_points_to_entities(model: Model) -> None:
    for entity in model.entities:
        for field in entity.fields:
            assert set(field.classes) <= set(model.by_class), (entity.name, field.name)


def test_relations_have_direct_properties(model: Model) -> None:
    assert len(model.edges[rms("Relation")]) > 10
    for kind in (rms("Relation"), rms("Norm")):
        assert NamedNode(f"{BASE}scheme/relation/coordinates") in model.edges[kind]
        assert all(c.value.startswith(f"{BASE}scheme/relation/") for c in model.edges[kind])


def test_the_context_gives_records_their_properties(model: Model) -> None:
    context = jsonld_context(model)["@context"]
    assert {k: v for k, v in context.items() if k in PREFIXES} == PREFIXES
    assert context["Body"] == rms("Body").value
    assert context["validFrom"] == {
        "@id": rms("validFrom").value,
        "@type": PREFIXES["xsd"] + "date",
    }
    for name, term in context.items():
        if isinstance(term, dict):
            paths = {e.by_name[name].path for e in model.entities if name in e.by_name}
            assert paths == {term["@id"]}, name


def test_json_with_the_context_is_what_it_should_be(model: Model) -> None:
    import json  # noqa: PLC0415  # for this test alone

    record = {
        **jsonld_context(model),
        "@id": "id:body/a",
        "@type": "Body",
        "level": "scheme:level/regional",
        "size": 3,
    }
    quads = set(ox.parse(json.dumps(record).encode(), ox.RdfFormat.JSON_LD))
    assert {str(q.triple).replace(BASE, "") for q in quads} == {
        f"<id/body/a> <{PREFIXES['rdf']}type> <ontology#Body>",
        "<id/body/a> <ontology#level> <scheme/level/regional>",
        f'<id/body/a> <ontology#size> "3"^^<{PREFIXES["xsd"]}integer>',
    }


def test_data_folders_are_found() -> None:
    for name in ("ontology", "shapes", "queries", "seed"):
        assert isinstance(data_folder(name), Path)
        assert data_folder(name).is_dir()
