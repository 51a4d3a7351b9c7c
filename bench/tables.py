"""What a workbook of many rows costs: written, read in its child process, and made records.

    python -m bench.tables [ROWS]

Over documents and demo region, `ROWS` new practices, a third of whose cells name known records.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from graphsvc.rdf.names import ID
from graphsvc.registry import Registry
from graphsvc.settings import Settings
from graphsvc.submissions.formats import Handed
from graphsvc.tables.columns import columns_of
from graphsvc.tables.filling import Filled
from graphsvc.tables.workbook import KnownRecords, Origin, workbook

ABOUT = ID + "body/demo-iro"
CELLS = {
    "author": "Озёрный институт развития образования (учебный)",
    "level": "муниципальный",
    "status": "представлена",
    "jurisdiction": "Озёрная область (учебная)",
    "updatedOn": "2026-11-20",
}


def cpu_s() -> float:
    """Return CPU seconds of this process and its children."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def main() -> None:
    """Print CPU and wall seconds of each step."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Registry(Settings(data_dir=Path(folder)))) as registry,
    ):
        for _ in registry.load_seed():
            pass
        entity = registry.model.by_name["practice"]
        columns = columns_of(registry.model, entity)
        lines = [
            [
                f"Практика {n} (учебная)" if c.name == "label" else CELLS.get(c.name, "")
                for c in columns
            ]
            for n in range(rows)
        ]
        steps: list[tuple[str, float, float]] = []

        def step(name: str, cpu: float, wall: float) -> None:
            steps.append((name, cpu_s() - cpu, time.perf_counter() - wall))

        at = cpu_s(), time.perf_counter()
        filled = [Filled(entity, columns, lines)]
        known = registry.templates.known
        records = KnownRecords(known, lambda entities: next(iter(known(entities)), ""))
        content = workbook(registry.model, filled, records, Origin(), "ru")
        step("written", *at)
        at = cpu_s(), time.perf_counter()
        read = registry.door.read(Handed("a.xlsx", content, ABOUT, agent="bench"))
        step("read", *at)
        at = cpu_s(), time.perf_counter()
        registry.pipeline.submit(read, dry_run=True)
        step("checked", *at)
        print(f"{rows} rows, {len(content)} bytes, {len(read.quads)} triples")
        for name, cpu, wall in steps:
            print(f"{name:8} {cpu:6.1f} s CPU {wall:6.1f} s")


if __name__ == "__main__":
    main()
