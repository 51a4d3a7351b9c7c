"""Search by word forms: an index of labels in memory, rebuilt when the registry opens."""

from __future__ import annotations

import math
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tantivy

from graphsvc.projections.word_forms import analyzer, fold, folded, words
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Triple

__all__ = ["Hit", "Named", "SearchIndex"]

_SKOS = PREFIXES["skos"]
_NAMES = {_SKOS + "prefLabel": "label", _SKOS + "altLabel": "label", _SKOS + "hiddenLabel": "label"}
_DATE = PREFIXES["xsd"] + "date"
_SCHEME, _TERRITORY = f"{BASE}scheme/", f"{ID}territory/"
_APPROVED = rms("approvedBy")
_DIGIT = re.compile(r"\d")
_NUMBER = 12  # letters; a longer text is no printed number
_LONG_ENOUGH, _LONG = 5, 9  # letters of a stem that may be misspelt by one, by two
_TELLING = 3  # letters of a word that tells something by itself
_ENDING = 2  # letters by which stems of one word may differ
_BESIDE, _GUESSED = 0.6, 0.8  # what a word of a place or kind counts, and a word misspelt
_SHORTER = 0.01
_MANY = 10_000  # records
_CALLED = 1_000  # letters of a name that are compared
_NAMESAKES = 1_000
_TYPED = 40  # letters of a word begun; the engine refuses expressions of over 1,000 states


@dataclass(frozen=True)
class Hit:
    """One record found; a higher score is a better match."""

    iri: str
    entity: str
    score: float


@dataclass(frozen=True)
class Named:
    """A record by its names, and the words that may stand for it: of its place, kind and year."""

    iri: str
    entity: str
    names: tuple[str, ...]
    context: str


