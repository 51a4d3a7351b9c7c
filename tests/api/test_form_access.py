"""Forms and who may use them: typed text through signing in, others' records, removing one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from graphsvc.access.editors import ACCEPT, SUBMIT, Role
from graphsvc.rdf.names import ID
from graphsvc.rdf.terms import NamedNode
from tests.api.test_forms import (
    INSTITUTE,
    PAGE,
    PRACTICE,
    SERVICE,
    open_form,
    post,
    put,
    shown,
)
from tests.editing import named, registry_of

if TYPE_CHECKING:
    import httpx
    from starlette.testclient import TestClient

NEW = f"/forms/practice?body={SERVICE}"
SERVICE_CALLED = PRACTICE["author"]
INSTITUTE_CALLED = "Озёрный институт развития образования (учебный)"


def carried_of(text: str) -> list[tuple[str, str]]:
    """Return what the page that keeps a form would send again."""
    form = text[text.index('class="carried"') :]
    pattern = r'<input type="hidden" name="([^"]*)" value="([^"]*)">'
    pattern += r'|<textarea name="([^"]*)" hidden>\n([^<]*)<'
    found = re.findall(pattern, form[: form.index("</form>")])
    return [(a or c, b or d) for a, b, c, d in found]


def test_what_was_typed_goes_through_signing_in(opened: TestClient) -> None:
    own = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    typed = put(open_form(opened, NEW, own), **{**PRACTICE, "note": "Первое.\nВторое."})
    answer = post(opened, NEW, typed, "hand-in")  # the session has ended
    assert answer.status_code == 401
    kept = carried_of(answer.text)
    assert sorted(kept) == sorted([*typed, ("do", "hand-in")])
    assert f'action="/forms/practice?body={SERVICE}"' in answer.text
    again = opened.post(NEW, content=urlencode(kept), headers=PAGE | own)
    assert again.status_code == 303
    assert again.headers["location"].startswith("/submit/")


def test_nothing_is_carried_for_other_sites_or_where_nothing_was_typed(opened: TestClient) -> None:
    named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    elsewhere = {"origin": "http://127.0.0.1:1"}
    answer = post(opened, NEW, [("0.label", "Чужое")], "keep", elsewhere)
    assert (answer.status_code, "Чужое" in answer.text) == (303, False)
    answer = opened.post("/submit/x/accept", content="reason=", headers=PAGE)
    assert answer.headers["location"].startswith("/sign-in")


def test_what_is_carried_cannot_become_a_part_of_the_page(opened: TestClient) -> None:
    named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    bad = '"><script>alert(1)</script>'
    answer = post(opened, NEW, [(bad, bad), ("0.note", f"\n</textarea>{bad}")], "keep")
    assert answer.status_code == 401
    assert "<script>alert" not in answer.text


def test_a_form_says_that_one_has_not_signed_in(opened: TestClient) -> None:
    told = "заполненное здесь не сохранится"
    assert told not in opened.get(NEW, headers=PAGE).text  # nobody has to
    own = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    text = opened.get(NEW, headers=PAGE).text
    assert told in text
    assert 'href="/sign-in?next=%2Fforms%2Fpractice%3Fbody%3Dbody%2Fdemo-lipovka-mms"' in text
    assert told not in opened.get(NEW, headers=PAGE | own).text


def test_a_draft_that_is_anothers_is_kept_anew(opened: TestClient) -> None:
    own = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    other = named(opened, "lipovka-2", Role(SUBMIT, ID + SERVICE))
    pairs = put(open_form(opened, NEW, own), **PRACTICE)
    first = post(opened, NEW, pairs, "keep", own).headers["location"].partition("?")[0]
    taken = [(n, v) for n, v in pairs if n != "draft"] + [("draft", first.rpartition("/")[2])]
    second = post(opened, NEW, taken, "keep", other).headers["location"].partition("?")[0]
    assert second.startswith("/forms/drafts/")
    assert second != first
    assert PRACTICE["label"] in opened.get(second, headers=PAGE | other).text


def test_the_form_of_others_data_has_no_fields_and_says_whose_it_is(opened: TestClient) -> None:
    own = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    place = f"/forms/{SERVICE}"
    for address in (f"{place}?body={INSTITUTE}", f"/forms/practice?body={INSTITUTE}"):
        answer = opened.get(address, headers=PAGE | own)
        assert answer.status_code == 403
        assert 'id="form"' not in answer.text
        assert "Эти данные ведут другие" in answer.text
        assert INSTITUTE_CALLED in answer.text
        assert "graphsvc" not in answer.text.replace("/static/", "")
    answer = opened.get(f"{place}?body={INSTITUTE}", headers=PAGE | own)
    assert f'href="{place}?body={SERVICE}">{SERVICE_CALLED}' in answer.text
    assert opened.get(f"{place}?body={SERVICE}", headers=PAGE | own).status_code == 200


def test_only_who_may_is_offered_to_undo(opened: TestClient) -> None:
    done = handed_in(opened, named(opened, "lipovka", Role(SUBMIT, ID + SERVICE)))
    sequence = registry_of(opened).journal.sequence
    other = named(opened, "iro", Role(SUBMIT, ID + INSTITUTE))
    own = named(opened, "lipovka-2", Role(SUBMIT, ID + SERVICE))
    place = f"/submissions/{sequence}"
    assert done.status_code == 201
    assert f'action="{place}/undo"' in opened.get(place, headers=PAGE | own).text
    text = opened.get(place, headers=PAGE | other).text
    assert f'action="{place}/undo"' not in text
    assert "Отменить её может тот, кто подаёт данные за орган" in text


def handed_in(client: TestClient, who: dict[str, str]) -> httpx.Response:
    """Hand a practice in by form, and let the institute accept it."""
    pairs = put(open_form(client, NEW, who), **PRACTICE)
    draft = post(client, NEW, pairs, "hand-in", who).headers["location"].partition("?")[0]
    client.post(f"{draft}/accept", content="", headers=PAGE | who)
    again = client.get(f"{draft}/accept", headers=PAGE | who)
    assert (again.status_code, again.headers["location"]) == (303, draft)
    return accepted(client, draft)


def accepted(client: TestClient, draft: str) -> httpx.Response:
    """Let the institute accept what waits."""
    reviewer = named(client, "reviewer", Role(ACCEPT, ID + INSTITUTE))
    place = f"/api/submissions/{draft.rpartition('/')[2]}/accept"
    done: httpx.Response = client.post(place, headers=reviewer)
    return done


def test_what_would_change_is_told_field_by_field_to_who_hands_it_in(opened: TestClient) -> None:
    own = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    pairs = put(open_form(opened, NEW, own), **PRACTICE)
    draft = post(opened, NEW, pairs, "hand-in", own).headers["location"]
    text = opened.get(draft, headers=PAGE | own).text
    told = text[text.index('id="changes"') : text.index('id="f-reason"')]
    for value in (PRACTICE["author"], PRACTICE["jurisdiction"], "муниципальный"):
        assert value in told
    assert "practice.form" not in text
    assert "форма на странице" in text


def test_a_part_without_a_name_is_called_by_what_it_joins(opened: TestClient) -> None:
    place = "/forms/activity/demo-berezovo-plan-2026/a-01?body=body/demo-berezovo-mms"
    pairs = open_form(opened, place)
    added = shown(post(opened, place, pairs, "add responsibility activity").text)
    number = max(int(n.partition(":")[0]) for n, _ in added if n.endswith(":entity"))
    typed = [(n, v) for n, v in added if n not in (f"{number}.body", f"{number}.printedForm")]
    told = {"responsibilityRole": "executor", "certainty": "stated"}
    typed = [
        (n, told.get(n.partition(".")[2], v) if n.startswith(f"{number}.") else v) for n, v in typed
    ]
    typed += [(f"{number}.body", SERVICE_CALLED), (f"{number}.printedForm", "служба")]
    answer = post(opened, place, typed, "hand-in")
    assert answer.status_code == 303, answer.text
    text = opened.get(answer.headers["location"], headers=PAGE).text
    told = text[text.index('id="changes"') : text.index('id="f-reason"')]
    assert "responsibility/" not in told
    assert SERVICE_CALLED in told


def test_a_record_is_removed_by_form_and_its_address_says_so(opened: TestClient) -> None:
    own = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    assert handed_in(opened, own).status_code == 201
    store, model = registry_of(opened).store, registry_of(opened).model
    (card,) = [
        r for r, _ in store.referrers(NamedNode(ID + SERVICE), NamedNode(author(model)))
        if PRACTICE["label"] in str(store.describe(r))
    ]  # fmt: skip
    short = card.value.removeprefix(ID)
    place = f"/forms/{short}?body={SERVICE}"
    answer = post(opened, place, open_form(opened, place, own), "remove", own)
    draft = answer.headers["location"]
    assert draft.startswith("/submit/")
    assert "исчезнет 1" in opened.get(draft, headers=PAGE | own).text
    back = opened.get(f"/forms/drafts/{draft.rpartition('/')[2]}", headers=PAGE | own)
    assert PRACTICE["label"] in dict(shown(back.text)).values()  # going back keeps it
    opened.post(f"{draft}/accept", content="", headers=PAGE | own)
    assert accepted(opened, draft).status_code == 201
    went = opened.get(f"/page/{short}", headers=PAGE)
    assert went.status_code == 410
    assert f"Запись удалена: {PRACTICE['label']}" in went.text
    assert f'href="/page/{short}/history"' in went.text
    assert f'href="/submissions/{registry_of(opened).journal.sequence}"' in went.text
    assert PRACTICE["label"] in opened.get(f"/page/{short}/history", headers=PAGE).text
    assert opened.get("/page/practice/never-was", headers=PAGE).status_code == 404


def author(model: object) -> str:
    return model.by_name["practice"].by_name["author"].path  # type: ignore[attr-defined,no-any-return]


def test_abbreviations_are_understood_where_a_record_is_picked(opened: TestClient) -> None:
    found = opened.get("/api/suggest", params={"type": "body", "q": "ММС Липовского"}).json()
    assert [f["written"] for f in found["suggestions"]] == [SERVICE_CALLED]
    pairs = put(open_form(opened, NEW), author="ММС Липовского")
    text = post(opened, NEW, pairs, "find 0 author 0").text
    assert f'value="{SERVICE_CALLED}"' in text[text.index('class="found"') :]
    told = opened.get("/forms", params={"entity": "practice", "body": "ММС Липовского"},
                      headers=PAGE, follow_redirects=True)  # fmt: skip
    assert told.status_code == 400
    assert f"возьмите название из списка ({SERVICE_CALLED}?)" in told.text


def test_my_own_body_is_chosen_and_the_common_types_come_first(opened: TestClient) -> None:
    own = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    for place in ("/submit", "/forms"):
        text = opened.get(place, headers=PAGE | own).text
        assert re.search(
            f'name="body" list="bodies" required value="{re.escape(SERVICE_CALLED)}"', text
        )
        types = re.findall(r"<option value=\"[a-z-]+\">([^<]*)<", text)
        assert types[:2] == ["Соглашение", "Практика"]
        rest = types[7:]
        assert rest == sorted(rest, key=str.casefold)
    two = named(opened, "two", Role(SUBMIT, ID + SERVICE), Role(SUBMIT, ID + INSTITUTE))
    text = opened.get("/submit", headers=PAGE | two).text
    assert 'name="body" list="bodies" required value=""' in text
    assert re.findall(r'<option value="([^"]*)">', text[text.index('id="bodies"') :])[:2] == [
        SERVICE_CALLED,
        INSTITUTE_CALLED,
    ]


def test_an_empty_file_is_told_in_plain_words(opened: TestClient) -> None:
    answer = opened.post(
        "/submit",
        data={"body": SERVICE},
        files={"file": ("a.xlsx", b"")},
        headers={"accept": "text/html"},
    )
    assert answer.status_code == 400
    assert "Выберите файл" in answer.text
    assert "Параметр" not in answer.text


def test_a_record_that_others_need_stays_and_they_are_named(opened: TestClient) -> None:
    place = f"/forms/body/demo-berezovo-mms?body={INSTITUTE}"
    sequence = registry_of(opened).journal.sequence
    answer = post(opened, place, open_form(opened, place), "remove")
    assert answer.status_code == 200
    told = answer.text[answer.text.index('id="stays"') :]
    assert "Удалить эту запись пока нельзя" in told
    assert 'href="/page/agreement/' in told[: told.index("</section>")]
    label = "Методическая служба Берёзовского района (учебная)"
    assert label in dict(shown(answer.text)).values()  # the form is as it was
    assert registry_of(opened).journal.sequence == sequence


def test_a_new_agreement_with_a_known_number_and_date_is_remarked(opened: TestClient) -> None:
    known = opened.get(f"/forms/agreement/demo-agr-university?body={INSTITUTE}", headers=PAGE)
    told = dict(shown(known.text))
    place = f"/forms/agreement?body={INSTITUTE}"
    same = {n: told[f"0.{n}"] for n in ("agreementKind", "status", "signedOn", "number")}
    assert all(same.values())
    for number, remarked in ((same["number"], True), ("98-другой", False)):
        pairs = put(open_form(opened, place), **{**same, "label": "Ещё одно.", "number": number})
        answer = post(opened, place, pairs, "hand-in")
        assert answer.status_code == 303, answer.text
        text = opened.get(answer.headers["location"], headers=PAGE).text
        assert ("Возможно, это уже внесено" in text) is remarked
        assert ('href="/page/agreement/demo-agr-university"' in text) is remarked
