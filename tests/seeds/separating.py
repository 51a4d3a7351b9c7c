"""Checks that the made-up region is plainly so, and that regions share only what is federal."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from tests.seeds.counting import persons
from tests.seeds.tables import Folder, demo_folders, document_folders, one

if TYPE_CHECKING:
    from pathlib import Path

BODIES_LIMIT = 80  # small enough that expected answers can be derived by reading
# a role and a number, and perhaps who says so: «Методист 12 (учебный, по данным Каменки)»
MADE_UP_NAME = re.compile(
    r"(Методист|Руководитель|Учитель|Проректор|Специалист|Педагог) [1-9]\d*( \(учебн[^()]+\))?"
)
FEDERAL = "fed"


def prefix_faults(demo: Folder) -> list[str]:
    """Return what the made-up region hands in under an id that does not begin with `demo-`."""
    about = tomllib.loads((demo.path / "submission.toml").read_text(encoding="utf-8"))
    faults = [
        f"{demo.name}/submission.toml: {key} is {about[key]}"
        for key in ("about", "agent")
        if not about[key].rpartition("/")[2].startswith("demo-")
    ]
    return faults + [row.where for row in demo.rows() if not row.id.startswith("demo-")]


def synthetic_faults(folder: Folder, expected: str) -> list[str]:
    """Return where a folder's one dataset, or a made-up territory, does not say which it is."""
    datasets = list(folder.records("dataset").values())
    faults = [] if len(datasets) == 1 else [f"{folder.name}: {len(datasets)} datasets"]
    marked = [*datasets, *(folder.records("territory").values() if expected == "true" else ())]
    return faults + [
        f"{folder.name}/{one(record, 'id')}: synthetic is {one(record, 'synthetic') or 'empty'}"
        for record in marked
        if one(record, "synthetic") != expected
    ]


def name_faults(demo: Folder) -> list[str]:
    """Return the made-up persons not called by a role and a number, and names like real ones."""
    faults = [
        f"{row.where}: {row.get('label')}"
        for row in demo.rows("person")
        if row.get("label") and not MADE_UP_NAME.fullmatch(row.get("label"))
    ]
    cells = [cell for row in demo.rows() for cell in row.cells.values()]
    return faults + [f"{demo.name}: the name {name}" for name in persons(cells + demo.text)]


def body_faults(seed: Path) -> list[str]:
    """Return the fault of a made-up region too large to read."""
    bodies = {key for folder in demo_folders(seed) for key in folder.records("body")}
    count = len(bodies)
    return [f"{count} bodies, at most {BODIES_LIMIT}"] if count > BODIES_LIMIT else []


def region(key: str) -> str:
    """Return the region that a record's id begins with (`lo`, `mur`, `fed`, `demo`)."""
    return key.partition("-")[0]


def reference_faults(seed: Path) -> list[str]:
    """Return the cells that name a record of another region, or of the made-up one, or the reverse.

    Only federal bodies and the territories of the sources are common to all. That a record of
    another region is described at all is as much a fault.
    """
    documents, demos = document_folders(seed), demo_folders(seed)
    known = {row.id for folder in (*documents, *demos) for row in folder.rows()}
    shared = {key for folder in documents for key in folder.records("territory")}
    faults = []
    for folder in (*documents, *demos):
        at_home = "demo" if folder in demos else region(folder.name)
        common = set() if folder in demos else shared
        for row in folder.rows():
            for column in row.cells:
                faults += [
                    f"{row.where}: {column} names {key}"
                    for key in _records(row.values(column), known)
                    if region(key) != at_home
                    and key not in common
                    and (region(key) != FEDERAL or folder in demos)
                ]
    return faults


def _records(values: list[str], known: set[str]) -> list[str]:
    """Return the ids among the values of a cell, with or without the name of their entity.

    What begins as an id of the made-up region counts as one, even if there is no such record.
    """
    found = []
    for value in values:
        keys = (value, value.partition("/")[2])
        found += [k for k in keys if k in known or re.fullmatch(r"demo-[a-z0-9./-]+", k)]
    return found
