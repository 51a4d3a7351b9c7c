"""What a norm demands and what a record provides: the two sides of an expectation.

A norm is cut into demands: who must have what, with whom, at least how many, and for a norm with a
period once for each of the calendar's periods. A record that meets demands (an agreement, a session
held, a relation) is read into provisions by the rules of the code list `provision-rule`. Both are
derived from one record at a time; what no provision meets is found by asking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Final

from dateutil.relativedelta import relativedelta

from graphsvc.model.occurrences import calendar_periods
from graphsvc.rdf.names import BASE, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphsvc.rdf.terms import Quad, Term

__all__ = ["NormRules", "ProvisionRule", "demands", "norm_rules", "provisions"]

Values = Mapping[NamedNode, list["Term"]]
"""The objects of one record's triples, by predicate."""

HORIZON: Final = relativedelta(years=25)
"""So long after its first day a norm without a last one is cut into periods."""
_DATE: Final = NamedNode(PREFIXES["xsd"] + "date")
_INTEGER: Final = NamedNode(PREFIXES["xsd"] + "integer")
_RULE, _PLANNED = (NamedNode(f"{BASE}scheme/modality/{m}") for m in ("rule", "planned"))
_SCHEME: Final = f"{BASE}scheme/provision-rule"


@dataclass(frozen=True)
class ProvisionRule:
    """How records of one class provide something.

    Attributes:
        node: the rule's concept.
        provides: what they provide, None where a property of the record names it.
        paths: for each part of a provision the properties it is read from.
        having: for each code list the codes of which the record must refer to one.
    """

    node: NamedNode
    provides: NamedNode | None
    paths: Mapping[str, tuple[NamedNode, ...]]
    having: Mapping[str, frozenset[NamedNode]]


@dataclass(frozen=True)
class NormRules:
    """What the ontology says of requirements and of how they are met.

    Attributes:
        provisions: the rules of each class of record.
        periodic: what a norm with a period demands instead of its requirement.
        closing: the requirements that are due at a period's end, not from its first day on.
        pairwise: the requirements that a named body has with each body of a kind.
    """

    provisions: Mapping[NamedNode, tuple[ProvisionRule, ...]] = field(
        default_factory=dict[NamedNode, tuple[ProvisionRule, ...]]
    )
    periodic: Mapping[NamedNode, NamedNode] = field(default_factory=dict[NamedNode, NamedNode])
    closing: frozenset[NamedNode] = frozenset()
    pairwise: frozenset[NamedNode] = frozenset()


_PARTS: Final = ("providesBy", "providedTo", "partner", "content", "provedBy", "spanFrom", "spanTo")


