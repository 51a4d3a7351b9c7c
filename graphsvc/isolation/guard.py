"""The text guard of free SPARQL: what is refused before any engine sees it.

Source: nested or long chains of operators overflow the engine's native stack; SERVICE and LOAD go
to the network and cannot be switched off.
"""

from __future__ import annotations

import re

from graphsvc.errors import QueryRefusedError

__all__ = ["check_sparql"]

OPERATOR_LIMIT = 2_000
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|\s+)
    |(?P<text>\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<name>[\w.-]*:[\w.:%/-]*|[?$]\w+|@[\w-]+)
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
        raise QueryRefusedError(reason=f"длиннее {limit_bytes} байт / longer than that many bytes")
    depth = operators = 0
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match[0].lower()
        if kind == "word" and token in _FORBIDDEN:
            raise QueryRefusedError(reason=f"слово {token.upper()} не допускается / not allowed")
        depth += (kind == "open") - (kind == "close")
        operators += kind == "operator" or token in _CHAINS
        if depth > depth_limit:
            raise QueryRefusedError(reason=f"вложенность больше {depth_limit} / nested too deep")
        if operators > OPERATOR_LIMIT:
            raise QueryRefusedError(reason=f"больше {OPERATOR_LIMIT} операций / too many operators")
