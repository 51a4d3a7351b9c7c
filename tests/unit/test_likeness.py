"""How alike names are: what is found quickly is what looking for blocks of letters finds."""

from __future__ import annotations

import difflib
import random
from typing import TYPE_CHECKING, Any

from graphsvc.projections.word_forms import fold, stem, words
from graphsvc.tables.likeness import Likeness

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

SAID = (
    "Методическая служба муниципального округа района Каменского Липовского «Центр» ЦНППМ ё "
    "развития образования институт школа № 3 ГАОУ ДПО совет по работе (учебная) Ассоциация МБУ"
)
WORDS = SAID.split()
LEAST = 0.6


def plainly(text: str, name: str) -> float:
    """Return how alike they are, by the definition."""
    letters = difflib.SequenceMatcher(None, fold(text), fold(name)).ratio()
    said, known = ({stem(word) for word in words(t)} for t in (text, name))
    return max(letters, 0.9 * len(said & known) / max(len(said), 1))


def pairs() -> Iterator[tuple[str, str]]:
    rng = random.Random(6)  # noqa: S311  # no secret
    yield from [("", ""), ("", "Центр"), ("№", "«»"), ("а", "а"), ("Центр", "Центр" * 60)]
    for _ in range(1_500):
        said = rng.choices(WORDS, k=rng.randint(1, 8))
        other = [w for w in said if rng.random() < 0.7] + rng.choices(WORDS, k=rng.randint(0, 3))
        slips = [w[: rng.randint(1, len(w))] + rng.choice("аио ") for w in other]
        yield " ".join(said), " ".join(slips if rng.random() < 0.3 else other)


def test_it_is_what_the_definition_says_and_less_only_below_the_least() -> None:
    alike = 0
    for text, name in pairs():
        wanted, found = plainly(text, name), Likeness(text).of(name, LEAST)
        alike += wanted >= LEAST
        assert found == wanted if wanted >= LEAST else found < LEAST, (text, name)
        assert Likeness(text).of(name) == wanted
    assert 500 < alike < 1_400  # both are met


def test_blocks_are_looked_for_only_where_names_may_be_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    class Counted(difflib.SequenceMatcher[str]):
        def __init__(self, *given: Any) -> None:
            asked.append(str(given[2]))
            super().__init__(*given)

    monkeypatch.setattr(difflib, "SequenceMatcher", Counted)
    like = Likeness("Неведомая школа № 7")
    for name in ("Методическая служба Липовского округа", "Совет", "Центр оценки качества № 12"):
        assert like.of(name, LEAST) < LEAST
    assert not asked
    assert like.of("Неведомая школа № 8", LEAST) > LEAST
    assert len(asked) == 1
