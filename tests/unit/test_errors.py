"""The tree of errors is the one drawn, and each class has its text in both languages."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from graphsvc import errors
from graphsvc.errors import RegistryError
from graphsvc.locale import LANGUAGES, error_text, texts


def classes(root: type[RegistryError] = RegistryError) -> list[type[RegistryError]]:
    return [root, *(c for sub in root.__subclasses__() for c in classes(sub))]


def drawn() -> dict[str, str]:
    """Return the parent of each class in the docstring's tree."""
    above: list[str] = []
    parents: dict[str, str] = {}
    for line in (errors.__doc__ or "").split("\n"):
        match = re.match(r"((?:│   |    )*(?:[├└]── )?)(\w+Error)\b", line)
        if match is None:
            continue
        depth = len(match[1]) // 4
        del above[depth:]
        parents[match[2]] = above[-1] if above else "Exception"
        above.append(match[2])
    return parents


def test_the_tree_drawn_is_the_real_one() -> None:
    real = {c.__name__: c.__bases__[0].__name__ for c in classes()}
    assert drawn() == real
    assert len(real) >= 25


def test_every_class_is_public() -> None:
    assert sorted(errors.__all__) == sorted(c.__name__ for c in classes())


def test_a_class_is_one_slug() -> None:
    slugs = [c.slug for c in classes()]
    assert len(set(slugs)) == len(slugs)


def test_every_slug_has_a_text_and_every_text_a_slug() -> None:
    assert set(texts("errors")) == {c.slug for c in classes()}


@pytest.mark.parametrize("slug", sorted(texts("errors")))
def test_a_text_is_in_both_languages_with_the_same_parameters(slug: str) -> None:
    entry = texts("errors")[slug]
    for part in ("title", "text"):
        assert set(entry[part]) == set(LANGUAGES)
        assert all(entry[part].values())
    names = {
        lang: {name for _, name, _, _ in Formatter().parse(entry["text"][lang]) if name}
        for lang in LANGUAGES
    }
    assert names["ru"] == names["en"]


@pytest.mark.parametrize("one", classes(), ids=lambda c: c.__name__)
def test_a_text_takes_what_the_class_says_it_takes(one: type[RegistryError]) -> None:
    """Every parameter in the text is named in the class's docstring."""
    wanted = {n for _, n, _, _ in Formatter().parse(texts("errors")[one.slug]["text"]["ru"]) if n}
    told = set(re.findall(r"`(\w+)`", one.__doc__ or ""))
    assert wanted - {"count", "reason"} <= told
    # What is being made ready is no failure: HTTP has a status of its own for it.
    assert 400 <= one.status < 600 or (one.slug, one.status) == ("version-opening", 202)


def test_a_text_is_told_though_a_parameter_is_missing() -> None:
    title, text = error_text("parameter", {"name": "date"}, "en")
    assert title == "Wrong parameter"
    assert "date" in text


def test_another_language_gets_russian() -> None:
    assert error_text("internal", {}, "de") == error_text("internal", {}, "ru")
