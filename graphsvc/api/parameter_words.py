"""A wrong parameter in the words of whoever reads pages: what is meant, and what would do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graphsvc.locale import texts
from graphsvc.rdf.names import BASE, compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.api.state import Service
    from graphsvc.errors import ParameterError

__all__ = ["in_words", "name_of", "nearest_value"]


def in_words(service: Service, error: ParameterError, lang: str) -> str:
    """Return what is wrong with a parameter and what to do, without the words of the API."""
    given = {name: str(value) for name, value in error.parameters.items()}
    reasons, words = (texts("errors")["parameter"][name] for name in ("reasons", "page"))
    expected = given.get("expected", "")
    if expected in words["reasons"]:
        told = words["reasons"][expected][lang].format_map(defaultdict(str, given)).strip()
    elif expected in reasons:
        told = words["needed"][lang].format(expected=reasons[expected][lang])
    else:
        told = words["nearest"][lang].format(expected=_named(service, expected, lang))
    form = words["text" if given.get("value") else "empty"][lang]
    name, value = given.get("name", ""), given.get("value", "")
    value = compact(value) if value.startswith(BASE) else value
    return str(form.format(name=name_of(service, name, lang), value=value, expected=told))


def nearest_value(error: ParameterError) -> tuple[str, str] | None:
    """Return a parameter's name and the one value that would fit it, where one is known."""
    name, expected = (str(error.parameters.get(n, "")) for n in ("name", "expected"))
    told = expected in texts("errors")["parameter"]["reasons"]
    single = expected and not set(expected) & set(" ,–—()")
    return (name, expected) if single and not told else None


def _named(service: Service, expected: str, lang: str) -> str:
    """Return a short name of a record or a code behind what it is called."""
    if "/" not in expected or " " in expected:
        return expected
    label = service.labels.label(expand(expected), lang)
    return expected if label in (expected, compact(expand(expected))) else f"{label} ({expected})"


def name_of(service: Service, name: str, lang: str) -> str:
    """Return what a parameter is called, its own name where nobody says."""
    words = texts("errors")["parameter"]["page"]["names"]
    if name in words:
        return str(words[name][lang])
    labels = (*_asked(service, name, lang), *_fields(service, name, lang))
    return labels[0] if labels else name


def _asked(service: Service, name: str, lang: str) -> Iterable[str]:
    questions = service.registry.catalogue.questions
    return [p.label[lang] for q in questions for p in q.parameters if p.name == name][:1]


def _fields(service: Service, name: str, lang: str) -> Iterable[str]:
    entities = service.registry.model.entities
    return [e.by_name[name].label[lang] for e in entities if name in e.by_name][:1]
