"""What the RDF parser says, in words of ours: one of the reasons of `rdf-syntax`, and the place."""

from __future__ import annotations

from typing import Final

__all__ = ["fault_of"]

_KNOWN: Final = (
    ("LoadDocumentCallback", "remote"),
    ("Cyclic", "context"),
    ("Invalid UTF-8", "encoding"),
    ("UTF-8", "encoding"),
    ("end of file", "end"),
    ("before end of input", "end"),
    ("No scheme found", "relative"),
    ("has not been declared", "prefix"),
    ("Invalid IRI", "iri"),
    ("IRI", "iri"),
    ("unrecognized entity", "entity"),
    ("XML namespaces are required", "no-rdf-xml"),
    ("is defined twice", "twice"),
    ("language", "language"),
    ("escape", "escape"),
    ("context", "context"),
)
_QUOTED: Final = 40


def fault_of(error: SyntaxError, content: bytes) -> dict[str, object]:
    """Return the parameters of `RdfSyntaxError` for what a parser said of a text."""
    said = str(error)
    reason = next((name for part, name in _KNOWN if part in said), "token")
    line = error.lineno
    if not line:
        return {"reason": reason}
    lines = content.split(b"\n", line)
    column = max(error.offset or 1, 1)
    text = lines[line - 1].decode(errors="replace") if len(lines) >= line else ""
    quote = "".join(c if c.isprintable() else "�" for c in text[column - 1 :][:_QUOTED])
    return {
        "reason": reason,
        "place": "near" if quote else "at",
        "line": line,
        "column": column,
        "quote": quote,
    }
