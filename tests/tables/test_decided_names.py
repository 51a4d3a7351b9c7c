"""Names the registry does not know: proposed, chosen by people, and known from then on."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING, cast

import pytest

from graphsvc.errors import TableError
from graphsvc.rdf.names import BASE, ID, RDF_TYPE, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.registry import Registry
from graphsvc.settings import Settings
from graphsvc.submissions.formats import Handed
from graphsvc.submissions.pipeline import Submission
from graphsvc.tables.called import Called
from graphsvc.tables.decisions import Chosen, chosen_from, chosen_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from graphsvc.submissions.pipeline import Outcome
    from graphsvc.tables.sheet import TableFault

KAMENKA, BEREZOVO = ID + "body/demo-kamenka-mms", ID + "body/demo-berezovo-mms"
IRO, CNPPM, SCHOOL = ID + "body/demo-iro", ID + "body/demo-cnppm", ID + "body/demo-school-3"
LOIRO, MUR = ID + "body/lo-loiro", ID + "body/mur-iro"
CENTRE = "Центр мастерства на Садовой"
MEANT = "Методическая служба Каменского района (учебнаяя)"
SOUGHT = 200
PRACTICE = (
    "label,author,level,status,jurisdiction\n"
    "Практика «{name}»,{author},муниципальный,представлена,Озёрная область (учебная)\n"
)


@pytest.fixture(scope="module")
def own(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A registry of these tests' own over documents and demo; each decides on another spelling."""
    folder = tmp_path_factory.mktemp("decided") / "var"
    shutil.copytree(loaded, folder)
    opened = Registry(Settings(data_dir=folder))
    yield opened
    opened.close()


@pytest.fixture
def spelling(request: pytest.FixtureRequest) -> str:
    return f"{CENTRE} {request.node.name}"


def handed(about: str, author: str, name: str = "А", chosen: tuple[Chosen, ...] = ()) -> Handed:
    text = PRACTICE.format(name=name, author=author)
    names = chosen_text(chosen) if chosen else ""
    return Handed("practice.csv", text.encode(), about, "methodist-12", names=names)


def faults(registry: Registry, given: Handed) -> list[TableFault]:
    with pytest.raises(TableError) as caught:
        registry.door.read(given)
    return cast("list[TableFault]", caught.value.parameters["faults"])


def authors(registry: Registry, given: Handed) -> list[str]:
    quads = registry.door.read(given).quads
    return [compact(str(q.object)[1:-1]) for q in quads if q.predicate == rms("author")]


def decide(
    registry: Registry, about: str, text: str, record: str, outcome: str = "same", **more: str
) -> Outcome:
    """Hand in a decision on a spelling; `revokes` and `on` as wanted."""
    node = NamedNode(decision(text, more.get("key", outcome)))
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF_TYPE, rms("IdentityDecision")),
        (rms("about"), NamedNode(record)),
        (rms("printedForm"), Literal(text)),
        (rms("outcome"), NamedNode(f"{BASE}scheme/identity-outcome/{outcome}")),
        (rms("reason"), Literal("Проверено по письму", language="ru")),
        (rms("decidedOn"), Literal(more.get("on", "2026-01-15"), datatype=day)),
    ]
    if "revokes" in more:
        said.append((rms("revokes"), NamedNode(more["revokes"])))
    quads = tuple(Quad(node, predicate, value) for predicate, value in said)
    return registry.pipeline.submit(Submission(about, quads, "a", "", mode="patch"))


def decision(text: str, key: str) -> str:
    return f"{ID}identity-decision/test-{hashlib.sha256(text.encode()).hexdigest()[:8]}-{key}"


def called(registry: Registry, about: str, text: str) -> list[str]:
    return registry.called.of(about).called(["body"], text)


def test_an_unknown_name_is_a_remark_that_says_so(registry: Registry) -> None:
    (fault,) = faults(registry, handed(KAMENKA, CENTRE))
    assert (fault.cause, fault.value, fault.entities) == ("name", CENTRE, ("body",))


