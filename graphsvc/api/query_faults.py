"""What is wrong with a query of one's own: at which line, and in words a reader knows."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from graphsvc.api.problems import problem
from graphsvc.errors import QueryRefusedError, QuerySyntaxError
from graphsvc.locale import texts
from graphsvc.questions.engines import CYPHER

if TYPE_CHECKING:
    from graphsvc.errors import RegistryError
    from graphsvc.model.property_graph import PropertyGraph

__all__ = ["Fault", "fault_of"]

_PLACE: Final = re.compile(r"(?:error at )?(?P<line>\d+):(?P<column>\d+): ?")
_CLASSES: Final = re.compile(r"\[[^\]]*\]|\\u\S*")
_TOKEN: Final = re.compile(r'"([^"]{1,3})"|\b([A-Z]{2,})\b')
_NOT_HERE: Final = frozenset({"SERVICE", "LATERAL", "LOAD", "INSERT", "DELETE"})
_BEHIND: Final = "Prefix not found"
"""What the engine says of a name when it has read it: its place is where the name ends."""
_NAMES_TOLD: Final = 6
_ASIDE: Final = re.compile(r"<[^<>\s]*>|\"[^\"\n]*\"|'[^'\n]*'|#.*|//.*")
_VERBS: Final = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_VERBS_CYPHER: Final = re.compile(r"\b(?:MATCH|RETURN|UNWIND|WITH|CALL)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Fault:
    """A fault of a query.

    Attributes:
        title, detail: as of a problem; `said` is more, in words, where more is known.
        line, column: where, from 1; 0 where nobody knows.
        text: the line's text; `before` is what of it stands before the fault, for the marker.
        engine: the engine's own words, empty where they say nothing more.
    """

    title: str
    detail: str
    status: int
    said: str = ""
    line: int = 0
    column: int = 0
    text: str = ""
    before: str = ""
    engine: str = ""


def fault_of(
    error: RegistryError, query: str, engine: str, graph: PropertyGraph, lang: str
) -> Fault:
    """Return an error of a query as its page tells it."""
    told = problem(error, lang)
    # A word that only writes is refused as what it is; one that is none begins no query.
    refused = isinstance(error, QueryRefusedError) and str(error.parameters.get("word", ""))
    unread = isinstance(error, QuerySyntaxError) or (refused and not refused.isascii())
    if unread and not _begun(query, engine):
        return _no_query(told, query, engine, lang)
    reason = str(error.parameters.get("reason", ""))
    if isinstance(error, QueryRefusedError):
        line, column = _numbers(str(error.parameters.get("place", "")) + ":")
        return _placed(told, query, line, column)
    if not isinstance(error, QuerySyntaxError) or reason in ("evaluation", "parameters", "UTF-8"):
        return Fault(told["title"], told["detail"], told["status"])
    line, column = _numbers(reason)
    words = _PLACE.sub("", reason, count=1)
    said, name = _said(words, engine, graph, lang)
    if not line and name:
        line, column = _where(query, name)
    elif _BEHIND in words:
        column = _start_of_word(query, line, column)
    if _ends(query, line, column) and not _expected(words):
        said = str(texts("workbench")["unfinished"][lang])
    found = _placed(told | {"detail": ""}, query, line, column)
    return replace(found, said=said, engine=words.strip())


def _begun(query: str, engine: str) -> bool:
    """Return whether a text has the word that every query has, comments left out."""
    code = _ASIDE.sub(" ", query)
    return bool((_VERBS_CYPHER if engine == CYPHER else _VERBS).search(code))


def _no_query(told: dict[str, Any], query: str, engine: str, lang: str) -> Fault:
    """Return the fault of a text that is no query, at its first line that says something."""
    lines = query.splitlines()
    code = [_ASIDE.sub(" ", line).strip() for line in lines]
    named = (n for n, text in enumerate(code, 1) if text and not text.upper().startswith("PREFIX"))
    line = next(named, 1)
    start = len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1 if lines else 1
    said = texts("workbench")["no-verb-cypher" if engine == CYPHER else "no-verb"][lang]
    return replace(_placed(told | {"detail": ""}, query, line, start), said=str(said))


def _ends(query: str, line: int, column: int) -> bool:
    """Return whether a place is behind all that a text says."""
    lines = query.splitlines()
    rest = [lines[line - 1][column - 1 :], *lines[line:]] if 0 < line <= len(lines) else []
    return line > 0 and not "".join(rest).strip()


def _numbers(text: str) -> tuple[int, int]:
    found = _PLACE.match(text)
    return (int(found["line"]), int(found["column"])) if found else (0, 0)


def _where(query: str, name: str) -> tuple[int, int]:
    """Return the first place of a name in a query."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", query, re.IGNORECASE)
    if not found:
        return 0, 0
    start = found.start()
    return query.count("\n", 0, start) + 1, start - query.rfind("\n", 0, start)


def _start_of_word(query: str, line: int, column: int) -> int:
    """Return where the word begins that ends at a place."""
    text = "".join(query.splitlines()[line - 1 : line])[: column - 1]
    word = re.search(r"\S*$", text)
    return word.start() + 1 if word else column


def _placed(told: dict[str, Any], query: str, line: int, column: int) -> Fault:
    lines = query.splitlines() or [""]
    if line > len(lines):  # the text ends where more was expected
        line, column = len(lines), len(lines[-1]) + 1
    text = lines[line - 1] if line else ""
    before = re.sub(r"[^\t]", " ", text[: column - 1]) if line else ""
    return Fault(
        told["title"], told["detail"], told["status"],
        line=line, column=column, text=text, before=before,
    )  # fmt: skip


def _said(words: str, engine: str, graph: PropertyGraph, lang: str) -> tuple[str, str]:
    """Return an engine's words in the reader's, and the name they are about."""
    known: list[dict[str, Any]] = texts("workbench")["faults"]
    for one in known:
        if one["engine"] == engine and (found := re.search(one["pattern"], words)):
            names = found.groups()
            said = str(one[lang]).format(*names)
            name = names[0] if names else ""
            return said + _near(name, engine, graph, lang), name
    entry = texts("workbench")
    if expected := _expected(words):
        return str(entry["expected"][lang]).format(", ".join(expected)), ""
    return str(entry["unreadable"][lang]), ""


def _expected(words: str) -> list[str]:
    """Return the words and signs that an engine would have taken, where they are few."""
    _, _, listed = words.partition("expected one of")
    found = [a or b for a, b in _TOKEN.findall(_CLASSES.sub("", listed))]
    kept = [w for w in dict.fromkeys(found) if w not in _NOT_HERE and w != "TZ"]
    return kept if len(kept) <= _NAMES_TOLD else []


def _near(name: str, engine: str, graph: PropertyGraph, lang: str) -> str:
    """Return a proposal for a name that nothing has, where one is near."""
    if engine != CYPHER or not name:
        return ""
    names = {x.name for x in graph.labels} | {r.name for r in graph.relationships}
    names |= {p.name for x in graph.labels for p in x.properties}
    near = [n for n in difflib.get_close_matches(name, names, 1, 0.6) if n != name]
    return " " + str(texts("workbench")["near"][lang]).format(near[0]) if near else ""
