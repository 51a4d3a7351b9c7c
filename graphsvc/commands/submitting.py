"""What `graphsvc load`, `submit`, `undo` and `validate` do: hand data in, take them back, try."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.access.editors import LOCAL
from graphsvc.commands.deadline import deadline_lines
from graphsvc.commands.telling import DONE, tell_outcome
from graphsvc.errors import ShapeViolationError, TableError
from graphsvc.rdf.names import subject_of
from graphsvc.registry import Registry
from graphsvc.submissions.formats import Handed
from graphsvc.submissions.handed import file_name

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from graphsvc.settings import Settings
    from graphsvc.submissions.pipeline import Outcome

__all__ = ["add_commands", "handed_in"]

_AGENT = "operator"
"""Who hands data in where the command does not say."""


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the commands to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    load = command("load", _load, "подать папки · submit folders")
    load.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    load.add_argument(
        "--seed", action="store_true", help="документы и учебный регион · documents and demo"
    )
    submit = command("submit", _submit, "подать файл · submit a file")
    submit.add_argument("file", type=Path)
    submit.add_argument("--body", required=True, metavar="IRI")
    submit.add_argument("--mode", choices=("replace", "patch"), default="")
    submit.add_argument("--dry-run", action="store_true")
    submit.add_argument("--agent", default=_AGENT)
    submit.add_argument("--reason", default="")
    _add_marking(submit)
    undo = command("undo", _undo, "отменить принятую подачу · undo an accepted submission")
    undo.add_argument("sequence", type=int, metavar="SEQ")
    undo.add_argument("--agent", default=_AGENT)
    undo.add_argument("--reason", default="")
    validate = command("validate", _submit, "проверить файл · validate a file")
    validate.add_argument("file", type=Path)
    _add_marking(validate)
    validate.set_defaults(
        body="document/validation", mode="replace", dry_run=True, agent=_AGENT, reason=""
    )


def _add_marking(command: argparse.ArgumentParser) -> None:
    command.add_argument("--marked", type=Path, metavar="FILE")
    command.add_argument("--apply", action="store_true")
    command.add_argument("--columns", type=Path, metavar="FILE")


def handed_in(
    file: Path, about: str, *, agent: str = _AGENT, reason: str = "", mode: str = ""
) -> Handed:
    """Return what a file holds, to be read.

    Args:
        about: IRI or short name of what it is the data of.

    Raises:
        OSError: the file cannot be read.
    """
    return Handed(file_name(file.name), file.read_bytes(), subject_of(about), agent, reason, mode)


def _load(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        for name, outcome in opened.load_seed() if given.seed else opened.load(given.paths):
            _tell(opened, name, outcome, given.lang)
    return DONE


def _submit(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        handed = handed_in(
            given.file, given.body, agent=given.agent, reason=given.reason, mode=given.mode
        )
        if given.columns:
            told = given.columns.read_bytes().decode("utf-8-sig", "replace")
            handed = replace(handed, columns=told)
        try:
            if given.dry_run:
                outcome = opened.pipeline.submit(opened.door.read(handed), dry_run=True)
            else:
                outcome = opened.desk.hand_in(handed, LOCAL).outcome
        except (TableError, ShapeViolationError) as error:
            if given.marked:
                marked = opened.door.marked(handed, error, given.lang, apply=given.apply)
                given.marked.write_bytes(marked)
            raise
        _tell(opened, given.file.name, outcome, given.lang)
    return DONE


def _undo(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        done = opened.desk.undo(given.sequence, LOCAL, given.reason, given.agent)
        _tell(opened, f"undo {given.sequence}", done.outcome, given.lang)
    return DONE


def _tell(opened: Registry, name: str, outcome: Outcome, lang: str) -> None:
    tell_outcome(name, outcome, lang)
    for line in deadline_lines(opened.model, outcome.deadlines, lang):
        print("  " + line)
