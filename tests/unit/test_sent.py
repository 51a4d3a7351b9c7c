"""What clients send: JSON that can be kept, and numbers that fit."""

from __future__ import annotations

import pytest

from graphsvc.sent import sent_json, whole_number


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b'{"a": NaN}',
        b"[Infinity]",
        b'"\\ud800"',
        b'{"\\udc00x": 1}',
        b'"\xed\xa0\x80"',
        "[" * 100_000,
        b"1" * 5_000,
    ],
    ids=repr,
)
def test_what_is_no_json_to_be_kept_is_refused(content: bytes | str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever is wrong
        sent_json(content)


def test_what_is_json_is_read() -> None:
    assert sent_json('{"a": ["\\ud83d\\ude00", 1.5, null]}') == {"a": ["😀", 1.5, None]}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("017", 17),
        ("9" * 18, 10**18 - 1),
        *((text, None) for text in ("9" * 19, "9" * 5_000, "", "-1", "1_0", " 1", "²", "٣", "1.0")),
    ],
)
def test_a_number_is_plain_digits_that_fit(text: str, number: int | None) -> None:
    assert whole_number(text) == number
