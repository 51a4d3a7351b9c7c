"""What an answer's rows link: pairs of records with the word that stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.locale import texts
from graphsvc.rdf.names import ID, expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.questions.catalogue import Column, Question
    from graphsvc.questions.running import Answer

__all__ = ["Link", "graph_offered", "links_of"]

# Columns that say on what ground a row stands: drawn, they would hide what it says.
_GROUNDS: Final = frozenset({"basis", "norm", "source"})
_LINKING: Final = frozenset({"relation", "link"})
"""Columns whose code says how the first record of a row is linked with the second."""
_ACTING: Final = {"coordinator": "coordinates", "manager": "manages"}
"""Columns whose record acts on the row's other one: the arrow starts there. With its relation."""
_PLACES: Final = frozenset({"territory"})
"""Types of records that a question is asked in, not about."""


@dataclass(frozen=True)
class Link:
    """An arrow from one record to another; `relation` is the slug of a code of relations."""

    source: str
    target: str
    label: str
    relation: str = ""


def graph_offered(question: Question) -> bool:
    """Return whether rows can hold two records or more, what is asked about among them."""
    found = len(_records(question.columns))
    return found >= 2 or (found == 1 and bool(_asked_about(question)))  # noqa: PLR2004  # an arrow has two ends


def links_of(answer: Answer, lang: str) -> list[Link]:
    """Return the links that rows hold: from the first record of each to its others.

    What the question is asked about is linked with the first record of rows that do not name it.
    """
    question = answer.question
    columns = _records(question.columns)
    coded = next((c.name for c in question.columns if c.name in _LINKING), "")
    asked = [expand(answer.parameters.get(p, "")) for p in _asked_about(question)]
    found: dict[Link, None] = {}
    for row in answer.rows:
        held = [(c, row[c.name]) for c in columns if row[c.name]]
        if not held:
            continue
        code = (str(row[coded] or ""), str(row[f"{coded}Label"] or "")) if coded else ("", "")
        (first, start), *others = held
        for number, (column, iri) in enumerate(others):
            way = _link(first, start, column, iri, lang)
            found[_coded(way, code) if number == 0 else way] = None
        named = {iri for _, iri in held}
        # A row whose code links two records says itself how they hang together.
        for iri in () if others and code[1] else asked:
            if iri.startswith(ID) and iri not in named:
                found[_coded(_link(None, iri, first, start, lang), code)] = None
    return [link for link in found if link.source != link.target]


def _records(columns: Iterable[Column]) -> list[Column]:
    """Return the columns of records that a row is about."""
    found = [c for c in columns if c.type == "record" and c.name not in _GROUNDS]
    return [
        c
        for number, c in enumerate(found)
        if number == 0 or not (c.name == "record" or c.name.endswith("Record"))
    ]


def _asked_about(question: Question) -> list[str]:
    """Return the names of the parameters that say what the question is about."""
    return [
        p.name
        for p in question.parameters
        if p.type == "record" and p.required and p.entity not in _PLACES
    ]


def _link(first: Column | None, start: str, column: Column, iri: str, lang: str) -> Link:
    """Return the arrow between two columns' records; what coordinates points at the other."""
    words: dict[str, dict[str, str]] = texts("ui")["arrows"]
    if first and (acts := _ACTING.get(first.name)):
        return Link(start, iri, words[acts][lang], acts)
    if acts := _ACTING.get(column.name):
        return Link(iri, start, words[acts][lang], acts)
    return Link(start, iri, column.label[lang])


def _coded(link: Link, code: tuple[str, str]) -> Link:
    """Return a link with the code of its row, where it has one."""
    iri, label = code
    return Link(link.source, link.target, label, iri.rpartition("/")[2]) if label else link
