"""Which values of a field a text means, and what is near where it means none."""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from graphsvc.errors import ParameterError
from graphsvc.rdf.names import BASE, PREFIXES, compact, expand
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.model.entities import Field, Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Term

__all__ = ["DAYS", "NUMBERS", "YEAR_DIGITS", "nearest", "values_meant"]

DATE: Final = PREFIXES["xsd"] + "date"
DAYS: Final = (DATE, PREFIXES["xsd"] + "dateTime")
NUMBERS: Final = tuple(PREFIXES["xsd"] + n for n in ("integer", "decimal"))
YEAR_DIGITS: Final = 4
_BEGINNING = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXTS = (PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString")
_NAMED: Final = 8  # values told where none is near
# What is expected of a datatype, by its reason in `locale/errors.toml`.
_EXPECTED = {
    DATE: "a-date",
    DAYS[1]: "a-time",
    PREFIXES["xsd"] + "boolean": "a-boolean",
    PREFIXES["xsd"] + "integer": "an-integer",
    PREFIXES["xsd"] + "decimal": "a-decimal",
}


def values_meant(model: Model, store: StoreReader, field: Field, text: str) -> list[Term | str]:
    """Return the terms that a text means in a field.

    A text among them is the beginning of a day: a year, or a month.

    Raises:
        ParameterError: no value of the field can be meant; what is near is told.
    """
    if field.schemes:
        return [NamedNode(iri) for iri in _concepts(model, field, text)]
    if field.datatype:
        return _literals(field, text)
    return [_record(model, store, field, text)]


def nearest(text: str, known: Iterable[str]) -> str:
    """Return the known name that is nearest, else some of them."""
    names = sorted(known)
    near = difflib.get_close_matches(text.casefold(), names, 1, 0.5)
    if near:
        return near[0]
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "") or "—"


def _concepts(model: Model, field: Field, text: str) -> list[str]:
    """Return the concepts of the field's code lists that a slug, short name or IRI means."""
    known = {iri: texts for s in field.schemes for iri, texts in model.concepts.get(s, {}).items()}
    found = [iri for iri in known if text in (iri, compact(iri), _slug(iri), _tail(iri))]
    if found:
        return found
    by_name = {name.casefold(): iri for iri, names in known.items() for name in names.values()}
    by_name |= {_slug(iri): iri for iri in known}
    near = difflib.get_close_matches(_slug(text).casefold(), by_name, 1, 0.5)
    expected = _slug(by_name[near[0]]) if near else nearest(text, map(_slug, known))
    raise ParameterError(name=field.name, value=text[:120], expected=expected)


def _slug(iri: str) -> str:
    return iri.rpartition("/")[2]


def _tail(iri: str) -> str:
    """Return `level/federal` of an IRI."""
    return iri.removeprefix(f"{BASE}scheme/")


def _literals(field: Field, text: str) -> list[Term | str]:
    if field.datatype in _TEXTS:
        tagged: list[Term | str] = [Literal(text, language=lang) for lang in ("ru", "en")]
        return [Literal(text), *tagged]
    if field.datatype in DAYS and _BEGINNING.fullmatch(text):
        return [text]
    if field.datatype in DAYS and field.datatype != DATE and _DAY.fullmatch(text):
        return [text]  # any time of this day
    if not _lexical(field.datatype, text):
        expected = _EXPECTED.get(field.datatype, compact(field.datatype))
        raise ParameterError(name=field.name, value=text[:120], expected=expected)
    return [Literal(text, datatype=NamedNode(field.datatype))]


def _lexical(datatype: str, text: str) -> bool:
    """Return whether a text can be a value of a datatype that we know."""
    kind = _EXPECTED.get(datatype)
    if kind == "a-boolean":
        return text in ("true", "false")
    try:
        if kind == "a-date":
            date.fromisoformat(text)
        elif kind == "a-time":
            datetime.fromisoformat(text)
        elif kind == "an-integer":
            int(text)
        elif kind == "a-decimal":
            Decimal(text)
    except (ValueError, InvalidOperation):
        return False
    return True


def _record(model: Model, store: StoreReader, field: Field, text: str) -> NamedNode:
    entities = [model.by_class[c].name for c in field.classes if c in model.by_class]
    names = [text] if "/" in text or ":" in text else [f"{e}/{text}" for e in entities] or [text]
    try:
        nodes = [NamedNode(expand(name)) for name in names]
    except ValueError as error:
        raise ParameterError(name=field.name, value=text[:120], expected="a-record") from error
    # What lies outside is no record of ours, and an address is any.
    found = next((n for n in nodes if not entities or store.typed(n)), None)
    if found is None:
        path = NamedNode(field.path)
        used = {t.object.value for t in store.used(path) if isinstance(t.object, NamedNode)}
        expected = nearest(compact(nodes[0].value), map(compact, used))
        raise ParameterError(name=field.name, value=text[:120], expected=expected)
    return found
