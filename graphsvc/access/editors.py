"""An editor: a named post that changes data, and the roles it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.errors import ParameterError
from graphsvc.rdf.names import compact, subject_of

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = [
    "ACCEPT",
    "ACTIONS",
    "ADMINISTER",
    "ANY_LEVEL",
    "LOCAL",
    "SUBMIT",
    "Editor",
    "Role",
    "read_role",
]

SUBMIT: Final = "submit"
ACCEPT: Final = "accept"
ADMINISTER: Final = "administer"
ACTIONS: Final = (SUBMIT, ACCEPT, ADMINISTER)
ANY_LEVEL: Final = "*"

# An IRI has colons of its own; what follows its last one has a slash and so is no level.
_ROLE: Final = re.compile(r"(?P<action>\w+)(:(?P<body>.*?))?(:(?P<level>[a-z-]+|\*))?")


@dataclass(frozen=True)
class Role:
    """One thing that an editor may do, and on whose data.

    Attributes:
        action: `submit`, `accept` or `administer`; none of them includes another.
        body: IRI of a body or document, empty for the whole registry.
        level: slug of a level, such as `municipal`: the right holds also for the bodies of this
            level that stand below the body by coordination, `*` for those of any level. Empty: for
            that body alone. Without a body it holds for every body of the level.
    """

    action: str
    body: str = ""
    level: str = ""

    def __str__(self) -> str:
        """Return the role as `read_role` reads it."""
        parts = (self.action, compact(self.body), self.level)
        return ":".join(parts).rstrip(":")


@dataclass(frozen=True)
class Editor:
    """Who changes data.

    Attributes:
        name: a slug, the journal's `agent`; it names a post, never a person.
        local: nobody signs in: the one user of this machine, who may do everything.
    """

    name: str
    label: str = ""
    roles: tuple[Role, ...] = ()
    local: bool = False


LOCAL: Final = Editor("local", local=True)


def read_role(text: str, levels: Collection[str]) -> Role:
    """Return the role that `ACTION[:BODY[:LEVEL]]` says.

    Args:
        levels: the slugs of the levels there are.

    Raises:
        ParameterError: it says none.
    """
    found = _ROLE.fullmatch(text)
    if found is None or found["action"] not in ACTIONS:
        raise ParameterError(name="--role", value=text[:120], expected="a-role")
    level = found["level"] or ""
    if level not in ("", ANY_LEVEL, *levels):
        expected = ", ".join((*levels, ANY_LEVEL))
        raise ParameterError(name="--role", value=text[:120], expected=expected)
    if level == ANY_LEVEL and not found["body"]:  # below nobody there is nobody
        raise ParameterError(name="--role", value=text[:120], expected="a-body")
    body = subject_of(found["body"], "--role") if found["body"] else ""
    return Role(found["action"], body, level)
