"""A phrase as tokens: numbers, dates, words with their role, and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.deadlines.words import meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["DATE", "MARK", "NUMBER", "OTHER", "YEAR", "DayMonthYear", "Token", "tokenize"]

NUMBER, DATE, YEAR, MARK, OTHER = "number", "date", "year-number", "mark", "other"
_FIRST_YEAR, _LAST_YEAR, _CENTURY = 1900, 2199, 2000
_LONGEST_NUMBER = 4

DayMonthYear = tuple[int, int, int | None]
"""A date's numbers as they are printed; the day is 0 where only month and year are."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00f7"
_BLANKS = "\u00a0\u2009\u202f"
_SAME = str.maketrans(
    _DASHES + _BLANKS + "\u0451[]", "-" * len(_DASHES) + " " * len(_BLANKS) + "\u0435()"
)
# Letters of the other alphabet that look the same, in a word and in a Roman number.
_TO_CYRILLIC = str.maketrans("aceopxyktmhb", "асеорхуктмнв")
_TO_ROMAN = str.maketrans("\u0456lх", "iix")
_ENDING = "ого|его|ый|ой|ий|ая|ое|ые|ых|го|му|ом|ти|х|й|я|е|ю|м"
_TOKEN = re.compile(
    rf"""(?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)
    |(?P<dmy>\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4}}|\d\d))(?!\d)
    |(?P<my>\d{{1,2}}[./]\d{{4}})(?!\d)
    |(?P<dm>\d{{1,2}}\.\d\d)(?!\d)
    |(?P<number>\d+)(?:-?(?:{_ENDING})(?![а-яa-z]))?
    |(?P<roman>[ivxl\u0456](?:\ [ivxl\u0456])+)(?![а-яa-z])
    |(?P<word>[а-яa-z\u0456]+)
    |(?P<mark>[,;:()/-])
    |(?P<dropped>[\s.«»"]+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of a phrase.

    Attributes:
        role: of a word its role in `words.toml`, "other" where it is in none.
        value: number, month, duration…, as the role has it; of a date its numbers.
        start: where it begins in the phrase.
        end: where it ends.
    """

    role: str
    text: str
    value: int | str | DayMonthYear | None
    start: int
    end: int

    @property
    def number(self) -> int:
        """The value of a token whose role has numbers."""
        return self.value if isinstance(self.value, int) else 0

    @property
    def date(self) -> DayMonthYear:
        """The numbers of a date."""
        return self.value if isinstance(self.value, tuple) else (0, 0, None)

    @property
    def genitive(self) -> bool:
        """Whether a month is in the case it has behind a day's number."""
        return self.text[-1:] in {"а", "я"}


def tokenize(printed: str) -> list[Token]:
    """Return the tokens of a phrase; everything but blanks, dots and quotation marks is in one."""
    # Letter by letter: lower case may be longer than upper case, and places must stay.
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in printed).translate(_SAME)
    found = (_token(match) for match in _TOKEN.finditer(lowered) if match.lastgroup != "dropped")
    return list(_unbroken(found, lowered))


def _token(match: re.Match[str]) -> Token:
    group, text, start, end = str(match.lastgroup), match[0], match.start(), match.end()
    if group in {"word", "roman"}:
        return _word(text, start, end)
    if group in {MARK, OTHER}:
        return Token(group, text, None, start, end)
    if group == NUMBER:
        digits = match[NUMBER]
        if len(digits) > _LONGEST_NUMBER:
            return Token(OTHER, text, None, start, end)
        value = int(digits)
        role = YEAR if _FIRST_YEAR <= value <= _LAST_YEAR else NUMBER
        return Token(role, text, value, start, end)
    return Token(DATE, text, _date(group, text), start, end)


def _word(text: str, start: int, end: int) -> Token:
    roman = text.replace(" ", "").translate(_TO_ROMAN)
    found = meaning(text)
    if found is None and set(roman) <= set("ivx"):
        found = meaning(roman)
    if found is None and not text.isascii():
        found = meaning(text.translate(_TO_CYRILLIC))
    role, value = found or (OTHER, None)
    return Token(role, text, value, start, end)


def _date(group: str, text: str) -> DayMonthYear:
    numbers = [int(part) for part in re.split(r"[./-]", text)]
    if group == "iso":
        return numbers[2], numbers[1], numbers[0]
    if group == "my":
        return 0, numbers[0], numbers[1]
    year = numbers[2] if group == "dmy" else None
    short = year is not None and year < _CENTURY // 10
    return numbers[0], numbers[1], _CENTURY + year if short and year is not None else year


def _unbroken(tokens: Iterable[Token], text: str) -> Iterator[Token]:
    """Yield the tokens, with a word that was broken at the end of a line as one."""
    held: list[Token] = []
    for token in tokens:
        held.append(token)
        if len(held) == 3:  # noqa: PLR2004  # word, hyphen, word
            one, dash, other = held
            whole = _word(one.text + other.text, one.start, other.end)
            line = "\n" in text[dash.end : other.start] and dash.text == "-"
            if line and whole.role != OTHER and OTHER in {one.role, other.role}:
                held = [whole]
            else:
                yield held.pop(0)
    yield from held
