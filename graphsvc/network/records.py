"""Records of the registry as parts of the network, read one by one from their triples."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from graphsvc.network.parts import (
    AGREEMENT,
    EFFECTIVE,
    EXISTING,
    NO_NAMES,
    PLANNED,
    Activity,
    Body,
    Link,
    Territory,
)
from graphsvc.rdf.names import BASE, PREFIXES, compact
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from graphsvc.network.parts import Names
    from graphsvc.rdf.terms import Term

__all__ = [
    "Values",
    "activity_of",
    "agreement_of",
    "answering",
    "body_of",
    "code",
    "norm_of",
    "place_of",
    "plan_of",
    "relation_of",
    "territory_of",
]

Values = dict[str, list["Term"]]
"""A record: values by the IRI of the property."""

_RMS: Final = PREFIXES["rms"]
_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_OTHER_LABEL: Final = PREFIXES["skos"] + "altLabel"
_STATUS: Final = PREFIXES["adms"] + "status"
_SPATIAL: Final = PREFIXES["dcterms"] + "spatial"
_SCHEME: Final = BASE + "scheme/"
_KNOWN_MODALITIES: Final = EFFECTIVE | {PLANNED}
_MADE: Final = "in-force"


def code(iri: str) -> str:
    """Return the last part of a concept's IRI."""
    return iri.rpartition("/")[2]


def territory_of(iri: str, values: Values) -> Territory:
    """Return a territory."""
    level, within = _iris(values, _RMS + "territoryLevel"), _iris(values, _RMS + "within")
    return Territory(compact(iri), _names(values, _LABEL), _first_code(level), _first(within))


def body_of(iri: str, values: Values, kind_order: Mapping[str, int]) -> Body:
    """Return a body.

    Args:
        kind_order: the place of each kind's code in its list.
    """
    kinds = sorted(map(code, _iris(values, _RMS + "kind")), key=lambda k: (kind_order.get(k, 0), k))
    short = _names(values, _OTHER_LABEL)
    return Body(
        compact(iri),
        _names(values, _LABEL),
        short[0] or short[1],
        _first_code(_iris(values, _RMS + "level")),
        tuple(kinds),
        place_of(values),
        _preferred(_iris(values, _STATUS), (EXISTING,)),
        *_span(values),
    )


def activity_of(iri: str, values: Values) -> Activity:
    """Return an activity of a plan."""
    return Activity(
        compact(iri),
        _first(_iris(values, _RMS + "plan")),
        _directions(values),
        *_days(values, "deadlineStart", "deadlineEnd"),
    )


def plan_of(values: Values) -> tuple[str, str, str]:
    """Return a plan's territory, and first and last day of its time."""
    return place_of(values), *_days(values, "periodFrom", "periodTo")


def answering(values: Values) -> tuple[str, str]:
    """Return the activity of a responsibility, and who answers: a body, or the code of a kind."""
    kinds = _first_code(_iris(values, _RMS + "bodyKind"))
    return _first(_iris(values, _RMS + "activity")), _first(_iris(values, _RMS + "body")) or kinds


def relation_of(iri: str, values: Values) -> Link | None:
    """Return a relation whose ends are named; None where it is none, or only might be one.

    What is permitted, recommended or an alternative reading is no relation between two bodies.
    """
    modality = _preferred(_iris(values, _RMS + "modality"), EFFECTIVE)
    source, target = _iris(values, _RMS + "subject"), _iris(values, _RMS + "object")
    posts = _iris(values, _RMS + "subjectPost")
    if modality not in _KNOWN_MODALITIES or not target or not (source or posts):
        return None
    relation = _first_code(_iris(values, _RMS + "relation"))
    ends = (_first(source or posts), _first(target))
    return _link(iri, relation, ends, modality, values, post="" if source else _first(posts))


def agreement_of(iri: str, values: Values, renewed: bool) -> list[Link]:  # noqa: FBT001  # what is known of it
    """Return a link for each two parties of an agreement; none for one that was ended early."""
    status = _preferred(_iris(values, _STATUS), (_MADE,))
    parties = sorted(map(compact, _iris(values, _RMS + "party")))
    if status not in (_MADE, PLANNED):
        return []
    pairs = [(a, b) for n, a in enumerate(parties) for b in parties[n + 1 :]]
    found = [
        _link(iri, AGREEMENT, pair, status, values, unrenewed=status == _MADE and not renewed)
        for pair in pairs
    ]
    return [
        one if n == 0 else one._replace(id=f"{one.record}:{n + 1}") for n, one in enumerate(found)
    ]


def norm_of(iri: str, values: Values) -> Link | None:
    """Return a norm between two kinds or bodies; None for one that says something of one alone."""
    source = [i for p in ("subjectKind", "subject", "subjectPost") for i in _iris(values, _RMS + p)]
    target = [i for p in ("objectKind", "object") for i in _iris(values, _RMS + p)]
    relation = _iris(values, _RMS + "relation") or _iris(values, _RMS + "requirement")
    if not (source and target and relation):
        return None
    post = next((compact(i) for i in source if "/post/" in i), "")
    modality = _preferred(_iris(values, _RMS + "modality"), EFFECTIVE)
    ends = (compact(source[0]), compact(target[0]))
    return _link(iri, _first_code(relation), ends, modality, values, post=post)


def place_of(values: Values) -> str:
    """Return the short name of the territory that a record is about."""
    return _first(_iris(values, _SPATIAL))


def _link(  # noqa: PLR0913  # the parts of a link
    iri: str,
    relation: str,
    ends: Sequence[str],
    modality: str,
    values: Values,
    *,
    post: str = "",
    unrenewed: bool = False,
) -> Link:
    name = compact(iri)
    start, end = _span(values)
    return Link(
        name,
        name,
        relation,
        ends[0],
        ends[1],
        modality,
        start,
        end,
        _names(values, _RMS + "function"),
        _directions(values),
        _first(_iris(values, _RMS + "basis")),
        post,
        unrenewed,
    )


def _directions(values: Values) -> tuple[str, ...]:
    return tuple(sorted(i.removeprefix(_SCHEME) for i in _iris(values, _RMS + "direction")))


def _span(values: Values) -> tuple[str, str]:
    return _days(values, "validFrom", "validTo")


def _days(values: Values, first: str, last: str) -> tuple[str, str]:
    """Return first and last day; of several that bodies state, those of the shortest time."""
    starts = [t.value for t in values.get(_RMS + first, ()) if isinstance(t, Literal)]
    ends = [t.value for t in values.get(_RMS + last, ()) if isinstance(t, Literal)]
    return max(starts, default="")[:10], min(ends, default="")[:10]  # without a time zone


def _names(values: Values, path: str) -> Names:
    texts = values.get(path)
    if not texts:
        return NO_NAMES
    found: dict[str, str] = defaultdict(str)
    for term in sorted((t for t in texts if isinstance(t, Literal)), key=lambda t: t.value):
        found.setdefault(term.language or "ru", term.value)
    return found["ru"] or next(iter(found.values()), ""), found["en"]


def _iris(values: Values, path: str) -> list[str]:
    return sorted(t.value for t in values.get(path, ()) if isinstance(t, NamedNode))


def _first(iris: Iterable[str]) -> str:
    return next((compact(i) for i in iris), "")


def _preferred(iris: Iterable[str], better: Container[str]) -> str:
    """Return the code that counts where bodies state different ones."""
    codes = [code(i) for i in iris]
    return next((c for c in codes if c in better), next(iter(codes), ""))


def _first_code(iris: Iterable[str]) -> str:
    return next(map(code, iris), "")
