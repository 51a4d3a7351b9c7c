"""A phrase as words: their stems, and the stems of words that say the same."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from math import sqrt
from typing import TYPE_CHECKING, Any

from graphsvc.projections.word_forms import folded, stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["SAME", "Lexicon", "Word", "alike", "lexicon", "near", "settings"]

_WORD = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)+|\b[рР]-н\w?|\w+")
_PRINTED = re.compile(r"\d+(?:\.\d+){1,3}")  # no day: that ends in a year
_YEAR_LETTERS = 4
_COMMON = 4  # letters that two stems of one root begin with, at least …
_ROOT = 0.65  # … and their share in the longer one: школ-, школьн-
_BEGUN = 3  # letters of a word that is still being typed
_HEAD, _TAIL = 3, 5  # letters of the parts of a word made of two
_SPELT_TWICE = 9  # … and of one that may be by two
_SPELT = 6  # letters of a word that may be misspelt by one
_HALF = 0.6  # what a word made of two counts where its first half alone is asked for
SAME, _MISSPELT = 0.95, 0.85
"""What another word that says the same counts, and a word misspelt by a letter."""
WORDS_LIMIT = 24
"""Words of a phrase that are read; a longer text is no question."""


@dataclass(frozen=True)
class Word:
    """A word of a phrase.

    Attributes:
        text: as it was typed.
        also: stems of words that say the same.
        asked: stems of words that say the same in a question, though not in a name.
        stands_for: the stems of what an abbreviation stands for.
        idle: whether it says nothing by itself: a preposition, “есть”.
        begun: its letters where it may only be the beginning of a word, else empty.
        head: the beginning of the first of two words that it is made of: «лен» of «Ленобласть».
        number: the number of a row or clause, as printed: «3.16», and «4» of «пункт 4».
        points: whether it only says that such a number follows: «пункт», «раздел».
    """

    text: str
    stem: str
    also: frozenset[str]
    stands_for: frozenset[str]
    idle: bool
    begun: str = ""
    head: str = ""
    number: str = ""
    points: bool = False
    asked: frozenset[str] = frozenset()

    @property
    def begins(self) -> str:
        """What a word that it may stand for begins with, empty where that is not known."""
        return self.begun or self.head

    def fit(self, other: str) -> float:
        """Return how well a stem says the same, from 0 to 1; what is abbreviated is not asked."""
        if other == self.stem:
            return 1.0
        if other in self.asked:
            return SAME
        if self.head and other.startswith(self.head) and other not in self.also:
            return _HALF
        return self.names(other)

    def names(self, other: str) -> float:
        """Return how well a stem says the same in a name, from 0 to 1."""
        if other == self.stem:
            return 1.0
        if other in self.also or (self.begins and other.startswith(self.begins)):
            return SAME
        return alike(self.stem, other)

    def halves_in(self, stems: Iterable[str]) -> bool:
        """Return whether both of its halves are among stems: «Ленобласть» is no other region."""
        found = list(stems)
        tail = any(alike(one, s) >= SAME * _ROOT for one in self.also for s in found)
        return tail and any(s.startswith(self.head) for s in found)


class Lexicon:
    """The words that say nothing, and those that say the same; from `words.toml`."""

    def __init__(
        self,
        idle: Iterable[str],
        same: Iterable[Sequence[str]],
        asking: Iterable[str] = (),
        asked: Iterable[Sequence[str]] = (),
        loose: Iterable[Sequence[str]] = (),
    ) -> None:
        self._asking = frozenset(map(folded, asking))
        self._short: Mapping[str, str] = settings()["short"]
        self._denying = frozenset(settings()["denying"])
        self._ordinals: Mapping[str, str] = settings()["ordinals"]
        self._pointing = frozenset(stem(folded(w)) for w in settings()["pointing"])
        stems = {stem(folded(w)) for w in idle} - set(map(folded, settings()["denying"]))
        self._idle = frozenset(stems) | {folded(w) for w in idle}  # «не» is the stem of «ней»
        self._same, self._asked = _others(same), _others(asked)
        for said, *meant in loose:
            one = stem(folded(said))
            told = {stem(folded(w)) for w in meant} | self._asked.get(one, frozenset())
            self._asked[one] = frozenset(told)

    def read(
        self, text: str, stands_for: Mapping[str, Sequence[str]], *, begun: bool = False
    ) -> list[Word]:
        """Return the words of a text.

        Args:
            stands_for: the stems that abbreviations stand for, by their own words' stems.
            begun: whether the last word may only be begun.
        """
        found: list[Word] = []
        typed = _WORD.findall(text)[:WORDS_LIMIT]
        for place, word in enumerate(typed, 1):
            one = stem(folded(self._short.get(folded(word), word)))
            also = self._same.get(one, frozenset())
            if nth := self._ordinals.get(folded(word)):
                also |= {nth}
            long = frozenset(stands_for.get(one, ()))
            last = begun and place == len(typed) and len(word) >= _BEGUN
            part = folded(word) if last else ""
            idle = self.idle(word) and not part
            if number := _printed(word, found[-1:], self._pointing):
                one, also = f"#{word}", frozenset[str]()  # the number of no school
                if found and found[-1].stem in self._pointing:
                    found[-1] = replace(found[-1], points=True)
            asked = self._asked.get(one, frozenset())
            found.append(Word(word, one, also, long, idle, part, number=number, asked=asked))
        return found

    def parted(
        self, word: Word, known: Callable[[str], bool], named: Callable[[str], bool]
    ) -> Word:
        """Return a word that no name has as made of two, where its end is a known word.

        «Ленобласть» is «лен…» and «область», «методслужба» is «метод…» and «служба».

        Args:
            known: whether some phrasing or name has a stem.
            named: whether some name has it.
        """
        text = folded(word.text)
        if word.idle or word.also or word.stands_for or named(word.stem):
            return word
        for cut in range(_HEAD, len(text) - _TAIL + 1):
            if len(tail := stem(text[cut:])) >= _TAIL and known(tail):
                return replace(word, also=frozenset({tail}), head=text[:cut])
        return word

    def idle(self, word: str) -> bool:
        """Return whether a word says nothing by itself."""
        one = folded(word)
        # English words of one stem may tell: “find” says nothing, “findings” does.
        return one in self._idle or (not one.isascii() and stem(one) in self._idle)

    def empty(self, word: str) -> bool:
        """Return whether a word says nothing of what is asked: a preposition, “who”."""
        return self.idle(word) or folded(word) in self._asking

    def asks(self, word: Word) -> bool:
        """Return whether it is a word that questions begin with."""
        return folded(word.text) in self._asking

    def nameless(self, word: Word) -> bool:
        """Return whether it belongs to no name: “who”, “not”."""
        return word.idle or self.asks(word) or folded(word.text) in self._denying

    def lacks(self, word: Word) -> bool:
        """Return whether what follows is said to be wanting: «без», “without”."""
        return folded(word.text) in settings()["lacking"]

    def same(self, one: str) -> frozenset[str]:
        """Return the stems of words that say the same as a stem."""
        return self._same.get(one, frozenset())


def _others(groups: Iterable[Sequence[str]]) -> dict[str, frozenset[str]]:
    """Return, for each word of a group, the stems of the group's other names."""
    found: dict[str, frozenset[str]] = {}
    denying: list[str] = settings()["denying"]
    for group in groups:
        said = [tuple(stem(w) for w in words(text)) for text in group]
        for one in said:
            if len(one) == 1:  # a name of several words is no other name of each
                others = {
                    s
                    for other in said
                    for s in other
                    if other != one and len(s) > 1 and not (len(other) > 1 and s in denying)
                }
                found[one[0]] = found.get(one[0], frozenset()) | others
    return found


