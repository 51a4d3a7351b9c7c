"""Search by word forms: an index of labels in memory, rebuilt when the registry opens."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tantivy

from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader

__all__ = ["Hit", "SearchIndex"]

_SKOS = PREFIXES["skos"]
_NAMES = {_SKOS + "prefLabel": "label", _SKOS + "altLabel": "label", _SKOS + "hiddenLabel": "label"}
_WORD = re.compile(r"\w+")
_TYPED = 40  # letters of a word begun; the engine refuses expressions of over 1,000 states


@dataclass(frozen=True)
class Hit:
    """One record found; a higher score is a better match."""

    iri: str
    entity: str
    score: float


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
        builder.add_text_field("label", stored=False, tokenizer_name="ru")
        builder.add_text_field("start", stored=False, tokenizer_name="words")
        builder.add_text_field("text", stored=False, tokenizer_name="ru")
        self._index = tantivy.Index(builder.build())
        self._index.register_tokenizer("ru", _analyzer(stem=True))
        self._index.register_tokenizer("words", _analyzer(stem=False))
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
        words = _WORD.findall(text.casefold())
        if not words:
            return [], 0
        for occur in (tantivy.Occur.Must, tantivy.Occur.Should):
            clauses = [(occur, self._word(word)) for word in words]
            hits, count = self._run(clauses, entity, limit, offset)
            if count:
                return hits, count
        return [], 0

    def suggest(self, text: str, entity: str = "", limit: int = 10) -> list[Hit]:
        """Return records whose name has a word that begins with each word typed."""
        words = _WORD.findall(text.casefold())
        clauses = [
            (
                tantivy.Occur.Must,
                tantivy.Query.regex_query(
                    self._index.schema, "start", re.escape(w[:_TYPED]) + ".*"
                ),
            )
            for w in words
        ]
        hits = self._run(clauses, entity, 200, 0)[0] if clauses else []
        return sorted(hits, key=lambda h: (h.entity != "body", -h.score))[:limit]

    def _word(self, word: str) -> tantivy.Query:
        query, _ = self._index.parse_query_lenient(
            f'"{word}"', ["label", "text"], field_boosts={"label": 4.0}
        )
        return query

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
        document.add_text("label", "\n".join(names))
        document.add_text("start", "\n".join(names).casefold())
        document.add_text("text", "\n".join(texts))
        return document


def _analyzer(*, stem: bool) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(
        tantivy.Filter.lowercase()
    )
    return (builder.filter(tantivy.Filter.stemmer("Russian")) if stem else builder).build()
