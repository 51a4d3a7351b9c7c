"""What `graphsvc token` does: make out, list and revoke the tokens of editors.

It opens only the file of editors, so it works while the service runs, and the service sees it at
once.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from graphsvc.access.editors import read_role
from graphsvc.access.tokens import FILE, Token, Tokens
from graphsvc.commands.telling import DONE, REFUSED
from graphsvc.locale import day, texts
from graphsvc.model.entities import load_model
from graphsvc.rdf.names import BASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphsvc.settings import Settings

__all__ = ["add_commands"]

_DAYS: Final = 365
_DAYS_LIMIT: Final = 3650


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the command to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    token = command("token", _list, "токены редакторов · tokens of editors")
    tasks = token.add_subparsers(metavar="TASK", required=True)

    def task(name: str, run: object, text: str) -> argparse.ArgumentParser:
        added = tasks.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    add = task("add", _add, "выдать токен · make one out")
    add.add_argument("name", metavar="NAME", help="имя должности · the post's name: methodist-12")
    add.add_argument("--label", default="", metavar="TEXT", help="как называть · what to call it")
    add.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="ACTION[:BODY[:LEVEL]]",
        help="право, можно несколько · a right, may be repeated",
    )
    add.add_argument(
        "--days",
        type=_days,
        default=_DAYS,
        metavar="N",
        help=f"сколько дней действует · for how many days ({_DAYS})",
    )
    task("list", _list, "показать токены · list them")
    revoke = task("revoke", _revoke, "отозвать токен или редактора · revoke a token or an editor")
    revoke.add_argument("known", metavar="WHICH", help="имя или номер · name or id")


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _DAYS_LIMIT):
        raise argparse.ArgumentTypeError(f"1–{_DAYS_LIMIT}")
    return int(text)


def _opened(settings: Settings) -> Tokens:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Tokens(settings.data_dir / FILE)


def _add(given: argparse.Namespace, settings: Settings) -> int:
    """Print the token alone on standard output, for it is shown once; the rest beside it."""
    concepts = load_model(settings.extension).concepts[f"{BASE}scheme/level"]
    levels = sorted(iri.rpartition("/")[2] for iri in concepts)
    roles = [read_role(text, levels) for text in given.role]
    with closing(_opened(settings)) as tokens:
        first = tokens.open
        made = tokens.add(given.name, given.label, roles, given.days)
        (token,) = (t for t in tokens.all() if made.startswith(f"mnet_{t.id}_"))
    said = texts("tokens")
    print(made)
    line: str = said["added"][given.lang]
    told = _columns(token, given.lang)
    print(line.format(**told), file=sys.stderr)
    if first:
        print(said["first"][given.lang], file=sys.stderr)
    return DONE


def _list(given: argparse.Namespace, settings: Settings) -> int:
    with closing(_opened(settings)) as tokens:
        found = tokens.all()
    said = texts("tokens")
    if not found:
        print(said["none"][given.lang])
    for token in found:
        line: str = said["listed"][given.lang]
        print(line.format(**_columns(token, given.lang)))
    return DONE


def _revoke(given: argparse.Namespace, settings: Settings) -> int:
    with closing(_opened(settings)) as tokens:
        ended = tokens.revoke(given.known)
    line: str = texts("tokens")["revoked"][given.lang]
    print(line.format(count=ended))
    return DONE if ended else REFUSED


def _columns(token: Token, lang: str) -> dict[str, str]:
    states = texts("tokens")["states"]
    over = token.expires <= datetime.now(UTC)
    state = "revoked" if token.revoked else "expired" if over else "valid"
    return {
        "id": token.id,
        "name": token.editor.name,
        "label": token.editor.label,
        "roles": ", ".join(map(str, token.editor.roles)),
        "created": day(token.created.date().isoformat(), lang),
        "expires": day(token.expires.date().isoformat(), lang),
        "used": day(token.used.date().isoformat(), lang) if token.used else "—",
        "state": states[state][lang],
    }
