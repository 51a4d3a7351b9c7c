"""A place in a phrase's tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.deadlines.tokens import NUMBER, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Cursor"]

_END = Token("end", "", None, 0, 0)


class Cursor:
    """A place in a phrase's tokens, which moves forward; a rule that fails puts it back."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self.at = 0

    @property
    def done(self) -> bool:
        """Whether all is read."""
        return self.at >= len(self._tokens)

    def peek(self, ahead: int = 0) -> Token:
        """Return the token that many places ahead; behind the last one, one of role "end"."""
        place = self.at + ahead
        return self._tokens[place] if place < len(self._tokens) else _END

    def sees(self, *roles: str) -> bool:
        """Whether the next tokens have these roles or, of marks, these texts."""
        return all(self._is(self.peek(n), role) for n, role in enumerate(roles))

    def take(self, *roles: str) -> Token | None:
        """Go past the next tokens, if they have these roles; return the last of them."""
        if not self.sees(*roles):
            return None
        self.at += len(roles)
        return self.peek(-1)

    def take_any(self, *roles: str) -> Token | None:
        """Go past the next token if it has one of these roles."""
        return next((self.take(role) for role in roles if self.sees(role)), None)

    def take_unit(self, *units: str) -> Token | None:
        """Go past the next token if it is one of these units."""
        return self.take("unit") if self.sees_unit(*units) else None

    def sees_unit(self, *units: str, ahead: int = 0) -> bool:
        """Whether a unit of these comes, that many places ahead."""
        token = self.peek(ahead)
        return token.role == "unit" and token.value in units

    def numbers(self, *range_words: str) -> list[tuple[int, int]]:
        """Go past numbers in a row: “1, 2 и 4-6” are (1, 1), (2, 2), (4, 6)."""
        found: list[tuple[int, int]] = []
        number = self.take(NUMBER)
        while number:
            first = last = number.number
            if any(self.sees(word, NUMBER) for word in ("-", *range_words)):
                self.at += 1
                last = self._number()
            found.append((first, last))
            number = next(
                (self.take(m, NUMBER) for m in (",", "and") if self.sees(m, NUMBER)), None
            )
        return found

    def _number(self) -> int:
        token = self.take(NUMBER)
        return token.number if token else 0

    @staticmethod
    def _is(token: Token, role: str) -> bool:
        return role in {token.role, token.text} if token.role == "mark" else token.role == role
