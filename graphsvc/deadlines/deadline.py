"""What a printed deadline was read as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["KINDS", "NOT_UNDERSTOOD", "Deadline", "Period"]

Period = tuple[date, date]
"""First and last day of a plan."""

NOT_UNDERSTOOD = "not-understood"
KINDS = (
    *("by-day", "month", "interval", "windows", "half-year", "year"),
    *("recurring", "ongoing", "by-reference", "none", NOT_UNDERSTOOD),
)
"""The concepts of the scheme `deadline-kind`."""


@dataclass(frozen=True)
class Deadline:
    """A deadline, as it is printed and as it is read.

    Attributes:
        printed: the phrase as it stands in the plan.
        kind: one of `KINDS`.
        start: the first day, of windows and recurrences that of the whole; None where it is open.
        end: the last day likewise.
        windows: ISO 8601 intervals of two days each, oldest first.
        recurrence: an ISO 8601 duration, empty where nothing recurs.
        year_inherited: whether a year comes from the plan's period and not from the phrase; None
            where no year is needed.
        unread: the part of the phrase that is not understood.
        reason: why it is not: a key of `unread` in `locale/deadlines.toml`.
    """

    printed: str
    kind: str
    start: date | None = None
    end: date | None = None
    windows: tuple[str, ...] = ()
    recurrence: str = ""
    year_inherited: bool | None = None
    unread: str = ""
    reason: str = ""

    @property
    def understood(self) -> bool:
        """Whether the whole phrase is understood."""
        return self.kind != NOT_UNDERSTOOD
