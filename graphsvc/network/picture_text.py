"""Names broken into lines where nothing measures letters: SVG breaks no text itself."""

from __future__ import annotations

from typing import Final

__all__ = ["LINE_PX", "shortened", "wrapped"]

LINE_PX: Final = 17
"""From one line of text to the next."""
_LINES: Final = 3
# Widths at 13 px, a little more than system fonts have: a name too short is better than one cut.
_WIDE: Final = frozenset("ШЩЖЮМФЫшщжюмфыWMmw@—…")
_NARROW: Final = frozenset(" .,:;!|'iljtf()[]-/«»")


def width_px(text: str) -> float:
    """Return about how wide a text is."""
    return sum(
        10.2 if c in _WIDE else 4.6 if c in _NARROW else 9.0 if c.isupper() else 7.5 for c in text
    )


def wrapped(text: str, room_px: float, most: int = _LINES) -> tuple[str, ...]:
    """Return a text in at most `most` lines that fit, the last one cut with «…»."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_px(longer) <= room_px:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(shortened(line, room_px) for line in lines)


def shortened(text: str, room_px: float) -> str:
    """Return a text cut with «…» so that it fits."""
    if width_px(text) <= room_px:
        return text
    while text and width_px(text + "…") > room_px:
        text = text[:-1]
    return text.rstrip(" ,;:—-") + "…"
