"""Records to pick from, for what was typed into a field of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.errors import FormatError
from graphsvc.forms.content import SUFFIX
from graphsvc.tables.columns import BASIS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.api.state import Service
    from graphsvc.forms.content import Content

__all__ = ["found_for", "written_for"]

_FOUND: Final = 12


def found_for(service: Service, content: Content, about: str, place: str) -> list[str]:
    """Return how to write down the records that the text of a value may mean, the likeliest first.

    Args:
        about: whose data the form is of.
        place: number of the record, column and position of the value.

    Raises:
        FormatError: the form has no such value.
    """
    try:
        number, column, position = place.split(" ")
        entry = content.entries[int(number)]
        if column in BASIS:
            return written_for(service, about, ["document"], entry.bases[int(position)][column])
        controls = {c.name: c for c in service.forms.form(entry.entity, {("basis", "")}).controls}
        text = entry.values[column][int(position)]
        return written_for(service, about, controls[column].entities, text)
    except (ValueError, KeyError, IndexError) as error:
        raise FormatError(value=SUFFIX) from error


def written_for(service: Service, about: str, entities: Sequence[str], text: str) -> list[str]:
    """Return how to write down the records of some types that a text may mean.

    Those whose names begin so come first, then those that are meant with all words, abbreviations
    among them, then those that are called nearly so. Without a text the first few there are.
    """
    registry, names = service.registry, service.registry.called.of(about)
    if not text.strip():
        return [name for name in registry.templates.known(entities, about) if name][:_FOUND]
    begun = [
        names.written(hit.iri, entities)
        for entity in entities or ("",)
        for hit in registry.search.suggest(text, entity)
    ]
    said = [names.written(iri, entities) for iri in registry.finder.named(text, entities)]
    return [*dict.fromkeys([*begun, *said, *names.near(entities, text)])][:_FOUND]
