"""A question's form: what each field offers, and which record is meant by words typed into it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graphsvc.errors import ParameterError
from graphsvc.rdf.names import BASE, compact, expand
from graphsvc.rdf.names import RDF_TYPE as TYPE
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.api.state import Service
    from graphsvc.questions.catalogue import Parameter, Question

__all__ = ["Field", "choices_of", "fields", "meant", "short"]

_PICK_LIMIT: Final = 400
_LISTED: Final = 20
"""Most records that a plain list shows; more are looked up by their words."""
_FOUND: Final = 12
_KEYED: Final = re.compile(r"\((?P<key>[\w-]+/[^\s()]+)\)\s*$")
_NEAR: Final = 0.4


@dataclass(frozen=True)
class Field:
    """A field as the form shows it.

    Attributes:
        kind: `list`, `lookup`, `boolean`, `date`, `number` or `text`.
        value: what is sent, in short.
        shown: what a person reads in it.
        options: values and labels, the records of a look-up among them where they are not too many.
    """

    parameter: Parameter
    kind: str
    value: str
    shown: str
    options: list[tuple[str, str]]


def fields(
    service: Service, question: Question, given: Mapping[str, str], lang: str
) -> list[Field]:
    """Return the fields of a question with these values."""
    return [_field(service, p, given.get(p.name, ""), lang) for p in question.parameters]


def _field(service: Service, parameter: Parameter, given: str, lang: str) -> Field:
    value = short(parameter, given)
    if parameter.type in ("record", "concept"):
        options = choices_of(service, parameter, value, lang)
        listed = parameter.type == "concept" or 0 < len(options) <= _LISTED
        shown = dict(options).get(value) or _named(service, value, lang)
        return Field(parameter, "list" if listed else "lookup", value, shown, options)
    kinds = {"boolean": "boolean", "date": "date", "integer": "number"}
    return Field(parameter, kinds.get(parameter.type, "text"), value, value, [])


def _named(service: Service, value: str, lang: str) -> str:
    """Return the name of a record that no list has; the value where it names none."""
    try:
        iri = expand(value) if value else ""
    except ValueError:
        return value
    return service.labels.label(iri, lang) if iri.startswith(BASE) else value


def short(parameter: Parameter, value: str) -> str:
    """Return a value as the form's list has it: a record's short name, a concept's slug."""
    if not value:
        return ""
    if parameter.type == "concept":
        return compact(value).removeprefix(f"scheme/{parameter.entity}/")
    return compact(expand(value)) if parameter.type == "record" else value


def choices_of(
    service: Service, parameter: Parameter, value: str, lang: str
) -> list[tuple[str, str]]:
    """Return values and labels to pick from; nothing where there are too many or none.

    A value that is asked for is always among them: a list that shows another one would lie.
    """
    if parameter.type == "concept":
        listed = service.registry.model.concepts.get(f"{BASE}scheme/{parameter.entity}", {})
        label = service.labels.label
        pairs = [(short(parameter, iri), label(iri, lang)) for iri in listed]
        pairs.sort(key=lambda p: p[1].casefold())
    elif parameter.type == "record":
        pairs = list(_records(service, service.registry.store.sequence, parameter.entity, lang))
    else:
        return []
    if not pairs or len(pairs) > _PICK_LIMIT:
        return []
    if value and value not in {v for v, _ in pairs}:
        pairs.append((value, value))
    return pairs


@lru_cache(maxsize=64)
def _records(
    service: Service, sequence: int, entity: str, lang: str
) -> tuple[tuple[str, str], ...]:
    """Return the records of a type by name, as they are after an entry of the journal.

    Two records of one name have their keys behind it.
    """
    del sequence  # tells one state of the data from the next
    model = service.registry.model
    if entity not in model.by_name:
        return ()
    found = service.registry.store.referrers(NamedNode(model.by_name[entity].iri), TYPE)
    pairs = [(compact(s.value), service.labels.label(s.value, lang)) for s, _ in found]
    times: dict[str, int] = {}
    for _, name in pairs:
        times[_plain(name)] = times.get(_plain(name), 0) + 1
    told = [(key, f"{name} ({key})" if times[_plain(name)] > 1 else name) for key, name in pairs]
    return tuple(sorted(told, key=lambda p: p[1].casefold()))


def meant(
    service: Service, parameter: Parameter, text: str, lang: str
) -> str | list[tuple[str, str]]:
    """Return the record that a text typed into a field means, or those that it may mean.

    Raises:
        ParameterError: no record is called so.
    """
    keyed = _KEYED.search(text)
    if keyed and _known(service, keyed["key"]):
        return keyed["key"]
    if re.fullmatch(r"\S*[/:]\S*", text):
        return text  # an address or short name: who asks checks it
    entity = parameter.entity
    if entity and _known(service, f"{entity}/{text}"):
        return f"{entity}/{text}"
    named = [
        pair
        for language in (lang, "en" if lang == "ru" else "ru")
        for pair in _records(service, service.registry.store.sequence, entity, language)
    ]
    same = {key for key, name in named if _plain(name) == _plain(text)}
    if len(same) == 1:
        return same.pop()
    hits, _ = service.registry.search.find(text, entity, _FOUND)
    found = [(compact(h.iri), service.labels.label(h.iri, lang)) for h in hits]
    if found:
        return found
    near = difflib.get_close_matches(text, [name for _, name in named], 1, _NEAR)
    raise ParameterError(
        name=parameter.label[lang], value=text[:80], expected=near[0] if near else "a-record"
    )


def _known(service: Service, key: str) -> bool:
    try:
        return service.registry.store.typed(NamedNode(expand(key)))
    except ValueError:
        return False


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
