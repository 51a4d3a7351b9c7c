"""A region's extension is checked by the reasoner before it is loaded, and then is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import ExtensionRefusedError, ShapeViolationError
from graphsvc.locale import error_text
from graphsvc.rdf.names import BASE, ID, ONTOLOGY
from graphsvc.rdf.terms import NamedNode
from graphsvc.registry import Registry
from graphsvc.settings import Settings
from graphsvc.submissions.formats import Handed
from tests.making import body_turtle

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.submissions.pipeline import Outcome

SHAPES = """@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/methodnet/shapes#> .
@prefix rms: <https://w3id.org/methodnet/ontology#> .
shape:region a sh:NodeShape ; sh:targetSubjectsOf rms:quoteOfTheRegion ;
"""
PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rms: <https://w3id.org/methodnet/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
KIND = BASE + "scheme/kind/lyceum-union"
SOUND = f"""<{KIND}> a skos:Concept ;
    skos:inScheme <{BASE}scheme/kind> ;
    skos:prefLabel "союз лицеев"@ru, "union of lyceums"@en .
"""
FAULTY = """<https://example.org/PostAndBody> a owl:Class ;
    rdfs:subClassOf rms:Body, rms:Post .
"""


def settings(folder: Path, turtle: str) -> Settings:
    extension = folder / "extension"
    extension.mkdir(exist_ok=True)
    (extension / "region.ttl").write_text(PREFIXES + turtle, "utf-8")
    return Settings(data_dir=folder / "data", extension_dir=extension)


def with_shapes(folder: Path, turtle: str) -> Settings:
    chosen = settings(folder, SOUND)
    shapes = chosen.extension_dir / "shapes"
    shapes.mkdir(exist_ok=True)
    (shapes / "region.ttl").write_text(SHAPES + turtle, "utf-8")
    return chosen


@pytest.mark.parametrize(
    ("turtle", "word"),
    [
        ("sh:property [ sh:path rms:note ; sh:minCout 1 ] .", "sh:minCout"),
        ("sh:rule [ sh:order 1 ] .", "sh:rule"),
        ('sh:property [ sh:path rms:note ; sh:pattern "^(a+)+$" ] .', "^(a+)+$"),
        ("sh:and shape:l . shape:l rdf:first shape:region ; rdf:rest shape:l .", "circle"),
        ("sh:and shape:l . shape:l rdf:first shape:region .", "breaks off"),
        (
            'sh:sparql [ sh:select "SELECT $this { SERVICE <u:s> { $this ?p ?o } }" ] .',
            "SERVICE",
        ),
        ("sh:property [ sh:path rms:note .", "region.ttl"),
    ],
)
def test_bad_shapes_stop_the_start_and_are_named(tmp_path: Path, turtle: str, word: str) -> None:
    with pytest.raises(ExtensionRefusedError) as refused:
        Registry(with_shapes(tmp_path, turtle))
    assert word in str(refused.value.parameters["faults"])
    for lang, said in (("ru", "не загружено"), ("en", "was not loaded")):
        assert said in error_text("extension-refused", refused.value.parameters, lang)[1]
    assert not (tmp_path / "data").exists()  # nothing was begun


def test_shapes_the_index_cannot_follow_validate_everything_and_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A record of one graph is wrong because of what another says of a third: rightly, slowly."""
    query = "SELECT $this { $this <urn:q> ?v . ?other <urn:forbids> ?v }"
    shapes = with_shapes(tmp_path, "sh:property [ sh:path rms:note ; sh:maxCount 1 ] .")
    text = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:shape> a sh:NodeShape ;"
        ' sh:targetSubjectsOf <urn:q> ; sh:message "Запрещено"@ru, "Forbidden"@en ;'
        f' sh:sparql <urn:c> . <urn:c> sh:select "{query}" ;'
        ' sh:message "Запрещено"@ru, "Forbidden"@en .'
    )
    (shapes.extension_dir / "shapes" / "slow.ttl").write_text(
        text.replace(
            "$this <urn:q> ?v . ?other", "{ SELECT $this ?v { $this <urn:q> ?v } } ?other"
        ),
        "utf-8",
    )
    registry = Registry(shapes)
    assert "urn:c" in caplog.text
    assert "validates all records" in caplog.text
    marked = f"{body_turtle('a')}<{ID}body/a> <urn:q> 1 ."
    forbids = f"{body_turtle('b')}<{ID}body/b> <urn:forbids> 1 ."

    def give(key: str, turtle: str) -> Outcome:
        handed = Handed("a.ttl", turtle.encode(), f"{ID}body/{key}", agent="a")
        return registry.pipeline.submit(registry.door.read(handed))

    assert give("a", marked).entry is not None
    with pytest.raises(ShapeViolationError) as refused:
        give("b", forbids)
    report = refused.value.parameters["report"]
    assert {r.focus for r in report.violations} == {f"{ID}body/a"}  # type: ignore[attr-defined]
    registry.close()


def test_a_sound_extension_is_loaded_and_its_code_can_be_used(tmp_path: Path) -> None:
    registry = Registry(settings(tmp_path, SOUND))
    assert KIND in registry.model.concepts[BASE + "scheme/kind"]
    assert any(q.subject == NamedNode(KIND) for q in registry.store.graph(ONTOLOGY))
    registry.close()


def test_a_contradictory_extension_stops_the_start_and_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ExtensionRefusedError) as refused:
        Registry(settings(tmp_path, FAULTY))
    assert "PostAndBody" in str(refused.value.parameters["faults"])
    registry = Registry(Settings(data_dir=tmp_path / "data"))
    assert "PostAndBody" not in "".join(str(q) for q in registry.store.graph(ONTOLOGY))
    registry.close()
