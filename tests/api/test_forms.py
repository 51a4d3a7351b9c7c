"""Forms over HTTP: who may, drafts and their reviewers, conflicts, and what is no form of ours."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from graphsvc.access.editors import ACCEPT, SUBMIT, Role
from graphsvc.api.problems import problem
from graphsvc.errors import FormError
from graphsvc.forms.reading import FieldFault
from graphsvc.rdf.names import ID, PREFIXES
from graphsvc.submissions.cases import Remark
from tests.editing import named, registry_of

if TYPE_CHECKING:
    import httpx
    from starlette.testclient import TestClient

SERVICE, INSTITUTE = "body/demo-lipovka-mms", "body/demo-iro"
PAGE = {"accept": "text/html", "content-type": "application/x-www-form-urlencoded"}
PRACTICE = {
    "label": "Урок у озера (учебная)",
    "author": "Методическая служба Липовского округа (учебная)",
    "level": "municipal",
    "status": "submitted",
    "jurisdiction": "Липовский округ (учебный)",
}
Pairs = list[tuple[str, str]]
HALF = 0.5


def shown(text: str) -> Pairs:
    """Return what the form of a page would post, as a browser reads it."""
    form = text[text.index('<form id="form"') : text.index("</form>", text.index('id="form"'))]
    found: Pairs = []
    for tag in re.finditer(
        r"<input([^>]*)>|<textarea([^>]*)>\n([^<]*)|<select(.*?)</select>", form, re.DOTALL
    ):
        told = tag[1] or tag[2] or tag[4]
        name = re.search(r' name="([^"]*)"', told)
        if name is None or ("checkbox" in told and " checked" not in told) or "radio" in told:
            continue
        value = re.search(r' value="([^"]*)"', told)
        if tag[4]:
            value = re.search(r'<option value="([^"]*)" selected', told)
        found.append((name[1], plain(tag[3] if tag[2] else value[1] if value else "")))
    return found


def plain(text: str) -> str:
    for entity, letter in (
        ("&#34;", '"'),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ):
        text = text.replace(entity, letter)
    return text


def put(pairs: Pairs, **values: str) -> Pairs:
    """Return what a form posts after its first record's fields were typed over."""
    left = [(n, v) for n, v in pairs if n.removeprefix("0.") not in values]
    return left + [(f"0.{name}", value) for name, value in values.items()]


def open_form(client: TestClient, place: str, who: dict[str, str] | None = None) -> Pairs:
    answer = client.get(place, headers=PAGE | (who or {}))
    assert answer.status_code == 200, answer.text  # OK
    return shown(answer.text)


def post(
    client: TestClient, place: str, pairs: Pairs, do: str, who: dict[str, str] | None = None
) -> httpx.Response:
    found: httpx.Response = client.post(
        place, content=urlencode([*pairs, ("do", do)]), headers=PAGE | (who or {})
    )
    return found


def test_a_new_record_is_kept_and_leads_to_what_it_changes(opened: TestClient) -> None:
    place = f"/forms/practice?body={SERVICE}"
    answer = post(opened, place, put(open_form(opened, place), **PRACTICE), "hand-in")
    assert answer.status_code == 303, answer.text
    draft = answer.headers["location"].removeprefix("/submit/")
    handed = registry_of(opened).drafts.case(draft).handed
    assert (handed.name, handed.about, handed.mode) == ("practice.form", ID + SERVICE, "patch")
    review = opened.get(f"/submit/{draft}", headers=PAGE).text
    assert "Урок у озера (учебная)" in review
    assert f"/forms/drafts/{draft}" in review


def test_with_tokens_nobody_changes_a_form_without_one_or_for_others(opened: TestClient) -> None:
    place = f"/forms/practice?body={SERVICE}"
    pairs = put(open_form(opened, place), **PRACTICE)
    own = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    other = named(opened, "iro", Role(SUBMIT, ID + INSTITUTE))
    asked = {"accept": "application/json"}
    assert post(opened, place, pairs, "keep", asked).status_code == 401
    by_page = post(opened, place, pairs, "keep")
    assert by_page.status_code == 401
    assert 'href="/sign-in?next=/me"' in by_page.text
    assert post(opened, place, pairs, "keep", other).status_code == 403
    answer = post(opened, place, pairs, "keep", own)
    kept = answer.headers["location"].partition("?")[0]
    assert opened.get(kept, headers=PAGE | own).status_code == 200
    assert opened.get(kept, headers=PAGE | other).status_code == 404
    taken = [*pairs, ("draft", kept.rpartition("/")[2])]
    assert post(opened, place, taken, "keep", other).status_code in (403, 404)


