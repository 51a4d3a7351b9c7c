"""Checks that each record rests on words of its text, and each line of a text on something."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.seeds.counting import collapse
from tests.seeds.tables import BASIS_COLUMNS, UNMODELLED, Folder, one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.seeds.tables import Row

SPAN_LIMIT = 12  # lines: a basis points at a place, not at a page
QUOTE_LIMIT = 200  # characters
LONG_LINE = 40  # characters: a shorter line (half a heading, a name) may go with its neighbours
REASONS = {
    "heading",
    "requisite",
    "table-header",
    "page-break",
    "markup",
    "signature",
    "continuation",
}
# what a submission says about itself, and the country or region it is about
UNGROUNDED = ("dataset", "territory")


def texts_by_document(folders: list[Folder]) -> dict[str, Folder | None]:
    """Return the folder whose text prints each document, by the document's id.

    None stands for a document that is only named. Of a text with several documents each names it.
    """
    by_name = {folder.name: folder for folder in folders}
    found: dict[str, Folder | None] = {}
    for folder in folders:
        for key, record in folder.records("document").items():
            found[key] = by_name.get(one(record, "sourceText")) or found.get(key)
    return found


def basis_faults(folder: Folder, documents: dict[str, Folder | None]) -> list[str]:
    """Return the rows without a whole basis, or with one on no lines of a printed document.

    A row of a folder without a text may have none: its basis is that it was handed in.
    """
    faults = []
    for row in folder.rows():
        missing = [name for name in BASIS_COLUMNS if name not in row.basis]
        if len(missing) == len(BASIS_COLUMNS):
            if _needs_basis(folder, row):
                faults.append(f"{row.where}: no basis")
        elif missing:
            faults.append(f"{row.where}: a basis without {', '.join(missing)}")
        else:
            faults += _place_faults(row, documents)
    return faults


def _needs_basis(folder: Folder, row: Row) -> bool:
    return folder.path.parent.name == "documents" and row.entity not in UNGROUNDED


def _place_faults(row: Row, documents: dict[str, Folder | None]) -> Iterator[str]:
    document = row.get("document")
    source = documents.get(document)
    if source is None:
        printed = "is not printed here" if document in documents else "is no record"
        yield f"{row.where}: the document {document} {printed}"
        return
    if source.path.parent.name == "documents" and source.name != row.folder:
        yield f"{row.where}: rests on the text of {source.name}"
    if not row.span or row.span[0] < 1 or row.span[-1] > len(source.text):
        yield f"{row.where}: {row.get('lines')!r} are no lines of {source.name}"
    elif len(row.span) > SPAN_LIMIT:
        yield f"{row.where}: {len(row.span)} lines"
    if len(row.get("quote")) > QUOTE_LIMIT:
        yield f"{row.where}: a quote of {len(row.get('quote'))} characters"


def quote_faults(folder: Folder, documents: dict[str, Folder | None]) -> list[str]:
    """Return the rows whose quote does not stand in their lines, white space apart."""
    return [
        f"{row.where}: lines {row.get('lines')} do not say {row.get('quote')!r}"
        for row in folder.rows()
        if row.get("quote")
        and (source := documents.get(row.get("document")))
        and collapse(row.get("quote")) not in source.words(row.span)
    ]


@dataclass
class Coverage:
    """Which lines of a text something accounts for, lines counted from 1.

    Attributes:
        lines: all that are not blank.
        recorded: those in the span of a basis.
        quoted: those of them that a quote lies in, at least with a piece.
        left_out: the reason of each that a row of `unmodelled` names.
    """

    folder: Folder
    lines: set[int] = field(default_factory=set)
    recorded: set[int] = field(default_factory=set)
    quoted: set[int] = field(default_factory=set)
    left_out: dict[int, str] = field(default_factory=dict)

    def __str__(self) -> str:
        reasons = Counter(self.left_out[n] for n in self.lines & self.left_out.keys())
        left_out = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
        covered = self.lines & (self.recorded | self.left_out.keys())
        return (
            f"{self.folder.name}: {len(covered)} of {len(self.lines)} lines accounted for, "
            f"{len(self.lines & self.recorded)} by records; left out: {left_out or 'none'}"
        )


def coverage(folder: Folder, resting_on_it: list[Folder]) -> Coverage:
    """Return the coverage of a folder's text by the bases of some folders and by `unmodelled`."""
    found = Coverage(folder, {n for n, line in enumerate(folder.text, 1) if line.strip()})
    documents = texts_by_document(resting_on_it)
    for other in resting_on_it:
        for row in other.rows():
            if documents.get(row.get("document")) is folder:
                found.recorded.update(row.span)
                found.quoted.update(quoted_lines(folder, row))
    for row in folder.rows(UNMODELLED):
        found.left_out |= dict.fromkeys(row.span, row.get("reason"))
    return found


def quoted_lines(folder: Folder, row: Row) -> Iterator[int]:
    """Yield the lines of a row's basis that its quote lies in, wherever it stands in them."""
    quote, words = collapse(row.get("quote")), folder.words(row.span)
    start = words.find(quote) if quote else -1
    while start >= 0:
        position = 0
        for number in row.span:
            length = len(collapse(folder.text[number - 1]))
            if position < start + len(quote) and start < position + length:
                yield number
            position += length + bool(length)  # one space joins two lines that are not blank
        start = words.find(quote, start + 1)


def coverage_faults(found: Coverage) -> list[str]:
    """Return the lines nobody accounts for, and the rows of `unmodelled` that do it wrongly."""
    folder = found.folder
    missing = sorted(found.lines - found.recorded - found.left_out.keys())
    faults = [f"{folder.name}/text.txt:{n} not accounted for" for n in missing]
    for row in folder.rows(UNMODELLED):
        if row.get("reason") not in REASONS:
            faults.append(f"{row.where}: the reason {row.get('reason')!r} is not of the list")
        if not row.span or collapse(row.get("text")) != folder.words(row.span):
            faults.append(f"{row.where}: lines {row.get('lines')} do not say {row.get('text')!r}")
        if both := found.recorded & set(row.span):
            faults.append(f"{row.where}: lines {sorted(both)} state something, by a record")
    return faults


def cheap_lines(found: Coverage) -> list[str]:
    """Return the long lines that only the width of a basis covers, no quote reaching into them."""
    lines = sorted(found.lines & found.recorded - found.quoted)
    return [
        f"{found.folder.name}/text.txt:{n} no quote: {collapse(found.folder.text[n - 1])[:60]!r}"
        for n in lines
        if len(collapse(found.folder.text[n - 1])) > LONG_LINE
    ]
