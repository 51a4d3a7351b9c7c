"""Audits of agreements, coordination and councils on the days when what they find begins or ends.

The keys are read off the tables of `seed/demo`: the day before a thing goes wrong is the negative
case of the day it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.audits.engine import open_values
from graphsvc.rdf.names import compact

if TYPE_CHECKING:
    from graphsvc.registry import Registry

KAMENKA, LIPOVKA = "agreement/demo-agr-kamenka-2025", "agreement/demo-agr-lipovka-2025"
ZARECHYE_MMS = "agreement/demo-agr-zarechye-mms-2024"
SOSNOVO_MISSING = ("body/demo-sosnovo-uo", "body/demo-iro", "norm/demo-norm-agreement-uo")
ZARECHYE_MISSING = ("body/demo-zarechye-mms", "body/demo-iro", "norm/demo-norm-agreement-mms")
COORDINATES = "relation/demo-rel-coordinates"
MUTUAL = (f"{COORDINATES}-com-math-umo", f"{COORDINATES}-umo-com-math")
TWO = (
    f"{COORDINATES}-lipovka-mms-lipovka-school-2-smc",
    f"{COORDINATES}-lipovka-uo-lipovka-school-2-smc",
)
CYCLE = [
    (f"{COORDINATES}-com-natural-com-young",),
    (f"{COORDINATES}-com-young-young-school",),
    (f"{COORDINATES}-young-school-com-natural",),
]
NOBODY = ("body/demo-kamenka-school-2-smc", "norm/demo-norm-coordinates-smc")
GAP = ("body/demo-kamenka-mms", "norm/demo-norm-coordinates-mms")
SKIPPED = (f"{COORDINATES}-iro-berezovo-school-4-smc", "norm/demo-norm-coordinates-smc")
# The roadmap of 2023 has the centre work in May and be set up by June.
CENTRE_2023 = [
    ("body/lo-rmc", "activity/lo-2023-roadmap/r-22"),
    ("body/lo-rmc", "activity/lo-2023-roadmap/r-23"),
]
MENTORING = ("body/demo-mentoring-centre", f"{COORDINATES}-mentoring-centre-com-young")
CHAIR = ("body/demo-ks", "person/demo-p-03", "post/demo-post-iro-vice-rector")
SITES = ("body/demo-ks", "norm/demo-norm-represented-rip", "scheme/kind/regional-innovation-site")
# The regulation of 2019 has the committee approve the composition yearly; no order is known.
LENINGRAD = ("body/lo-ks-rms", "body/lo-kopo")
WITHOUT_ORDER = [
    ("body/demo-kamenka-mmc", "body/demo-kamenka-uo"),
    ("body/demo-rip-council", "body/demo-iro"),
    LENINGRAD,
]
UNTIL_ORDERS = [
    *WITHOUT_ORDER,
    ("body/demo-berezovo-mmc", "body/demo-berezovo-uo"),
    ("body/demo-ks", "body/demo-komitet"),
    ("body/demo-lipovka-mmc", "body/demo-lipovka-uo"),
    ("body/demo-zarechye-mmc", "body/demo-zarechye-uo"),
]
KS_PLAN = ("document/demo-ks-plan-2026", "body/demo-ks")
RIP_PLAN = ("document/demo-rip-plan-2026", "body/demo-rip-council")
ENDED = ("membership/demo-mem-umo-rmk", "body/demo-rmk")

CASES = [
    ("agreements-lapsed", "2026-06-30", []),
    ("agreements-lapsed", "2026-07-01", [(ZARECHYE_MMS,)]),
    ("agreements-lapsed", "2026-11-30", [(ZARECHYE_MMS,), (KAMENKA,)]),
    ("agreements-missing", "2025-01-31", []),
    ("agreements-missing", "2026-06-30", [SOSNOVO_MISSING]),
    ("agreements-missing", "2026-07-01", [SOSNOVO_MISSING, ZARECHYE_MISSING]),
    ("chair-holds-post", "2026-08-31", []),
    ("chair-holds-post", "2026-09-01", [CHAIR]),
    ("coordination-cycles", "2025-01-31", []),
    ("coordination-cycles", "2025-02-01", CYCLE),
    ("councils-without-composition", "2025-06-01", [LENINGRAD]),
    ("councils-without-composition", "2026-01-15", UNTIL_ORDERS),
    ("councils-without-composition", "2026-02-01", WITHOUT_ORDER),
    ("groups-not-represented", "2025-06-01", []),
    ("groups-not-represented", "2026-01-19", []),
    ("groups-not-represented", "2026-01-20", [SITES]),
    ("members-of-ended-bodies", "2025-12-31", []),
    ("members-of-ended-bodies", "2026-01-01", [ENDED]),
    ("mutual-coordination", "2025-01-31", []),
    ("mutual-coordination", "2025-02-01", [MUTUAL]),
    ("plan-not-agreed", "2025-06-01", []),
    ("plan-not-agreed", "2026-02-09", [KS_PLAN, RIP_PLAN]),
    ("plan-not-agreed", "2026-02-10", [RIP_PLAN]),
    ("planned-body-acts", "2026-08-31", CENTRE_2023),
    ("planned-body-acts", "2026-09-01", [*CENTRE_2023, MENTORING]),
    ("skipped-levels", "2026-01-14", []),
    ("skipped-levels", "2026-01-15", [SKIPPED]),
    ("two-coordinators-one-function", "2026-01-31", []),
    ("two-coordinators-one-function", "2026-02-01", [TWO]),
    ("uncoordinated-bodies", "2025-12-31", [NOBODY]),
    ("uncoordinated-bodies", "2026-01-01", [NOBODY, GAP]),
    ("uncoordinated-bodies", "2026-03-01", [NOBODY]),
]


def found(registry: Registry, audit: str, on: str, **thresholds: str) -> list[tuple[str, ...]]:
    """Return the keys of what an audit finds when it is asked about everything."""
    question = registry.catalogue[audit]
    assert question.finding
    answer = registry.asker.ask(question, open_values(question) | thresholds, on=on)
    return sorted(tuple(compact(r[n]) for n in question.finding.about) for r in answer.rows)


@pytest.mark.parametrize(("audit", "on", "keys"), CASES, ids=lambda value: str(value)[:30])
def test_a_finding_is_there_from_the_day_it_begins(
    registry: Registry, audit: str, on: str, keys: list[tuple[str, ...]]
) -> None:
    assert found(registry, audit, on) == sorted(keys)


@pytest.mark.parametrize(
    ("days", "on", "keys"),
    [
        ("0", "2026-11-28", []),
        ("0", "2026-11-29", [KAMENKA]),
        ("7", "2026-11-21", []),
        ("7", "2026-11-22", [KAMENKA]),
        ("30", "2026-11-14", [KAMENKA]),
        ("30", "2026-11-15", [KAMENKA, LIPOVKA]),
    ],
)
def test_an_agreement_is_told_of_that_many_days_before_its_end(
    registry: Registry, days: str, on: str, keys: list[str]
) -> None:
    assert found(registry, "agreements-expiring", on, days=days) == sorted((k,) for k in keys)
