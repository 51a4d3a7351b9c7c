"""The text guard of free queries: what is refused before any engine sees it.

Source: nested or long chains of operators overflow the engines' native stacks. In SPARQL, SERVICE
and LOAD go to the network and cannot be switched off; the engine needs no space between words
(`SERVICE<…>`, `1SERVICE`, `SERVICE:name`), ends a comment at a carriage return and reads escapes in
an IRI. In Cypher, a file opened to be read only still lets COPY and LOAD at other files, INSTALL at
the network, CALL at settings, and one CHECKPOINT makes it unreadable for everybody else.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final, cast

from graphsvc.errors import QueryRefusedError, QuerySyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["check_cypher", "check_parameters", "check_sparql"]

OPERATOR_LIMIT = 2_000
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\r\n]*|\s+)
    |(?P<text>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      |(?!\"{3}|'{3})(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'))
    |(?P<unclosed>["'])
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
_CHAINS = frozenset({"bind", "minus", "union"})


def check_sparql(text: str, *, limit_bytes: int, depth_limit: int) -> None:
    """Check a query's text.

    Raises:
        QueryRefusedError: it is too long or too deep, or asks for the network or for a change.
    """
    _check_length(text, limit_bytes)
    scale = _Scale(depth_limit)
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match[0].lower()
        if kind == "unclosed":
            # Else every later quotation mark would be looked at to the end of the text.
            raise QuerySyntaxError(reason=f"{_place(text, match.start())}: {token}")
        if kind in ("word", "prefix") and (token in _FORBIDDEN or "service" in token):
            place = _place(text, match.start())
            raise QueryRefusedError(reason="word", word=token.upper(), place=place)
        if kind in ("open", "close"):
            scale.nest(1 if kind == "open" else -1)
        elif kind == "operator" or token in _CHAINS:
            scale.operate()


_CYPHER = re.compile(
    r"""(?P<comment>//[^\r\n]*|/\*.*?\*/)
    |(?P<space>\s+)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<quoted>`(?:[^`]|``)*`)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?!\w))
    |\$(?P<parameter>[^\W\d]\w*)
    |(?P<word>[^\W\d]\w*)
    |(?P<open>[{(\[])|(?P<close>[})\]])
    |(?P<end>;)
    |(?P<operator>[+*%^=<>|&!~-]|/(?!\*))
    |(?P<other>[.:,])""",
    re.VERBOSE | re.DOTALL,
)
_READING: Final = frozenset({"CALL", "MATCH", "OPTIONAL", "RETURN", "UNWIND", "WITH"})
_PLANS: Final = frozenset({"EXPLAIN", "PROFILE"})
# What may stand within a query; everything else that writes, sets or copies begins one.
_WRITING: Final = frozenset({"CREATE", "DELETE", "DETACH", "FOREACH", "MERGE", "REMOVE", "SET"})
_LOADING: Final = (["LOAD", "FROM"], ["LOAD", "CSV"], ["LOAD", "WITH", "HEADERS"])
_PROCEDURES: Final = frozenset(
    {"DB_VERSION", "SHOW_CONNECTION", "SHOW_FUNCTIONS", "SHOW_TABLES", "TABLE_INFO"}
)
_CYPHER_CHAINS: Final = frozenset({"AND", "IN", "NOT", "OR", "UNION", "XOR"})
_WHOLE: Final = range(-(2**63), 2**63)


def check_cypher(text: str, *, limit_bytes: int, depth_limit: int) -> tuple[str, set[str]]:
    """Check a query's text; return it without its comments, and the names of its parameters.

    The engine never sees what this takes for a comment, and what fits no token is refused: the two
    cannot read a text differently.

    Raises:
        QuerySyntaxError: it has a character or a quotation mark that belongs to nothing.
        QueryRefusedError: it is too long or too deep, or does anything but read.
    """
    _check_length(text, limit_bytes)
    scale, kept, names, passed = _Scale(depth_limit), list[str](), set[str](), [""]
    for kind, token in _cypher_tokens(text):
        blank = kind in ("comment", "space")
        kept.append(" " * len(token) if kind == "comment" else token)
        if blank:
            continue
        word = token.upper() if kind == "word" and passed[-1] not in (".", ":") else ""
        try:
            _check_place(passed, word)
        except QueryRefusedError as error:
            error.parameters["place"] = _place(text, sum(map(len, kept)) - len(token))
            raise
        if kind == "parameter":
            names.add(token[1:])
        if kind in ("open", "close") or word in ("CASE", "END"):
            scale.nest(1 if kind == "open" or word == "CASE" else -1)
        elif kind == "operator" or word in _CYPHER_CHAINS:
            scale.operate()
        passed.append(word or token)
    if len(passed) == 1:
        raise QueryRefusedError(reason="missing")
    return "".join(kept), names


def _check_place(passed: list[str], word: str) -> None:
    """Check a token by what stands before it; `word` is empty for anything but a bare word."""
    before = passed[-1]
    if before == ";":
        raise QueryRefusedError(reason="statements")
    if not before and word not in _READING | _PLANS:
        raise QueryRefusedError(reason="first", word=word)
    if before in _PLANS and word not in _READING:
        raise QueryRefusedError(reason="first", word=word)
    if word in _WRITING or (before == "CALL" and word not in _PROCEDURES):
        raise QueryRefusedError(reason="word", word=word or "CALL")
    if any(word == last and passed[-len(rest) :] == rest for *rest, last in _LOADING):
        raise QueryRefusedError(reason="word", word="LOAD")


def _cypher_tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        match = _CYPHER.match(text, place)
        if match is None or (match["word"] and not match["word"].isidentifier()):
            raise QuerySyntaxError(reason=f"{_place(text, place)}: {text[place]!r}")
        yield str(match.lastgroup), match[0]
        place = match.end()


def _place(text: str, offset: int) -> str:
    """Return line and column, counted from 1."""
    return f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


def check_parameters(
    parameters: Mapping[str, Any], names: set[str], *, depth_limit: int
) -> dict[str, Any]:
    """Return the parameters that a query names, as the engine takes them.

    Raises:
        QueryRefusedError: one is missing, or is nothing that the engine knows: a number beyond 64
            bits, a list of unlike values.
    """
    used: dict[str, Any] = {}
    for name in sorted(names):
        if name not in parameters:
            raise QueryRefusedError(reason="parameter", name=name)
        try:
            used[name] = _value(parameters[name], depth_limit)
        except ValueError as error:
            raise QueryRefusedError(reason="value", name=name) from error
    return used


def _value(value: Any, depth: int) -> Any:  # noqa: ANN401  # whatever JSON holds
    if isinstance(value, (dict, list)) and not depth:
        raise ValueError(depth)
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {key: _value(item, depth - 1) for key, item in fields.items()}
    if isinstance(value, list):
        items = cast("Iterable[Any]", value)
        kinds: set[type] = {type(item) for item in items}
        if kinds == {int, float}:
            items = [float(item) for item in items]
        elif len(kinds) > 1:
            raise ValueError(kinds)
        return [_value(item, depth - 1) for item in items]
    if (isinstance(value, int) and value not in _WHOLE) or (
        isinstance(value, float) and not math.isfinite(value)
    ):
        raise ValueError(value)
    return value


class _Scale:
    """Weighs a text: brackets within brackets, and operators in a row."""

    def __init__(self, depth_limit: int) -> None:
        self._depth_limit = depth_limit
        self._depth = self._operators = 0

    def nest(self, step: int) -> None:
        """Count a bracket."""
        self._depth += step
        if self._depth > self._depth_limit:
            raise QueryRefusedError(reason="depth", limit=self._depth_limit)

    def operate(self) -> None:
        """Count an operator."""
        self._operators += 1
        if self._operators > OPERATOR_LIMIT:
            raise QueryRefusedError(reason="operators", limit=OPERATOR_LIMIT)


def _check_length(text: str, limit_bytes: int) -> None:
    try:
        length = len(text.encode())
    except UnicodeEncodeError as error:
        raise QuerySyntaxError(reason="UTF-8") from error
    if length > limit_bytes:
        raise QueryRefusedError(reason="length", limit=limit_bytes)
