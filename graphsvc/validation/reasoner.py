"""Does the ontology contradict itself, alone or with a region's extension? HermiT says.

The reasoner sees the ontology, its code lists, the slices of the reused vocabularies and the guard
(`ontology/imports/`). It runs in a child process, needs Java, fetches nothing and leaves nothing
behind.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graphsvc.errors import JavaMissingError, RdfSyntaxError, ReasonerError
from graphsvc.isolation.parsing import parse_foreign
from graphsvc.rdf.names import PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import BlankNode, Literal, NamedNode, Triple
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.rdf.terms import Term

__all__ = ["Consistency", "check", "check_extension", "check_ontology"]

# The ontology takes 1-3 s; reasoning in OWL 2 can take for ever.
TIMEOUT_S: Final = 120.0
# Turtle comes at some 300,000 triples a second; an extension has some thousands.
_PARSING_TIMEOUT_S: Final = 20
_CHILD: Final = Path(__file__).with_name("hermit.py")
_OWL: Final = PREFIXES["owl"]
# What has a type from one of these is a class, a property or an ontology, not an individual.
_LANGUAGES: Final = tuple(PREFIXES[p] for p in ("owl", "rdf", "rdfs"))


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the reasoner found.

    Attributes:
        consistent: no contradiction; if False, the classes were not examined.
        unsatisfiable: IRIs of the classes nothing can belong to, sorted.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether there is neither a contradiction nor an unsatisfiable class."""
        return self.consistent and not self.unsatisfiable


def check_ontology() -> Consistency:
    """Return what the reasoner finds in the ontology with its slices and the guard.

    Raises: as `check`.
    """
    return check(_ontology())


def check_extension(turtle: bytes) -> Consistency:
    """Return what the reasoner finds in the ontology, slices and guard with a region's extension.

    The extension's `owl:imports` are not followed. Its individuals count as different from each
    other, as identity is decided by people: what would be merged without a word is a contradiction.

    Raises:
        RdfSyntaxError: the extension is no Turtle, or has triples about triples.
        LintError: the extension is refused before it is parsed.
        JavaMissingError: as `check`.
        ReasonerError: as `check`.
    """
    parsed = parse_foreign(turtle, ox.RdfFormat.TURTLE, _PARSING_TIMEOUT_S)
    extension = [quad.triple for quad in parsed]
    return check([*_ontology(), *extension, *_all_different(extension)])


def check(triples: Iterable[Triple], timeout_s: float = TIMEOUT_S) -> Consistency:
    """Return what the reasoner finds in the triples as they stand; nothing is fetched.

    Raises:
        JavaMissingError: there is no Java.
        RdfSyntaxError: a triple speaks about a triple.
        ReasonerError: no answer within `timeout_s` seconds, or a failure of the reasoner's own.
    """
    if shutil.which("java") is None:
        raise JavaMissingError
    answer = json.loads(_run(_n_triples(triples), timeout_s))
    if "error" in answer:
        raise ReasonerError(reason=answer["error"])
    return Consistency(answer["consistent"], tuple(answer["unsatisfiable"]))


def _ontology() -> list[Triple]:
    files = sorted(data_folder("ontology").rglob("*.ttl"))
    return [q.triple for f in files for q in ox.parse(f.read_bytes(), ox.RdfFormat.TURTLE)]


def _all_different(triples: Iterable[Triple]) -> list[Triple]:
    individuals = {
        t.subject
        for t in triples
        if t.predicate == RDF_TYPE
        and isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
        and not t.object.value.startswith(_LANGUAGES)
    }
    axiom, rdf = BlankNode(), PREFIXES["rdf"]
    rest: NamedNode | BlankNode = NamedNode(rdf + "nil")
    found: list[Triple] = []
    for individual in sorted(individuals, key=str):
        cell = BlankNode()
        found.append(Triple(cell, NamedNode(rdf + "first"), individual))
        found.append(Triple(cell, NamedNode(rdf + "rest"), rest))
        rest = cell
    found.append(Triple(axiom, RDF_TYPE, NamedNode(_OWL + "AllDifferent")))
    found.append(Triple(axiom, NamedNode(_OWL + "distinctMembers"), rest))
    return found if len(individuals) > 1 else []


def _n_triples(triples: Iterable[Triple]) -> bytes:
    # owlready2 0.51 now and then fails to load unordered N-Triples; sorted, named subjects first,
    # it never did. It follows owl:imports over the network even when told not to.
    kept = {t for t in triples if t.predicate.value != _OWL + "imports"}
    if any(not _plain(term) for t in kept for term in (t.subject, t.object)):
        raise RdfSyntaxError(reason="triple")
    lines = sorted((isinstance(t.subject, BlankNode), f"{t} .\n") for t in kept)
    return "".join(line for _, line in lines).encode()


def _plain(term: Term) -> bool:
    return isinstance(term, NamedNode | BlankNode | Literal)


def _run(n_triples: bytes, timeout_s: float) -> bytes:
    with (
        tempfile.TemporaryDirectory(prefix="graphsvc-reasoner-") as scratch,
        # -P: the script's own folder is no place to import from. A session of its own, so that
        # Java, the child's child, can be ended with it.
        subprocess.Popen(  # noqa: S603 - our own file under our own interpreter
            [sys.executable, "-P", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "TMPDIR": scratch},
            start_new_session=True,
        ) as child,
    ):
        try:
            answer, noise = child.communicate(n_triples, timeout=timeout_s)
        except BaseException as error:
            os.killpg(child.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise ReasonerError(reason=f"no answer within {timeout_s:g} s") from error
            raise
    if child.returncode != 0:
        last = noise.decode(errors="replace").strip().rpartition("\n")[2]
        raise ReasonerError(reason=last or f"exit {child.returncode}")
    return answer
