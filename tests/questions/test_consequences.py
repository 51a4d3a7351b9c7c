"""What falls with a document is what rests on it and on every document that hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.questions.catalogue import load_catalogue
from graphsvc.rdf.names import compact
from graphsvc.resources import data_folder
from tests.questions.remedies import many, table

if TYPE_CHECKING:
    from graphsvc.registry import Registry

CATALOGUE = load_catalogue(data_folder("queries"))
DIRECT = CATALOGUE["what-rests-on-document"]
WHOLE = CATALOGUE["what-falls-if-document-repealed"]
DOCUMENTS = {d["id"]: d for d in table("document")}


def chain(start: str) -> set[str]:
    """Return the document and all that are approved by it or based on it, and so on."""
    found: set[str] = set()
    todo = [start]
    while todo:
        if (key := todo.pop()) not in found:
            found.add(key)
            hanging = (many(d, "approvedBy") | many(d, "basedOn") for d in DOCUMENTS.values())
            todo += [k for k, on in zip(DOCUMENTS, hanging, strict=True) if key in on]
    return found


@pytest.mark.parametrize(
    "key", ["demo-law", "demo-regulation", "demo-order-9u", "demo-order-ks-2026"]
)
def test_all_that_rests_on_the_chain_falls_and_nothing_else_does(
    registry: Registry, key: str
) -> None:
    fallen = chain(key)
    rows = registry.asker.ask(WHOLE, {"document": f"document/{key}"}).rows
    by_link: dict[str, set[tuple[str, str]]] = {"documents": set(), "records": set()}
    for row in rows:
        pair = (compact(row["record"]), compact(row["through"]))
        through_document = pair[1].removeprefix("document/") in fallen
        by_link["documents" if through_document else "records"].add(pair)
    rested = {
        (compact(r["record"]), f"document/{d}")
        for d in fallen
        for r in registry.asker.ask(DIRECT, {"document": f"document/{d}"}).rows
    }
    planned = {
        (f"activity/{a['id']}", f"document/{a['plan']}")
        for a in table("activity")
        if a["plan"] in fallen
    }
    assert rested | planned <= by_link["documents"]
    more = {pair[0].partition("/")[0] for pair in by_link["documents"] - rested - planned}
    assert more <= {"condition", "post", "staff-post"}
    own = {r["id"] for r in table("responsibility") if r.get("document")}
    without_basis = {
        (f"responsibility/{r['id']}", f"activity/{r['activity']}")
        for r in table("responsibility")
        if r["id"] not in own and (f"activity/{r['activity']}") in {p[0] for p in planned}
    }
    assert without_basis <= by_link["records"]
    assert {p[1].partition("/")[0] for p in by_link["records"]} <= {
        "activity",
        "agreement",
        "norm",
        "org-model",
    }


def test_what_the_order_of_the_regulation_leaves_standing(registry: Registry) -> None:
    """The agreements that coordination rests on, too, do not hang on the regulation."""
    rows = registry.asker.ask(WHOLE, {"document": "document/demo-order-5u"}).rows
    standing = {
        compact(r["record"]).removeprefix("relation/") for r in rows if r["otherGround"]
    } - {f"document/{d}" for d in DOCUMENTS}
    assert standing == {
        r["id"]
        for r in table("relation")
        if r.get("document") == "demo-regulation"
        and any(e.startswith("agreement/") for e in many(r, "establishedBy"))
    }
