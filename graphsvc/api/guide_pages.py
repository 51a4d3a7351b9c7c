"""The manual as a page: `docs/guide/guide.md`, in Russian, with the pictures beside it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from fastapi import APIRouter, Request, Response
from markdown_it import MarkdownIt
from starlette.responses import FileResponse

from graphsvc.api.rendering import page
from graphsvc.api.state import ServiceDep
from graphsvc.errors import RecordNotFoundError
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.token import Token

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_IMAGE = re.compile(r"[a-z0-9-]{1,60}\.png")


class Guide(NamedTuple):
    """The manual: its heading, its sections (anchor and name), its text as HTML."""

    heading: str
    sections: tuple[tuple[str, str], ...]
    html: str


@router.get("/guide")
def guide(request: Request, service: ServiceDep) -> Response:
    """Show the manual."""
    return page(request, service, "guide.html", guide=_read(data_folder("docs/guide") / "guide.md"))


@router.get("/guide/{name}")
def image(name: str) -> Response:
    """Send a picture of the manual."""
    file = data_folder("docs/guide") / name
    if not _IMAGE.fullmatch(name) or not file.is_file():
        raise RecordNotFoundError(name=f"guide/{name}")
    return FileResponse(file, media_type="image/png")


@cache
def _read(file: Path) -> Guide:
    """Return a Markdown text: `#` is its heading, each `##` a section with an anchor."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(file.read_text("utf-8"))
    heading, sections = "", list[tuple[str, str]]()
    for picture in (c for t in tokens for c in t.children or () if c.type == "image"):
        picture.attrSet("src", f"/guide/{picture.attrGet('src')}")
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        told = tokens[at + 1].content
        if token.tag == "h1":
            heading = told
        elif token.tag == "h2":
            sections.append((f"s{len(sections) + 1}", told))
            token.attrSet("id", sections[-1][0])
    # The page has the heading already.
    body = [t for at, t in enumerate(tokens) if not _of_title(tokens, at)]
    return Guide(heading, tuple(sections), parser.renderer.render(body, parser.options, {}))


def _of_title(tokens: list[Token], at: int) -> bool:
    """Return whether a token opens, is or closes the heading of the whole text."""
    near = tokens[max(at - 1, 0) : at + 2]
    return tokens[at].tag == "h1" or (
        tokens[at].type == "inline" and any(t.tag == "h1" for t in near)
    )