class SearchIndex:
    """Labels, printed forms and notes of every record, stemmed in Russian.

    Args:
        model: names the entity of each class.
        store: where the records are read from.
    """

    def __init__(self, model: Model, store: StoreReader) -> None:
        self._model, self._store = model, store
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("iri", stored=True, tokenizer_name="raw")
        builder.add_text_field("entity", stored=True, tokenizer_name="raw")
        builder.add_text_field("label", stored=True, tokenizer_name="ru")
        builder.add_text_field("context", stored=True, tokenizer_name="ru")
        builder.add_text_field("start", stored=False, tokenizer_name="words")
        builder.add_text_field("text", stored=False, tokenizer_name="ru")
        builder.add_text_field("called", stored=False, tokenizer_name="raw")
        self._index = tantivy.Index(builder.build())
        self._index.register_tokenizer("ru", analyzer(stemmed=True))
        self._index.register_tokenizer("words", analyzer(stemmed=False))
        self._writing = threading.Lock()
        self.sequence = 0

    def rebuild(self) -> None:
        """Index every record of the store."""
        subjects = {t.subject for t in self._store.merged() if t.predicate == RDF_TYPE}
        self.update({s for s in subjects if isinstance(s, NamedNode)}, self._store.sequence)

    def update(self, touched: Iterable[NamedNode], sequence: int) -> None:
        """Index the touched records anew, as the journal entry `sequence` left them."""
        with self._writing:
            writer = self._index.writer(heap_size=15_000_000, num_threads=1)
            for subject in touched:
                writer.delete_documents_by_term("iri", subject.value)
                if (document := self._document(subject)) is not None:
                    writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()
            self.sequence = sequence

    def find(
        self, text: str, entity: str = "", limit: int = 20, offset: int = 0
    ) -> tuple[list[Hit], int]:
        """Return the best matches in order, and how many there are in all.

        Every word must be found in some form; where no record has them all, any word will do.
        """
        asked = words(text)
        if not asked:
            return [], 0
        # Where any word will do, a preposition would find the initials of a person.
        telling = [w for w in asked if len(w) >= _TELLING] or asked
        for occur, needed in ((tantivy.Occur.Must, asked), (tantivy.Occur.Should, telling)):
            clauses = [(occur, self._word(word)) for word in needed]
            hits, count = self._run(clauses, entity, limit, offset)
            if count:
                return hits, count
        return [], 0

    def suggest(self, text: str, entity: str = "", limit: int = 10) -> list[Hit]:
        """Return records whose name has a word that begins with each word typed."""
        clauses = [(tantivy.Occur.Must, self._beginning(w)) for w in words(text)]
        hits = self._run(clauses, entity, 200, 0)[0] if clauses else []
        return sorted(hits, key=lambda h: (h.entity != "body", -h.score))[:limit]

    def called(self, name: str, entity: str = "") -> list[str]:
        """Return the records that have this name, but for case, ё, quotes and the like, sorted."""
        clauses = [(tantivy.Occur.Must, self._term("called", fold(name)[:_CALLED]))]
        if entity:
            clauses.append((tantivy.Occur.Must, self._term("entity", entity)))
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(clauses), limit=_NAMESAKES).hits
        return sorted(searcher.doc(address)["iri"][0] for _, address in hits)

    def asking(
        self, words: Sequence[Mapping[str, float]], begun: Sequence[str] = ()
    ) -> tantivy.Query | None:
        """Return a query for records whose names, places or kinds say most of some words.

        Args:
            words: for each word, the stems that say it, and what each counts.
            begun: the beginnings of further words of a name.
        """
        telling: list[tuple[tantivy.Occur, tantivy.Query]] = []
        common: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for word in words:
            clauses = common if self._common(word) else telling
            # A word counts once, however many of its stems a record has, and however long its name.
            ways = [way for one, worth in word.items() for way in self._ways(one, worth)]
            clauses.append((tantivy.Occur.Should, tantivy.Query.disjunction_max_query(ways)))
            clauses += [  # of records that say as much, the one of the shorter name
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(self._term("label", one), _SHORTER),
                )
                for one in word
            ]
        telling += [(tantivy.Occur.Should, self._beginning(word)) for word in begun]
        if telling and common:  # what many names have is looked for in those alone that say more
            telling = [(tantivy.Occur.Must, tantivy.Query.boolean_query(telling))]
        clauses = telling + common
        return tantivy.Query.boolean_query(clauses) if clauses else None

    def _common(self, word: Iterable[str]) -> bool:
        """Return whether so many records have some stem that reading them all takes its time."""
        searcher = self._index.searcher()
        fields = ("label", "context")
        return sum(searcher.doc_freq(f, one) for one in word for f in fields) > _MANY

    def named(self, query: tantivy.Query | None, entity: str, limit: int) -> list[Named]:
        """Return the records of a type, or of any, that a query finds, the best first."""
        if query is None:
            return []
        if entity:
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, self._term("entity", entity))]
            )
        searcher = self._index.searcher()
        found: list[Named] = []
        for _, address in searcher.search(query, limit=limit, count=False).hits:
            document = searcher.doc(address)
            names = tuple(document["label"][0].split("\n"))
            kind = document["entity"][0]
            found.append(Named(document["iri"][0], kind, names, document["context"][0]))
        return found

    def _ways(self, one: str, worth: float) -> Iterator[tantivy.Query]:
        """Yield what finds a stem, each worth as much as the stem is rare."""
        searcher = self._index.searcher()
        count = 2 + len(self)
        worth *= math.log(count / (1 + self.frequency(one))) / math.log(count)
        yield tantivy.Query.const_score_query(self._term("label", one), worth)
        yield tantivy.Query.const_score_query(self._term("context", one), worth * _BESIDE)
        # A word that no name has may be misspelt by a letter, or the form of another stem:
        # «Голубева» of «Голубев».
        if len(one) >= _LONG_ENOUGH and not self.frequency(one):
            slips = 2 if len(one) >= _LONG else 1
            fuzzy = tantivy.Query.fuzzy_term_query(self._index.schema, "label", one, slips)
            yield tantivy.Query.const_score_query(fuzzy, worth * _GUESSED)
            for formed, _ in searcher.terms_with_prefix("label", one[:-_ENDING]):
                if len(formed) <= len(one) + 1:
                    term = self._term("label", formed)
                    yield tantivy.Query.const_score_query(term, worth * _GUESSED)

    def _term(self, field: str, one: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._index.schema, field, one)

    def told(self, subject: NamedNode) -> str:
        """Return the names of a record, and the words that may stand for it, folded."""
        triples = self._store.describe(subject)
        names = [
            t.object.value
            for t in triples
            if t.predicate.value in _NAMES and isinstance(t.object, Literal)
        ]
        return folded(" ".join((*sorted(names), *sorted(self._context(triples)))))

    def frequency(self, one: str) -> int:
        """Return how many records have a stem in their names."""
        return int(self._index.searcher().doc_freq("label", one))

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def _word(self, word: str) -> tantivy.Query:
        query, _ = self._index.parse_query_lenient(
            f'"{word}"', ["label", "text"], field_boosts={"label": 4.0}
        )
        return query

    def _beginning(self, word: str) -> tantivy.Query:
        pattern = re.escape(word[:_TYPED]) + ".*"
        return tantivy.Query.regex_query(self._index.schema, "start", pattern)

    def _run(
        self,
        clauses: list[tuple[tantivy.Occur, tantivy.Query]],
        entity: str,
        limit: int,
        offset: int,
    ) -> tuple[list[Hit], int]:
        query = tantivy.Query.boolean_query(clauses)
        if entity:
            kind = tantivy.Query.term_query(self._index.schema, "entity", entity)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, kind)]
            )
        searcher = self._index.searcher()
        result = searcher.search(query, limit=limit, offset=offset, count=True)
        hits: list[Hit] = []
        for score, address in result.hits:
            document = searcher.doc(address)
            hits.append(Hit(document["iri"][0], document["entity"][0], float(score)))
        return hits, int(getattr(result, "count", 0))

    def _document(self, subject: NamedNode) -> tantivy.Document | None:
        triples = self._store.describe(subject)
        found = self._model.entity_of(triples)
        entity = found.name if found else ""
        if not subject.value.startswith(ID) or entity in ("", "basis", "occurrence", "submission"):
            return None
        names = [
            t.object.value
            for t in triples
            if t.predicate.value in _NAMES and isinstance(t.object, Literal)
        ]
        texts = [t.object.value for t in triples if isinstance(t.object, Literal)]
        document = tantivy.Document()
        document.add_text("iri", subject.value)
        document.add_text("entity", entity)
        document.add_text("label", folded("\n".join(names)))
        document.add_text("context", folded(" ".join(self._context(triples))))
        document.add_text("start", folded("\n".join(names)))
        for name in names:
            document.add_text("called", fold(name)[:_CALLED])
        document.add_text("text", folded("\n".join(texts)))
        return document

    def _context(self, triples: Iterable[Triple]) -> set[str]:
        """Return names of places and codes, printed numbers and years that a record has."""
        found: set[str] = set()
        for triple in triples:
            term = triple.object
            if triple.predicate == _APPROVED and isinstance(term, NamedNode):
                # A document without a day of its own is called by the year of its approval.
                dated = self._store.describe(term)
                days = [t.object for t in dated if isinstance(t.object, Literal)]
                found.update(d.value[:4] for d in days if d.datatype.value == _DATE)
            if isinstance(term, Literal):
                if term.datatype.value == _DATE:
                    found.add(term.value[:4])
                elif not term.language and len(term.value) <= _NUMBER and _DIGIT.search(term.value):
                    found.add(term.value)
            elif isinstance(term, NamedNode) and term.value.startswith(_SCHEME):
                found.update(self._model.labels.get(term.value, {}).values())
            elif isinstance(term, NamedNode) and term.value.startswith(_TERRITORY):
                named = self._store.values(term, NamedNode(_SKOS + "prefLabel"))
                found.update(v.value for v in named if isinstance(v, Literal))
        return found
