"""What `graphsvc audit`, `digest` and `report` do: ask the audits, write or send findings."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.audits.atom import as_atom
from graphsvc.audits.audit_report import audit_report
from graphsvc.audits.digest import make_digest
from graphsvc.audits.digest_files import as_text, subject
from graphsvc.audits.digest_files import write as write_digest
from graphsvc.audits.formats import FORMATS, write
from graphsvc.audits.mail import send
from graphsvc.audits.paper import as_docx, as_html, as_xlsx
from graphsvc.audits.plan_report import plan_report
from graphsvc.commands.telling import DONE, FAILURE, REFUSED, write_to
from graphsvc.locale import LANGUAGES
from graphsvc.questions.binding import day_given
from graphsvc.questions.catalogue import SEVERITIES
from graphsvc.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphsvc.settings import Settings

__all__ = ["add_commands"]

DIGESTS = ("text", "json", "atom", "xlsx", "docx")
_PAPERS = {"docx": as_docx, "html": as_html, "xlsx": as_xlsx}


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the commands to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    audit = command("audit", _audit, "провести проверки · run the audits")
    audit.add_argument("--body", metavar="IRI")
    audit.add_argument("--audit", metavar="ID")
    audit.add_argument("--severity", choices=SEVERITIES)
    _add_common(audit, FORMATS, "table")
    digest = command("digest", _digest, "сводка находок по органам · digest of findings by body")
    digest.add_argument("--body", metavar="IRI")
    _add_common(digest, DIGESTS, "text")
    digest.add_argument("--send", nargs="+", metavar="ADDRESS")
    _add_output(digest)
    report = command("report", _report, "отчёт для печати · a report to print")
    report.add_argument("what", choices=("audit", "plan"))
    report.add_argument("record", metavar="IRI")
    _add_common(report, tuple(_PAPERS), "docx")
    _add_output(report)


def _add_common(parser: argparse.ArgumentParser, formats: tuple[str, ...], default: str) -> None:
    parser.add_argument("--date", metavar="D")
    parser.add_argument("--format", choices=formats, default=default)
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path)


def _audit(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        found = opened.auditor.findings(
            day_given(given.date),
            audits=[given.audit] if given.audit else (),
            body=opened.record("body", given.body, "body"),
            severity=given.severity or "",
            lang=given.lang,
        )
    sys.stdout.buffer.write(write(found, given.format, given.lang))
    if found.failures:
        return FAILURE
    return REFUSED if any(f.waiver is None for f in found.findings) else DONE


def _digest(given: argparse.Namespace, settings: Settings) -> int:
    on = day_given(given.date)
    with closing(Registry(settings)) as opened:
        body = opened.record("body", given.body, "body")
        made = make_digest(opened.sources, on=on, lang=given.lang, body=body)
        if given.send:
            text = as_text(made, opened.store)
            send(settings, given.send, subject(made), text)
        elif given.format == "atom":
            address = f"http://{settings.host}:{settings.port}/"
            write_to(given.output, as_atom(made, address, opened.changed))
        else:
            write_to(given.output, write_digest(made, given.format, opened.store))
    return FAILURE if made.failures else DONE


def _report(given: argparse.Namespace, settings: Settings) -> int:
    on = day_given(given.date)
    with closing(Registry(settings)) as opened:
        if given.what == "audit":
            territory = opened.record("territory", given.record, "IRI")
            paper = audit_report(opened.sources, territory=territory, on=on, lang=given.lang)
        else:
            plan = opened.record("document", given.record, "IRI")
            paper = plan_report(opened.sources, plan=plan, on=on, lang=given.lang)
        write_to(given.output, _PAPERS[given.format](paper))
    return DONE