@lru_cache(maxsize=200_000)
def alike(one: str, other: str) -> float:
    """Return how likely two stems are forms of one root, or one word misspelt by a letter."""
    if one == other:
        return 1.0
    longer = max(len(one), len(other))
    common = _common(one, other)
    if common >= _COMMON and common / longer >= _ROOT:
        return SAME * sqrt(common / longer)
    return _MISSPELT if near(one, other) else 0.0


def near(one: str, other: str) -> bool:
    """Return whether two longer words differ by one slip, very long ones by two.

    A slip is another letter, one missing, or two swapped; the first letter is right.
    """
    if min(len(one), len(other)) < _SPELT or abs(len(one) - len(other)) > 2:  # noqa: PLR2004  # slips
        return False
    start = _common(one, other)
    if start == 0:
        return False
    a, b = one[start:], other[start:]
    if a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:]):
        return True
    return min(len(one), len(other)) >= _SPELT_TWICE and _twice(a, b)


def _twice(a: str, b: str) -> bool:
    """Return whether what is left of two words after one slip differs by one letter at most."""
    for x, y in ((a[1:], b[1:]), (a[1:], b), (a, b[1:])):
        same = _common(x, y)
        rest, other = x[same:], y[same:]
        if rest == other or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]:
            return True
    return False


def _printed(word: str, before: Sequence[Word], pointing: frozenset[str]) -> str:
    """Return a word as the number of a row or clause: with dots, or after «пункт», “clause”."""
    if _PRINTED.fullmatch(word) and len(word.rpartition(".")[2]) != _YEAR_LETTERS:
        return word
    if not (word.isascii() and word.isdigit() and len(word) < _YEAR_LETTERS):
        return ""
    return word if any(one.stem in pointing for one in before) else ""


def _common(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


@cache
def settings() -> dict[str, Any]:
    """Return what `words.toml` says."""
    return tomllib.loads(files("graphsvc.phrases").joinpath("words.toml").read_text("utf-8"))


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of `words.toml`."""
    told = settings()
    return Lexicon(told["idle"], told["same"], told["asking"], told["asked"], told["loose"])
