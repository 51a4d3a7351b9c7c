"""The catalogue of questions: one folder a question, read at start-up.

`queries/<topic>/<id>/` holds `question.toml`, `query.rq`, `query.cypher` and `expected.csv`; where
no one Cypher text suits both engines, `query.ladybug.cypher` is the embedded one's. In SPARQL a
parameter is a block `VALUES ?name { <example> }` of one term, so that the file runs as it stands in
any editor; in Cypher it is `$name`.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphsvc.errors import QuestionNotFoundError
from graphsvc.locale import LANGUAGES
from graphsvc.rdf.names import BASE, PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "RESERVED",
    "SEVERITIES",
    "Catalogue",
    "Column",
    "FindingForm",
    "Parameter",
    "Question",
    "journalled",
    "load_catalogue",
    "values_block",
]

RESERVED = frozenset({"lang", "format", "date", "asOf", "engine", "limit", "cursor", "minSeq"})
TYPES = frozenset({"record", "concept", "string", "date", "integer", "decimal", "boolean"})
SEVERITIES = ("violation", "warning", "info")
"""Of SHACL, the gravest first."""

Texts = dict[str, str]

_PLACES = re.compile(r"\{(\w+)\}")
_SELECT = NamedNode(PREFIXES["sh"] + "select")
_CYPHER, _LADYBUG, _DEFINITION, _TOPIC = (
    NamedNode(f"urn:graphsvc:{name}") for name in ("cypher", "ladybug", "definition", "topic")
)


class CatalogueFaultError(ValueError):
    """A question's files contradict each other; found when the catalogue is read."""


@dataclass(frozen=True)
class Parameter:
    """A parameter; `entity` names the type of a record, or the code list of a concept."""

    name: str
    type: str
    required: bool
    example: str
    label: Texts
    entity: str = ""


@dataclass(frozen=True)
class Column:
    """A column of the answer, named as the query's variable."""

    name: str
    type: str
    label: Texts


@dataclass(frozen=True)
class FindingForm:
    """How a row of an audit becomes a finding.

    Attributes:
        severity: one of `SEVERITIES`.
        about: the columns that tell one finding from another; its key is made of them.
        owner: the column of the body that has to act, empty where no column names one.
        since: the column of the day since when it is so, empty where the data do not tell.
        due: the column of the day that a thing ends or falls due, empty where nothing does; a day
            `since` that lies ahead is one, too.
        remedy: the entity whose record would end it, empty where none would.
        general: whether what another audit finds of the same body on the same basis stands for it.
        why: what the audit looks for, and why that matters.
        expected: one sentence; `{column}` stands for the label or value of a column.
        found: likewise.
        next: what to do next, likewise.
    """

    severity: str
    about: tuple[str, ...]
    owner: str
    since: str
    due: str
    remedy: str
    general: bool
    why: Texts
    expected: Texts
    found: Texts
    next: Texts

    @property
    def used(self) -> set[str]:
        """The columns it names."""
        texts = [*self.expected.values(), *self.found.values(), *self.next.values()]
        named = {name for text in texts for name in _PLACES.findall(text)}
        return {*named, *self.about, *filter(None, (self.owner, self.since, self.due))}


@dataclass(frozen=True)
class Question:
    """One question; `row` says what one row means, `empty` what an empty answer means.

    `ask` are phrasings, by language, that people ask it with, a parameter's place in braces;
    `{period}` is a place for days. `days` names the parameter that is a period's length, where a
    period is asked for as so many days from a date.
    """

    id: str
    topic: str
    kind: str
    title: Texts
    row: Texts
    empty: Texts
    source: str
    ordered: bool
    date: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    engine: str
    sparql: str
    cypher: str
    ladybug: str
    definition: str
    finding: FindingForm | None = None
    formerly: tuple[str, ...] = ()
    ask: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    days: str = ""
    folder: Path = Path()

    @property
    def version(self) -> str:
        """A short hash of the query's texts and of what defines its rows."""
        parts = [self.sparql, self.cypher, self.ladybug, self.definition]
        texts = json.dumps(parts, ensure_ascii=False)
        return hashlib.sha256(texts.encode()).hexdigest()[:12]


class Catalogue:
    """All questions, in the order of topic and id."""

    def __init__(self, questions: list[Question]) -> None:
        self.questions = tuple(sorted(questions, key=lambda q: (q.topic, q.id)))
        # A question that took another one in answers for its id, too.
        named = [(name, q) for q in self.questions for name in (q.id, *q.formerly)]
        self._by_id = dict(named)
        if len(self._by_id) != len(named):
            raise CatalogueFaultError("two questions with one id")

    def __getitem__(self, name: str) -> Question:
        """Return the question with this id.

        Raises:
            QuestionNotFoundError: there is none.
        """
        if name not in self._by_id:
            raise QuestionNotFoundError(name=name)
        return self._by_id[name]

    def quads(self) -> Iterator[Quad]:
        """Yield the questions' titles and texts as triples, for the journal."""
        for question in self.questions:
            node = NamedNode(f"{BASE}question/{question.id}")
            yield Quad(node, RDF_TYPE, NamedNode(PREFIXES["sh"] + "SPARQLSelectExecutable"))
            for predicate, text in (
                (_SELECT, question.sparql),
                (_CYPHER, question.cypher),
                (_LADYBUG, question.ladybug),
                (_DEFINITION, question.definition),
                (_TOPIC, question.topic),
            ):
                yield Quad(node, predicate, Literal(text))
            for lang, text in question.title.items():
                label = NamedNode(PREFIXES["rdfs"] + "label")
                yield Quad(node, label, Literal(text, language=lang))


