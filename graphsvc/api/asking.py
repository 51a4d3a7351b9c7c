"""Answers of catalogued questions for pages: asked once for a state of the data."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from graphsvc.api.answer_views import VIEW_NAMES
from graphsvc.api.negotiation import language
from graphsvc.api.question_routes import ask
from graphsvc.api.state import Service

if TYPE_CHECKING:
    from fastapi import Request

    from graphsvc.questions.catalogue import Question
    from graphsvc.questions.running import Answer

__all__ = ["asked_once"]

_KEPT: Final = 64
_ROWS_KEPT: Final = 2_000

_Key = tuple[int, str, str, str, frozenset[tuple[str, str]]]
_answers: WeakKeyDictionary[Service, OrderedDict[_Key, Answer]] = WeakKeyDictionary()
_lock = threading.Lock()


def asked_once(service: Service, question: Question, request: Request) -> Answer:
    """Return the answer that a page's address asks for.

    It is kept until the data change: sorting it, paging it and drawing it ask nothing again.
    """
    given = frozenset((k, v) for k, v in request.query_params.items() if k not in VIEW_NAMES)
    today = date.today().isoformat()  # noqa: DTZ011  # what the asker's day is when none is given
    lang = language(request)
    sequence = service.registry.store.sequence
    key = (sequence, question.id, lang, today, given)
    with _lock:
        kept = _answers.setdefault(service, OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            return kept[key]
    answer = ask(service, question, request, leave_out=VIEW_NAMES)
    with _lock:
        if answer.count <= _ROWS_KEPT:
            kept[key] = answer
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return answer
