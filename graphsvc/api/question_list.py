"""The catalogue's list: which questions a reader's words and choice of kind leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graphsvc.errors import ParameterError
from graphsvc.locale import texts

if TYPE_CHECKING:
    from fastapi import Request

    from graphsvc.questions.catalogue import Question

__all__ = ["KINDS", "asked_kind", "listed"]

KINDS = ("question", "audit", "network")
_WORD = re.compile(r"\w+")
_STEM = 5  # letters that the forms of a Russian word mostly share


def asked_kind(request: Request) -> str:
    """Return the kind of question that `kind=` names, empty for all.

    Raises:
        ParameterError: there is no such kind.
    """
    kind = request.query_params.get("kind", "")
    if kind and kind not in KINDS:
        raise ParameterError(name="kind", value=kind[:40], expected=", ".join(KINDS))
    return kind


def listed(
    topics: list[tuple[str, list[Question]]], q: str, kind: str, lang: str
) -> list[tuple[str, list[Question]]]:
    """Return the questions of a kind in whose title, row or topic each word of `q` begins a word.

    Of a longer word the first letters do: «соглашения» finds «соглашение».
    """
    stems = [w[:_STEM] for w in _WORD.findall(q.casefold())]
    names = texts("ui")["topics"]
    found: list[tuple[str, list[Question]]] = []
    for topic, questions in topics:
        name = names[topic][lang] if topic in names else topic

        def fits(one: Question, name: str = name) -> bool:
            words = _WORD.findall(
                f"{one.title[lang]} {one.row[lang]} {name} {one.id.replace('-', ' ')}".casefold()
            )
            wanted = all(any(w.startswith(stem) for w in words) for stem in stems)
            return wanted and kind in ("", one.kind)

        if kept := [one for one in questions if fits(one)]:
            found.append((topic, kept))
    return found