def norm_rules(ontology: Iterable[Quad]) -> NormRules:
    """Return the rules stated in the ontology's code lists."""
    described: dict[NamedNode, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in ontology:
        if isinstance(quad.subject, NamedNode):
            described[quad.subject][quad.predicate].append(quad.object)
    found: dict[NamedNode, list[ProvisionRule]] = defaultdict(list)
    in_scheme = NamedNode(PREFIXES["skos"] + "inScheme")
    for node in sorted(described, key=str):
        values = described[node]
        if NamedNode(_SCHEME) in values[in_scheme]:
            for kind in _nodes(values, "ruleOfClass"):
                found[kind].append(_rule(node, values))
    flagged = {
        name: frozenset(n for n, v in described.items() if _true(v, name))
        for name in ("dueAtEnd", "withEach")
    }
    return NormRules(
        provisions={kind: tuple(rules) for kind, rules in found.items()},
        periodic={
            n: other for n, v in described.items() for other in _nodes(v, "whenPeriodic")[:1]
        },
        closing=flagged["dueAtEnd"],
        pairwise=flagged["withEach"],
    )


def demands(norm: NamedNode, values: Values, rules: NormRules) -> Iterator[Triple]:
    """Yield what a norm demands, as triples of `rms:Demand` nodes.

    Rules demand, and planned norms of an activity do until their last day. A requirement is
    demanded from the subject; a relation, where its number is stated, from the object: so many
    subjects must stand in it. A rule about a post demands nothing here.
    """
    span_from, span_to = _day(values, "validFrom"), _day(values, "validTo")
    modality = values.get(rms("modality"), ())
    planned = _PLANNED in modality and values.get(rms("plannedBy")) and span_to
    if not (_RULE in modality or planned) or values.get(rms("subjectPost")):
        return
    for what, ends in _demanded(values, rules):
        period = next(iter(_texts(values, "periodicity")), "")
        if not period:
            yield from _demand(norm, "", {**ends, "demands": [what]}, values, ())
        elif span_from:
            asked = rules.periodic.get(what, what)
            for first, end in calendar_periods(period, span_from, span_to or span_from + HORIZON):
                due = end if asked in rules.closing else first
                dates = (("spanFrom", first), ("spanTo", end), ("due", due))
                yield from _demand(norm, f"/{first}", {**ends, "demands": [asked]}, values, dates)


def provisions(record: NamedNode, values: Values, rules: NormRules) -> Iterator[Triple]:
    """Yield what a record provides, as triples of `rms:Provision` nodes."""
    for kind in values.get(RDF_TYPE, ()):
        for rule in rules.provisions.get(kind, ()) if isinstance(kind, NamedNode) else ():
            # Where a rule asks for a document, a record without one gives nothing.
            proof = rule.paths["provedBy"]
            proved = not proof or any(values.get(path) for path in proof)
            if proved and all(_refers(values, codes) for codes in rule.having.values()):
                yield from _provided(record, values, rule)


def _demanded(
    values: Values, rules: NormRules
) -> Iterator[tuple[NamedNode, dict[str, list[NamedNode]]]]:
    """Yield what is demanded and who its bearer, partner and owner are."""
    subject, kind = _nodes(values, "subject"), _nodes(values, "subjectKind")
    other, other_kind = _nodes(values, "object"), _nodes(values, "objectKind")
    backwards = {
        "bearer": other,
        "bearerKind": other_kind,
        "partner": subject,
        "partnerKind": kind,
        "owner": subject,
    }
    requirements = _nodes(values, "requirement")
    for what in requirements:
        if what in rules.pairwise and subject and other_kind:
            yield what, backwards
        elif subject or kind:
            yield (
                what,
                {
                    "bearer": subject,
                    "bearerKind": kind,
                    "partner": other,
                    "partnerKind": other_kind,
                    "owner": subject,
                },
            )
    if not requirements and values.get(rms("minCount")) and (other or other_kind):
        for what in _nodes(values, "relation"):
            yield what, backwards


def _demand(
    norm: NamedNode,
    suffix: str,
    nodes: Mapping[str, list[NamedNode]],
    values: Values,
    dates: Iterable[tuple[str, date]],
) -> Iterator[Triple]:
    node = NamedNode(f"{norm.value}/demand{suffix}")
    least = next(iter(_texts(values, "minCount")), "1")
    yield Triple(node, RDF_TYPE, rms("Demand"))
    yield Triple(node, rms("demandOf"), norm)
    yield Triple(node, rms("least"), Literal(least, datatype=_INTEGER))
    for name, found in {**nodes, "content": _nodes(values, "registerContent")}.items():
        for value in found[:1]:
            yield Triple(node, rms(name), value)
    for name, day in dates:
        yield Triple(node, rms(name), Literal(day.isoformat(), datatype=_DATE))


def _provided(record: NamedNode, values: Values, rule: ProvisionRule) -> Iterator[Triple]:
    def read(part: str) -> list[Term]:
        return sorted((v for p in rule.paths[part] for v in values.get(p, ())), key=str)

    what = [rule.provides] if rule.provides else read("providesBy")
    slug = rule.node.value.rpartition("/")[2]
    nobody: list[Term | None] = [None]
    pairs = product(what, read("providedTo"), read("partner") or nobody, read("provedBy") or nobody)
    for number, (provided, holder, partner, evidence) in enumerate(pairs, 1):
        if holder == partner:
            continue
        node = NamedNode(f"{record.value}/provision/{slug}-{number}")
        yield Triple(node, RDF_TYPE, rms("Provision"))
        yield Triple(node, rms("provisionOf"), record)
        yield Triple(node, rms("provisionRule"), rule.node)
        for name, value in (
            ("provides", provided),
            ("providedTo", holder),
            ("partnerKind" if _is_concept(partner) else "partner", partner),
            ("provedBy", evidence),
            *((part, next(iter(read(part)), None)) for part in ("content", "spanFrom", "spanTo")),
        ):
            if value is not None:
                yield Triple(node, rms(name), value)


def _rule(node: NamedNode, values: Values) -> ProvisionRule:
    having: dict[str, set[NamedNode]] = defaultdict(set)
    for code in _nodes(values, "having"):
        having[code.value.rpartition("/")[0]].add(code)
    return ProvisionRule(
        node,
        next(iter(_nodes(values, "provided")), None),
        {part: tuple(_nodes(values, f"{part}Path")) for part in _PARTS},
        {scheme: frozenset(codes) for scheme, codes in having.items()},
    )


def _is_concept(term: Term | None) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(f"{BASE}scheme/")


def _refers(values: Values, codes: frozenset[NamedNode]) -> bool:
    return any(v in codes for found in values.values() for v in found)


def _nodes(values: Values, name: str) -> list[NamedNode]:
    found = (v for v in values.get(rms(name), ()) if isinstance(v, NamedNode))
    return sorted(found, key=str)


def _texts(values: Values, name: str) -> list[str]:
    # Sorted: where two bodies differ, the choice must be the same on every replay.
    return sorted(v.value for v in values.get(rms(name), ()) if isinstance(v, Literal))


def _true(values: Values, name: str) -> bool:
    return "true" in _texts(values, name)


def _day(values: Values, name: str) -> date | None:
    try:
        return date.fromisoformat(next(iter(_texts(values, name)), ""))
    except ValueError:
        return None  # what is derived must not fail on what has been accepted
