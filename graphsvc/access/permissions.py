"""What an editor may do, by its roles and by who stands above whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.access.editors import ANY_LEVEL, Editor, Role
from graphsvc.access.standing import Standing
from graphsvc.errors import ForbiddenError
from graphsvc.rdf.names import PREFIXES, compact
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from graphsvc.projections.reading import StoreReader

__all__ = ["Permissions"]

_LABEL: Final = NamedNode(PREFIXES["skos"] + "prefLabel")


class Permissions:
    """The permissions of a registry.

    Args:
        store: where it is read who stands above whom.
    """

    def __init__(self, store: StoreReader) -> None:
        self._store, self._standing = store, Standing(store)

    def may(self, editor: Editor, action: str, about: str) -> bool:
        """Return whether an editor may do something.

        Args:
            action: `submit`, `accept` or `administer`.
            about: IRI of the body or document concerned, empty for the whole registry.
        """
        if editor.local:
            return True
        return any(self._covers(r, about) for r in editor.roles if r.action == action)

    def require(self, editor: Editor, action: str, about: str) -> None:
        """Let an editor pass who may do something, as `may`.

        Raises:
            ForbiddenError: the editor may not.
        """
        if not self.may(editor, action, about):
            role = str(Role(action, about))
            raise ForbiddenError(action=action, whose=self._called(about), role=role)

    def above(self, about: str) -> frozenset[str]:
        """Return the IRIs of the bodies above `about`, as `Standing.above`, today."""
        return self._standing.above(about)

    def covered(self, role: Role) -> frozenset[str]:
        """Return the IRIs of the bodies and documents for which a role holds today.

        Empty for the whole registry, where it holds for all.
        """
        if not role.body:
            return self._of_level(role.level)
        if not role.level:
            return frozenset({role.body})
        below = self._standing.below(role.body)
        if role.level != ANY_LEVEL:
            below = frozenset(b for b in below if role.level in self._standing.levels(b))
        return below | {role.body}

    def _covers(self, role: Role, about: str) -> bool:
        if not role.body:
            return not role.level or self._has_level(role, about)
        if role.body == about:
            return True
        return (
            bool(role.level)
            and self._has_level(role, about)
            and role.body in self._standing.above(about)
        )

    def _has_level(self, role: Role, about: str) -> bool:
        levels = self._standing.levels(about)
        return bool(levels) if role.level == ANY_LEVEL else role.level in levels

    def _of_level(self, level: str) -> frozenset[str]:
        return self._standing.of_level(level) if level not in ("", ANY_LEVEL) else frozenset()

    def _called(self, about: str) -> str:
        """Return a body's name, its short name where it has none; `registry` for the whole."""
        if not about:
            return "registry"
        short = compact(about)
        try:
            values = self._store.values(NamedNode(about), _LABEL)
        except ValueError:
            return short
        labels = sorted(v.value for v in values if isinstance(v, Literal) and v.language == "ru")
        return f"«{labels[0]}»" if labels else short
