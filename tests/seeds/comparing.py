"""Checks of what the texts say, counted from the texts alone, against what the tables hold.

Each takes the folder of a document and returns its faults, one sentence each.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tests.seeds import counting
from tests.seeds.tables import Folder, Record, one

if TYPE_CHECKING:
    from collections.abc import Callable

PLANS = ("lo-2019-plan", "mur-2020-roadmap", "lo-2023-roadmap")


def plan_rows(folder: Folder) -> list[counting.PlanRow]:
    if folder.name == "lo-2019-plan":
        return counting.unnumbered_plan(folder.text)
    return counting.numbered_plan(folder.text)


def activities(folder: Folder) -> list[Record]:
    """Return the rows of the plan among the activities, without the sub-items, in order."""
    return [a for a in folder.records("activity").values() if not one(a, "parentActivity")]


def paired_rows(folder: Folder) -> tuple[list[tuple[counting.PlanRow, Record]], list[str]]:
    """Return the plan's rows beside the activities, and the fault if they are not as many."""
    printed, tabled = plan_rows(folder), activities(folder)
    faults = []
    if len(printed) != len(tabled):
        faults.append(f"{folder.name}: {len(printed)} rows printed, {len(tabled)} activities")
    return list(zip(printed, tabled, strict=False)), faults


def row_faults(folder: Folder) -> list[str]:
    """Return where number, title, deadline, responsible or result of a row differs from the text.

    A full stop after the number is punctuation: one plan prints 1.1 and 2.1. side by side.
    """
    pairs, faults = paired_rows(folder)
    for printed, activity in pairs:
        cells = {
            "printedNumber": (printed.number.rstrip("."), one(activity, "printedNumber")),
            "label": (printed.title, one(activity, "label")),
            "deadlinePrinted": (printed.deadline, one(activity, "deadlinePrinted")),
            "responsiblePrinted": (printed.responsible, one(activity, "responsiblePrinted")),
            "resultPrinted": (printed.result, one(activity, "resultPrinted")),
        }
        faults += [
            f"{one(activity, 'id')}: {column} is {tabled!r}, printed {text!r}"
            for column, (text, tabled) in cells.items()
            if counting.collapse(tabled) != text
        ]
    return faults


def item_faults(folder: Folder) -> list[str]:
    """Return the bulleted items of rows that are no sub-item.

    Where a row has no sub-item at all, as its items are things and no work, other records of the
    row's lines are called by them.
    """
    children: dict[str, set[str]] = {}
    for record in folder.records("activity").values():
        children.setdefault(one(record, "parentActivity"), set()).add(one(record, "label"))
    called = [(row.span, row.get("label").casefold()) for row in folder.rows()]
    pairs, faults = paired_rows(folder)
    for printed, activity in pairs:
        key = one(activity, "id")
        labels = {label for span, label in called if set(span) & set(printed.lines)}
        if key in children:
            labels = {label.casefold() for label in children[key]}
        faults += [
            f"{key}: no record for the item {item!r}"
            for item in printed.items
            if item.casefold() not in labels
        ]
    return faults


def position_faults(folder: Folder) -> list[str]:
    """Return the activities whose bases lie in lines of another row of the plan."""
    pairs, faults = paired_rows(folder)
    lines = {a: set(p.lines) for p, a in ((p, one(a, "id")) for p, a in pairs)}
    for row in folder.rows("activity"):
        if row.id in lines and not lines[row.id].issuperset(
            n for n in row.span if folder.text[n - 1].strip()
        ):
            faults.append(f"{row.where}: lines {row.get('lines')} are not of its row")
    return faults


def responsible_faults(folder: Folder) -> list[str]:
    """Return the cells whose words are not all spoken for by responsibilities, and those too many.

    What is left of a cell when every printed form is taken out of it once may only be commas.
    """
    pairs, faults = paired_rows(folder)
    forms: dict[str, list[str]] = {}
    for record in folder.records("responsibility").values():
        forms.setdefault(one(record, "activity"), []).append(one(record, "printedForm"))
    for printed, activity in pairs:
        rest = printed.responsible
        for form in sorted(forms.get(one(activity, "id"), []), key=len, reverse=True):
            if form not in rest:
                faults.append(f"{one(activity, 'id')}: {form!r} is not in the cell {rest!r}")
            rest = rest.replace(form, " ", 1)
        if rest.strip(" ,."):
            faults.append(f"{one(activity, 'id')}: nobody stands for {counting.collapse(rest)!r}")
    return faults


