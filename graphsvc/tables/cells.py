"""One cell of a table as RDF terms, by the field the column stands for."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from graphsvc.model.entities import scheme_slug
from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import ID, KEY
from graphsvc.rdf.terms import NamedNode
from graphsvc.tables.literals import read_literal
from graphsvc.tables.nearness import is_slip
from graphsvc.tables.sheet import CellError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graphsvc.model.entities import Field, Model, Texts
    from graphsvc.rdf.terms import Term
    from graphsvc.tables.names import Names

__all__ = ["BRACKETED", "CellError", "choices", "read_cell", "read_reference", "record_iri"]

BRACKETED = re.compile(r"[^;|\[\]]*\[([A-Za-z0-9./_-]+)\]")
"""A name with the key that tells it from others called the same: «Координационный совет [ks]»."""
_PLACE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,24}(?:[/?#][^\s<>\"{}|\\^`]*)?")
_LISTED = 8  # values of a list that a remark tells
_COMPARED = 200  # letters of what is typed; no value is so long


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
        return read_literal(field.datatype, text, language)
    if field.classes or ("://" not in text and not field.address):
        return read_reference(model, field, text, names)
    return _address(text) if field.address else _iri(text)


def record_iri(entity: str, key: str) -> NamedNode:
    """Return the IRI of a record.

    Raises:
        CellError: the key has other letters than Latin ones, digits and `. / _ -`.
    """
    if not KEY.fullmatch(key):
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
    text = text[:_COMPARED]
    slips = [name for name in known if is_slip(text, name)]
    meant = {iri for name in slips for iri in known[name]}
    near = "".join([*slips, *difflib.get_close_matches(fold(text), known, n=1)][:1])
    if near and near not in codes:  # a code is met with a code, a name with a name
        near = next(n for n, iri in choices(model, field).items() if iri in known[near])
    given = sorted(choices(model, field), key=lambda name: (_unlike(name, text), name))
    told = "; ".join(given[:_LISTED]) + (" …" if len(given) > _LISTED else "")
    raise CellError(
        f"значение из списка {ru}: {told}",
        f"a value of the list {en}: {told}",
        near,
        sure=len(meant) == 1,
    )


def _unlike(name: str, text: str) -> float:
    return -difflib.SequenceMatcher(None, fold(text), fold(name)).ratio()


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
    if names is not None and not KEY.fullmatch(text):
        surely = names.surely(entities, text)
        near = [surely] if surely else names.near(entities, text)
        kinds = " / ".join(model.by_name[e].label["ru"] for e in entities) or "любого вида"
        raise CellError(
            f"название записи, которая есть в реестре или в этом файле ({kinds})",
            "the name of a record of the registry or of this file",
            near[0] if near else "",
            "name",
            entities,
            sure=bool(surely),
        )
    if entities:
        return record_iri(entities[0], text)
    raise CellError("ссылка вида «вид записи/ключ»", "a reference “entity/key”")


def _refuse_ambiguous(near: list[str], entities: Sequence[str]) -> None:
    several = f": {'; '.join(near)}" if near else ""
    raise CellError(
        f"одна из записей, названных так{several}",
        f"one of the records called so{several}",
        near[0] if near else "",
        "names",
        entities,
    )


def _address(text: str) -> NamedNode:
    if "://" in text:
        return _iri(text)
    whole = f"https://{text}" if _PLACE.fullmatch(text) else ""
    raise CellError(
        "адрес страницы в интернете целиком, например https://example.ru/page",
        "the whole address of a page on the web, such as https://example.org/page",
        whole,
        sure=bool(whole),
    )


def _iri(text: str) -> NamedNode:
    try:
        return NamedNode(text)
    except ValueError as error:
        raise CellError(
            "адрес вида https://… без пробелов", "an address such as https://…, without spaces"
        ) from error
