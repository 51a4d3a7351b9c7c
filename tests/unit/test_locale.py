"""The words of the pages are in both languages, all used and none missing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from graphsvc.locale import LANGUAGES, texts
from graphsvc.model.entities import load_model
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.resources import data_folder

PACKAGE = Path(__file__).parents[2] / "graphsvc"
TEMPLATES = sorted((PACKAGE / "api" / "templates").glob("*.html"))


def leaves(found: dict[str, Any], path: str = "") -> dict[str, dict[str, list[str]]]:
    """Return the texts by language of each entry; some have several forms."""
    if set(found) & set(LANGUAGES):
        return {path: {k: v if isinstance(v, list) else [v] for k, v in found.items()}}
    deeper = (leaves(inner, f"{path}.{name}") for name, inner in found.items())
    return {key: value for part in deeper for key, value in part.items()}


@pytest.mark.parametrize("name", ["audits", "ui", "errors", "stage"])
def test_every_text_is_in_both_languages(name: str) -> None:
    found = leaves(texts(name))
    assert len(found) > 20
    assert not {path for path, text in found.items() if set(text) != set(LANGUAGES)}
    for path, forms in found.items():
        assert all(text.strip() for texts in forms.values() for text in texts), path


def test_russian_is_written_in_russian() -> None:
    proper = {"SPARQL", "API", "English", "{source} → {target}: {count}"}
    found = leaves(texts("ui")) | leaves(texts("errors")) | leaves(texts("stage"))
    russian = {text for forms in found.values() for text in forms["ru"]}
    latin = {text for text in russian if not re.search("[а-яё]", text.casefold())}
    assert latin <= proper


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_every_word_a_template_asks_for_is_there(template: Path) -> None:
    asked = set(re.findall(r"""\bt\(['"](\w+)['"]\)""", template.read_text("utf-8")))
    assert asked <= set(texts("ui"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_a_template_holds_no_words_of_its_own_and_no_script_or_style(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search("[а-яА-ЯёЁ]", text)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)|\sstyle=|<style|\son\w+=", text)


def test_every_topic_and_every_type_of_record_has_a_name() -> None:
    catalogue = load_catalogue(data_folder("queries"))
    model = load_model()
    assert {q.topic for q in catalogue.questions} == texts("ui")["topics"].keys()
    assert {e.name for e in model.entities} == texts("ui")["plural"].keys()


def test_the_words_of_the_networks_picture_are_all_there_and_all_used() -> None:
    sources = (PACKAGE.parent / "web" / "src" / "network").glob("*.svelte")
    text = "".join(source.read_text("utf-8") for source in sources)
    asked = set(re.findall(r"""words\["(\w+)"\]""", text))
    patterns = {p.replace("${state}", r"\w+") for p in re.findall(r"words\[`([^`]+)`\]", text)}
    patterns = {re.sub(r"\$\{[^}]+\}", r"\\w+", p) for p in patterns}
    known = set(texts("stage"))
    made = {w for w in known if any(re.fullmatch(p, w) for p in patterns)}
    by_name = {w for w in known if f'"{w}"' in text}
    assert asked <= known
    assert known == asked | made | by_name


def test_there_are_templates() -> None:
    assert len(TEMPLATES) >= 15
