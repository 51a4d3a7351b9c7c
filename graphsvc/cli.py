"""The command line: thin, one function a command.

Exit status: 0 done, 1 found or refused, 2 usage, 3 failure.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from graphsvc import registry as registries
from graphsvc.benching import bench_questions
from graphsvc.commands import calendar, counts, deadline, norms, reports
from graphsvc.errors import (
    ReceiptNotFoundError,
    RegistryError,
    RequestError,
    SettingError,
    ShapeViolationError,
    SubmissionError,
    TableError,
)
from graphsvc.locale import LANGUAGES, error_text, texts
from graphsvc.model.entities import load_model
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.questions.engines import ENGINES
from graphsvc.questions.formats import FORMATS, write
from graphsvc.questions.rechecking import HOLDS
from graphsvc.rdf.names import compact, expand, record_of
from graphsvc.rdf.syntax import MEDIA_TYPES, format_of, serialize
from graphsvc.resources import data_folder
from graphsvc.settings import LOOPBACK, Settings
from graphsvc.submissions.formats import read_file
from graphsvc.syncing import TARGETS, Bar, synchronise
from graphsvc.validation.reasoner import check_extension, check_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphsvc.submissions.pipeline import Outcome
    from graphsvc.validation.report import Result

__all__ = ["main", "parser"]

DONE, REFUSED, USAGE, FAILURE = range(4)
_SHOWN = 3


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
    submit.add_argument("--agent", default="operator")
    submit.add_argument("--reason", default="")
    validate = command("validate", _validate, "проверить файл · validate a file")
    validate.add_argument("file", type=Path)
    command("questions", _questions, "список вопросов · list the questions")
    ask = command("ask", _ask, "задать вопрос · ask a question")
    ask.add_argument("question", metavar="ID")
    ask.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE")
    ask.add_argument("--date", metavar="D")
    ask.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    ask.add_argument("--format", choices=FORMATS, default="table")
    ask.add_argument("--engine", choices=ENGINES)
    ask.add_argument("--as-of", metavar="SEQ|TIME")
    for part in (reports, counts, deadline, norms):
        part.add_commands(command)
    calendar.add_commands(command, _tell_outcome)
    recheck = command("recheck", _recheck, "проверить квитанцию ответа · recheck a receipt")
    recheck.add_argument("receipt", metavar="RECEIPT")
    history = command("history", _history, "история записи · history of a record")
    history.add_argument("iri")
    verify = command("verify", _verify, "проверить журнал, хранилище, данные · check everything")
    verify.add_argument("--reasoner", action="store_true", help="и рассуждением · by reasoning too")
    verify.add_argument(
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
    command("docs", _docs, "справка по модели · reference of the model").add_argument(
        "entity", nargs="?"
    )
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


def _load(given: argparse.Namespace, settings: Settings) -> int:
    opened = registries.Registry(settings)
    try:
        outcomes = opened.load_seed() if given.seed else opened.load(given.paths)
        for name, outcome in outcomes:
            _tell_outcome(name, outcome, given.lang)
            _tell_deadlines(opened, outcome, given.lang)
    finally:
        opened.close()
    return DONE


def _submit(given: argparse.Namespace, settings: Settings) -> int:
    opened = registries.Registry(settings)
    try:
        submission = read_file(
            opened.model,
            settings,
            given.file.name,
            given.file.read_bytes(),
            expand(given.body),
            agent=given.agent,
            reason=given.reason,
            mode=given.mode,
        )
        outcome = opened.pipeline.submit(submission, dry_run=given.dry_run)
        _tell_outcome(given.file.name, outcome, given.lang)
        _tell_deadlines(opened, outcome, given.lang)
    finally:
        opened.close()
    return DONE


def _validate(given: argparse.Namespace, settings: Settings) -> int:
    given.body, given.mode, given.dry_run, given.agent, given.reason = (
        "dataset/validation",
        "replace",
        True,
        "operator",
        "",
    )
    return _submit(given, settings)


def _questions(given: argparse.Namespace, _: Settings) -> int:
    for question in load_catalogue(data_folder("queries")).questions:
        print(f"{question.topic}/{question.id}\t{question.title[given.lang]}")
    return DONE


def _ask(given: argparse.Namespace, settings: Settings) -> int:
    pairs = dict(p.partition("=")[::2] for p in given.parameter)
    opened = registries.Registry(settings)
    try:
        question = opened.catalogue[given.question]
        answer = opened.asker.ask(
            question,
            pairs,
            on=given.date,
            lang=given.lang,
            engine=given.engine,
            as_of=opened.sequence_at(given.as_of) if given.as_of else None,
        )
        sys.stdout.buffer.write(write(answer, given.format, given.lang))
    finally:
        opened.close()
    return DONE


def _recheck(given: argparse.Namespace, settings: Settings) -> int:
    opened = registries.Registry(settings)
    try:
        found = opened.recheck(_receipt(opened, given.receipt))
    finally:
        opened.close()
    print(json.dumps(found, ensure_ascii=False, indent=2))
    verdict: str = texts("cli")["verdict"][found["verdict"]][given.lang]
    print(verdict, file=sys.stderr)
    return DONE if found["verdict"] == HOLDS else REFUSED


def _receipt(opened: registries.Registry, given: str) -> Any:  # noqa: ANN401  # whatever JSON holds
    """Return the receipt of a file, of a whole answer in a file, or of a name."""
    path = Path(given)
    if not path.is_file():
        return opened.receipts.find(given)
    try:
        found: Any = json.loads(path.read_bytes())
    except ValueError as error:
        raise ReceiptNotFoundError(name=given) from error
    answer = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    return answer.get("receipt", answer)


def _history(given: argparse.Namespace, settings: Settings) -> int:
    iri = record_of(given.iri)
    opened = registries.Registry(settings)
    try:
        for change in opened.history(iri):
            print(json.dumps(change, ensure_ascii=False))
    finally:
        opened.close()
    return DONE


def _verify(given: argparse.Namespace, settings: Settings) -> int:
    if given.reasoner or given.extension:
        found = (
            check_extension(given.extension.read_bytes()) if given.extension else check_ontology()
        )
        print(json.dumps(asdict(found), ensure_ascii=False))
        if not found.sound:
            return REFUSED
    opened = registries.Registry(settings)
    try:
        report = opened.verify()
    finally:
        opened.close()
    for line in _grouped(report.results, given.lang):
        print(line)
    print(f"violations: {len(report.violations)}, results: {len(report.results)}")
    return REFUSED if report.violations else DONE


def _rebuild(_: argparse.Namespace, settings: Settings) -> int:
    registries.rebuild(settings)
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
    opened = registries.Registry(settings)
    try:
        content = serialize(opened.exported(), format_of(given.format))
    finally:
        opened.close()
    if given.output:
        given.output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    return DONE


def _bench(_: argparse.Namespace, settings: Settings) -> int:
    opened = registries.Registry(settings)
    try:
        print(
            f"{'question':40} {'rows':>6} {'sparql ms':>10} {'cypher ms':>10} {'ratio':>7}  cheaper"
        )
        for cost in bench_questions(opened):
            ratio = cost.cypher_ms / cost.sparql_ms
            costs = f"{cost.sparql_ms:10.2f} {cost.cypher_ms:10.2f} {ratio:7.2f}"
            print(f"{cost.question.id:40} {cost.rows:6} {costs}  {cost.cheaper}", flush=True)
    finally:
        opened.close()
    return DONE


def _docs(given: argparse.Namespace, _: Settings) -> int:
    model = load_model()
    chosen = [e for e in model.entities if given.entity in (None, e.name)]
    for entity in chosen:
        print(f"{entity.name}\t{entity.label[given.lang]}: {entity.definition[given.lang]}")
        for field in entity.fields if given.entity else ():
            print(f"  {field.name}\t{field.label[given.lang]}: {field.definition[given.lang]}")
    return DONE if chosen else REFUSED


def _tell_outcome(name: str, outcome: Outcome, lang: str) -> None:
    what = "kept" if outcome.entry else "tried" if outcome.patch else "same"
    line: str = texts("cli")[what][lang]
    added, removed = len(outcome.patch.added), len(outcome.patch.removed)
    print(line.format(name=name, version=outcome.version, added=added, removed=removed))
    for line in _grouped(outcome.report.results, lang):
        print("  " + line)


def _tell_deadlines(opened: registries.Registry, outcome: Outcome, lang: str) -> None:
    for line in deadline.deadline_lines(opened.model, outcome.deadlines, lang):
        print("  " + line)


def _grouped(results: Iterable[Result], lang: str) -> Iterable[str]:
    """Yield a line per cause, the gravest first: how often, what, the first records it is in."""
    causes: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        text = result.message.get(lang) or next(iter(result.message.values()), "")
        causes.setdefault((result.severity, text), []).append(result)
    for (severity, text), found in causes.items():
        names = [_place(result) for result in found[:_SHOWN]]
        more = f" … +{len(found) - _SHOWN}" if len(found) > _SHOWN else ""
        word: str = texts("cli")["severity"][severity][lang]
        yield f"{word} ({len(found)}): {text} {', '.join(names)}{more}"


def _place(result: Result) -> str:
    value = result.value if result.value != result.focus else ""
    table = f"{result.file}:{result.row} " if result.file else ""
    return table + compact(result.focus) + (f" «{value}»" if value else "")


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
            place = f"{fault.file}:{fault.row} {fault.column}"
            yield f"{place} «{fault.value}»: {fault.text[lang]}{near}"
    if isinstance(error, ShapeViolationError):
        report: Any = error.parameters["report"]
        yield from _grouped(report.results, lang)


if __name__ == "__main__":
    sys.exit(main())
