"""One cell of a table as RDF terms, by the field the column stands for."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from graphsvc.model.entities import scheme_slug
from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import ID, PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.nearness import near_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graphsvc.model.entities import Field, Model, Texts
    from graphsvc.rdf.terms import Term
    from graphsvc.tables.names import Names

__all__ = ["BRACKETED", "CellError", "choices", "read_cell", "read_reference", "record_iri"]

_XSD = PREFIXES["xsd"]
_LANG_STRING = PREFIXES["rdf"] + "langString"
_KEY = re.compile(r"[A-Za-z0-9]+(?:[./_-][A-Za-z0-9]+)*")
BRACKETED = re.compile(r"[^;|\[\]]*\[([A-Za-z0-9./_-]+)\]")
"""A name with the key that tells it from others called the same: «Координационный совет [ks]»."""
_EXPONENT_LIMIT = 30  # written out, 1e999999999 would take a gigabyte
_DURATION = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")


class CellError(ValueError):
    """A cell cannot be read; its text says what is expected, in both languages.

    `cause` and `entities` are as of `sheet.TableFault`.
    """

    def __init__(
        self,
        ru: str,
        en: str,
        proposal: str = "",
        cause: str = "value",
        entities: Iterable[str] = (),
    ) -> None:
        super().__init__(ru)
        self.text = {"ru": ru, "en": en}
        self.proposal, self.cause, self.entities = proposal, cause, tuple(entities)


def read_cell(
    model: Model, field: Field, text: str, language: str = "ru", names: Names | None = None
) -> Term:
    """Return the term a cell stands for.

    A value of a code list is its slug or its label, `scheme/slug` where the field takes several
    lists. A reference is a key (`lo-kopo`) of the field's first type, `entity/key`, or what the
    record is called; where several are called so, the name with the key in brackets.

    Args:
        names: finds records by what they are called; None where references are keys.

    Raises:
        CellError: the text is no value of the field.
    """
    if field.schemes:
        return _concept(model, field, text)
    if field.datatype:
        return _literal(field.datatype, text, language)
    if field.classes or "://" not in text:
        return read_reference(model, field, text, names)
    return _iri(text)


def record_iri(entity: str, key: str) -> NamedNode:
    """Return the IRI of a record.

    Raises:
        CellError: the key has other letters than Latin ones, digits and `. / _ -`.
    """
    if not _KEY.fullmatch(key):
        raise CellError(
            "ключ записи: латинские буквы, цифры, дефис, точка, косая черта",
            "a record's key: Latin letters, digits, hyphen, dot, slash",
        )
    return NamedNode(f"{ID}{entity}/{key}")


def choices(model: Model, field: Field) -> Mapping[str, str]:
    """Return the values a field takes from code lists, by how each is written down for people."""
    said: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, iri, labels in _concepts(model, field):
        said[labels.get("ru", code)].append((code, iri))
    return {
        label if len(found) == 1 else f"{label} [{code}]": iri
        for label, found in said.items()
        for code, iri in found
    }


def _concepts(model: Model, field: Field) -> Iterator[tuple[str, str, Texts]]:
    """Yield code, IRI and labels of each value a field takes from code lists."""
    for scheme in field.schemes:
        for iri, labels in model.concepts.get(scheme, {}).items():
            slug = iri.rpartition("/")[2]
            yield slug if len(field.schemes) == 1 else f"{scheme_slug(scheme)}/{slug}", iri, labels


def _concept(model: Model, field: Field, text: str) -> NamedNode:
    known: defaultdict[str, set[str]] = defaultdict(set)
    codes: set[str] = set()
    for code, iri, labels in _concepts(model, field):
        codes.add(fold(code))
        for name in (code, *labels.values()):
            known[fold(name)].add(iri)
    bracketed = BRACKETED.fullmatch(text)
    found = known.get(fold(bracketed[1] if bracketed else text), set())
    if len(found) == 1:
        return NamedNode(next(iter(found)))
    ru, en = (_scheme_names(model, field, lang) for lang in ("ru", "en"))
    if found:
        several = [written for written, iri in choices(model, field).items() if iri in found]
        raise CellError(
            f"одно из значений, названных так: {'; '.join(several)}",
            f"one of the values called so: {'; '.join(several)}",
            several[0],
        )
    near = "".join(difflib.get_close_matches(fold(text), known, n=1))
    if near and near not in codes:  # a code is met with a code, a name with a name
        near = next(n for n, iri in choices(model, field).items() if iri in known[near])
    raise CellError(f"значение из списка {ru}", f"a value of the list {en}", near)


def _scheme_names(model: Model, field: Field, lang: str) -> str:
    names = (model.labels.get(s, {}).get(lang, scheme_slug(s)) for s in field.schemes)
    return ", ".join(f"«{name}»" for name in names)


def read_reference(model: Model, field: Field, text: str, names: Names | None) -> NamedNode:
    """Return the record a cell refers to, as `read_cell`.

    Raises:
        CellError: the text names none, or several.
    """
    entities = [model.by_class[c].name for c in field.classes]
    if text.startswith(ID):
        return _iri(text)
    if names is not None:
        if bracketed := BRACKETED.fullmatch(text):
            text = bracketed[1]
        else:
            found = names.called(entities, text)
            if len(found) == 1:
                return NamedNode(found[0])
            if found:
                _refuse_ambiguous(names.near(entities, text), entities)
    entity, slash, key = text.partition("/")
    if slash and entity in (entities or model.by_name):
        return record_iri(entity, key)
    if names is not None and not _KEY.fullmatch(text):
        near = names.near(entities, text)
        kinds = " / ".join(model.by_name[e].label["ru"] for e in entities) or "любого вида"
        raise CellError(
            f"название записи, которая есть в реестре или в этом файле ({kinds})",
            "the name of a record of the registry or of this file",
            near[0] if near else "",
            "name",
            entities,
        )
    if entities:
        return record_iri(entities[0], text)
    raise CellError("ссылка вида «вид записи/ключ»", "a reference “entity/key”")


def _refuse_ambiguous(near: list[str], entities: Sequence[str]) -> None:
    several = "; ".join(near)
    raise CellError(
        f"одна из записей, названных так: {several}",
        f"one of the records called so: {several}",
        near[0] if near else "",
        "names",
        entities,
    )


def _iri(text: str) -> NamedNode:
    try:
        return NamedNode(text)
    except ValueError as error:
        raise CellError(
            "адрес вида https://… без пробелов", "an address such as https://…, without spaces"
        ) from error


def _literal(datatype: str, text: str, language: str) -> Literal:
    if datatype == _LANG_STRING:
        try:
            return Literal(text, language=language)
        except ValueError as error:
            raise CellError(
                "код языка после @: ru, en", "a language code after @: ru, en"
            ) from error
    name = datatype.removeprefix(_XSD)
    try:
        return Literal(_LEXICAL.get(name, str)(text), datatype=NamedNode(datatype))
    except (ValueError, InvalidOperation) as error:
        ru, en = _EXPECTED[name]
        raise CellError(ru, en, near_value(name, text)) from error


def _boolean(text: str) -> str:
    value = {
        "true": "true",
        "да": "true",
        "1": "true",
        "false": "false",
        "нет": "false",
        "0": "false",
    }
    if text.casefold() not in value:
        raise ValueError(text)
    return value[text.casefold()]


def _date(text: str) -> str:
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        day, month, year = (int(g) for g in match.groups())
        return date(year, month, day).isoformat()
    return date.fromisoformat(text).isoformat()


def _integer(text: str) -> str:
    return str(int(text))


def _decimal(text: str) -> str:
    value = Decimal(text.replace(",", "."))
    if not value.is_finite() or abs(value.adjusted()) > _EXPONENT_LIMIT:
        raise ValueError(text)
    return f"{value:f}"


def _duration(text: str) -> str:
    if not _DURATION.fullmatch(text):
        raise ValueError(text)
    return text


_LEXICAL = {
    "date": _date,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "duration": _duration,
}
_EXPECTED = {
    "date": ("дата вида 31.12.2026 или 2026-12-31", "a date such as 2026-12-31"),
    "integer": ("целое число", "a whole number"),
    "decimal": ("число", "a number"),
    "boolean": ("да или нет", "true or false"),
    "duration": ("длительность ISO 8601, например P1Y", "an ISO 8601 duration such as P1Y"),
}
