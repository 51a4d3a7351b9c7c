"""What a refused address asked for, as a form in which the wrong part can be mended.

Any page whose form is sent by GET has it: the problem page is made of the address itself, so that
nothing typed is lost and no page has to do anything for it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from graphsvc.api.parameter_words import name_of, nearest_value
from graphsvc.locale import day
from graphsvc.rdf.names import BASE, ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from graphsvc.api.state import Service
    from graphsvc.errors import ParameterError

__all__ = ["Correction", "correction_of"]

_SHOWN: Final = 200
_KEPT_MOST: Final = 40
_UNTOLD: Final = frozenset({"lang", "cursor", "page", "expand", "view"})
"""What says how a page is shown, or where one was in a list: kept, but not told."""
_SCHEMES: Final = {
    "direction": ("direction",),
    "directions": ("direction",),
    "kinds": ("kind",),
    "level": ("level",),
    "levels": ("level",),
    "relations": ("relation", "requirement"),
}
"""The code lists of parameters that take codes."""
_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NAME: Final = re.compile(r"[\w./:~,-]+")
_MONTHS: Final = 12


@dataclass(frozen=True)
class Correction:
    """The form of a refused address.

    Attributes:
        action: the path asked.
        name: the parameter that is wrong, and `label` what it is called.
        value: what was given for it.
        unknown: whether there is no such parameter; else its value is wrong.
        near: what is probably meant, in words, and the address with it; empty where nobody knows.
        kept: the other parameters as they are sent again.
        told: those of them that say what is asked: label and value in words.
        without: the address without the wrong parameter; empty where it is not in it.
    """

    action: str
    name: str
    label: str
    value: str
    unknown: bool
    near: tuple[str, str]
    kept: tuple[tuple[str, str], ...]
    told: tuple[tuple[str, str], ...]
    without: str


def correction_of(
    request: Request, service: Service, error: ParameterError, lang: str
) -> Correction | None:
    """Return the form for a refused request; None where no parameter of its address is wrong."""
    name, value = (str(error.parameters.get(n, "")) for n in ("name", "value"))
    query, path = request.query_params, request.url.path
    if request.method != "GET" or (value and name not in query):
        return None
    given = ",".join(query.getlist(name))
    unknown = bool(given) and not value
    kept = tuple((n, v) for n, v in query.multi_items() if n != name and v)[:_KEPT_MOST]
    near = _near(error, given, unknown=unknown)
    meant = (near, given) if unknown else (name, _replaced(given, value, near))
    told = name_of(service, near, lang) if unknown else _named(service, name, near, lang)
    return Correction(
        path,
        name,
        name_of(service, name, lang)[:_SHOWN],
        given[:_SHOWN],
        unknown,
        (told, _address(path, [*kept, meant])) if near else ("", ""),
        kept,
        tuple(
            (name_of(service, n, lang), _named(service, n, v[:_SHOWN], lang))
            for n, v in kept
            if n not in _UNTOLD
        ),
        _address(path, kept) if given else "",
    )


def _near(error: ParameterError, given: str, *, unknown: bool) -> str:
    """Return the value, or for an unknown parameter the name, that is probably meant."""
    if error.parameters.get("expected") == "a-date":
        return _near_day(given)
    found = nearest_value(error)
    return found[1] if found and (given or not unknown) else ""


def _near_day(text: str) -> str:
    """Return the day that a text may mean, ISO 8601: as Russian writes it, or one past a month."""
    found = _DAY.search(text)
    if not found:
        return ""
    first, second, third, *russian = found.groups()
    year, month, number = (int(n) for n in ((first, second, third) if first else russian[::-1]))
    if not (year and 1 <= month <= _MONTHS and number):
        return ""
    return f"{year:04}-{month:02}-{min(number, monthrange(year, month)[1]):02}"


def _replaced(given: str, wrong: str, near: str) -> str:
    """Return a list joined by commas with one value replaced; what was right in it stays."""
    return ",".join(near if wrong in (v, v.rpartition("/")[2]) else v for v in given.split(","))


def _named(service: Service, name: str, text: str, lang: str) -> str:
    """Return records and codes of lists by their names, a day as people write it, others as is."""
    schemes = _SCHEMES.get(name, ())
    places = [ID if "/" in text else "", *(f"{BASE}scheme/{s}/" for s in schemes)]
    found: list[str] = []
    if not _NAME.fullmatch(text):
        return text
    for one in text.split(","):
        labels = (service.labels.label(p + one, lang) for p in places if p)
        found.append(next((k for k in labels if one not in k), day(one, lang)))
    return ", ".join(found)


def _address(path: str, parameters: Sequence[tuple[str, str]]) -> str:
    query = urlencode(parameters)
    return f"{path}?{query}" if query else path
