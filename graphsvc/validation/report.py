"""What SHACL found, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Report", "Result"]

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Result:
    """One validation result; IRIs in full, messages by language.

    `severity` is "Violation", "Warning" or "Info". For a record that came from a table `file`,
    `row` (from 1, the header counted) and `column` say where; in a workbook `file` is the sheet
    and `cell` the cell's name, such as C5.
    """

    focus: str
    path: str
    value: str
    shape: str
    severity: str
    message: dict[str, str] = field(hash=False)
    file: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Report:
    """All results, the gravest first."""

    results: tuple[Result, ...]

    def joined(self, results: Iterable[Result]) -> Report:
        """Return the report with more results."""
        together = [*self.results, *results]
        return Report(tuple(sorted(together, key=lambda r: SEVERITIES.index(r.severity))))

    def placed(
        self,
        places: Mapping[str, tuple[str, int]],
        letters: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Report:
        """Return the report with file, row and column of each record that came from a table.

        Args:
            places: file or sheet and row by the record's IRI.
            letters: the letter of each column of a workbook's sheets.
        """
        known = letters or {}
        return Report(
            tuple(
                _placed(r, *places[r.focus], known.get(places[r.focus][0], {}))
                if r.focus in places
                else r
                for r in self.results
            )
        )

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that refuse a submission."""
        return tuple(r for r in self.results if r.severity == "Violation")


def _placed(result: Result, file: str, row: int, letters: Mapping[str, str]) -> Result:
    # A field's shape is called after its column: shapes#Agreement-validFrom.
    _, _, field = result.shape.rpartition("#")[2].partition("-")
    column = field.partition("-")[0]
    cell = f"{letters[column]}{row}" if column in letters else ""
    return replace(result, file=file, row=row, column=column, cell=cell)
