"""What can be proposed: questions, pages and registers, each with the phrasings that ask for it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from graphsvc.locale import texts
from graphsvc.phrases.words import lexicon
from graphsvc.projections.word_forms import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graphsvc.model.entities import Entity, Model
    from graphsvc.questions.catalogue import Catalogue, Question

__all__ = ["QUARTER", "Form", "Phrasing", "Slot", "forms"]

QUARTER = "quarter"
"""The type of a page's parameter that is a quarter: 2026-4."""
_SLOT = re.compile(r"\{(\w+)\}")
_TITLE = 0.8  # a title says what is asked, though not as people say it
_BARE = 0.95  # a kind and a place, or “who” and a place, may as well be a record's name
_CLAUSE = re.compile(r"[:,(]")


@dataclass(frozen=True)
class Slot:
    """A parameter that words of a phrase may fill.

    Attributes:
        label: the stems of its label: the unit of a number, the kind of a record.
        kin: those of them that name a kind of records: a council, a plan.
        common: what the records are called together, by the label or the type: no name of one.
    """

    name: str
    type: str
    entity: str
    required: bool
    example: str
    label: frozenset[str]
    kin: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Phrasing:
    """One way to ask: the stems that it is told by, and its slots in their order."""

    stems: tuple[str, ...]
    slots: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Form:
    """What can be proposed.

    Attributes:
        kind: `question`, `page` or `register`.
        id: the question's id, or the page's path.
        dated: whether it is asked for a day.
        days: the parameter that tells how many days from that day on are meant, empty for none.
    """

    kind: str
    id: str
    title: Mapping[str, str]
    slots: tuple[Slot, ...]
    dated: bool
    days: str
    phrasings: tuple[Phrasing, ...]


def forms(catalogue: Catalogue, model: Model) -> list[Form]:
    """Return what can be proposed: every question, the pages of `pages.toml`, the registers."""
    kinds = frozenset(
        s
        for listed in model.concepts.values()
        for labels in listed.values()
        for s in _stems(" ".join(labels.values()))
    )
    general = {e.name: _stems(" ".join(e.label.values())) for e in model.entities}
    pages: dict[str, Any] = tomllib.loads(
        files("graphsvc.phrases").joinpath("pages.toml").read_text("utf-8")
    )
    return [
        *(_question(q, kinds, general) for q in catalogue.questions),
        *map(_page, pages["page"]),
        *(_register(e, pages["register"]) for e in model.entities),
    ]


def _question(
    question: Question, kinds: frozenset[str], general: Mapping[str, frozenset[str]]
) -> Form:
    slots: list[Slot] = []
    for p in question.parameters:
        label = _stems(" ".join(p.label.values()))
        called = general.get(p.entity, frozenset())
        kin = _same((label & kinds) - called) if p.type == "record" else frozenset[str]()
        common = _same(label | called)
        slots.append(Slot(p.name, p.type, p.entity, p.required, p.example, label, kin, common))
    asked = [*_phrasings(question.ask), *_titles(question.title)]
    dated = bool(question.date)
    return Form(
        "question", question.id, question.title, tuple(slots), dated, question.days, tuple(asked)
    )


def _page(page: Mapping[str, Any]) -> Form:
    slots = tuple(
        Slot(p["name"], p["type"], p.get("entity", ""), p.get("required", False), "", frozenset())
        for p in page.get("parameters", ())
    )
    asked = tuple(_phrasings(page["ask"]))
    return Form("page", page["path"], page["title"], slots, page.get("dated", False), "", asked)


def _register(entity: Entity, ask: Mapping[str, Iterable[str]]) -> Form:
    title: Mapping[str, str] = texts("ui")["plural"].get(entity.name, entity.label)
    told = {
        lang: [text.replace("{register}", title[lang]) for text in patterns]
        for lang, patterns in ask.items()
    }
    asked = tuple(_phrasings(told))
    place = f"/records/{entity.name}"
    return Form("register", place, title, (), dated=False, days="", phrasings=asked)


def _phrasings(ask: Mapping[str, Iterable[str]]) -> Iterator[Phrasing]:
    for told in ask.values():
        for text in told:
            slots = tuple(_SLOT.findall(text))
            stems = tuple(sorted(_stems(_SLOT.sub(" ", text))))
            own = [w for w in words(_SLOT.sub(" ", text)) if not lexicon().empty(w)]
            yield Phrasing(stems, slots, 1.0 if own else _BARE)


def _titles(title: Mapping[str, str]) -> Iterator[Phrasing]:
    """Yield the titles, whole and, where they go on after a comma or colon, their first clause."""
    for text in title.values():
        for part in dict.fromkeys((text, _CLAUSE.split(text)[0])):
            yield Phrasing(tuple(sorted(_stems(part))), (), _TITLE)


def _same(stems: Iterable[str]) -> frozenset[str]:
    """Return stems with those that say the same."""
    return frozenset(s for one in stems for s in (one, *lexicon().same(one)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(w) for w in words(text) if not lexicon().idle(w))
