"""The rules by which tokens name no date: постоянно, по отдельному плану, за 10 дней до …."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.deadlines.items import ONGOING, REFERENCE, REMARK, Loose
from graphsvc.deadlines.times import Unread
from graphsvc.deadlines.tokens import DATE, NUMBER, OTHER, YEAR

if TYPE_CHECKING:
    from graphsvc.deadlines.cursor import Cursor

__all__ = ["LooseRules"]

_ADJECTIVES = 3  # at most, between по and what it names: по отдельно утвержденному плану
_DATING = frozenset({NUMBER, DATE, YEAR, "month", "academic", "current", "next", "reporting"})
_TELLING = frozenset({"month", "every", "season"})
_COUNTED = ("day", "week", "month")


class LooseRules:
    """Reads what has no date at a cursor; what it cannot read leaves the cursor where it was."""

    def __init__(self, cursor: Cursor) -> None:
        self._c = cursor

    def loose(self) -> Loose | None:
        """Return the words without a date that come next, with all that belongs to them.

        Raises:
            Unread: a remark tells a time.
        """
        start = self._c.at
        for rule in (self._remark, self._ongoing, self._counted, self._event, self._reference):
            if found := rule():
                return found
            self._c.at = start
        return None

    def _remark(self) -> Loose | None:
        if word := self._c.take_any("remark", "inclusive"):
            return Loose(REMARK, inclusive=word.role == "inclusive")
        if self._c.take("to", "agreed"):
            self._rest()
            return Loose(REMARK)
        self._c.take_any("in", "on")
        if not self._c.take("aside"):
            return None
        begun = self._c.at
        self._rest(counting=True)
        if any(
            self._c.peek(n - self._c.at).role in _DATING | _TELLING
            for n in range(begun, self._c.at)
        ):
            raise Unread("words")
        return Loose(REMARK)

    def _ongoing(self) -> Loose | None:
        self._c.take_any("on", "in")
        if self._c.take("ongoing"):
            self._c.take("ground")
            return Loose(ONGOING)
        if not self._c.take_any("to", "when"):
            return None
        self._c.take("measure")
        for _ in range(_ADJECTIVES):
            if self._c.take("need"):
                self._rest()
                return Loose(ONGOING)
            if not self._c.take(OTHER):
                break
        return None

    def _counted(self) -> Loose | None:
        """Return a count of days from something: не позднее 10 рабочих дней после …."""
        if not self._opens_count():
            return None
        self._rest(counting=True)
        return Loose(REFERENCE)

    def counts(self) -> bool:
        """Whether a count of days from something comes next; the cursor stays."""
        start = self._c.at
        found = self._opens_count()
        self._c.at = start
        return found

    def _opens_count(self) -> bool:
        self._c.take_any("in", "on")
        return bool(self._c.take("relative")) or self._days_long() or self._days()

    def _days_long(self) -> bool:
        start = self._c.at
        self._c.numbers()
        self._c.take("-")
        self._c.take("working")
        if self._c.take("days-long", "term-word"):
            return True
        self._c.at = start
        return False

    def _days(self) -> bool:
        """Go past a number of days, where a word before or behind tells that it is counted."""
        opened = bool(self._c.take("within") or self._c.take("not", "later"))
        self._c.take("than")
        opened = bool(self._c.take("beyond")) or opened
        numbers = self._c.numbers()
        self._c.take("(", NUMBER, ")")
        opened = bool(self._c.take("working")) or opened
        if not self._c.take_unit(*_COUNTED) or self._c.sees("month"):
            return False
        behind = any(self._c.sees(role) for role in ("after", "from", "by", "relative"))
        return opened if numbers else opened and (behind or self._c.peek(-2).role == "within")

    def _event(self) -> Loose | None:
        """Return what counts from an event: после …, до начала …, в день …."""
        self._c.take_any("in", "on", "by")
        self._c.take_any("span", "within")
        opened = self._c.take_any("after", "doing")
        if self._c.peek(-1).role == "by":
            opened = self._c.take("part")
        if opened or (self._c.peek(-1).role == "in" and self._c.take_unit("day")):
            self._rest(counting=True)
            return Loose(REFERENCE)
        return None

    def _reference(self) -> Loose | None:
        self._c.take("in")
        if self._c.take("agreeing"):
            self._rest()
            return Loose(REFERENCE)
        if self._c.take("settled", "term-word") or self._c.take("term-word", "settled"):
            self._rest()
            return Loose(REFERENCE)
        if self._c.take("term-word"):
            self._c.take(",")
            if self._c.take_any("settled", "set-by", "doing"):
                self._rest()
                return Loose(REFERENCE)
        self._c.take_any(":", "-")
        self._c.take_any("to", "when", "on", "from")
        if self._c.peek(-1).role in {"to", "when", "on", "from", "term-word"}:
            for _ in range(_ADJECTIVES + 1):
                if named := self._c.take_any("plan", "result"):
                    dates = _DATING if named.role == "result" else {YEAR, "academic"}
                    self._skip_dates(*dates, "unit")
                    self._rest()
                    return Loose(REFERENCE)
                if not self._c.take_any(OTHER, "settled", "academic", "calendar"):
                    break
        return None

    def _rest(self, *, counting: bool = False) -> None:
        """Go past what belongs to the words: up to a mark, or to what tells a time of its own.

        Args:
            counting: dates belong to them too: they count from there.
        """
        while not self._c.done:
            token = self._c.peek()
            if token.text in {")", "(", ";"}:
                return
            if token.text == ",":
                after = self._c.peek(1).role
                if after not in {"settled", "set-by"}:
                    return
            if not counting and self._tells():
                return
            self._c.at += 1
            if token.role in {"on", "beyond", "from", "result"} or token.text == "№":
                self._skip_dates(*_DATING, "unit")
            elif token.role == "plan":
                self._skip_dates(YEAR, "academic", "unit")

    def _tells(self) -> bool:
        token = self._c.peek()
        if token.role in _TELLING:
            return True
        if token.role in {NUMBER, DATE}:
            return True
        later = self._c.sees("not", "later") or self._c.sees("not", "least")
        bound = token.role == "by" and self._c.peek(1).role in {
            NUMBER,
            DATE,
            "month",
            "part",
            "unit",
        }
        within = token.role in {"in", "on"} and self._c.peek(1).role in {"within", "month", YEAR}
        return later or bound or within

    def _skip_dates(self, *roles: str) -> None:
        """Go past a date that tells what is meant, not when: приказ от 12 мая 2024 г."""
        while self._c.peek().role in roles:
            self._c.at += 1
            if self._c.sees("-", YEAR) or self._c.sees("/", NUMBER):
                self._c.at += 1
