"""What shapes may not have: terms some engine passes over without a word, patterns that hang."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphsvc.rdf.terms import Quad, Term

__all__ = ["KNOWN", "lint_shapes"]

_SH: Final = PREFIXES["sh"]
_FIRST: Final = PREFIXES["rdf"] + "first"
_REST: Final = PREFIXES["rdf"] + "rest"
_NIL: Final = NamedNode(PREFIXES["rdf"] + "nil")
KNOWN: Final = frozenset(
    {
        *("NodeShape", "PropertyShape", "SPARQLConstraint", "Violation", "Warning", "Info"),
        *("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"),
        *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"),
        *("path", "inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath"),
        *("zeroOrOnePath", "property", "node", "not", "and", "or", "xone"),
        *("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "class", "datatype"),
        *("nodeKind", "minCount", "maxCount", "minInclusive", "maxInclusive", "minExclusive"),
        *("maxExclusive", "minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang"),
        *("equals", "disjoint", "lessThan", "lessThanOrEquals", "closed", "ignoredProperties"),
        *("hasValue", "in", "message", "severity", "deactivated", "name", "description", "order"),
        *("group", "defaultValue", "sparql", "select", "prefixes", "declare", "prefix"),
        "namespace",
    }
)
"""The terms of SHACL 1.0, Core and SPARQL constraints, that all engines here know."""

# A group that repeats, and in it something that repeats or a choice: (a+)+, (a|a)*, (.*,)*.
_QUANTIFIED: Final = re.compile(r"[*+]|\{\d*,\d*\}|\{\d{2,}\}")
_LONGEST: Final = 200


def lint_shapes(shapes: Iterable[Quad]) -> Iterator[str]:
    """Yield what is wrong, in words, with the shape it is wrong in."""
    shapes = list(shapes)
    yield from _broken_lists(shapes)
    for quad in shapes:
        for term in (quad.predicate, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(_SH):
                name = term.value.removeprefix(_SH)
                if name not in KNOWN:
                    yield f"{quad.subject}: sh:{name} is no term of SHACL 1.0 that is used here"
        if quad.predicate.value == _SH + "pattern":
            text = quad.object.value if isinstance(quad.object, Literal) else ""
            if reason := pathological(text):
                yield f"{quad.subject}: the pattern {text} {reason}"
        if quad.predicate.value == _SH + "datatype" and not isinstance(quad.object, NamedNode):
            yield f"{quad.subject}: a list of datatypes is SHACL 1.2"


def _broken_lists(shapes: list[Quad]) -> Iterator[str]:
    """Yield the lists that run in a circle, fork or break off: who reads them would not end."""
    cells: defaultdict[Term, dict[str, list[Term]]] = defaultdict(lambda: {_FIRST: [], _REST: []})
    for quad in shapes:
        if quad.predicate.value in (_FIRST, _REST):
            cells[quad.subject][quad.predicate.value].append(quad.object)
    whole: set[Term] = {_NIL}
    for head in list(cells):
        passed: set[Term] = set()
        node: Term = head
        while node not in whole and node not in passed:
            passed.add(node)
            cell = cells.get(node, {_FIRST: [], _REST: []})
            if len(cell[_FIRST]) != 1 or len(cell[_REST]) != 1:
                break
            (node,) = cell[_REST]
        if node in whole:
            whole |= passed
        else:
            yield f"{head}: a list that runs in a circle, forks or breaks off"


def pathological(pattern: str) -> str:
    """Return why a regular expression may take for ever, empty if it will not."""
    if len(pattern) > _LONGEST:
        return "is too long"
    try:
        re.compile(pattern)
    except re.error as error:
        return f"cannot be read: {error}"
    bare = re.sub(r"\\.", "e", pattern)  # an escaped sign is one sign
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "c", bare)  # and so is a set of them
    if re.search(r"\(\?[=!<P]", bare) or re.search(r"\\[1-9]", pattern):
        return "looks around or back"
    while match := re.search(r"\(([^()]*)\)", bare):
        inner, after = match[1], bare[match.end() :]
        repeated = _QUANTIFIED.match(after) is not None
        if repeated and (_QUANTIFIED.search(inner) or "|" in inner):
            return "repeats what repeats"
        # What is in brackets counts as one sign that repeats if something in it does.
        kept = "c*" if _QUANTIFIED.search(inner) else "c"
        bare = bare[: match.start()] + (kept if not repeated else "c") + after
    return ""
