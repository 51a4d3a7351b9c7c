"""What waits is accepted as it was read: nothing of it is lost in between."""

from __future__ import annotations

from dataclasses import fields, replace

from graphsvc.rdf.names import ID, PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.submissions.frozen import freeze, thaw
from graphsvc.submissions.handed import Handed
from graphsvc.submissions.pipeline import Submission

BODY = f"{ID}body/demo-lipovka-mms"
RECORD = NamedNode(f"{ID}practice/one")
HANDED = Handed("practice.csv", b"x", BODY, "lipovka", "сверка", base=7)
LABEL = Literal('Урок "у реки"\n', language="ru")
FULL = Submission(
    BODY,
    (Quad(RECORD, NamedNode(PREFIXES["skos"] + "prefLabel"), LABEL),),
    "lipovka",
    "сверка",
    "practice.csv",
    "patch",
    7,
    places={RECORD.value: ("practice.csv", 3)},
    complete=frozenset({PREFIXES["rms"] + "Practice"}),
    content=f"{HANDED.digest} {'0' * 64}",
    removed=frozenset({f"{ID}practice/two"}),
)
# What stands on paper only while a file is read: letters of its columns and how they were mapped;
# who accepted it is said when somebody has.
LATER = {"letters", "mapped", "approved_by"}


def test_what_a_file_says_is_kept_whole() -> None:
    plain = Submission(BODY, (), "", "")
    filled = {f.name for f in fields(Submission) if getattr(FULL, f.name) != getattr(plain, f.name)}
    assert filled == {f.name for f in fields(Submission)} - LATER - {"about"}
    assert thaw(freeze(FULL), HANDED) == FULL


def test_what_says_little_is_kept_too() -> None:
    little = replace(FULL, quads=(), complete=frozenset(), removed=frozenset(), places={})
    assert thaw(freeze(little), HANDED) == little
