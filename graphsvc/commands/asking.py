"""What `graphsvc questions` and `ask` do: name the questions of the catalogue, ask one."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from graphsvc.commands.telling import DONE
from graphsvc.locale import LANGUAGES
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.questions.engines import ENGINES
from graphsvc.questions.formats import FORMATS, write
from graphsvc.registry import Registry
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphsvc.settings import Settings

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the commands to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    command("questions", _questions, "список вопросов · list the questions")
    ask = command("ask", _ask, "задать вопрос · ask a question")
    ask.add_argument("question", metavar="ID")
    ask.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE")
    ask.add_argument("--date", metavar="D")
    ask.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    ask.add_argument("--format", choices=FORMATS, default="table")
    ask.add_argument("--engine", choices=ENGINES)
    ask.add_argument("--as-of", metavar="SEQ|TIME")


def _questions(given: argparse.Namespace, _: Settings) -> int:
    for question in load_catalogue(data_folder("queries")).questions:
        print(f"{question.topic}/{question.id}\t{question.title[given.lang]}")
    return DONE


def _ask(given: argparse.Namespace, settings: Settings) -> int:
    pairs = dict(p.partition("=")[::2] for p in given.parameter)
    with closing(Registry(settings)) as opened:
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
    return DONE