@pytest.mark.parametrize("place", [20_000, 10_000_000])
def test_no_button_makes_a_page_as_long_as_it_likes(opened: TestClient, place: int) -> None:
    where = f"/forms/practice?body={SERVICE}"
    pairs = put(open_form(opened, where), **PRACTICE)
    answer = post(opened, where, pairs, f"take 0 label {place} x")
    assert answer.status_code == 200
    assert shown(answer.text) == shown(post(opened, where, pairs, "").text)


def test_what_a_reviewer_said_stands_at_its_field(opened: TestClient) -> None:
    place = f"/forms/practice?body={SERVICE}"
    methodist = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    named(opened, "iro", Role(ACCEPT, ID + INSTITUTE))
    pairs = put(open_form(opened, place), **PRACTICE)
    draft = post(opened, place, pairs, "hand-in", methodist).headers["location"].rpartition("/")[2]
    drafts, door = registry_of(opened).drafts, registry_of(opened).door
    (record,) = door.read(drafts.case(draft).handed).places
    level = PREFIXES["rms"] + "level"
    drafts.settle(
        draft,
        "returned",
        decided_by="iro",
        decided="2026-11-20T10:00:00+00:00",
        remarks=(
            Remark(record, level, "Разве не школьный?"),
            Remark(record, "", "Да."),
        ),
    )
    text = opened.get(f"/forms/drafts/{draft}", headers=PAGE | methodist).text
    field = text[text.index('id="r-f-0-level"') :]
    assert "Разве не школьный?" in field[: field.index("</div>")]
    whole = text[text.index('id="r-f-0"') :]
    assert "Да." in whole[: whole.index("</div>")]
    changed = put(shown(text), level="institution")
    answer = post(opened, f"/forms/drafts/{draft}", changed, "hand-in", methodist)
    assert answer.headers["location"] == f"/submit/{draft}"
    assert b"institution" in drafts.case(draft).handed.content


def test_a_part_that_is_taken_out_goes_when_a_reviewer_accepts(opened: TestClient) -> None:
    key = SERVICE.removeprefix("body/")
    body = f"{key},Служба,municipal-methodical-service,municipal,demo-lipovka,existing"
    for entity, table in (
        ("body", f"id,label,kind,level,jurisdiction,status\n{body}\n"),
        ("membership", f"id,member,organization,role\nlipovka-1,demo-p-01,{key},head\n"),
    ):
        place = f"/api/submissions?body={SERVICE}&entity={entity}"
        given = opened.post(place, content=table, headers={"content-type": "text/csv"})
        assert given.status_code == 201, given.text
    methodist = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    reviewer = named(opened, "iro", Role(ACCEPT, ID + INSTITUTE))
    place = f"/forms/{SERVICE}?body={SERVICE}"
    pairs = open_form(opened, place, methodist)
    number = next(n.partition(":")[0] for n, v in pairs if v == "lipovka-1")
    # A form that is given back for another look comes as a page.
    dropped = shown(post(opened, place, pairs, f"drop {number}", methodist).text)
    answer = post(opened, place, dropped, "hand-in", methodist)
    draft = answer.headers["location"].removeprefix("/submit/")
    answer = opened.post(f"/submit/{draft}/accept", headers=PAGE | methodist)
    assert registry_of(opened).drafts.case(draft).state == "waiting", answer.text
    taken, store = ox.NamedNode(f"{ID}membership/lipovka-1"), registry_of(opened).store
    assert store.typed(taken)
    done = opened.post(f"/api/submissions/{draft}/accept", headers=reviewer)
    assert done.status_code == 201, done.text
    assert not store.typed(taken)


