"""The columns of a handed-in table that are not ours: shown with samples, and what each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from graphsvc.access.editors import SUBMIT, Editor
from graphsvc.api import views
from graphsvc.api.editors import EditorDep, VisitorDep
from graphsvc.api.leading import to_page
from graphsvc.api.negotiation import language
from graphsvc.api.own_case import own_case
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import ColumnsError, ParameterError, RegistryError
from graphsvc.locale import error_text
from graphsvc.tables.columns import BASIS, columns_of
from graphsvc.tables.foreign import TableMapping, parsed, written
from graphsvc.tables.guessing import Guesser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.submissions.cases import Case
    from graphsvc.submissions.opening import SeenTable

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_LEFT: Final = "-"
"""In place of an entity: the table is not taken."""
_FIELDS: Final = 1_000


@dataclass(frozen=True)
class _Shown:
    """A table as its form shows it.

    Attributes:
        entity: the type of record that is chosen, `_LEFT` for none.
        options: name and label of each field, what is required marked.
        chosen: name of the field of each column by its key, empty for none.
        missing: labels of the required fields that no column is.
        kept_on: since when the mapping by which it is read is kept, empty for none.
    """

    table: SeenTable
    entity: str
    options: list[tuple[str, str]]
    chosen: Mapping[str, str]
    missing: list[str]
    kept_on: str


@router.get("/submit/{draft}/columns")
def columns(draft: str, request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Show the columns of a draft's tables, each with what it may be."""
    case, _ = own_case(service, draft, visitor.editor)
    return _form(request, service, case, dict(request.query_params))


@router.post("/submit/{draft}/columns")
async def choose(draft: str, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Keep what the columns are, for this file and for the next with the same ones."""
    async with request.form(max_files=0, max_fields=_FIELDS) as form:
        given = {n: v for n, v in form.items() if isinstance(v, str)}
    return await run_in_threadpool(_choose, request, service, editor, draft, given)


@router.post("/submit/{draft}/columns/forget")
def forget(draft: str, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Forget how the columns of a draft's tables are read."""
    registry, (case, _) = service.registry, own_case(service, draft, editor)
    registry.permissions.require(editor, SUBMIT, case.handed.about)
    for table in registry.door.seen(case.handed):
        if table.mapping is not None and table.mapping.id:
            registry.mappings.drop(table.mapping.id)
    registry.drafts.change(draft, columns="")
    return to_page(request, f"/submit/{draft}/columns")


def _choose(
    request: Request, service: Service, editor: Editor, draft: str, given: Mapping[str, str]
) -> Response:
    registry, (case, _) = service.registry, own_case(service, draft, editor)
    registry.permissions.require(editor, SUBMIT, case.handed.about)
    seen = registry.door.seen(case.handed)
    try:
        chosen = [_mapping(service, table, number, given) for number, table in enumerate(seen)]
    except ColumnsError as error:
        # It names columns by their keys; people know them by their titles.
        titles = {c.key: c.title for table in seen for c in table.columns if c.title}
        told = {n: titles.get(v, v) for n, v in error.parameters.items() if isinstance(v, str)}
        error.parameters.update(told)
        return _form(request, service, case, given, error)
    for mapping in chosen:
        if mapping is not None:
            registry.mappings.keep(case.handed.about, mapping, case.handed.agent)
    registry.drafts.change(draft, columns="")
    return to_page(request, f"/submit/{draft}")


def _mapping(
    service: Service, table: SeenTable, number: int, given: Mapping[str, str]
) -> TableMapping | None:
    """Return what was chosen for a table, None where nothing was.

    Raises:
        ColumnsError: one field is to be of two columns, or nothing is taken.
    """
    entity = given.get(f"entity-{number}", "")
    if not entity:
        return None
    found = {
        column.key: given.get(f"column-{number}-{place}", "")
        for place, column in enumerate(table.columns)
    }
    taken = "" if entity == _LEFT else entity
    if not taken:
        found = dict.fromkeys(found, "")
    elif not any(found.values()):
        raise ColumnsError(value=table.place, expected=_said(service, taken))
    told = written([TableMapping(taken, found)])
    return parsed(service.registry.model, told)[0]


def _said(service: Service, entity: str) -> str:
    """Return what a type's required fields are called."""
    model = service.registry.model
    needed = (c.header["ru"] for c in columns_of(model, model.by_name[entity]) if c.required)
    return ", ".join(f"«{name}»" for name in needed)


def _form(
    request: Request,
    service: Service,
    case: Case,
    given: Mapping[str, str],
    error: RegistryError | None = None,
) -> Response:
    lang, registry, handed = language(request), service.registry, case.handed
    names = registry.called.of(handed.about)
    guesser = Guesser(registry.model, names)
    shown = [
        _shown(service, guesser, number, table, given, lang)
        for number, table in enumerate(registry.door.seen(handed))
    ]
    told = error_text(error.slug, error.parameters, lang) if error else None
    return page(
        request,
        service,
        "submit_columns.html",
        draft=case.id,
        handed=handed,
        about=handed.about,
        about_label=service.labels.label(handed.about, lang),
        tables=shown,
        left=_LEFT,
        entities=[(e.name, e.label[lang]) for e in registry.templates.entities],
        told=told,
        graphs=views.graphs_of(service, [handed.about]),
        status=error.status if error else 200,
    )


def _shown(  # noqa: PLR0913, PLR0917  # the parts of one form
    service: Service,
    guesser: Guesser,
    number: int,
    table: SeenTable,
    given: Mapping[str, str],
    lang: str,
) -> _Shown:
    model, mapping = service.registry.model, table.mapping
    entity = given.get(f"entity-{number}", "")
    if entity not in ("", _LEFT) and entity not in model.by_name:
        known = ", ".join(e.name for e in service.registry.templates.entities)
        raise ParameterError(name=f"entity-{number}", value=entity[:60], expected=known)
    before = mapping is not None and entity in ("", mapping.entity or _LEFT)
    if not entity:
        entity = (
            (mapping.entity or _LEFT) if mapping else guesser.entity(table.place, table.columns)
        )
    if entity == _LEFT:
        return _Shown(table, entity, [], {}, [], mapping.kept_on if mapping else "")
    chosen = dict(mapping.columns) if mapping and before else _guessed(guesser, entity, table)
    for place, column in enumerate(table.columns):
        chosen[column.key] = given.get(f"column-{number}-{place}", chosen.get(column.key, ""))
    fields = [c for c in columns_of(model, model.by_name[entity]) if c.name not in BASIS]
    taken = set(chosen.values())
    return _Shown(
        table,
        entity,
        [(c.name, c.header[lang] + (" *" if c.required else "")) for c in fields],
        chosen,
        [c.header[lang] for c in fields if c.required and c.name not in taken],
        mapping.kept_on if mapping and before else "",
    )


def _guessed(guesser: Guesser, entity: str, table: SeenTable) -> dict[str, str]:
    return guesser.fields(entity, table.columns)
