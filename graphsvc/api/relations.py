"""The relations and norms of a body or kind, in words, read from its own side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.api.bases import BasisView, bases
from graphsvc.rdf.names import PREFIXES, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from graphsvc.api.state import Service

__all__ = ["RelationView", "in_words"]


@dataclass(frozen=True)
class RelationView:
    """One relation as a sentence: `verb` and the other end, where it stands, how sure it is."""

    record: str
    verb: str
    other: str
    label: str
    function: str
    basis: BasisView | None
    layer: str
    remarks: str


def in_words(service: Service, iri: NamedNode, lang: str) -> list[RelationView]:
    """Return the relations in which `iri` is subject or object, sorted by their wording."""
    rows = service.registry.store.select(_QUERY.format(iri=iri))
    found: dict[tuple[str, str], RelationView] = {}
    for row in rows:
        text = {name: _text(term) for name, term in row.items()}
        verb = _verb(service, text["relation"], lang, inverse=text["side"] == "object")
        remarks = [text[n] for n in ("modality", "certainty") if _remarkable(text.get(n, ""))]
        found.setdefault(
            (text["record"], text["side"]),
            RelationView(
                text["record"],
                verb,
                text["other"],
                service.labels.label(text["other"], lang),
                text.get("function", ""),
                next(iter(bases(service, NamedNode(text["record"]), lang)), None),
                service.labels.label(text["kind"], lang),
                ", ".join(service.labels.label(r, lang) for r in remarks),
            ),
        )
    return sorted(found.values(), key=lambda r: (r.verb, r.label, r.record))


_QUERY = """SELECT ?record ?kind ?relation ?side ?other ?function ?modality ?certainty {{
  {{ VALUES ?p {{ rms:subject rms:subjectKind rms:subjectPost }}
     VALUES ?q {{ rms:object rms:objectKind }} BIND ("subject" AS ?side) }}
  UNION
  {{ VALUES ?p {{ rms:object rms:objectKind }}
     VALUES ?q {{ rms:subject rms:subjectKind rms:subjectPost }} BIND ("object" AS ?side) }}
  ?record ?p {iri} ; ?q ?other ; rms:relation ?relation ; a ?kind .
  OPTIONAL {{ ?record rms:function ?function }}
  OPTIONAL {{ ?record rms:modality ?modality }}
  OPTIONAL {{ ?record rms:certainty ?certainty }}
}} ORDER BY ?record"""


def _verb(service: Service, relation: str, lang: str, *, inverse: bool) -> str:
    if not inverse:
        return service.labels.label(relation, lang)
    values = service.registry.store.values(NamedNode(relation), rms("inverseLabel"))
    texts = {v.language: v.value for v in values if isinstance(v, Literal)}
    return texts.get(lang) or texts.get("ru") or compact(relation)


def _remarkable(concept: str) -> bool:
    """Return whether a modality or certainty is other than the plain one."""
    plain = ("modality/rule", "modality/in-force", "certainty/stated")
    return bool(concept) and concept.removeprefix(PREFIXES["scheme"]) not in plain


def _text(term: NamedNode | Literal) -> str:
    return term.value
