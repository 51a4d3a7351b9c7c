"""The reading of a deadline in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from graphsvc.locale import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphsvc.deadlines.deadline import Deadline

__all__ = ["tell"]

_SHOWN = 12  # windows; a weekly meeting has more


def tell(deadline: Deadline, kinds: Mapping[str, str], lang: str) -> str:
    """Return in one sentence what a deadline was read as, or which part of it was not.

    Args:
        kinds: the label of each kind in that language.
    """
    lang = lang if lang in LANGUAGES else LANGUAGES[0]
    words = texts("deadlines")
    if not deadline.understood:
        reason = words["unread"][deadline.reason][lang]
        return str(words["unread-deadline"][lang]).format(unread=deadline.unread, reason=reason)
    reading = ", ".join((kinds[deadline.kind], *_details(deadline, lang)))
    return str(words["read"][lang]).format(reading=reading)


def _details(deadline: Deadline, lang: str) -> Iterator[str]:
    words = texts("deadlines")
    start, end = (_day(d, lang) for d in (deadline.start, deadline.end))
    if start or end:
        form = "since" if not end else "until" if not start else "between"
        yield words["day" if start == end else form][lang].format(start=start, end=end)
    if deadline.recurrence:
        known = words["recurrence"].get(deadline.recurrence)
        often = words["often"][lang].format(recurrence=deadline.recurrence)
        yield known[lang] if known else often
    elif deadline.kind == "recurring":
        yield words["uncounted"][lang]
    if deadline.windows:
        days = (map(date.fromisoformat, w.split("/")) for w in deadline.windows[:_SHOWN])
        shown = ", ".join(" – ".join(_day(d, lang) for d in window) for window in days)
        more = " …" if len(deadline.windows) > _SHOWN else ""
        yield words["windows"][lang].format(windows=shown + more)
    if deadline.year_inherited:
        yield words["inherited"][lang]


def _day(day: date | None, lang: str) -> str:
    form: str = texts("deadlines")["date"][lang]
    return day.strftime(form) if day else ""
