"""The command line: what the commands are, how one is run, how its errors are told.

Exit status: 0 done, 1 found or refused, 2 usage, 3 failure.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from graphsvc.commands import (
    asking,
    calendar,
    counts,
    deadline,
    history,
    keeping,
    norms,
    reports,
    submitting,
    templates,
    tokens,
)
from graphsvc.commands.telling import DONE, FAILURE, REFUSED, USAGE, result_lines
from graphsvc.errors import (
    RegistryError,
    RequestError,
    SettingError,
    ShapeViolationError,
    SubmissionError,
    TableError,
)
from graphsvc.locale import LANGUAGES, error_text
from graphsvc.model.entities import load_model
from graphsvc.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["main", "parser"]

_PARTS = (
    submitting,
    templates,
    asking,
    reports,
    counts,
    deadline,
    norms,
    calendar,
    history,
    tokens,
    keeping,
)
"""In the order in which the help names their commands."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = parser().parse_args(arguments)
    try:
        status: int = given.run(given, Settings.from_environment())
    except BrokenPipeError:
        return DONE
    except RegistryError as error:
        return _tell(error, given.lang)
    except OSError as error:
        print(error, file=sys.stderr)
        return FAILURE
    return status


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command; the documentation is tested against it."""
    top = argparse.ArgumentParser(
        prog="graphsvc",
        description="Реестр методической сети · registry of the methodological network",
    )
    top.add_argument("--lang", choices=LANGUAGES, default="ru", help="язык · language")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    command("serve", _serve, "запустить службу · run the service")
    for part in _PARTS:
        part.add_commands(command)
    docs = command("docs", _docs, "справка по модели · reference of the model")
    docs.add_argument("entity", nargs="?")
    return top


def _serve(_: argparse.Namespace, settings: Settings) -> int:
    import uvicorn  # noqa: PLC0415  # only this command needs the server

    if settings.host not in LOOPBACK:
        # Without sign-in the service is for its own machine's user alone.
        raise SettingError(name="GRAPHSVC_HOST", value=settings.host)
    uvicorn.run(
        "graphsvc.api.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
    )
    return DONE


def _docs(given: argparse.Namespace, _: Settings) -> int:
    model = load_model()
    chosen = [e for e in model.entities if given.entity in (None, e.name)]
    for entity in chosen:
        print(f"{entity.name}\t{entity.label[given.lang]}: {entity.definition[given.lang]}")
        for field in entity.fields if given.entity else ():
            print(f"  {field.name}\t{field.label[given.lang]}: {field.definition[given.lang]}")
    return DONE if chosen else REFUSED


def _tell(error: RegistryError, lang: str) -> int:
    title, text = error_text(error.slug, error.parameters, lang)
    folder = error.parameters.get("folder")
    print(f"{folder}: {title}. {text}" if folder else f"{title}. {text}", file=sys.stderr)
    for line in _details(error, lang):
        print("  " + line, file=sys.stderr)
    if isinstance(error, SettingError):
        return USAGE
    return REFUSED if isinstance(error, (RequestError, SubmissionError)) else FAILURE


def _details(error: RegistryError, lang: str) -> Iterable[str]:
    if isinstance(error, TableError):
        faults: Any = error.parameters["faults"]
        for fault in faults:
            near = f" («{fault.proposal}»?)" if fault.proposal else ""
            place = f"{fault.file}:{fault.cell or fault.row} {fault.column}"
            yield f"{place} «{fault.value}»: {fault.text[lang]}{near}"
    if isinstance(error, ShapeViolationError):
        report: Any = error.parameters["report"]
        yield from result_lines(report.results, lang)


if __name__ == "__main__":
    sys.exit(main())
