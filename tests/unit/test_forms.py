"""Forms: from the shapes, filled from the registry, and read back as the very same records."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from graphsvc.api.form_posting import posted
from graphsvc.api.form_views import FieldView, ValueView
from graphsvc.errors import FormatError, FormError, TooLargeError
from graphsvc.forms.content import (
    ENTRIES_LIMIT,
    Content,
    Entry,
    Kept,
    read_content,
    written_content,
)
from graphsvc.forms.controls import Control, Forms
from graphsvc.forms.editing import edited
from graphsvc.forms.filling import Filler
from graphsvc.forms.joining import joined
from graphsvc.forms.placing import placed
from graphsvc.forms.reading import FormReader
from graphsvc.locale import texts
from graphsvc.rdf.names import ID, PREFIXES, graph_of, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad, Triple
from graphsvc.submissions.formats import Handed
from graphsvc.validation.report import Result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.model.entities import Model
    from graphsvc.registry import Registry

INSTITUTE = f"{ID}body/demo-iro"
NEVER_FILLED = {"basis", "occurrence", "demand", "provision", "submission"}


@pytest.fixture(scope="module")
def forms(model: Model) -> Forms:
    return Forms(model)


def control(forms: Forms, entity: str, name: str) -> Control:
    return next(c for c in forms.form(entity).controls if c.name == name)


def test_every_type_of_record_has_a_form_but_what_follows_from_others(
    model: Model, forms: Forms
) -> None:
    assert {e.name for e in model.entities} - {e.name for e in forms.entities} == NEVER_FILLED
    for entity in forms.entities:
        asked = {c.field.name for c in forms.form(entity.name).controls}
        assert asked | {"basis"} == {f.name for f in entity.fields} | {"basis"}, entity.name


def test_a_control_says_what_its_shape_says(forms: Forms) -> None:
    party = control(forms, "agreement", "party")
    assert (party.kind, party.entities, party.many, party.required) == (
        "record",
        ("body",),
        True,
        False,
    )
    status = control(forms, "agreement", "status")
    assert status.kind == "choice"
    assert status.required
    assert "in-force" in [code for code, _ in status.choices]
    assert control(forms, "agreement", "webPage").kind == "address"
    assert control(forms, "activity", "creates").kind == "record"
    assert control(forms, "body", "size").kind == "number"


def test_what_a_field_asks_for_is_told_without_a_modellers_words(forms: Forms) -> None:
    shown = {c.field.name: c for e in forms.entities for c in forms.form(e.name).controls}
    assert texts("forms")["hint"].keys() <= shown.keys()
    for name, one in shown.items():
        for told in one.definition.values():
            assert not re.search(r"\brms:|ISO 8601|xsd:|ГГГГ", told), (name, told)


def test_what_a_rule_of_the_record_needs_is_shown_at_once(forms: Forms) -> None:
    shown = {c.name for c in forms.form("agreement").controls if c.first}
    assert {"label", "status", "party", "partyKind", "validFrom", "signatory"} <= shown
    assert not {"certainty", "note", "label@en", "renews"} & shown


def test_parts_are_nameless_records_that_need_the_whole(forms: Forms) -> None:
    assert {p.entity for p in forms.form("activity").parts} == {
        "completion",
        "dependency",
        "responsibility",
    }
    assert "membership" in {p.entity for p in forms.form("body").parts}
    assert "occurrence" not in {p.entity for p in forms.form("activity").parts}
    assert {p.entity for p in forms.form("route").parts} == {"route-step"}


def test_every_record_posted_as_it_was_filled_changes_nothing(registry: Registry) -> None:
    forms, model = Forms(registry.model), registry.model
    seen: set[str] = set()
    for graph in registry.store.submitted():
        quads = registry.store.graph(graph)
        said: defaultdict[object, set[Triple]] = defaultdict(set)
        for quad in quads:
            said[quad.subject].add(quad.triple)
        filler = Filler(model, forms, registry.called, quads)
        for subject, triples in list(said.items()):
            entity = model.entity_of(triples)
            if entity is None or entity.name == "basis" or not isinstance(subject, NamedNode):
                continue
            filled = filler.fill(entity.name, subject.value, 1)
            reader = FormReader(model, registry.called, "x")
            read = reader.read(read_content(written_content(filled)), "a.form")
            assert not reader.faults, subject
            told = {q.triple for q in read}
            assert told == {t for s in {t.subject for t in told} for t in said[s]}, subject
            assert subject in {t.subject for t in told}
            assert not [e for e in filled.entries if e.kept], "the form does not show everything"
            seen.add(entity.name)
    assert {e.name for e in forms.entities} - seen <= {"review-rule"}


def test_a_form_of_each_type_handed_in_unchanged_is_no_change(registry: Registry) -> None:
    forms, model = Forms(registry.model), registry.model
    first: dict[str, tuple[str, str]] = {}
    for graph in registry.store.submitted():
        about = ID + graph.value.removeprefix(PREFIXES["graph"])
        for quad in registry.store.graph(graph):
            entity = model.by_class.get(getattr(quad.object, "value", ""))
            if entity is not None and isinstance(quad.subject, NamedNode):
                first.setdefault(entity.name, (about, quad.subject.value))
    for entity in forms.entities:
        if entity.name not in first:
            continue
        about, iri = first[entity.name]
        graph = graph_of(about)
        version = registry.pipeline.version(graph)
        filler = Filler(model, forms, registry.called, registry.store.graph(graph))
        content = written_content(filler.fill(entity.name, iri, version))
        handed = Handed(f"{entity.name}.form", content, about, "a", mode="patch")
        outcome = registry.pipeline.submit(registry.door.read(handed), dry_run=True)
        assert not outcome.patch, (iri, outcome.patch)
    assert len(first) > 40  # types of record that the demo has


def agreement(**values: str) -> Content:
    typed = {"label": "Соглашение о стажировках", "agreementKind": "cooperation"} | values
    told = {name: (text,) for name, text in typed.items()}
    return Content((Entry("agreement", values=told),), 0)


def read(registry: Registry, content: Content) -> tuple[FormReader, list[Quad]]:
    reader = FormReader(registry.model, registry.called, "demo-iro")
    return reader, reader.read(content, "agreement.form")


def test_a_value_that_cannot_be_read_is_a_fault_of_its_field(registry: Registry) -> None:
    reader, quads = read(
        registry, agreement(signedOn="5 октября 2026", party="Рога и копыта", status="в силе!")
    )
    faults = {f.column: f for f in reader.faults}
    assert set(faults) == {"signedOn", "party", "status"}
    assert faults["signedOn"].proposal == "05.10.2026"
    assert faults["party"].record == 0
    assert faults["party"].value == "Рога и копыта"
    assert Literal("Соглашение о стажировках", language="ru") in [q.object for q in quads]
    handed = Handed("agreement.form", written_content(agreement(party="Рога")), INSTITUTE, "a")
    with pytest.raises(FormError) as refused:
        registry.door.read(handed)
    assert refused.value.parameters["count"] == 1


def test_blank_values_keep_their_place(registry: Registry) -> None:
    entry = Entry("agreement", values={"label": ("Соглашение",), "party": ("", "Рога")})
    reader, _ = read(registry, Content((entry,)))
    assert [(f.column, f.position) for f in reader.faults] == [("party", 1)]


def test_a_new_record_gets_a_key_and_may_be_referred_to_by_its_name(registry: Registry) -> None:
    body = Entry("body", values={"label": ("Новый центр (учебный)",)})
    content = agreement(party="Новый центр (учебный)")
    reader, quads = read(registry, replace(content, entries=(*content.entries, body)))
    assert not reader.faults
    first, second = reader.subjects
    assert first is not None
    assert first.value.startswith(f"{ID}agreement/demo-iro-")
    assert Quad(first, rms("party"), second) in quads  # type: ignore[arg-type]


def test_a_name_that_another_record_has_is_told(registry: Registry) -> None:
    known = "Методическая служба Липовского округа (учебная)"
    reader, _ = read(registry, Content((Entry("body", values={"label": (known,)}),)))
    assert [f.column for f in reader.faults] == ["label"]
    assert "demo-lipovka-mms" in reader.faults[0].text["ru"]


def test_a_part_refers_to_the_whole_and_two_alike_are_told(registry: Registry) -> None:
    activity = Entry("activity", values={"label": ("Проба",)})
    part = Entry("responsibility", link="activity", values={"printedForm": ("институт",)})
    reader, quads = read(registry, Content((activity, part, part)))
    whole, first, second = reader.subjects
    assert second is None
    assert [(f.record, f.column) for f in reader.faults] == [(2, "")]
    links = [q.object for q in quads if q.subject == first and q.predicate == rms("activity")]
    assert links == [whole]


def test_a_basis_is_whole_or_its_lacking_part_is_told(registry: Registry) -> None:
    basis = {"document": "Положение", "clause": "", "lines": "1", "quote": "«…»"}
    content = agreement()
    entry = replace(content.entries[0], bases=(basis,))
    reader, _ = read(registry, Content((entry,)))
    assert [(f.column, f.position) for f in reader.faults] == [("clause", 0)]


def test_what_is_taken_out_goes_and_nothing_else(registry: Registry, model: Model) -> None:
    graph = graph_of(INSTITUTE)
    quads = registry.store.graph(graph)
    filler = Filler(model, Forms(model), registry.called, quads)
    content = filler.fill("body", INSTITUTE, registry.pipeline.version(graph))
    number = next(n for n, e in enumerate(content.entries) if e.entity == "membership")
    gone, _ = edited(model, content, f"drop {number}")
    key = content.entries[number].key
    handed = Handed("body.form", written_content(gone), INSTITUTE, "a", mode="patch")
    outcome = registry.pipeline.submit(registry.door.read(handed), dry_run=True)
    assert outcome.records == {f"{ID}membership/{key}": "removed"}


def test_the_buttons_change_what_was_typed(model: Model) -> None:
    content = agreement(party="Центр")
    more, focus = edited(model, content, "more 0 party")
    assert more.entries[0].values["party"] == ("Центр", "")
    assert focus == ("0", "party 1")
    taken, _ = edited(model, more, "take 0 party 1 Совет по развитию")
    assert taken.entries[0].values["party"] == ("Центр", "Совет по развитию")
    created, focus = edited(model, content, "create 0 party 0 body")
    assert created.entries[1] == Entry("body", values={"label": ("Центр",)})
    assert focus == ("1", "")
    assert edited(model, created, "drop 1")[0] == content
    assert edited(model, content, "drop 0")[0] == content
    for nonsense in ("more 9 party", "add nothing here", "take 0", "drop x", "", "fly 1"):
        assert edited(model, content, nonsense)[0] == content


@pytest.mark.parametrize("place", ["2", "3", "20000", "10000000", "-1", "-2", "9" * 5_000])
def test_a_list_is_no_longer_than_its_texts_and_one(model: Model, place: str) -> None:
    content = agreement(party="Центр")
    assert edited(model, content, f"take 0 party {place} x")[0] == content
    told = [("0:entity", "agreement"), ("0.party", "Центр"), (f"pick 0 party {place}", "x")]
    assert posted(told).content.entries[0].values == {"party": ("Центр",)}


def test_what_was_picked_stands_in_its_place() -> None:
    told = [("0:entity", "agreement"), ("0.party", "Ц"), ("pick 0 party 0", "Центр")]
    told += [("pick 0 party 1", "Совет"), ("pick 0 number 0", "7"), ("pick 9 party 0", "x")]
    values = posted(told).content.entries[0].values
    assert values == {"party": ("Центр", "Совет"), "number": ("7",)}


def test_a_form_of_too_many_records_is_refused() -> None:
    told = [(f"{n}:entity", "agreement") for n in range(ENTRIES_LIMIT + 1)]
    with pytest.raises(TooLargeError):
        posted(told)
    assert len(posted(told[:-1]).content.entries) == ENTRIES_LIMIT


def test_whether_a_field_is_wrong_is_found_once() -> None:
    asked: list[int] = []

    class Values(tuple[ValueView, ...]):
        __slots__ = ()

        def __iter__(self) -> Iterator[ValueView]:
            asked.append(1)
            return super().__iter__()

    view = FieldView("f", "0.x", "line", "", "", cast("Control", None), Values(), ())
    assert not any(view.wrong for _ in range(100))  # a page asks at every value
    assert len(asked) == 1


def test_a_remark_stands_at_its_field(model: Model) -> None:
    place = {"file": "agreement.form", "row": 1}
    path = PREFIXES["adms"] + "status"
    own = Result(
        "x", path, "", "Agreement-status", "Violation",
        {"ru": "«состояние»: ровно одно."}, column="status", **place,  # type: ignore[arg-type]
    )  # fmt: skip
    whole = replace(own, path="", column="parties", message={"ru": "Меньше двух сторон."})
    found = placed(model, agreement(), (), (own, whole, replace(own, file="", row=0)), "ru")
    assert [r.text for r in found[0, "status"]] == ["Ровно одно."]
    assert [r.text for r in found[0, ""]] == ["Меньше двух сторон."]
    assert [r.severity for r in found[-1, ""]] == ["Violation"]


def test_a_form_that_was_overtaken_keeps_what_its_editor_changed(model: Model) -> None:
    record = model.by_name["agreement"].record("a")

    def said(number: str, on: str) -> frozenset[Quad]:
        return frozenset(
            {
                Quad(record, rms("number"), Literal(number)),
                Quad(record, rms("signedOn"), Literal(on)),
            }
        )

    def form(number: str, on: str, version: int) -> Content:
        return Content(
            (Entry("agreement", "a", values={"number": (number,), "signedOn": (on,)}),), version
        )

    overtaken = [(record.value, said("2", "old"), said("1", "old"))]
    result = joined(model, form("2", "old", 3), form("1", "new", 7), overtaken)
    assert result == form("2", "new", 7)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"version": 1, "records": []}',
        b'{"version": 1, "records": [{"entity": "body"}]}',
        b"[" * 100_000,
        b'{"version": {}, "records": [1]}',
        b"\xff",
    ],
)
def test_what_is_no_form_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        read_content(data)


@pytest.mark.parametrize(
    "entry",
    [
        Entry("submission-of-nobody"),
        Entry("basis", values={"quote": ("x",)}),
        Entry("body", values={"nonsense": ("x",)}),
        Entry("body", values={"label": ("x",)}, kept=(Kept("no iri", text="x", language="ru"),)),
    ],
)
def test_a_form_of_what_there_is_not_is_refused(model: Model, entry: Entry) -> None:
    with pytest.raises(FormatError):
        FormReader(model).read(Content((entry,)), "a.form")


def test_what_a_form_does_not_show_it_hands_back(model: Model, registry: Registry) -> None:
    record, graph = NamedNode(f"{ID}person/x"), graph_of(INSTITUTE)
    quads = [
        Quad(record, NamedNode(PREFIXES["rdf"] + "type"), rms("Person"), graph),
        Quad(record, NamedNode(PREFIXES["foaf"] + "name"), Literal("Икс"), graph),
        Quad(
            record, NamedNode(PREFIXES["foaf"] + "knows"), NamedNode("https://example.org/a"), graph
        ),
    ]
    filled = Filler(model, Forms(model), registry.called, quads).fill("person", record.value, 1)
    assert len(filled.entries[0].kept) == 2  # the name and whom they know
    reader = FormReader(model)
    again = reader.read(read_content(written_content(filled)), "person.form")
    assert {q.triple for q in again} == {q.triple for q in quads}
