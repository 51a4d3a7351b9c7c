"""What helps to get a table through: its columns to be named, its unknown names to be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import TableError
from graphsvc.projections.word_forms import fold
from graphsvc.submissions.formats import can_be_marked
from graphsvc.tables.decisions import chosen_from

if TYPE_CHECKING:
    from graphsvc.api.state import Service
    from graphsvc.errors import SubmissionError
    from graphsvc.submissions.handed import Handed
    from graphsvc.submissions.pipeline import Submission
    from graphsvc.tables.foreign import Read
    from graphsvc.tables.regional import RegionalNames
    from graphsvc.tables.sheet import TableFault

__all__ = ["ASKED_LIMIT", "Asked", "asked_names", "table_help"]

_SHOWN: Final = 50
ASKED_LIMIT: Final = 2 * _SHOWN
"""Most names that a page asks of: unknown ones, and as many that were chosen."""
_COLUMNS: Final = frozenset({"column", "column-missing", "file", "header", "sheet"})
_NAMES: Final = frozenset({"name", "names"})


@dataclass(frozen=True)
class Asked:
    """A name of which somebody is asked what it means.

    Attributes:
        text: as it is spelt in the file.
        entities: the types of record that its cells take; none for any.
        count: in how many cells it stands.
        several: whether several records are called so, else none is.
        chosen: IRI of the record that was chosen, empty for none; None where nothing was said.
        chosen_label: what it is called.
        proposed: the records that may be meant: IRI, name, region where it is another one, and
            whether the name is a recorded abbreviation.
    """

    text: str
    entities: tuple[str, ...]
    count: int
    several: bool
    chosen: str | None
    chosen_label: str
    proposed: tuple[tuple[str, str, str, bool], ...]

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """As `decisions.Chosen.key`."""
        return fold(self.text), self.entities


def table_help(  # noqa: PLR0913, PLR0917  # what a draft is
    service: Service,
    draft: str,
    handed: Handed,
    refusal: SubmissionError | None,
    submission: Submission | None,
    lang: str,
) -> dict[str, Any]:
    """Return what the page of a draft shows beside remarks, for `submit_tables.html`.

    Args:
        submission: as the file was read, None where it cannot be.
    """
    faults = _faults(refusal)
    mapped = submission.mapped if submission is not None else _mapped(refusal)
    return {
        "columns_unknown": any(f.cause in _COLUMNS for f in faults) and can_be_marked(handed.name),
        "columns_mapped": next((m.kept_on for m in mapped), None),
        "columns_place": f"/submit/{draft}/columns",
        "names_place": f"/submit/{draft}/names",
        "names_asked": asked_names(service, handed, refusal, lang),
        "names_left": max(0, len(_unknown(faults)) - _SHOWN),
    }


def asked_names(
    service: Service, handed: Handed, refusal: SubmissionError | None, lang: str
) -> list[Asked]:
    """Return the names of a file that mean no record or several, and those that were chosen.

    Of each some: what nothing was said of before what has no record, and what was chosen last.
    """
    told = _unknown(_faults(refusal))
    chosen = {one.key: one for one in chosen_from(handed.names)}
    nobodys = {key for key, one in chosen.items() if not one.record}
    settled = [one for key, one in chosen.items() if key not in told and one.record]
    names = service.registry.called.of(handed.about)
    found = [
        Asked(
            fault.value,
            fault.entities,
            len(told[key]),
            fault.cause == "names",
            record := (chosen[key].record if key in chosen else None),
            service.labels.label(record, lang) if record else "",
            _proposed(service, names, fault.entities, fault.value, lang),
        )
        for key in sorted(told, key=nobodys.__contains__)[:_SHOWN]
        for fault in told[key][:1]
    ]
    return found + [
        Asked(
            one.text,
            one.entities,
            0,
            several=False,
            chosen=one.record,
            chosen_label=service.labels.label(one.record, lang),
            proposed=(),
        )
        for one in settled[:_SHOWN]
    ]


def _unknown(faults: list[TableFault]) -> dict[tuple[str, tuple[str, ...]], list[TableFault]]:
    """Return the remarks on names by the name, as `Asked.key`, in the file's order."""
    found: dict[tuple[str, tuple[str, ...]], list[TableFault]] = {}
    for fault in faults:
        if fault.cause in _NAMES:
            found.setdefault((fold(fault.value), fault.entities), []).append(fault)
    return found


def _mapped(refusal: SubmissionError | None) -> tuple[Read, ...]:
    found: Any = refusal.parameters.get("mapped", ()) if refusal is not None else ()
    return tuple(found)


def _faults(refusal: SubmissionError | None) -> list[TableFault]:
    if not isinstance(refusal, TableError):
        return []
    faults: Any = refusal.parameters["faults"]
    return list(faults)


def _proposed(
    service: Service, names: RegionalNames, entities: tuple[str, ...], text: str, lang: str
) -> tuple[tuple[str, str, str, bool], ...]:
    label = service.labels.label
    return tuple(
        (
            one.iri,
            one.written,
            ", ".join(label(r, lang) for r in sorted(names.regions(one.iri)))
            if one.foreign
            else "",
            one.abbreviated,
        )
        for one in names.proposed(entities, text)
    )
