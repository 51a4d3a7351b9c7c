"""What `graphsvc verify`, `rebuild`, `sync`, `export` and `bench` do: keep the whole in order."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.benching import bench_questions
from graphsvc.commands.telling import DONE, REFUSED, result_lines, write_to
from graphsvc.locale import texts
from graphsvc.rdf.syntax import MEDIA_TYPES, format_of, serialize
from graphsvc.registry import Registry
from graphsvc.syncing import TARGETS, Bar, synchronise
from graphsvc.upkeep import rebuild, verify
from graphsvc.validation.reasoner import check_extension, check_ontology

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from graphsvc.settings import Settings

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the commands to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    check = command("verify", _verify, "проверить журнал, хранилище, данные · check everything")
    check.add_argument("--reasoner", action="store_true", help="и рассуждением · by reasoning too")
    check.add_argument(
        "--extension", type=Path, help="расширение онтологии · an extension to check"
    )
    command("rebuild", _rebuild, "построить хранилище заново · rebuild the store")
    sync = command("sync", _sync, "синхронизировать сервер · synchronise a server")
    sync.add_argument("target", choices=tuple(TARGETS), help="вид сервера · kind of server")
    sync.add_argument("--full", action="store_true", help="заполнить заново · fill it anew")
    export = command("export", _export, "выгрузить данные · export the data")
    export.add_argument("-o", "--output", type=Path)
    export.add_argument("--format", default="application/n-quads", choices=sorted(MEDIA_TYPES))
    bench = command("bench", _bench, "измерить движки · measure the engines")
    bench.add_argument("what", choices=("questions",))


def _verify(given: argparse.Namespace, settings: Settings) -> int:
    if given.reasoner or given.extension:
        found = (
            check_extension(given.extension.read_bytes()) if given.extension else check_ontology()
        )
        print(json.dumps(asdict(found), ensure_ascii=False))
        if not found.sound:
            return REFUSED
    with closing(Registry(settings)) as opened:
        report = verify(opened)
    for line in result_lines(report.results, given.lang):
        print(line)
    print(f"violations: {len(report.violations)}, results: {len(report.results)}")
    return REFUSED if report.violations else DONE


def _rebuild(_: argparse.Namespace, settings: Settings) -> int:
    rebuild(settings)
    return DONE


def _sync(given: argparse.Namespace, settings: Settings) -> int:
    bar = Bar(sys.stderr)
    try:
        reached = synchronise(given.target, settings, full=given.full, progress=bar)
    finally:
        bar.clear()
    line: str = texts("cli")["synchronised"][given.target][given.lang]
    print(line.format(**reached))
    return DONE


def _export(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        content = serialize(opened.exported(), format_of(given.format))
    write_to(given.output, content)
    return DONE


def _bench(_: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        print(
            f"{'question':40} {'rows':>6} {'sparql ms':>10} {'cypher ms':>10} {'ratio':>7}  cheaper"
        )
        for cost in bench_questions(opened):
            ratio = cost.cypher_ms / cost.sparql_ms
            costs = f"{cost.sparql_ms:10.2f} {cost.cypher_ms:10.2f} {ratio:7.2f}"
            print(f"{cost.question.id:40} {cost.rows:6} {costs}  {cost.cheaper}", flush=True)
    return DONE
