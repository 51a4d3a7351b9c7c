"""A whole register as a file: what is asked of it, in its order, with the same columns."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from graphsvc.api import views
from graphsvc.api.wording import register_name
from graphsvc.audits.formats import add_sheet, saved
from graphsvc.errors import AnswerLimitError
from graphsvc.projections.registers import NAME
from graphsvc.questions.formats import safe_cell
from graphsvc.rdf.names import compact, rms
from graphsvc.rdf.syntax import format_of, serialize
from graphsvc.rdf.terms import Literal, NamedNode, in_graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.api.register_query import RegisterQuery
    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity, Field

__all__ = ["ROW_LIMIT", "record_json", "write"]

ROW_LIMIT = 100_000


def write(service: Service, query: RegisterQuery, name: str) -> bytes:
    """Return every record that is asked for, in the format called `name`.

    A CSV table has the short names and texts that data have, with labels beside them; a workbook
    has what people read, headed in their language.

    Raises:
        AnswerLimitError: there are more than `ROW_LIMIT` records.
    """
    records = service.registers.find(query.entity, query.asked).records
    if len(records) > ROW_LIMIT:
        raise AnswerLimitError(limit=ROW_LIMIT)
    if name == "ttl":
        return _turtle(service, records)
    if name == "json":
        return _json(service, query, records)
    fields = [
        f
        for f in query.entity.fields
        if f.name != NAME and (not query.columns or f.name in query.columns)
    ]
    if name == "csv":
        return _csv(service, fields, records, query.asked.lang)
    return _xlsx(service, query.entity, fields, records, query.asked.lang)


def _turtle(service: Service, records: Sequence[NamedNode]) -> bytes:
    """Return the records with their bases."""
    store = service.registry.store
    bases = {b for r in records for b in store.values(r, rms("basis")) if isinstance(b, NamedNode)}
    subjects = [*records, *sorted(bases - set(records), key=str)]
    triples = [t for s in subjects for t in store.describe(s)]
    return serialize([in_graph(t) for t in triples], format_of("text/turtle"))


def _json(service: Service, query: RegisterQuery, records: Sequence[NamedNode]) -> bytes:
    found = [record_json(service, r, query.asked.lang) for r in records]
    for one in found if query.columns else ():
        one["fields"] = {n: v for n, v in one["fields"].items() if n in query.columns}
    whole = {"type": query.entity.name, "records": found, "count": len(found)}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"


def _csv(
    service: Service, fields: Sequence[Field], records: Sequence[NamedNode], lang: str
) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heads = ["id", "name"]
    for field in fields:
        heads += [field.name] if field.datatype else [field.name, f"{field.name}Label"]
    writer.writerow(heads)
    for record in records:
        cells = [compact(record.value), service.labels.label(record.value, lang)]
        for field in fields:
            values = service.registry.store.values(record, NamedNode(field.path))
            if field.datatype:
                texts = [v for v in values if isinstance(v, Literal)]
                spoken = [v for v in texts if v.language in (None, lang)] or texts
                cells.append("; ".join(sorted(v.value for v in spoken)))
            else:
                named = sorted(v.value for v in values if isinstance(v, NamedNode))
                cells.append("; ".join(map(compact, named)))
                cells.append("; ".join(service.labels.label(iri, lang) for iri in named))
        writer.writerow([safe_cell(c) for c in cells])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(
    service: Service,
    entity: Entity,
    fields: Sequence[Field],
    records: Sequence[NamedNode],
    lang: str,
) -> bytes:
    book = Workbook()
    heads = [entity.label[lang], *(_head(f.label[lang]) for f in fields), "id"]
    rows = (
        [
            service.labels.label(record.value, lang),
            *(_told(service, record, field, lang) for field in fields),
            compact(record.value),
        ]
        for record in records
    )
    add_sheet(book, register_name(entity, lang), heads, rows)
    return saved(book)


def _head(label: str) -> str:
    return label[:1].upper() + label[1:]


def _told(service: Service, record: NamedNode, field: Field, lang: str) -> str:
    values = service.registry.store.values(record, NamedNode(field.path))
    return "; ".join(label or text for text, label in views.shown(service, values, lang))


def record_json(service: Service, iri: NamedNode, lang: str) -> dict[str, Any]:
    """Return a record as plain JSON: its fields by name, in the shape's order."""
    triples = service.registry.store.describe(iri)
    entity = service.registry.model.entity_of(triples)
    fields = (
        _fields(service, entity, {(t.predicate.value, t.object) for t in triples}, lang)
        if entity
        else {}
    )
    return {
        "id": iri.value,
        "type": entity.name if entity else None,
        "label": service.labels.label(iri.value, lang),
        "fields": fields,
        "graphs": sorted(compact(g.value) for g in service.registry.store.graphs_of(iri)),
    }


def _fields(
    service: Service, entity: Entity, values: set[tuple[str, Any]], lang: str
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in entity.fields:
        found = sorted((o for p, o in values if p == field.path), key=str)
        shown: list[Any] = [
            {"id": o.value, "label": service.labels.label(o.value, lang)}
            if isinstance(o, NamedNode)
            else ({"value": o.value, "lang": o.language} if o.language else o.value)
            for o in found
        ]
        if shown:
            fields[field.name] = shown
    return fields