def test_records_of_the_own_region_are_proposed_first(registry: Registry) -> None:
    demo = registry.called.of(KAMENKA).proposed(["body"], "Институт развития образования")
    assert demo[0].iri == IRO
    assert not demo[0].foreign
    assert {p.iri for p in demo if p.foreign} >= {LOIRO}
    foreign = [p.foreign for p in demo]
    assert foreign == sorted(foreign)
    lo = registry.called.of(LOIRO).proposed(["body"], "Институт развития образования")
    assert lo[0].iri == LOIRO
    assert next(p for p in lo if p.iri == IRO).foreign


def test_what_is_put_into_cells_on_consent_is_of_the_own_region(registry: Registry) -> None:
    names = registry.called.of(KAMENKA)
    assert names.near(["body"], "ГАОУ ДПО «ЛОИРО»") == []
    assert any(p.iri == LOIRO for p in names.proposed(["body"], "ГАОУ ДПО «ЛОИРО»"))


def test_what_names_may_mean_is_sought_for_the_first_of_a_file(
    own: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought: list[str] = []
    scored = Called.scored

    def counted(
        self: Called, entities: Sequence[str], text: str, places: str = ""
    ) -> list[tuple[float, str]]:
        sought.append(text)
        return scored(self, entities, text, places)

    monkeypatch.setattr(Called, "scored", counted)
    names = [f"{MEANT} № {n}" for n in (*range(1_000), *range(1_000))]
    rows = "".join(
        PRACTICE.partition("\n")[2].format(name=n, author=a) for n, a in enumerate(names)
    )
    table = PRACTICE.partition("\n")[0] + "\n" + rows
    found = faults(own, Handed("practice.csv", table.encode(), KAMENKA, "methodist-12"))
    assert len(sought) == SOUGHT
    assert [bool(f.proposal) for f in found] == [f.value in names[:SOUGHT] for f in found]


def test_a_text_is_no_name(own: Registry) -> None:
    assert own.called.scored(["body"], MEANT)
    assert not own.called.scored(["body"], f"{MEANT} {'и ' * 600}")


def test_an_abbreviation_proposes_what_it_denotes(own: Registry) -> None:
    proposed = own.called.of(KAMENKA).proposed(["body"], "ЦНППМ*")
    assert (proposed[0].iri, proposed[0].abbreviated) == (CNPPM, True)
    # An abbreviation of another region's documents says nothing here.
    assert not any(p.abbreviated for p in own.called.of(KAMENKA).proposed(["body"], "КОПО ЛО"))
    assert own.called.of(LOIRO).proposed(["body"], "КОПО ЛО")[0].iri == ID + "body/lo-kopo"


def test_a_name_that_only_another_region_has_is_unknown(registry: Registry) -> None:
    label = registry.called.label(LOIRO)
    assert registry.called.called(["body"], label) == [LOIRO]
    assert called(registry, KAMENKA, label) == []
    assert called(registry, LOIRO, label) == [LOIRO]
    (fault,) = faults(registry, handed(KAMENKA, label.replace('"', "")))
    assert fault.cause == "name"
    # With its key it is meant.
    assert authors(registry, handed(KAMENKA, "институт [lo-loiro]")) == ["body/lo-loiro"]


def test_what_a_body_writes_it_reads(registry: Registry) -> None:
    names = registry.called.of(KAMENKA)
    for iri in (LOIRO, IRO, CNPPM, MUR, KAMENKA):
        written = names.written(iri, ["body"])
        key = written.rpartition("[")[2].rstrip("]")
        assert names.called(["body"], written) == [iri] or iri.endswith(f"/{key}")


def test_a_choice_is_handed_in_with_the_file_and_holds_from_then_on(
    own: Registry, spelling: str
) -> None:
    chosen = (Chosen(spelling, ("body",), CNPPM),)
    given = handed(KAMENKA, spelling, chosen=chosen)
    assert authors(own, given) == ["body/demo-cnppm"]
    outcome = own.pipeline.submit(own.door.read(given))
    assert outcome.entry is not None
    (taken,) = (r for r in outcome.records if "/identity-decision/" in r)
    said = {q.predicate: q.object for q in outcome.patch.added if str(q.subject) == f"<{taken}>"}
    assert said[rms("about")] == NamedNode(CNPPM)
    assert said[rms("printedForm")] == Literal(spelling)
    assert said[rms("decidedBy")] == NamedNode(KAMENKA)
    assert said[rms("outcome")] == NamedNode(f"{BASE}scheme/identity-outcome/same")
    # The next file needs no choice, however the name is quoted or cased.
    again = handed(KAMENKA, f" «{spelling.upper()}» ".strip(), name="Б")
    assert authors(own, again) == ["body/demo-cnppm"]
    assert not [r for r in own.door.read(again).quads if "identity-decision" in str(r.subject)]


def test_a_choice_that_no_cell_needs_decides_nothing(registry: Registry) -> None:
    chosen = (Chosen("Рога и копыта", ("body",), CNPPM),)
    given = handed(KAMENKA, "Методическая служба Каменского района (учебная)", chosen=chosen)
    quads = registry.door.read(given).quads
    assert quads
    assert not [q for q in quads if "identity-decision" in str(q.subject)]


def test_no_such_record_keeps_the_remark(registry: Registry) -> None:
    chosen = (Chosen(CENTRE, ("body",), ""),)
    assert [f.cause for f in faults(registry, handed(KAMENKA, CENTRE, chosen=chosen))] == ["name"]


def test_a_decision_counts_for_who_took_it_and_for_those_below(
    own: Registry, spelling: str
) -> None:
    decide(own, IRO, spelling, CNPPM)
    for below in (IRO, KAMENKA, BEREZOVO):
        assert called(own, below, spelling) == [CNPPM], below
    for elsewhere in (LOIRO, MUR):
        assert called(own, elsewhere, spelling) == [], elsewhere


def test_a_decision_from_below_counts_for_nobody_else(own: Registry, spelling: str) -> None:
    decide(own, KAMENKA, spelling, CNPPM)
    assert called(own, KAMENKA, spelling) == [CNPPM]
    assert called(own, BEREZOVO, spelling) == []
    assert called(own, IRO, spelling) == []
    assert called(own, LOIRO, spelling) == []


def test_a_revoked_decision_no_longer_applies(own: Registry, spelling: str) -> None:
    decide(own, IRO, spelling, CNPPM, key="first")
    assert called(own, KAMENKA, spelling) == [CNPPM]
    decide(
        own,
        IRO,
        spelling,
        CNPPM,
        "different",
        key="second",
        revokes=decision(spelling, "first"),
        on="2026-02-01",
    )
    assert called(own, KAMENKA, spelling) == []
    assert CNPPM not in [p.iri for p in own.called.of(KAMENKA).proposed(["body"], spelling)]


def test_who_does_not_stand_above_revokes_only_for_themselves(own: Registry, spelling: str) -> None:
    decide(own, IRO, spelling, CNPPM, key="first")
    decide(
        own, KAMENKA, spelling, CNPPM, "different", key="mine", revokes=decision(spelling, "first")
    )
    assert called(own, KAMENKA, spelling) == []
    assert called(own, BEREZOVO, spelling) == [CNPPM]


def test_a_decision_of_a_later_day_is_not_in_force(own: Registry, spelling: str) -> None:
    decide(own, IRO, spelling, CNPPM, on="2999-01-01")
    assert called(own, KAMENKA, spelling) == []


def test_a_decision_does_not_silence_a_record_of_that_name(own: Registry) -> None:
    name = own.called.label(IRO)
    decide(own, IRO, name, CNPPM)
    assert called(own, KAMENKA, name) == sorted([IRO, CNPPM])
    (fault,) = faults(own, handed(KAMENKA, name))
    assert fault.cause == "names"


def test_what_was_decided_today_and_revoked_is_decided_anew(own: Registry, spelling: str) -> None:
    chosen = (Chosen(spelling, ("body",), CNPPM),)
    first = own.pipeline.submit(own.door.read(handed(KAMENKA, spelling, chosen=chosen)))
    (first_decision,) = (r for r in first.records if "/identity-decision/" in r)
    decide(own, KAMENKA, spelling, CNPPM, "different", revokes=first_decision)
    second = own.pipeline.submit(own.door.read(handed(KAMENKA, spelling, "Б", chosen)))
    (anew,) = (r for r in second.records if "/identity-decision/" in r)
    assert anew != first_decision
    assert called(own, KAMENKA, spelling) == [CNPPM]


def test_choices_are_written_and_read() -> None:
    chosen = [Chosen("А «б»", ("body", "person"), CNPPM), Chosen("В", (), "")]
    assert chosen_from(chosen_text(chosen)) == chosen
    assert chosen_from("") == []
