"""The release checks of `ontology/qc`: no row is right, and each is seen to find its own fault."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphsvc.model.entities import load_model
from graphsvc.submissions.folders import find_folders, read_folder

ROOT = Path(__file__).parents[2]
QC = ROOT / "ontology" / "qc"
FAULTS = Path(__file__).with_name("faults")
CHECKS = {path.stem: path for path in sorted(QC.rglob("*.rq"))}
PARTS = ("ontology", "shapes", "imports", "data")
HEADER = re.compile(r"^# (Problem|Solution|Over|Severity): (.+)$", re.MULTILINE)
OWN = "https://w3id.org/methodnet/"
BUILT_IN = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2001/XMLSchema#",
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/ns/shacl#",
)


def header(check: str) -> dict[str, str]:
    return dict(HEADER.findall(CHECKS[check].read_text("utf-8")))


def triples(text: bytes) -> list[ox.Triple]:
    return [q.triple for q in ox.parse(text, ox.RdfFormat.TURTLE)]


@cache
def part(name: str) -> list[ox.Triple]:
    if name == "data":
        model = load_model()
        submissions = [read_folder(model, folder) for folder in find_folders([ROOT / "seed"])]
        return [q.triple for submission in submissions for q in submission.quads]
    folder = {"ontology": "ontology", "shapes": "shapes", "imports": "ontology/imports"}[name]
    files = sorted((ROOT / folder).rglob("*.ttl"))
    return [
        triple
        for file in files
        if name != "ontology" or file.parent.name != "imports"
        for triple in triples(file.read_bytes())
    ]


def quad(triple: ox.Triple, name: str) -> ox.Quad:
    graph = ox.NamedNode(f"urn:graphsvc:{name}")
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


@cache
def union(parts: frozenset[str]) -> ox.Store:
    store = ox.Store()
    for name in parts:
        store.extend(quad(triple, name) for triple in part(name))
    return store


def rows(check: str, store: ox.Store) -> list[str]:
    solutions = store.query(CHECKS[check].read_text("utf-8"), use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return [" ".join(str(term) for term in solution) for solution in solutions]


def fault(check: str) -> dict[str, list[ox.Triple]]:
    """Return the planted triples by the part they are added to; each part is Turtle of its own."""
    pieces = re.split(
        r"^# Part: (\w+)$", (FAULTS / f"{check}.ttl").read_text("utf-8"), flags=re.MULTILINE
    )
    return {
        name: triples(text.encode()) for name, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def over(check: str) -> frozenset[str]:
    return frozenset(header(check)["Over"].split())


def test_there_are_as_many_checks_as_there_were() -> None:
    assert len(CHECKS) >= 68
    assert len(CHECKS) == len(list(QC.rglob("*.rq"))), "two checks have one name"


def test_every_planted_fault_belongs_to_a_check() -> None:
    assert {path.stem for path in FAULTS.iterdir()} == CHECKS.keys()


def test_the_readme_lists_every_check_with_what_it_finds() -> None:
    row = re.compile(r"^\| `(?:data/)?([\w-]+)` \| (.+?) \|", re.MULTILINE)
    listed = dict(row.findall((QC / "README.md").read_text("utf-8")))
    assert listed == {check: header(check)["Problem"] for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_says_what_is_wrong_how_to_mend_it_and_where_it_looks(check: str) -> None:
    assert header(check).keys() >= {"Problem", "Solution", "Over"}
    assert over(check) <= set(PARTS)
    assert header(check).get("Severity", "Info") == "Info"


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_not_empty(name: str) -> None:
    assert len(part(name)) >= {"ontology": 4000, "shapes": 4500, "imports": 200, "data": 1000}[name]


@pytest.mark.parametrize("check", [c for c in CHECKS if "Severity" not in header(c)])
def test_a_check_finds_nothing(check: str) -> None:
    assert rows(check, union(over(check))) == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_planted_fault_is_found_by_its_check_and_by_no_other(check: str) -> None:
    planted = fault(check)
    assert planted.keys() & over(check)
    found = {other for other in CHECKS if finds(other, planted)}
    reports = {other for other in CHECKS if "Severity" in header(other) and other != check}
    assert found - reports == {check}


def finds(check: str, planted: dict[str, list[ox.Triple]]) -> bool:
    """Return whether the check has more rows with the planted triples; they are taken out again."""
    parts = planted.keys() & over(check)
    if not parts:
        return False
    store = union(over(check))
    added = {quad(triple, name) for name in parts for triple in planted[name]}
    added = {q for q in added if q not in store}
    store.extend(added)
    found = rows(check, store)
    for q in added:
        store.remove(q)
    return len(found) > unplanted(check)


@cache
def unplanted(check: str) -> int:
    return len(rows(check, union(over(check))))


PREFIX = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)
TOKEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|#[^\n]*|<([^<>\s]*)>|(?<![\w?$-])([\w-]*):([\w-]+)")
QUERIES = sorted([*(ROOT / "queries").rglob("*.rq"), *CHECKS.values()])


def iris(query: str) -> set[str]:
    prefixes = dict(PREFIX.findall(query))
    body = PREFIX.sub("", query)
    return {
        iri or prefixes[prefix] + name
        for iri, prefix, name in TOKEN.findall(body)
        if iri or prefix in prefixes
    }


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_query_uses_only_terms_that_exist(query: Path) -> None:
    assert {iri for iri in iris(query.read_text("utf-8")) if is_term(iri)} - declared() == set()


def is_term(iri: str) -> bool:
    """Return whether the IRI should be declared: no namespace, nothing of RDF itself, no record."""
    if iri.endswith(("#", "/")) or iri.startswith((*BUILT_IN, "urn:")):
        return False
    return not iri.startswith(OWN) or iri.startswith((OWN + "ontology#", OWN + "scheme/"))


@cache
def declared() -> frozenset[str]:
    return frozenset(
        triple.subject.value
        for name in ("ontology", "imports")
        for triple in part(name)
        if isinstance(triple.subject, ox.NamedNode) and triple.predicate.value.endswith("#type")
    )


def test_a_query_with_an_undefined_term_would_be_noticed() -> None:
    text = f"PREFIX rms: <{OWN}ontology#>\nSELECT * {{ ?s rms:nothing '' }} # rms:note"
    assert iris(text) - declared() == {OWN + "ontology#nothing"}
    assert is_term(OWN + "ontology#nothing")
