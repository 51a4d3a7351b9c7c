"""What the fields of random networks hold: few codes, few days, references among what is there."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import BASE

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from graphsvc.model.entities import Field

__all__ = [
    "CHOICES",
    "CODES",
    "DAY",
    "DAYS",
    "THRESHOLDS",
    "WITH_END",
    "Value",
    "pick",
    "possible_values",
]

DAY: Final = date(2026, 6, 15)
"""The day around which everything begins and ends."""
DAYS: Final = tuple(DAY + timedelta(n) for n in (0, -1, 1, -30, 30, -400, 400))
Value = str | int | bool | date | Decimal
"""A concept is `kind/base-school`, a reference `body/2`; which it is, the field says."""

# Of long code lists those that questions tell apart, and one beside them.
CODES: Final = {
    "kind": (
        "municipal-methodical-service",
        "municipal-methodical-office",
        "network-subject",
        "educational-organization",
        "municipal-educational-organization",
        "base-school",
        "coordination-council",
        "school-methodical-council",
        "regional-methodical-active",
        "professional-community",
        "municipal-methodical-association",
        "municipal-education-authority",
    ),
    "relation": (
        "coordinates",
        "coordinates",
        "coordinates",
        "chairs",
        "manages",
        "represented-in",
        "serves",
        "approves-composition",
        "part-of-network",
        "attached-to",
        "agrees-plan",
        "creates",
    ),
    "requirement": (
        "agreement",
        "agreement",
        "composition-approval",
        "annual-plan",
        "local-act",
        "appointment",
        "session",
        "register",
        "report",
        "monitoring",
        "statute",
    ),
    "direction": ("management", "methodical"),
    "work-kind": ("monitoring", "coordination", "analysis", "training"),
    "subject-area": ("mathematics", "russian"),
    "result-kind": ("document", "improvement"),
    "event-kind": ("contest", "session", "seminar"),
    "document-kind": ("order", "model-act", "local-act", "roadmap", "plan", "report"),
    "competence-category": ("subject", "digital"),
    "role": ("responsible", "chair", "member", "head"),
    "list-kind": ("completions", "members"),
    "resource-kind": ("website", "media"),
}
# References to any record lead to records of these types.
_ANY: Final = {
    ("activity", "creates"): ("body", "document", "register"),
    ("activity", "concerns"): ("agreement", "event", "indicator", "body", "register"),
    ("task", "concerns"): ("body", "register"),
    ("indicator", "concerns"): ("body",),
    ("answer", "remedy"): ("practice", "programme", "mentor", "site", "event", "body"),
    ("route-step", "remedy"): ("practice", "programme", "mentor", "site", "event", "body"),
    ("relation", "establishedBy"): ("document",),
    ("site", "establishedBy"): ("document",),
    ("decision", "restsOn"): ("recommendation", "document"),
    ("decision", "creates"): ("body", "activity"),
    ("recommendation", "restsOn"): ("measurement", "document"),
    ("risk", "mitigatedBy"): ("task", "activity"),
    ("condition", "about"): ("org-model", "body", "norm"),
    ("possible-identity", "first"): ("person", "body"),
    ("possible-identity", "second"): ("person", "body"),
    ("identity-decision", "about"): ("body",),
    ("identity-decision", "otherRecord"): ("body",),
    ("abbreviation", "denotes"): ("body", "document"),
    ("reading", "readingTaken"): ("norm", "relation"),
    ("reading", "readingOther"): ("norm", "relation"),
}
_PAGES: Final = ("https://pages.example/0", "https://pages.example/1")
CHOICES: Final[dict[str, Sequence[Value]]] = {
    # Fewer than five people are not published.
    "count": (5, 6),
    "participants": (11, 12),
    "recurrence": ("P6M", "P1Y"),
    "periodicity": ("P1Y", "P6M"),
    "unit": ("%", "practices"),
    "updatedOn": (DAYS[0], DAYS[3], DAYS[5]),
    "printedNumber": ("1.1", "1.3.", "1.1.", "2"),
    "numerator": (1, 2),
    "denominator": (2, 4),
    "deadlineWindow": ("2026-05-01/2026-05-31", "2026-06-01/2026-06-15", "2026-06-15/2026-07-31"),
}
THRESHOLDS: Final[dict[str, list[Value]]] = {"minimum": ["1", "2"], "days": ["30", "365"]}
WITH_END: Final = ("by-day", "month", "interval", "half-year", "year")
_LEVELS: Final = ("federal", "regional", "municipal", "institution")
_LITERALS: Final[dict[str, Sequence[Value]]] = {
    "date": DAYS,
    "boolean": (True, False),
    "integer": (1, 2, 3, 4),
    "decimal": (Decimal("0.5"), Decimal("1.5"), Decimal(2)),
}
_LISTS: Final = {
    "agreement-kind": ("cooperation",),
    "agreement-status": ("in-force", "in-force", "planned", "terminated"),
    "body-status": ("existing", "existing", "planned", "dissolved"),
    "certainty": ("stated", "derived", "inferred"),
    "clause-kind": ("section", "clause"),
    "deadline-kind": (
        *("by-day", "none", "recurring", "windows", "ongoing", "not-understood"),
        *WITH_END,
    ),
    "document-status": ("in-force", "unidentified", "planned", "repealed"),
    "event-status": ("planned", "held", "cancelled"),
    "identity-outcome": ("same", "possibly-same", "different"),
    "level": _LEVELS,
    "modality": ("in-force", "rule", "in-force", "planned", "permitted", "alternative"),
    "org-form": ("unit", "institution"),
    "post-kind": ("head", "methodist"),
    "practice-status": ("submitted", "recommended"),
    "programme-status": ("planned", "offered", "withdrawn"),
    "register-content": ("programmes", "mentors"),
    "remedy-reason": ("own-municipality", "stated", "no-free-place"),
    "register-status": ("demanded", "kept"),
    "responsibility-role": ("executor", "controller"),
    "risk-category": ("staff", "formality"),
    "task-kind": ("content", "task", "goal", "function"),
    "task-status": ("open", "done"),
}


def pick(chance: random.Random, choices: Sequence[Value]) -> Value:
    """Return one of the choices, the first ones more often: what is referred to is asked about."""
    return choices[min(chance.randrange(len(choices)) for _ in range(2))]


def possible_values(field: Field, key: str, pool: dict[str, list[str]]) -> Sequence[Value]:
    """Return what a field of a record may hold, nothing where there is nothing to refer to."""
    if field.name == "modality" and key.startswith("norm/"):
        return ("modality/rule", "modality/in-force", "modality/planned", "modality/permitted")
    if field.schemes:
        schemes = [s.removeprefix(f"{BASE}scheme/") for s in field.schemes][:1]
        return [f"{s}/{c}" for s in schemes for c in _codes(s)]
    if field.datatype:
        texts = (f"{field.name} 0", f"{field.name} 1")
        kind = field.datatype.rpartition("#")[2]
        return CHOICES.get(field.name) or _LITERALS.get(kind) or texts
    if field.name in ("webPage", "evidence"):
        return _PAGES
    entity = key.partition("/")[0]
    classes = [
        "".join(f"-{c.lower()}" if c.isupper() else c for c in iri.rpartition("#")[2]).lstrip("-")
        for iri in field.classes
    ]
    return [k for n in classes or _ANY.get((entity, field.name), ()) for k in pool[n]]


def _codes(scheme: str) -> Sequence[str]:
    return CODES.get(scheme) or _LISTS[scheme]
