"""What a phrase may mean, the likeliest first: questions with their parameters, pages, records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphsvc.locale import texts
from graphsvc.phrases.abbreviations import Abbreviations
from graphsvc.phrases.filled import EXAMPLE, TODAY
from graphsvc.phrases.forms import forms
from graphsvc.phrases.linking import Linker
from graphsvc.phrases.matching import Matcher, harmony
from graphsvc.phrases.naming import Links
from graphsvc.phrases.respelling import in_cyrillic, relaid
from graphsvc.phrases.words import lexicon, settings
from graphsvc.projections.word_forms import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from graphsvc.model.entities import Entity, Model
    from graphsvc.phrases.filled import Filled
    from graphsvc.phrases.matching import Match
    from graphsvc.phrases.things import Link
    from graphsvc.phrases.words import Word
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.search import SearchIndex
    from graphsvc.questions.catalogue import Catalogue

__all__ = ["RECORD", "Finder", "Proposal", "Reason"]

RECORD = "record"
_NAMED = 0.97  # a question that explains as much as a name does comes first
_LEAST = 0.3
_LONGEST = 1000  # letters of a phrase that are read; a longer text is no question
_TIE = 0.95  # two names that fit as well
_NAMESAKES, _ANY = 3, 0.9  # words that name more records name none of them
_WHOLE, _MORE = 0.9, 0.1  # what a name counts that a number tells, and what more of it is said
_ONLY = 0.95  # what the words count that name one thing, from its first, and say no more
_PLACE = 0.98  # the place in the text is the second thing that a printed number means
_PART_OF = 0.95  # what a row or clause counts beside a document or body
_HEADLESS = 0.95  # … and a name whose first word is not said: «концепция» is no plan of one
_AGAIN = 0.95  # another reading of a question that is proposed already
_NEARLY = 0.5  # share of a name from which the word for its type is a part of it
_ALL = 0.95  # share of a phrase that is as good as all of it
_ASKED = 0.85  # who asks “who”, “where”, “how many” wants an answer before a record
_OF_A_FORM = 2  # readings of one question


@dataclass(frozen=True)
class Reason:
    """Why something is proposed: words of the phrase, and what they were taken for.

    Attributes:
        words: as typed; empty for what the phrase does not tell.
        sense: `asks` for the question's or page's own words, `names` for a record or code, `time`,
            `number`; `today` and `example` where the phrase tells nothing.
        value: the record's or code's IRI, or the value; empty for `asks`.
        parameter: the parameter that it fills.
    """

    words: str
    sense: str
    value: str = ""
    parameter: str = ""


@dataclass(frozen=True)
class Proposal:
    """What a phrase may mean.

    Attributes:
        kind: `question`, `page`, `register` or `record`.
        id: a question's id, a page's path, a record's IRI.
        title: what a form is called; empty for a record, which has a name of its own.
        entity: the type of a record, empty for a form.
        parameters: their values by name, as the form takes them.
        score: from 0 to 1.
    """

    kind: str
    id: str
    title: Mapping[str, str]
    entity: str
    parameters: dict[str, str]
    score: float
    reasons: tuple[Reason, ...]


class Finder:
    """Proposes what a phrase may mean, by its words alone; the same phrase always means the same.

    Args:
        catalogue: the questions, with their phrasings.
        index: the records' names.
    """

    def __init__(
        self, model: Model, catalogue: Catalogue, store: StoreReader, index: SearchIndex
    ) -> None:
        self._abbreviations = Abbreviations(model, store)
        self._linker = Linker(model, store, index)
        self._parts: frozenset[str] = frozenset(settings()["parts"])
        self._called = {e.name: _stems(e) for e in model.entities if e.name not in self._parts}
        self._matcher = Matcher(forms(catalogue, model), self._linker.rarity)

    def find(
        self, text: str, on: date, limit: int = 10, *, begun: bool = False, own: str = ""
    ) -> list[Proposal]:
        """Return what a phrase may mean, the likeliest first.

        Args:
            on: the day that «сегодня» and «в этом квартале» are counted from.
            begun: whether the last word may only be begun.
            own: the IRI of the body that «мой орган» is said of, empty where it is not known.
        """
        phrase, names = self._read(text, begun=begun)
        if not phrase:
            return []
        matched = _few(self._matcher.matches(phrase, names, on, own))
        found = [_proposal(phrase, m) for m in matched]
        found += self._records(phrase, names)
        return sorted(found, key=lambda p: (-round(p.score, 6), p.kind, p.id))[:limit]

    def named(self, text: str, entities: Iterable[str]) -> list[str]:
        """Return the records of some types whose names say every word of a text, the best first.

        Words may be in any form and order, and abbreviated: «ММС Липовского».
        """
        phrase, names = self._read(text, begun=True)
        telling = {n for n, w in enumerate(phrase) if not w.idle}
        links = [k for one in entities for k in names.records(one)] if telling else []
        said = [k for k in links if k.words >= telling]
        return [k.iri for k in sorted(said, key=lambda k: (-k.score, k.iri))]

    def _read(self, text: str, *, begun: bool) -> tuple[list[Word], Links]:
        """Return the words of a text, and what they name."""
        stands_for = self._abbreviations.read()
        typed = relaid(text[:_LONGEST], self._known)
        read = lexicon().read(typed, stands_for, begun=begun)
        phrase = [w if w.begun else self._parted(w) for w in read]
        return phrase, Links(self._linker, phrase, stands_for)

    def _parted(self, word: Word) -> Word:
        return lexicon().parted(
            self._spelt(word), self._known, lambda s: self._linker.index.frequency(s) > 0
        )

    def _spelt(self, word: Word) -> Word:
        """Return a word in Latin letters as a name in Cyrillic, where one is so written."""
        others = {stem(one) for one in in_cyrillic(word.text)} if not word.idle else set[str]()
        count = self._linker.index.frequency
        named = sorted(one for one in others if count(one))
        if not named:
            told = others if not self._known(word.stem) else set[str]()
            return replace(word, also=word.also | told) if told else word
        also = word.also | {word.stem, *named}
        best = max(named, key=count)  # “LOIRO” is in the English names of few records
        said = best if count(best) > count(word.stem) else word.stem
        if self._matcher.knows(word.stem):
            said = word.stem
        return replace(word, stem=said, also=also - {said})

    def _known(self, stem: str) -> bool:
        return self._matcher.knows(stem) or self._linker.index.frequency(stem) > 0

    def _records(self, phrase: Sequence[Word], names: Links) -> Iterable[Proposal]:
        asking = {n for n, w in enumerate(phrase) if lexicon().asks(w)}
        weights = {n: self._matcher.weight(w) for n, w in enumerate(phrase) if n not in asking}
        links = names.anything()
        own = {k.iri for k in links if k.head and k.entity not in self._parts}
        numbers = {n for n, w in enumerate(phrase) if w.number}
        telling = {n for n, w in enumerate(phrase) if not w.idle}
        digits = {n for n, w in enumerate(phrase) if _number(w)}
        for found in links:
            link = self._with_type(phrase, found)
            peers = [k for k in links if link.iri not in own or k.iri in own]
            alike = sum(k.words == found.words and k.score >= link.score * _TIE for k in peers)
            share = sum(weights.get(n, 0.0) for n in link.words) / (sum(weights.values()) or 1.0)
            said = min(1.0, link.said)
            whole = link.iri in own and link.words >= telling and not asking
            if whole:
                share = 1.0  # a preposition is no more of it
            if whole and digits & link.words:
                said = _WHOLE + _MORE * said  # a year or number tells which of its like is meant
            elif whole and alike == 1:
                said = max(said, _ONLY)  # nothing else is called so
            score = harmony(share, said) * (1.0 if whole else _NAMED)
            if not numbers & link.words:  # who means a row or clause tells its number
                score *= _PART_OF if link.entity in self._parts else 1.0
                score *= 1.0 if link.head else _HEADLESS
            if alike >= _NAMESAKES:
                score *= _ANY
            if asking and share < _ALL and not numbers & link.words:  # «что такое …» names, too
                score *= _ASKED
            if score >= _LEAST:
                reason = Reason(_said(phrase, link.words), "names", link.iri)
                yield Proposal(RECORD, link.iri, {}, link.entity, {}, score, (reason,))
                if numbers & link.words:
                    yield from self._place(phrase, link, numbers, score * _PLACE)

    def _with_type(self, phrase: Sequence[Word], link: Link) -> Link:
        """Return a link with the words that say what it is: «программа» before its name."""
        if not link.head or link.said < _NEARLY:
            return link
        called = self._called.get(link.entity, frozenset())
        more = {n for n, w in enumerate(phrase) if w.stem in called and not w.idle}
        return replace(link, words=link.words | more) if more - link.words else link

    def _place(
        self, phrase: Sequence[Word], link: Link, numbers: AbstractSet[int], score: float
    ) -> Iterable[Proposal]:
        """Yield where a row or clause stands in the text of its document."""
        if (lines := self._linker.places.lines(link.iri)) is None:
            return
        number = phrase[min(numbers & link.words)]
        document = self._linker.places.name(lines.document)
        short: Mapping[str, str] = texts("ui")["clause_short"]
        title = {lang: f"{word} {number.text} — {document}" for lang, word in short.items()}
        reason = Reason(_said(phrase, link.words), "number", lines.span, "lines")
        place, told = f"/documents/{lines.slug}", {"lines": lines.span}
        yield Proposal("page", place, title, "", told, score, (reason,))


def _stems(entity: Entity) -> frozenset[str]:
    return frozenset(stem(w) for label in entity.label.values() for w in words(label))


def _number(word: Word) -> bool:
    return word.text.isdigit() or bool(word.number) or any(s.isdigit() for s in word.also)


def _few(matches: Sequence[Match]) -> Iterable[Match]:
    """Yield matches without the weaker readings of a form that has better ones."""
    count: dict[str, int] = {}
    for match in matches:
        key = match.form.id + match.form.title["ru"]
        count[key] = count.get(key, 0) + 1
        if count[key] <= _OF_A_FORM:
            yield replace(match, score=match.score * _AGAIN ** (count[key] - 1))


def _proposal(phrase: Sequence[Word], match: Match) -> Proposal:
    form = match.form
    own = [Reason(_said(phrase, match.words), "asks")] if match.words else []
    filled = [_reason(phrase, one) for one in match.filling.filled]
    values = {f.name: f.value for f in match.filling.filled}
    reasons = (*own, *filled)
    return Proposal(form.kind, form.id, form.title, "", values, match.score, reasons)


def _reason(phrase: Sequence[Word], filled: Filled) -> Reason:
    sense = {TODAY: "today", EXAMPLE: "example"}.get(
        filled.origin, "names" if filled.iri else "time"
    )
    return Reason(_said(phrase, filled.words), sense, filled.iri or filled.value, filled.name)


def _said(phrase: Sequence[Word], places: Iterable[int]) -> str:
    """Return words of a phrase as typed, `…` where some are left out; prepositions within stay."""
    found: list[str] = []
    last = -1
    for place in sorted(places):
        between = range(last + 1, place) if last >= 0 else range(0)
        if all(phrase[n].idle for n in between):
            found += [phrase[n].text for n in between]
        else:
            found.append("…")
        found.append(phrase[place].text)
        last = place
    return " ".join(found)
