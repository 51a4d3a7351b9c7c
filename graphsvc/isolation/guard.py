"""The text guard of free SPARQL: what is refused before any engine sees it.

Source: nested or long chains of operators overflow the engine's native stack; SERVICE and LOAD go
to the network and cannot be switched off. The engine needs no space between words (`SERVICE<…>`,
`1SERVICE`, `SERVICE:name`), ends a comment at a carriage return and reads escapes in an IRI.
"""

from __future__ import annotations

import re

from graphsvc.errors import QueryRefusedError

__all__ = ["check_sparql"]

OPERATOR_LIMIT = 2_000
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\r\n]*|\s+)
    |(?P<text>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<iri><(?:[^<>"{}|^`\\\s]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<name>[?$]\w+|@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)
    |(?P<prefix>[\w-][\w.-]{0,63}(?=:))
    |(?P<local>:(?:[\w:%](?:[\w.:%-]*[\w:%-])?)?)
    |(?P<word>\w+)
    |(?P<open>[{(\[])|(?P<close>[})\]])
    |(?P<operator>&&|\|\||!|[/|^*+?-])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_FORBIDDEN = frozenset(
    {"service", "load", "insert", "delete", "clear", "drop", "create", "add", "move", "copy"}
)
_CHAINS = frozenset({"union"})


def check_sparql(text: str, *, limit_bytes: int, depth_limit: int) -> None:
    """Check a query's text.

    Raises:
        QueryRefusedError: it is too long or too deep, or asks for the network or for a change.
    """
    if len(text.encode()) > limit_bytes:
        raise QueryRefusedError(reason="length", limit=limit_bytes)
    depth = operators = 0
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match[0].lower()
        if kind in ("word", "prefix") and (token in _FORBIDDEN or "service" in token):
            raise QueryRefusedError(reason="word", word=token.upper())
        depth += (kind == "open") - (kind == "close")
        operators += kind == "operator" or token in _CHAINS
        if depth > depth_limit:
            raise QueryRefusedError(reason="depth", limit=depth_limit)
        if operators > OPERATOR_LIMIT:
            raise QueryRefusedError(reason="operators", limit=OPERATOR_LIMIT)
