"""The rules of the shapes in words: what each asks of a record, and what follows if broken."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.model.entities import Entity, Field, Model, Texts
    from graphsvc.rdf.terms import Term

__all__ = ["CARDINALITIES", "Rule", "cardinality", "expected_fields", "rules"]

_SH: Final = PREFIXES["sh"]
_SHAPE: Final = PREFIXES["shape"]
CARDINALITIES: Final = (
    "one",
    "one-a-language",
    "some",
    "at-most-one",
    "at-most-one-a-language",
    "any",
)
"""How many values a field may have."""


@dataclass(frozen=True)
class Rule:
    """What a shape says.

    Attributes:
        field: the name of the field it is about, empty where it is about the whole record.
        severity: `violation` (refused), `warning` or `info` (taken with a remark).
        message: what is told where it is broken.
        basic: whether it is the field's own rule: how many values, of which kind.
    """

    shape: str
    field: str
    severity: str
    message: Texts
    basic: bool


def rules(model: Model) -> dict[str, list[Rule]]:
    """Return the rules of each type of record by its name: the basic ones in the fields' order."""
    shapes: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in model.shapes:
        if isinstance(quad.subject, NamedNode):
            shapes[quad.subject.value][quad.predicate.value].append(quad.object)
    by_class = {e.iri.rpartition("#")[2]: e for e in model.entities}
    found: dict[str, list[Rule]] = {e.name: [] for e in model.entities}
    for iri, values in shapes.items():
        local, _, rest = iri.removeprefix(_SHAPE).partition("-")
        entity = by_class.get(local)
        if entity is None or _SH + "message" not in values:
            continue
        name = rest.partition("-")[0]
        rule = Rule(
            iri.removeprefix(_SHAPE),
            name if name in entity.by_name else "",
            _severity(values),
            {t.language or "": t.value for t in values[_SH + "message"] if isinstance(t, Literal)},
            _SH + "order" in values,
        )
        found[entity.name].append(rule)
    for entity in model.entities:
        found[entity.name].sort(key=partial(_order, entity))
    return found


def expected_fields(entity: Entity, own: list[Rule]) -> set[str]:
    """Return the fields that need not be given, though their absence is remarked."""
    return {
        r.field
        for r in own
        if r.severity != "violation" and r.shape.endswith(f"-{r.field}-expected") and r.field
        if not entity.by_name[r.field].required
    }


def cardinality(field: Field) -> str:
    """Return which of `CARDINALITIES` a field has."""
    texts = field.datatype == PREFIXES["rdf"] + "langString"
    if field.many:
        return "some" if field.required else "any"
    return ("one" if field.required else "at-most-one") + ("-a-language" if texts else "")


def _order(entity: Entity, rule: Rule) -> tuple[int, bool, str]:
    last = len(entity.fields) + 1
    place = entity.by_name[rule.field].order if rule.field else last
    return place, not rule.basic, rule.shape


def _severity(values: Mapping[str, list[Term]]) -> str:
    said = values.get(_SH + "severity")
    local = str(getattr(said[0], "value", "")) if said else _SH + "Violation"
    return local.removeprefix(_SH).lower()
