"""The source texts as pages: the list with its shares, and the reader of one text."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api import document_text, views
from graphsvc.api.document_views import (
    Looking,
    blocks,
    chapters,
    facts,
    found_in,
    has_quote,
    legend,
)
from graphsvc.api.negotiation import language
from graphsvc.api.rendering import page
from graphsvc.api.state import ServiceDep
from graphsvc.errors import ParameterError
from graphsvc.locale import texts
from graphsvc.rdf.names import ID, compact
from graphsvc.texts.accounting import STATES
from graphsvc.texts.marking import searched

if TYPE_CHECKING:
    from graphsvc.texts.accounting import TextAccount

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_LINES = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_SHOWN = (*STATES, "found")
_QUERY_CHARACTERS = 200


@router.get("/documents")
def documents(request: Request, service: ServiceDep) -> Response:
    """Show the documents whose texts are here, and how much of each became records."""
    lang = language(request)
    found = [
        (
            slug,
            name,
            demo,
            service.texts.account(slug),
            [
                (iri, service.labels.label(iri, lang), facts(service, iri, lang))
                for iri in document_text.documents_in(service, slug)
            ],
        )
        for slug, name, demo in document_text.sources(service, lang)
    ]
    return page(
        request, service, "documents.html",
        texts=found, signs=texts("ui")["text_states"], compact=compact,
        graphs=views.graphs_of(service, [iri for *_, held in found for iri, _, _ in held]),
    )  # fmt: skip


@router.get("/documents/{slug}")
def document(slug: str, request: Request, service: ServiceDep) -> Response:
    """Show a document's text line by line, what became of each line and what rests on it.

    Raises:
        RecordNotFoundError: its text is not here.
        ParameterError: `lines`, `basis` or `show` names nothing of this text.
    """
    lang, asked = language(request), request.query_params
    account = service.texts.account(slug)
    looking = _looking(request, account)
    q = asked.get("q", "").strip()[:_QUERY_CHARACTERS]

    def shown(state: str) -> str:
        given = {"q": q, "show": state}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"/documents/{slug}" + (f"?{query}" if query else "")

    shown_blocks, words = blocks(service, account, lang, looking), texts("ui")
    return page(
        request, service, "document.html",
        slug=slug, label=document_text.name_of(service, slug, lang), account=account,
        blocks=shown_blocks, chapters=chapters(account),
        legend=legend(account), looking=looking, shown=shown, q=q,
        found=found_in(account, looking.words) if looking.words else [],
        quote_lost=bool(looking.quote) and not has_quote(shown_blocks),
        signs=words["text_states"], certainties=words["text_certainty"], reasons=words["reasons"],
        held=[(d, service.labels.label(d, lang)) for d in account.documents],
        graphs=views.graphs_of(service, account.documents),
    )  # fmt: skip


def _looking(request: Request, account: TextAccount) -> Looking:
    asked = request.query_params
    words = searched(asked.get("q", "")[:_QUERY_CHARACTERS])
    show = asked.get("show", "")
    if show and (show not in _SHOWN or (show == "found" and not words)):
        raise ParameterError(name="show", value=show[:40], expected=_nearest(show, _SHOWN))
    wanted, quote = _wanted(asked.get("lines", ""), account), asked.get("quote", "")
    if basis := asked.get("basis", ""):
        found = account.bases.get(f"{ID}basis/{basis}")
        if found is None:
            known = [iri.removeprefix(f"{ID}basis/") for iri in account.bases]
            expected = get_close_matches(basis[:100], known, 1, 0)
            raise ParameterError(name="basis", value=basis[:100], expected="".join(expected))
        wanted, quote = wanted or range(found.first, found.last + 1), found.quote
    return Looking(wanted, show, words, quote[:2_000])


def _wanted(text: str, account: TextAccount) -> range:
    """Return the lines that `46` or `46-48` names.

    Raises:
        ParameterError: the text has no such lines.
    """
    if not text:
        return range(0)
    found = _LINES.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    count = len(account.lines)
    if not 1 <= first <= last <= count:
        nearest = f"{min(first, count)}" if found and first else f"1–{count}"
        raise ParameterError(name="lines", value=text[:40], expected=f"{nearest} (1–{count})")
    return range(first, last + 1)


def _nearest(value: str, known: tuple[str, ...]) -> str:
    """Return the known values, the most alike first."""
    return ", ".join(sorted(known, key=get_close_matches(value, known, len(known), 0).index))
