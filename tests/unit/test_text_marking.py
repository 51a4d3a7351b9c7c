"""Words marked in a text: quotes over several cells or lines, word forms, begun words."""

from __future__ import annotations

import pytest

from graphsvc.texts.marking import HIT, QUOTED, Piece, hits, pieces, quoted, searched


def marked(text: str, q: str) -> list[str]:
    return [text[s.start : s.end] for s in hits(text, searched(q))]


def test_a_quote_is_marked_over_lines_and_nowhere_else() -> None:
    texts = ["Утвердить план", "и отчёт", "о плане"]
    spans = quoted(texts, "ПЛАН   и отчёт")
    assert [[t[s.start : s.end] for s in own] for t, own in zip(texts, spans, strict=True)] == [
        ["план"],
        ["и отчёт"],
        [],
    ]
    assert quoted(texts, "плана и отчёта") == [[], [], []]
    assert quoted(texts, "") == [[], [], []]


def test_a_quote_passes_over_markup_and_line_feeds() -> None:
    text = "план:\n• обновление состава"
    assert quoted([text], "план: <li>обновление")[0] == [(0, len("план:\n• обновление"), QUOTED)]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("совета", ["совета", "Совет"]),
        ("совещание", ["совещание"]),
        ("сове", ["совета", "Совет", "совещание"]),  # begun
        ("отчет", ["Отчёт"]),
        ("совет отчёт", ["Отчёт", "совета", "Совет"]),
        ("совет устав", []),  # every word has to be there
        ("сов", []),  # too short to be a beginning
    ],
)
def test_words_are_found_in_any_form(q: str, found: list[str]) -> None:
    assert marked("Отчёт совета. Совет и совещание", q) == found


def test_pieces_make_the_text_again() -> None:
    text = "Отчёт совета"
    cut = pieces(text, hits(text, searched("совет")))
    assert cut == [Piece("Отчёт ", ""), Piece("совета", HIT)]
    assert "".join(p.text for p in cut) == text
    assert pieces("", []) == [Piece("", "")]
