"""Search by word forms: an index of labels in memory, rebuilt when the registry opens."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tantivy

from graphsvc.projections.word_forms import analyzer, folded, words
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Triple

__all__ = ["Hit", "Named", "SearchIndex"]

_SKOS = PREFIXES["skos"]
_NAMES = {_SKOS + "prefLabel": "label", _SKOS + "altLabel": "label", _SKOS + "hiddenLabel": "label"}
_DATE = PREFIXES["xsd"] + "date"
_SCHEME, _TERRITORY = f"{BASE}scheme/", f"{ID}territory/"
_DIGIT = re.compile(r"\d")
_NUMBER = 12  # letters; a longer text is no printed number
_LONG_ENOUGH = 5  # letters of a stem that may be misspelt by one
_TELLING = 3  # letters of a word that tells something by itself
_ENDING = 2  # letters by which stems of one word may differ
_MEANT = 0.4  # what a word counts that an abbreviation stands for
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

    def named(
        self,
        stems: Sequence[str],
        entity: str,
        limit: int,
        begun: Sequence[str] = (),
        meant: Collection[str] = (),
    ) -> list[Named]:
        """Return records whose names, places or kinds have some of the stems, the best first.

        Args:
            begun: the beginnings of further words of a name.
            meant: those of the stems that are not said, but what an abbreviation stands for.
        """
        schema, searcher = self._index.schema, self._index.searcher()
        clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for one in stems:
            for field in ("label", "context"):
                term = tantivy.Query.term_query(schema, field, one)
                # The many words of a long form would hide the few that are said.
                worth = tantivy.Query.boost_query(term, _MEANT) if one in meant else term
                clauses.append((tantivy.Occur.Should, worth))
        # A word that no name has may be misspelt by a letter, or the form of another stem:
        # «Голубева» of «Голубев».
        for one in (s for s in stems if len(s) >= _LONG_ENOUGH and not self.frequency(s)):
            clauses.append(
                (tantivy.Occur.Should, tantivy.Query.fuzzy_term_query(schema, "label", one))
            )
            clauses += [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "label", formed))
                for formed, _ in searcher.terms_with_prefix("label", one[:-_ENDING])
                if len(formed) <= len(one) + 1
            ]
        clauses += [(tantivy.Occur.Should, self._beginning(word)) for word in begun]
        if not clauses:
            return []
        query = tantivy.Query.boolean_query(clauses)
        if entity:
            only = tantivy.Query.term_query(schema, "entity", entity)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, only)]
            )
        found: list[Named] = []
        for _, address in searcher.search(query, limit=limit, count=False).hits:
            document = searcher.doc(address)
            names = tuple(document["label"][0].split("\n"))
            kind = document["entity"][0]
            found.append(Named(document["iri"][0], kind, names, document["context"][0]))
        return found

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
        document.add_text("text", folded("\n".join(texts)))
        return document

    def _context(self, triples: Iterable[Triple]) -> set[str]:
        """Return names of places and codes, printed numbers and years that a record has."""
        found: set[str] = set()
        for triple in triples:
            term = triple.object
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
