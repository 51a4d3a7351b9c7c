"""A region's extension is checked by the reasoner before it is loaded, and then is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import ExtensionRefusedError
from graphsvc.rdf.names import BASE, ONTOLOGY
from graphsvc.rdf.terms import NamedNode
from graphsvc.registry import Registry
from graphsvc.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

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


def test_a_sound_extension_is_loaded_and_its_code_can_be_used(tmp_path: Path) -> None:
    registry = Registry(settings(tmp_path, SOUND))
    assert KIND in registry.model.concepts[BASE + "scheme/kind"]
    assert any(q.subject == NamedNode(KIND) for q in registry.store.graph(ONTOLOGY))
    registry.close()


def test_a_contradictory_extension_stops_the_start_and_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ExtensionRefusedError) as refused:
        Registry(settings(tmp_path, FAULTY))
    assert "PostAndBody" in str(refused.value.parameters["classes"])
    registry = Registry(Settings(data_dir=tmp_path / "data"))
    assert "PostAndBody" not in "".join(str(q) for q in registry.store.graph(ONTOLOGY))
    registry.close()
