"""What a question's SPARQL text reads: the properties and classes it names.

An answer can only change with triples whose property the text names or, for `rdf:type`, whose
class. A text that might read any property is said to read everything: too much rather than too
little, since what is not read is not asked again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.questions.catalogue import Question
    from graphsvc.rdf.terms import Quad, Triple

__all__ = ["Changed", "Mentions", "changed_terms", "mentions"]

# What names nothing: comments and texts. An IRI may hold a `#`, a text a `<`.
_SILENT: Final = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)|\#[^\n]*
    |"{3}.*?"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""",
    re.VERBOSE | re.DOTALL,
)
_PREFIX: Final = re.compile(r"PREFIX\s+([A-Za-z][\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_IRI: Final = re.compile(r"<([^<>\s]*)>")
_NAME: Final = re.compile(r"(?<![\w?$])([A-Za-z][\w-]*):([\w.%-]*)")
# Where variables stand in a list and not in a pattern.
_LISTS: Final = re.compile(
    r"SELECT\b.*?(?=\bWHERE\b|\{)|\b(?:GROUP|ORDER)\s+BY\b[^{}]*|\bVALUES\s*\([^)]*\)",
    re.IGNORECASE | re.DOTALL,
)
# A variable in the place of a property, or a property that is any but some.
_ANY_PROPERTY: Final = re.compile(
    r"""[?$]\w+\s+[?$]\w+
    |;\s*[?$]\w+
    |(?:[\w-]+:[\w.-]*|[>\]])\s+[?$]\w+\s+(?:[\w-]+:|[<"\d\[])
    |!\s*(?:[(^<]|a\b|[\w-]+:)""",
    re.VERBOSE,
)
_ANY_TYPE: Final = re.compile(r"(?<![\w:?$-])a(?:\s+[?$]|\s*[/|*+?)])|\^\s*a\b")


@dataclass(frozen=True)
class Changed:
    """What a change is about.

    Attributes:
        properties: the properties of the triples that come or go, but for `rdf:type`.
        classes: the classes of the records that come or go.
    """

    properties: frozenset[str]
    classes: frozenset[str]


@dataclass(frozen=True)
class Mentions:
    """What a text reads.

    Attributes:
        everything: it might read any property.
        any_type: it asks for types without naming the class.
        terms: the IRIs it names.
    """

    everything: bool
    any_type: bool
    terms: frozenset[str]

    def touched(self, changed: Changed) -> bool:
        """Return whether a change may alter what the text reads."""
        named = self.terms & (changed.properties | changed.classes)
        return self.everything or bool(named) or (self.any_type and bool(changed.classes))


def changed_terms(statements: Iterable[Triple | Quad]) -> Changed:
    """Return what statements that come or go are about."""
    properties: set[str] = set()
    classes: set[str] = set()
    for one in statements:
        if one.predicate != RDF_TYPE:
            properties.add(one.predicate.value)
        elif isinstance(one.object, NamedNode):
            classes.add(one.object.value)
    return Changed(frozenset(properties), frozenset(classes))


def mentions(question: Question) -> Mentions:
    """Return what a question reads."""
    return _mentions(question.sparql)


@lru_cache(maxsize=1_000)
def _mentions(sparql: str) -> Mentions:
    prefixes = PREFIXES | dict(_PREFIX.findall(sparql))
    text = _SILENT.sub(lambda found: found["iri"] or '""', _PREFIX.sub("", sparql))
    terms = {*_IRI.findall(text)}
    bare = _IRI.sub("<>", text)
    terms |= {prefixes[p] + local.rstrip(".") for p, local in _NAME.findall(bare) if p in prefixes}
    patterns = _LISTS.sub("", bare)
    return Mentions(
        bool(_ANY_PROPERTY.search(patterns)),
        bool(_ANY_TYPE.search(patterns)) or RDF_TYPE.value in terms,
        frozenset(terms),
    )