def person_faults(folder: Folder) -> list[str]:
    """Return who is named but not recorded, or recorded but not named, or not named as often."""
    people = {
        key: next(iter(counting.persons([one(person, "label")])), one(person, "label"))
        for key, person in folder.records("person").items()
    }
    named = counting.persons(folder.text)
    faults = [f"{folder.name}: no person {name}" for name in named.keys() - people.values()]
    faults += [f"{folder.name}: nobody prints {name}" for name in people.values() - named.keys()]
    if folder.name not in PLANS:
        return faults
    cells = counting.persons([row.responsible for row in plan_rows(folder)])
    rows = {one(a, "id") for a in activities(folder)}
    tabled = Counter(
        people.get(one(r, "person"), one(r, "person"))
        for r in folder.records("responsibility").values()
        if one(r, "person") and one(r, "activity") in rows
    )
    if cells != tabled:
        faults.append(f"{folder.name}: cells name {cells}, responsibilities {tabled}")
    return faults


def iso(printed: str) -> str:
    """Return the day of a printed date in ISO 8601, empty where the day is left blank."""
    if match := re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", printed):
        return f"{match[3]}-{match[2]}-{match[1]}"
    if match := re.fullmatch(r"(\d{1,2}) (\w+) (\d{4}) года", printed):
        return f"{match[3]}-{counting.MONTHS.index(match[2]) + 1:02}-{int(match[1]):02}"
    return ""


def date_faults(folder: Folder) -> list[str]:
    """Return the printed dates that no record of the folder holds, as printed or as a day."""
    records = [r for entity in folder.entities for r in folder.records(entity).values()]
    return [
        f"{folder.name}/text.txt:{line} no record holds the date {printed!r}"
        for line, printed in counting.dates(folder.text)
        if not any(_holds(record, printed) for record in records)
    ]


def _holds(record: Record, printed: str) -> bool:
    day = iso(printed)
    days = (
        one(record, c) for c in ("documentDate", "deadlineEnd", "signedOn", "validFrom", "date")
    )
    return (day != "" and day in days) or printed in counting.collapse(one(record, "datePrinted"))


def abbreviation_faults(folder: Folder) -> list[str]:
    """Return the short names a text introduces, by «далее» or a footnote, that no row explains."""
    tabled = {
        counting.unquoted(one(r, "printedForm")): one(r, "expansion")
        for r in folder.records("abbreviation").values()
    }
    faults = [
        f"{folder.name}: no expansion of {name}"
        for name in map(counting.unquoted, counting.introduced(folder.text))
        if not tabled.get(name)
    ]
    notes = counting.footnotes(folder.text) if folder.name == "lo-2019-plan" else ()
    faults += [
        f"{folder.name}: {name} is {tabled.get(name)!r}, the footnote says {words!r}"
        for name, words in notes
        if tabled.get(name) != words
    ]
    return faults


def clause_faults(folder: Folder) -> list[str]:
    """Return the difference between the clause numbers printed and those of the clause rows.

    Of a plan they are the numbers of its sections, of the recommendations the list items as well.
    """
    tabled = [
        one(record, "printedNumber").rstrip(".")
        for record in folder.records("clause").values()
        if one(record, "inDocument") == folder.name and one(record, "printedNumber")
    ]
    if folder.name in PLANS:
        printed = counting.sections(folder.text)
    else:
        printed = counting.clauses(folder.text)
    return [] if tabled == printed else [f"{folder.name}: clauses {tabled}, printed {printed}"]


def quoted_faults(folder: Folder) -> list[str]:
    """Return the names in quotation marks that no cell of a record (but for its basis) repeats.

    «Утвержден» is the word of a stamp of approval and names nothing.
    """
    cells = " ".join(
        counting.collapse(cell)
        for row in folder.rows()
        for column, cell in row.cells.items()
        if column not in row.basis and "@" not in column and column != "note"
    )
    return [
        f"{folder.name}/text.txt:{line} no record says «{name}»"
        for line, name in counting.quoted(folder.text)
        if name not in cells and name != "Утвержден"
    ]


CHECKS: dict[str, Callable[[Folder], list[str]]] = {
    "rows": row_faults,
    "items": item_faults,
    "positions": position_faults,
    "responsible": responsible_faults,
    "persons": person_faults,
    "dates": date_faults,
    "abbreviations": abbreviation_faults,
    "clauses": clause_faults,
    "quoted": quoted_faults,
}