def load_catalogue(folder: Path) -> Catalogue:
    """Return the questions below `folder`.

    Raises:
        CatalogueFaultError: a question's files contradict each other.
    """
    return Catalogue([_question(p) for p in sorted(folder.glob("*/*/question.toml"))])


def journalled(quads: Iterable[Quad], name: str) -> Question:
    """Return a question as an earlier state of the data had it.

    Args:
        quads: the graph of questions, as `Catalogue.quads` gives it.

    Raises:
        QuestionNotFoundError: it was not in the catalogue.
    """
    try:
        node = NamedNode(f"{BASE}question/{name}")
    except ValueError as error:
        raise QuestionNotFoundError(name=name) from error
    texts = {
        q.predicate: q.object.value
        for q in quads
        if q.subject == node and isinstance(q.object, Literal)
    }
    if _DEFINITION not in texts:
        raise QuestionNotFoundError(name=name)
    queries = (texts[_SELECT], texts[_CYPHER], texts[_LADYBUG])
    return _parsed(name, texts[_TOPIC], texts[_DEFINITION], queries)


def values_block(name: str) -> re.Pattern[str]:
    """Return the pattern of a parameter's block; its only group is the example term."""
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{\s*([^{{}}]*?)\s*\}}")


def _question(path: Path) -> Question:
    cypher = path.with_name("query.cypher").read_text("utf-8")
    own = path.with_name("query.ladybug.cypher")
    sparql = path.with_name("query.rq").read_text("utf-8")
    queries = (sparql, cypher, own.read_text("utf-8") if own.exists() else cypher)
    topic = path.parent.parent.name
    question = _parsed(path.parent.name, topic, path.read_text("utf-8"), queries)
    _check(question)
    return replace(question, folder=path.parent)


def _parsed(name: str, topic: str, definition: str, queries: tuple[str, str, str]) -> Question:
    """Return the question of a definition and its texts in SPARQL, Cypher and ladybug's Cypher."""
    sparql, cypher, ladybug = queries
    data: dict[str, Any] = tomllib.loads(definition)
    return Question(
        id=name,
        topic=topic,
        kind=data["kind"],
        title=data["title"],
        row=data["row"],
        empty=data["empty"],
        source=data["source"],
        ordered=data["order"] == "list",
        date=data.get("date", ""),
        parameters=tuple(
            Parameter(
                p["name"],
                p["type"],
                p.get("required", True),
                str(p["example"]),
                p["label"],
                p.get("entity", ""),
            )
            for p in data.get("parameters", ())
        ),
        columns=tuple(Column(c["name"], c["type"], c["label"]) for c in data["columns"]),
        engine=data.get("engine", "sparql"),
        sparql=sparql,
        cypher=cypher,
        ladybug=ladybug,
        definition=definition,
        finding=_finding_form(data["finding"]) if "finding" in data else None,
        formerly=tuple(data.get("formerly", ())),
        ask={lang: tuple(data["ask"].get(lang, ())) for lang in LANGUAGES if "ask" in data},
        days=data.get("ask", {}).get("days", ""),
    )


def _finding_form(data: Mapping[str, Any]) -> FindingForm:
    return FindingForm(
        severity=data["severity"],
        about=tuple(data["about"]),
        owner=data.get("owner", ""),
        since=data.get("since", ""),
        due=data.get("due", ""),
        remedy=data.get("remedy", ""),
        general=data.get("general", False),
        why=data["why"],
        expected=data["expected"],
        found=data["found"],
        next=data["next"],
    )


def _check(question: Question) -> None:
    names = [p.name for p in question.parameters]
    blocks = [*names, "date"] if question.date else names
    for name in blocks:
        if len(values_block(name).findall(question.sparql)) != 1:
            raise CatalogueFaultError(f"{question.id}: one block VALUES ?{name} {{ … }} is needed")
    if not question.date and re.search(r"VALUES\s+\?date\b", question.sparql):
        raise CatalogueFaultError(
            f"{question.id}: the query takes a date, question.toml names none"
        )
    if RESERVED & set(names):
        raise CatalogueFaultError(f"{question.id}: a parameter has a reserved name")
    unknown = {p.type for p in question.parameters} | {c.type for c in question.columns}
    if unknown - TYPES:
        raise CatalogueFaultError(f"{question.id}: unknown types {unknown - TYPES}")
    if (question.kind == "audit") != (question.finding is not None):
        raise CatalogueFaultError(f"{question.id}: an audit, and no other, says [finding]")
    _check_ask(question)
    if question.finding:
        _check_finding(question, question.finding)


def _check_ask(question: Question) -> None:
    places = {p.name for p in question.parameters} | {"date", "period"}
    for text in (t for told in question.ask.values() for t in told):
        if unknown := set(_PLACES.findall(text)) - places:
            raise CatalogueFaultError(f"{question.id}: [ask] has no parameters {unknown}")
    if question.days and question.days not in places:
        raise CatalogueFaultError(f"{question.id}: [ask] has no parameter {question.days}")


def _check_finding(question: Question, form: FindingForm) -> None:
    if unknown := form.used - {c.name for c in question.columns}:
        raise CatalogueFaultError(f"{question.id}: [finding] names no columns {unknown}")
    if form.severity not in SEVERITIES:
        raise CatalogueFaultError(f"{question.id}: severity is one of {SEVERITIES}")
    if not form.about:
        raise CatalogueFaultError(f"{question.id}: nothing tells one finding from another")
    # It is asked about everything: only thresholds, which have an example, may be needed.
    if any(p.required and p.type in ("record", "concept") for p in question.parameters):
        raise CatalogueFaultError(f"{question.id}: an audit needs no record to be asked")
