"""What somebody hands in, before it is read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

__all__ = ["Handed", "file_name"]


def file_name(name: str) -> str:
    """Return a file's name by which its format is told: `ПЛАН.XLSX` ends in small letters."""
    stem, dot, ending = name.rpartition(".")
    plain = ending.isascii() and ending.isalnum()
    return f"{stem}{dot}{ending.lower()}" if plain else name


@dataclass(frozen=True)
class Handed:
    """What somebody hands in, before it is read.

    Attributes:
        name: file name or media type; of a CSV table a file name, whose stem names the entity.
        about: IRI of the body or document whose data it is.
        mode: "replace", "patch", or empty for what suits the format: a table holds records of some
            entities only, so it patches; RDF replaces.
        base: the version the file was made against; None for what the file itself says.
        entity: what the only sheet of a workbook holds, where its title does not tell.
        columns: how to read a table whose columns are not ours, as `tables.foreign` writes it, or
            `kept:` and the name of a kept mapping; "none" for only by their own headers, empty for
            by the mapping that is kept for such columns, if any.
        names: which records are meant by names that the registry does not know, as
            `tables.decisions` writes it.
    """

    name: str
    content: bytes
    about: str
    agent: str
    reason: str = ""
    mode: str = ""
    base: int | None = None
    entity: str = ""
    columns: str = ""
    names: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of what is handed in, about whom and against what: the same is the same again."""
        more = (self.columns, self.names) if self.columns or self.names else ()
        given = (self.name, self.about, self.mode, self.base, self.entity, *more)
        return hashlib.sha256(repr(given).encode() + self.content).hexdigest()
