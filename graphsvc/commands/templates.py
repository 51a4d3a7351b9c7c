"""What `graphsvc template` does: write a workbook to fill."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.commands.telling import DONE, write_to
from graphsvc.rdf.names import expand
from graphsvc.registry import Registry

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from graphsvc.settings import Settings

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the command to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    template = command("template", _template, "шаблон Excel · an Excel template")
    template.add_argument(
        "entity", metavar="ENTITY", help="вид записи, несколько через запятую, all"
    )
    template.add_argument("-o", "--output", type=Path, metavar="FILE")
    template.add_argument("--body", default="", metavar="IRI")


def _template(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        about = expand(given.body) if given.body else ""
        names = given.entity.split(",")
        write_to(given.output, opened.templates.template(names, about, given.lang))
    return DONE
