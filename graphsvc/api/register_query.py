"""What a request asks of a register: the same words for pages, data and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from graphsvc.api.negotiation import language, number
from graphsvc.errors import ParameterError
from graphsvc.projections.register_values import nearest
from graphsvc.projections.registers import NAME, Asked

if TYPE_CHECKING:
    from starlette.requests import Request

    from graphsvc.model.entities import Entity

__all__ = ["FORMATS", "RegisterQuery", "register_query"]

PAGE_LIMIT = 1_000
FORMATS = ("json", "csv", "xlsx", "ttl")
_START_LIMIT = 10_000_000
_OWN = ("q", "sort", "columns", "cursor", "limit", "lang", "type", "format", "minSeq")


@dataclass(frozen=True)
class RegisterQuery:
    """What is asked of a register, and how much of it is shown.

    Attributes:
        columns: the fields to show, in the shapes' order; empty for those that say something.
        start: how many records come before the first one shown.
        limit: most records to show.
    """

    entity: Entity
    asked: Asked
    columns: tuple[str, ...]
    start: int
    limit: int

    def parameters(self, **changed: str) -> str:
        """Return the same as part of an address, with some of it changed; empty takes it away.

        Where it begins is left out unless it is given.
        """
        sort = f"{'-' if self.asked.descending else ''}{self.asked.sort}"
        own = {"q": self.asked.words, "sort": sort, "columns": ",".join(self.columns)}
        told = dict(self.asked.wanted) | own | changed
        return urlencode({name: value for name, value in told.items() if value})


def register_query(request: Request, entity: Entity, limit: int) -> RegisterQuery:
    """Return what a request asks of an entity's register.

    Args:
        limit: most records to show where the request does not say.

    Raises:
        ParameterError: a name or value cannot be read; what is near is told.
    """
    given = request.query_params
    for name in given:
        if name not in entity.by_name and name not in _OWN:
            raise ParameterError(
                name=name[:40], value=given[name][:120], expected=nearest(name, entity.by_name)
            )
    wanted: list[tuple[str, str]] = []
    for name in entity.by_name:
        # An event's `format` is a field, and what a file is called where it names one.
        values = [v for v in given.getlist(name) if v and (name != "format" or v not in FORMATS)]
        if len(values) > 1:
            raise ParameterError(name=name, value=", ".join(values)[:120], expected="one-value")
        wanted += [(name, v) for v in values]
    sort = given.get("sort", "")
    asked = Asked(
        tuple(wanted),
        given.get("q", "").strip(),
        _field(entity, "sort", sort.removeprefix("-")) if sort else "",
        sort.startswith("-"),
        language(request),
    )
    columns = {c for text in given.getlist("columns") for c in text.split(",") if c}
    chosen = {_field(entity, "columns", c) for c in columns}
    return RegisterQuery(
        entity,
        asked,
        tuple(f.name for f in entity.fields if f.name in chosen),
        number(request, "cursor", 0, _START_LIMIT),
        number(request, "limit", limit, PAGE_LIMIT, least=1),
    )


def _field(entity: Entity, parameter: str, name: str) -> str:
    if name != NAME and name not in entity.by_name:
        known = nearest(name, [*entity.by_name, NAME])
        raise ParameterError(name=parameter, value=name[:120], expected=known)
    return name
