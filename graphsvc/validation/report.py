"""What SHACL found, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Report", "Result"]


@dataclass(frozen=True)
class Result:
    """One validation result; IRIs in full, messages by language.

    `severity` is "Violation", "Warning" or "Info".
    """

    focus: str
    path: str
    value: str
    shape: str
    severity: str
    message: dict[str, str]


@dataclass(frozen=True)
class Report:
    """All results, the gravest first."""

    results: tuple[Result, ...]

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that refuse a submission."""
        return tuple(r for r in self.results if r.severity == "Violation")
