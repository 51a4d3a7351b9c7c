"""Which records the unknown names of a draft mean: chosen by people, one name at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from graphsvc.access.editors import SUBMIT, Editor
from graphsvc.api.editors import EditorDep
from graphsvc.api.leading import to_page
from graphsvc.api.negotiation import language
from graphsvc.api.own_case import own_case
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.table_help import ASKED_LIMIT, Asked, asked_names
from graphsvc.errors import ParameterError
from graphsvc.rdf.names import compact, record_of
from graphsvc.rdf.terms import NamedNode
from graphsvc.tables.cells import BRACKETED
from graphsvc.tables.decisions import Chosen, chosen_from, chosen_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.submissions.handed import Handed

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_NOBODY, _OTHER, _LATER = "-", "other", ""
_FIELDS: Final = 3 * ASKED_LIMIT
"""The fields of each name: as it is spelt, what was chosen, what was typed."""


@router.post("/submit/{draft}/names")
async def choose(draft: str, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Keep which records the unknown names of a draft mean, and show it again."""
    async with request.form(max_files=0, max_fields=_FIELDS) as form:
        given = {n: v for n, v in form.items() if isinstance(v, str)}
    return await run_in_threadpool(_choose, request, service, editor, draft, given)


def _choose(
    request: Request, service: Service, editor: Editor, draft: str, given: Mapping[str, str]
) -> Response:
    registry, (case, _) = service.registry, own_case(service, draft, editor)
    registry.permissions.require(editor, SUBMIT, case.handed.about)
    handed, lang = case.handed, language(request)
    refusal = registry.desk.check(handed).refusal
    asked = asked_names(service, handed, refusal, lang)
    said = [
        Chosen(one.text, one.entities, record)
        for number, one in enumerate(asked)
        if (record := _said(service, handed, one, number, given)) is not None
    ]
    shown = {one.key for one in asked}
    said += [one for one in chosen_from(handed.names) if one.key not in shown]
    registry.drafts.change(draft, names=chosen_text(said) if said else "")
    return to_page(request, f"/submit/{draft}")


def _said(
    service: Service, handed: Handed, asked: Asked, number: int, given: Mapping[str, str]
) -> str | None:
    """Return the IRI of the record that was chosen, empty for none, None for not yet.

    Raises:
        ParameterError: no record is called as was typed, or none of such a type has that key.
    """
    said = given.get(f"name-{number}", _LATER)
    if given.get(f"text-{number}", asked.text) != asked.text:  # the file is another one by now
        return asked.chosen
    if said == _NOBODY:
        return ""
    if said == _LATER:
        return None
    typed = given.get(f"other-{number}", "").strip() if said == _OTHER else ""
    if said == _OTHER and not typed:
        return None
    record = _named(service, handed, asked, typed) if typed else record_of(said).value
    entity = compact(record).partition("/")[0]
    known = service.registry.store.typed(NamedNode(record))
    if not known or (asked.entities and entity not in asked.entities):
        raise _unknown(service, handed, asked, typed or said)
    return record


def _named(service: Service, handed: Handed, asked: Asked, typed: str) -> str:
    bracketed = BRACKETED.fullmatch(typed)
    key = bracketed[1] if bracketed else typed
    if "/" in key and key.partition("/")[0] in service.registry.model.by_name:
        return record_of(key).value
    if bracketed and asked.entities:
        return record_of(f"{asked.entities[0]}/{key}").value
    found = service.registry.called.of(handed.about).called(asked.entities, typed)
    if len(found) != 1:
        raise _unknown(service, handed, asked, typed)
    return found[0]


def _unknown(service: Service, handed: Handed, asked: Asked, text: str) -> ParameterError:
    near = service.registry.called.of(handed.about).near(asked.entities, text)
    told = f"({'; '.join(near)}?)" if near else ""
    return ParameterError(
        name=asked.text[:60], value=text[:120], expected="a-record-called", near=told
    )
