"""HermiT finds the ontology and the seeds without contradiction, and finds each planted one."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphsvc.errors import JavaMissingError, RdfSyntaxError, ReasonerError
from graphsvc.model.entities import load_model
from graphsvc.projections.derivation import Derivation
from graphsvc.submissions.folders import find_folders, read_folder
from graphsvc.validation.reasoner import Consistency, check, check_extension, check_ontology

ROOT = Path(__file__).parents[2]
PREFIXES = b"""
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix ex: <https://example.org/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rms: <https://w3id.org/methodnet/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SOUND = Consistency(consistent=True)


def ontology_files() -> list[ox.Triple]:
    files = sorted((ROOT / "ontology").rglob("*.ttl"))
    assert ROOT / "ontology" / "imports" / "guard.ttl" in files
    return [q.triple for f in files for q in ox.parse(f.read_bytes(), ox.RdfFormat.TURTLE)]


def test_the_ontology_is_consistent_and_no_class_is_unsatisfiable() -> None:
    assert check_ontology() == SOUND
    assert check_ontology().sound


def test_the_seeds_and_what_is_derived_from_them_are_consistent_with_the_ontology() -> None:
    model = load_model()
    folders = find_folders([ROOT / "seed"])
    data = [q.triple for folder in folders for q in read_folder(model, folder).quads]
    records: dict[object, list[ox.Triple]] = defaultdict(list)
    for triple in data:
        records[triple.subject].append(triple)
    derivation = Derivation.of(model)
    derived = {triple for record in records.values() for triple in derivation.derive(record)}
    assert derived
    # Some 40 s; more than the limit on a machine with much else to do.
    assert check([*ontology_files(), *data, *derived], timeout_s=600) == SOUND


def test_a_sound_extension_is_sound() -> None:
    extension = b"""
    ex:Gymnasium a owl:Class ; rdfs:subClassOf rms:Body .
    ex:one a ex:Gymnasium ; rms:validFrom "2019-02-01"^^xsd:date ; rms:coordinates ex:other .
    ex:other a rms:Body .
    """
    assert check_extension(PREFIXES + extension) == SOUND


CONTRADICTIONS = {
    "a council as a collaboration of organisations, with a person in it": b"""
        ex:council a rms:Body, org:OrganizationalCollaboration .
        ex:person a rms:Person ; org:memberOf ex:council .""",
    "a post that coordinates": b"ex:post a rms:Post ; rms:coordinates ex:body .",
    "a concept that coordinates": b"""
        <https://w3id.org/methodnet/scheme/kind/regional-institute> rms:coordinates ex:body .""",
    "a body that is a post": b"ex:body a rms:Body, rms:Post .",
    "an internship site as premises and as a body": b"ex:site a rms:Body, org:Site .",
    "a submission that is derived from something": b"""
        ex:submission a rms:Submission ; prov:hadPrimarySource ex:document .""",
    "the row of a plan as a legal resource": b'ex:row a rms:Activity ; eli:number "5" .',
    "a membership in two bodies, which would merge them": b"""
        ex:membership a rms:Membership ; org:organization ex:one, ex:other .
        ex:one a rms:Body . ex:other a rms:Body .""",
    "a kind of body that is a code list": b"""
        ex:body rms:kind ex:list . ex:list a skos:ConceptScheme .""",
}


@pytest.mark.parametrize("extension", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_contradiction_in_an_extension_is_found(extension: bytes) -> None:
    assert check_extension(PREFIXES + extension) == Consistency(consistent=False)


UNSATISFIABLE = {
    "a class of what is both a body and a person": b"rdfs:subClassOf rms:Body, rms:Person",
    "a council that is a role": b"rdfs:subClassOf rms:Body, org:Role",
    "a row of a plan that is an event": b"rdfs:subClassOf rms:Activity, rms:Event",
    "a submission that is an entity": b"rdfs:subClassOf rms:Submission, prov:Entity",
}


@pytest.mark.parametrize("axiom", UNSATISFIABLE.values(), ids=UNSATISFIABLE.keys())
def test_an_unsatisfiable_class_of_an_extension_is_named(axiom: bytes) -> None:
    found = check_extension(PREFIXES + b"ex:Impossible a owl:Class ; " + axiom + b" .")
    assert found == Consistency(consistent=True, unsatisfiable=("https://example.org/Impossible",))
    assert not found.sound


def test_a_class_of_ours_that_an_extension_makes_unsatisfiable_is_named() -> None:
    found = check_extension(PREFIXES + b"rms:Mentor owl:disjointWith rms:Record .")
    assert found.unsatisfiable == ("https://w3id.org/methodnet/ontology#Mentor",)


def test_an_import_is_not_followed() -> None:
    # Nothing listens there: owlready2 left to itself follows it and fails.
    text = PREFIXES + b"ex:o a owl:Ontology ; owl:imports <http://127.0.0.1:9/ontology> ."
    alone = [quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)]
    assert check(alone) == SOUND
    assert check_extension(text) == SOUND


@pytest.mark.parametrize("text", [b"ex:one", PREFIXES + b"ex:a ex:b <<( ex:a ex:b ex:c )>> ."])
def test_what_cannot_be_read_is_refused(text: bytes) -> None:
    with pytest.raises(RdfSyntaxError):
        check_extension(text)


def test_without_java_the_error_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(JavaMissingError):
        check_ontology()


def test_a_java_that_fails_is_an_error_and_no_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'no such machine' >&2\nexit 3\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(ReasonerError, match="no such machine"):
        check_ontology()


def test_a_reasoner_that_takes_too_long_is_ended_with_its_java(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(ReasonerError, match="no answer within"):
        check(ontology_files(), timeout_s=3)
    stat = Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}/stat")
    assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def test_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert check_ontology() == SOUND
    assert list(tmp_path.iterdir()) == []
