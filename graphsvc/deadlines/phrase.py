"""A phrase as items, and the place up to which it is understood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphsvc.deadlines.cursor import Cursor
from graphsvc.deadlines.every_rules import EveryRules
from graphsvc.deadlines.items import BEFORE, BY, FROM, IN, UP_TO, Item, MonthDays, Timed
from graphsvc.deadlines.loose_rules import LooseRules
from graphsvc.deadlines.time_rules import TimeRules
from graphsvc.deadlines.times import Time, Unread
from graphsvc.deadlines.tokens import tokenize

if TYPE_CHECKING:
    from graphsvc.deadlines.deadline import Period

__all__ = ["Part", "Phrase", "parse"]

_START_PART, _END_PART = 1, 3
_SEPARATORS = (",", ";", "/", "and")
_PARTS_LIMIT = 100
_UNREAD_LIMIT = 80  # characters of the phrase that are quoted


@dataclass(frozen=True)
class Part:
    """An item of a phrase.

    Attributes:
        bracketed: it stands in brackets, or behind a colon: it says more closely what went before.
    """

    item: Item
    bracketed: bool


@dataclass(frozen=True)
class Phrase:
    """What a phrase is made of; `unread` and `reason` tell what is not understood."""

    parts: tuple[Part, ...]
    unread: str = ""
    reason: str = ""


def parse(printed: str, period: Period | None) -> Phrase:
    """Return what a phrase is made of."""
    tokens = tokenize(printed)
    cursor = Cursor(tokens)
    parser = _Parser(cursor, period)
    reason = ""
    try:
        while not cursor.done and parser.item():
            if len(parser.parts) > _PARTS_LIMIT:
                raise Unread("long")  # noqa: TRY301  # told as any other part that is not read
    except Unread as unread:
        reason = unread.reason
    if cursor.done and not reason:
        return Phrase(tuple(parser.parts))
    token = tokens[parser.begun] if parser.begun < len(tokens) else tokens[-1]
    return Phrase((), printed[token.start : token.start + _UNREAD_LIMIT].strip(), reason or "words")


class _Parser:
    def __init__(self, cursor: Cursor, period: Period | None) -> None:
        self._c = cursor
        self._times, self._every = TimeRules(cursor, period), EveryRules(cursor)
        self._loose = LooseRules(cursor)
        self.parts: list[Part] = []
        self.begun = 0
        self._bracketed = self._closer = False

    def item(self) -> bool:
        """Read the next item, with the marks before and behind it; return whether there is one."""
        mark = self._marks()
        self.begun = self._c.at
        if self._c.done:
            if mark:
                raise Unread("words")
            return True
        found = self._item()
        timed = bool(self.parts) and isinstance(self.parts[-1].item, Timed)
        if mark and timed and any(isinstance(i, Timed) for i in found):
            raise Unread("words")
        self.parts += [Part(i, self._bracketed or self._closer) for i in found]
        return bool(found)

    def _marks(self) -> bool:
        """Go past the marks between items; return whether one may tell a relation of the two."""
        relation = False
        self._closer = False
        while not self._c.done:
            if self._c.take("("):
                self._bracketed = True
            elif self._c.take(")"):
                self._bracketed = False
            elif self._c.take(":"):
                self._closer = True
            elif self._c.take("-"):
                relation = True
            elif not self._c.take_any(*_SEPARATORS):
                break
        return relation

    def _item(self) -> list[Item]:
        if every := self._every.every():
            return [every]
        start = self._c.at
        self._in_term()
        for rule in (self._by, self._from, self._plain):
            place = self._c.at
            if found := rule():
                return found
            self._c.at = place
        self._c.at = start
        loose = self._loose.loose()
        return [loose] if loose else []

    def _in_term(self) -> None:
        """Go past в срок, срок: and the like, where a time follows that says it all."""
        start = self._c.at
        self._c.take("in")
        if self._c.take("term-word"):
            self._c.take("plan-period")
            self._c.take_any("-", ":")
            return
        self._c.at = start

    def _plain(self) -> list[Item]:
        if self._loose.counts():  # a count of days begins as a time does
            return []
        return self._bound(IN, self._times.times())

    def _by(self) -> list[Item]:
        bound = ""
        if self._c.take("not", "later"):
            self._c.take("than")
            bound = BY
        elif self._c.take("to"):
            bound = BY
        elif self._c.take("by"):
            bound = UP_TO
        if not bound or self._loose.counts():
            return []
        part = self._c.peek()
        if part.role == "part" and part.number in {_START_PART, _END_PART}:
            self._c.at += 1
            if found := self._times.times():
                return self._bound(BY if part.number == _END_PART else BEFORE, found)
            return []
        return self._bound(bound, self._times.times())

    def _from(self) -> list[Item]:
        start = self._c.at
        self._c.take_any("in", "on")
        self._c.take_any("span", "within")
        earlier = self._c.take("not", "earlier")
        while self._c.take("from"):
            earlier = earlier or self._c.peek(-1)
        if not earlier or self._loose.counts():
            self._c.at = start
            return []
        part = self._c.take("part")
        found = self._times.times(ranged=not part)
        if part and part.number != _START_PART:
            return []
        if len(found) != 1:
            return self._bound(IN, found) if not part else []
        ranged = isinstance(found[0], MonthDays) or found[0].ranged
        return self._bound(IN if ranged else FROM, found)

    @staticmethod
    def _bound(bound: str, found: list[Time | MonthDays]) -> list[Item]:
        """Return the times with their bound; days of every month have theirs in their first day."""
        items: list[Item] = []
        for time in found:
            if isinstance(time, Time):
                items.append(Timed(time, bound))
            elif bound in {BY, UP_TO} and time.weekday is None and time.first == time.last > 0:
                items.append(replace(time, first=1))
            elif bound == IN or time.first == time.last:
                items.append(time)
            else:
                raise Unread("words")
        return items