def test_two_editors_of_one_record_see_both_and_of_two_records_neither(opened: TestClient) -> None:
    mine, others = (f"/forms/practice/demo-pr-0{n}?body={INSTITUTE}" for n in (2, 4))
    first, second, third = (open_form(opened, p) for p in (mine, mine, others))
    draft = post(opened, mine, put(first, webPage="https://example.org/a"), "hand-in")
    done = opened.post(draft.headers["location"] + "/accept", content="", headers=PAGE)
    assert done.status_code in (201, 303)
    late = post(opened, mine, put(second, webPage="https://example.org/b"), "hand-in")
    assert late.status_code == 409
    sides = late.text[late.text.index('class="stack sides"') :]
    for told in ("https://example.org/a", "https://example.org/b", "изменено по-разному"):
        assert told in sides[: sides.index("</table>")]
    free = post(opened, others, put(third, webPage="https://example.org/c"), "hand-in")
    assert free.status_code == 303


def test_a_form_that_is_posted_as_it_was_opened_changes_nothing(opened: TestClient) -> None:
    for place in (
        f"/forms/body/demo-iro?body={INSTITUTE}",
        f"/forms/practice/demo-pr-02?body={INSTITUTE}",
        "/forms/activity/demo-berezovo-plan-2026/a-01?body=body/demo-berezovo-mms",
        "/forms/document/lo-2019-regulation?body=document/lo-2019-regulation",
    ):
        answer = post(opened, place, open_form(opened, place), "hand-in")
        assert answer.status_code == 303, place
        draft = answer.headers["location"].rpartition("/")[2]
        checked = registry_of(opened).desk.check(registry_of(opened).drafts.case(draft).handed)
        assert checked.outcome is not None
        assert not checked.outcome.patch, place


@pytest.mark.parametrize(
    "place", ["/forms/nothing", "/forms/basis", "/forms/submission", "/forms/body/no-such"]
)
def test_what_has_no_form_is_not_found(client: TestClient, place: str) -> None:
    assert client.get(f"{place}?body={INSTITUTE}", headers=PAGE).status_code in (400, 404)


def test_a_record_is_suggested_as_it_is_written(client: TestClient) -> None:
    found = client.get("/api/suggest?type=body&q=служба Липов").json()["suggestions"]
    assert [f["written"] for f in found] == [PRACTICE["author"]]


def test_a_fault_of_a_form_says_where_it_is() -> None:
    text = {"ru": "дата", "en": "a date"}
    fault = FieldFault(2, "agreement", "signedOn", 0, "вчера", text, "22.11.2026")
    told = problem(FormError(faults=[fault], count=1), "en")
    assert told["status"] == 422
    assert told["faults"] == [
        {
            "record": 2,
            "entity": "agreement",
            "column": "signedOn",
            "position": 0,
            "value": "вчера",
            "text": "a date",
            "proposal": "22.11.2026",
        }
    ]


def test_no_mutated_form_breaks_the_service(opened: TestClient) -> None:
    place = f"/forms/practice/demo-pr-02?body={INSTITUTE}"
    pairs, seed = open_form(opened, place), random.Random(7)  # noqa: S311  # no secret
    sequence = registry_of(opened).journal.sequence
    strange = [
        "",
        "\0",
        "99999",
        "0:entity",
        "basis",
        "../..",
        "[]",
        "[[1]]",
        "é" * 300,
        "<b>",
        "-1",
    ]
    actions = [
        *("hand-in", "check", "keep", "more 0 x", "take 0", "find 7 a 0", "add basis document"),
        *("create 0 author 0 basis", "drop 0", "basis 5", "join", "restore z", "nothing"),
    ]
    for _ in range(60):
        mutated = [*pairs]
        for _ in range(seed.randint(1, 4)):
            at = seed.randrange(len(mutated))
            name, value = mutated[at]
            other = seed.choice(
                [*strange, f"{seed.randint(0, 9)}.label", "9999:entity", "pick 0 x"]
            )
            mutated[at] = (name, seed.choice(strange)) if seed.random() < HALF else (other, value)
        answer = post(opened, place, mutated, seed.choice(actions))
        assert answer.status_code < 500, (answer.status_code, mutated)
    assert registry_of(opened).journal.sequence == sequence
