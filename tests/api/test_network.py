"""The network of the demo region over HTTP: what its tables say, drawn and in words."""

from __future__ import annotations

import csv
import html
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.audits.finding import Waiver
from graphsvc.network.asking import Asked
from graphsvc.network.graph import Graph
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

DAY = "2026-11-22"
PAGE = {"accept": "text/html"}
REGION = "territory/demo-region"


def network(client: TestClient, query: str = "", day: str = DAY) -> Any:
    response = client.get(f"/api/network?date={day}&{query}")
    assert response.status_code == 200, response.text
    return response.json()


def path(client: TestClient, query: str) -> Any:
    response = client.get(f"/api/network/path?date={DAY}&{query}")
    assert response.status_code == 200, response.text
    return response.json()


def page(client: TestClient, address: str, status: int = 200) -> str:
    response = client.get(address, headers=PAGE)
    assert response.status_code == status, response.text[:500]
    return html.unescape(response.text)


def links(found: Any, **wanted: str) -> set[tuple[str, str]]:
    """Return the ends of the edges that have these values, without what all ids begin with."""
    return {
        (e["source"].removeprefix("body/demo-"), e["target"].removeprefix("body/demo-"))
        for e in found["edges"]
        if all(e[name] == value for name, value in wanted.items())
    }


def nodes(found: Any) -> set[str]:
    return {n["id"].removeprefix("body/demo-") for n in found["nodes"]}


# Counted in seed/demo/region: body.csv, relation.csv, agreement.csv; and kamenka/body.csv.


def test_the_region_with_the_most_dated_bodies_is_shown_by_default(client: TestClient) -> None:
    found = network(client)
    assert found["region"] == {"id": REGION, "label": "Озёрная область (учебная)"}
    assert (found["date"], found["layer"], found["synthetic"]) == (DAY, "facts", "all")
    lanes = [(one["code"], one["count"]) for one in found["levels"]]
    assert lanes == [("federal", 1), ("regional", 15), ("municipal", 18), ("institution", 32)]
    assert Counter(n["level"] for n in found["nodes"]) == dict(lanes)
    counts = {one["code"]: one["count"] for one in found["relations"]}
    assert (counts["coordinates"], counts["agreement"], counts["attached-to"]) == (40, 11, 24)


def test_agreements_stand_as_their_dates_and_renewals_say(client: TestClient) -> None:
    found = network(client)
    assert links(found, relation="agreement", state="expiring") == {
        ("iro", "kamenka-mms"),
        ("iro", "lipovka-mms"),
        ("iro", "zarechye-uo"),
    }
    assert links(found, state="expired") == {("iro", "zarechye-mms")}
    assert links(found, state="planned") == {
        ("iro", "sosnovo-uo"),
        ("komitet", "mentoring-centre"),
    }
    assert ("iro", "rmk") not in links(found, relation="agreement")  # ended early
    (made,) = [e for e in found["edges"] if e["id"] == "agreement/demo-agr-berezovo-2025"]
    assert (made["from"], made["to"]) == ("2025-09-01", "2027-08-31")
    assert made["href"] == "/page/agreement/demo-agr-berezovo-2025"


def test_what_a_norm_demands_and_is_missing_is_a_ghost(client: TestClient) -> None:
    found = network(client)
    assert links(found, state="ghost") == {
        ("zarechye-mms", "iro"),
        ("sosnovo-uo", "iro"),
        ("kamenka-mms", "kamenka-school-2-smc"),  # the one service of that municipality
    }
    missing = {(m["node"].removeprefix("body/demo-"), m["what"]) for m in found["missing"]}
    assert missing == {
        ("zarechye-mms", "соглашение"),
        ("sosnovo-uo", "соглашение"),
        ("kamenka-school-2-smc", "координатор"),
        ("kamenka-school-3", "методический совет"),
        ("sosnovo-school-2", "методический совет"),
    }
    (one,) = [m for m in found["missing"] if m["node"] == "body/demo-zarechye-mms"]
    assert one["basis"]["text"].endswith("п.\N{NO-BREAK SPACE}4.1")
    address, _, finding = one["href"].partition("#")
    assert f'id="{finding}"' in page(client, address)


def test_every_ghost_is_a_finding_and_every_such_finding_a_ghost(client: TestClient) -> None:
    audits = ("agreements-missing", "uncoordinated-bodies", "schools-without-council")
    findings = {
        finding["id"]
        for audit in audits
        for finding in client.get(f"/api/audits/findings?audit={audit}&date={DAY}").json()[
            "findings"
        ]
    }
    found = network(client)
    assert {m["href"].partition("#")[2] for m in found["missing"]} == findings
    lapsed = client.get(f"/api/audits/findings?audit=agreements-lapsed&date={DAY}").json()
    assert lapsed["count"] == found["counts"]["expired"] == 1
    expiring = client.get(f"/api/audits/findings?audit=agreements-expiring&date={DAY}").json()
    assert expiring["count"] == found["counts"]["expiring"] == 3


def test_an_edge_has_its_clause_with_the_quote(client: TestClient) -> None:
    name = "relation/demo-rel-coordinates-iro-berezovo-mms"
    (edge,) = [e for e in network(client)["edges"] if e["id"] == name]
    assert edge["function"] == "организация методической работы"
    assert edge["basis"]["text"].endswith("п.\N{NO-BREAK SPACE}2.2")
    assert edge["basis"]["quote"].startswith("Институт координирует ММС")
    assert "lines=21" in edge["basis"]["href"]


def test_a_posts_relation_is_its_bodys(client: TestClient) -> None:
    (edge,) = [e for e in network(client)["edges"] if e["relation"] == "chairs"]
    assert (edge["source"], edge["target"]) == ("body/demo-iro", "body/demo-ks")
    assert edge["post"].startswith("Проректор")


def test_another_day_shows_another_network(client: TestClient) -> None:
    then = network(client, day="2025-06-01")
    assert ("rmk", "kamenka-mms") in links(then, relation="coordinates", state="in-force")
    assert ("iro", "berezovo-mms") in links(then, relation="agreement", state="in-force")
    gap = network(client, day="2026-01-20")
    assert "rmk" not in nodes(gap)
    above = {a for a, b in links(gap, relation="coordinates") if b == "kamenka-mms"}
    assert above == {"iro"}  # a ghost: who is to coordinate by the norm
    assert links(gap, relation="coordinates", state="ghost") >= {("iro", "kamenka-mms")}
    before = network(client, day="2025-01-15")
    assert "berezovo-school-1-smc" not in nodes(before)
    assert {e["state"] for e in before["edges"]} <= {"in-force", "planned", "ghost"}


def test_a_municipality_is_shown_with_what_is_above_and_linked(client: TestClient) -> None:
    found = network(client, "district=demo-sosnovo")
    inside = {"sosnovo-uo", "sosnovo-school-1", "sosnovo-school-2", "sosnovo-school-1-smc"}
    # The committee leads the institute that the municipality's bodies are linked with.
    assert nodes(found) == inside | {"iro", "cnppm", "komitet"}
    outside = {n["id"].removeprefix("body/demo-") for n in found["nodes"] if n["outside"]}
    assert outside == {"iro", "cnppm", "komitet"}
    text = page(client, f"/network?date={DAY}&view=table&district=demo-sosnovo")
    assert text.count("вне муниципалитета") == len(outside)
    assert not any(n["outside"] for n in network(client)["nodes"])
    (institute,) = [n for n in found["nodes"] if n["id"] == "body/demo-iro"]
    # All that it is linked with that day, but the municipality's authority and the school's council
    # and the centre.
    around = {a if b == "iro" else b for a, b in links(network(client)) if "iro" in (a, b)}
    ghosts = {"zarechye-mms"}
    assert institute["hidden"] == len((around | ghosts) - nodes(found))


def test_a_neighbourhood_grows_with_its_depth(client: TestClient) -> None:
    near = network(client, "centre=demo-berezovo-school-1-smo-math&relations=coordinates")
    assert nodes(near) == {"berezovo-school-1-smo-math", "berezovo-school-1-smc"}
    far = network(client, "centre=demo-berezovo-school-1-smo-math&relations=coordinates&depth=3")
    assert nodes(far) == {
        "berezovo-school-1-smo-math",
        "berezovo-school-1-smc",
        "berezovo-school-1-smo-russian",
        "berezovo-mms",
        "iro",
        "berezovo-school-2-smc",
        "berezovo-school-3-smc",
    }
    assert far["centre"]["id"] == "body/demo-berezovo-school-1-smo-math"


def test_filters_narrow_and_can_be_put_back(client: TestClient) -> None:
    whole = network(client)
    levels = network(client, "levels=regional,municipal")
    assert {n["level"] for n in levels["nodes"]} == {"regional", "municipal"}
    assert levels["levels"] == whole["levels"]
    assert levels["counts"]["hidden"] == 33
    relations = network(client, "relations=agreement&relations=manages")
    assert {e["relation"] for e in relations["edges"]} == {"agreement", "manages"}
    assert relations["relations"] == whole["relations"]
    kinds = network(client, "kinds=municipal-methodical-service")
    assert nodes(kinds) == {"berezovo-mms", "kamenka-mms", "lipovka-mms", "zarechye-mms"}
    directions = network(client, "directions=information")
    assert links(directions, relation="agreement") == {("iro", "zarechye-uo")}
    assert {"iro", "zarechye-uo"} == nodes(directions)


def test_the_layer_of_norms_shows_kinds_and_what_documents_lay_down(client: TestClient) -> None:
    found = network(client, "layer=norms")
    assert found["synthetic"] == "all"
    ends = {(e["source"], e["relation"], e["target"], e["state"]) for e in found["edges"]}
    service, council = (
        "scheme/kind/municipal-methodical-service",
        "scheme/kind/school-methodical-council",
    )
    assert ("body/demo-iro", "coordinates", service, "in-force") in ends
    assert (service, "coordinates", council, "in-force") in ends
    assert (service, "agreement", "body/demo-iro", "in-force") in ends or (
        "body/demo-iro", "agreement", service, "in-force",
    ) in ends  # fmt: skip
    (permitted,) = [e for e in found["edges"] if e["href"].endswith("smc-directly")]
    assert (permitted["state"], permitted["modality"]) == ("planned", "дозволено")
    assert found["missing"] == []


def test_all_regions_are_shown_together(client: TestClient) -> None:
    found = network(client, "region=all")
    regions = {one["id"]: one["count"] for one in found["regions"]}
    assert set(regions) == {REGION, "territory/leningrad-oblast", "territory/murmansk-oblast"}
    assert found["synthetic"] == "some"
    assert {n["synthetic"] for n in found["nodes"]} == {True, False}


def test_a_document_region_shows_only_what_its_documents_say(client: TestClient) -> None:
    found = network(client, "region=murmansk-oblast")
    assert {n["state"] for n in found["nodes"]} == {"existing", "planned"}
    assert not any(n["synthetic"] for n in found["nodes"])
    # A reading that is one of two is no relation.
    assert "relation/mur-2020-roadmap/rel-04" not in {e["id"] for e in found["edges"]}


def test_places_are_within_the_lane_and_apart(client: TestClient) -> None:
    for query in ("", "region=all", "layer=norms", "district=demo-berezovo", "centre=demo-iro"):
        found = network(client, query)
        spots = Counter((n["level"], n["x"], n["y"]) for n in found["nodes"])
        assert max(spots.values()) == 1
        assert all(0 <= x <= 1 and 0 <= y <= 1 for _, x, y in spots)


def test_a_chain_runs_along_coordination_and_is_read_from_each_end(client: TestClient) -> None:
    down = path(client, "from=demo-komitet&to=demo-berezovo-school-1-smo-math")
    assert [(s["label"], s["target"].removeprefix("body/demo-")) for s in down["steps"]] == [
        ("координирует", "iro"),
        ("координирует", "berezovo-mms"),
        ("координирует", "berezovo-school-1-smc"),
        ("координирует", "berezovo-school-1-smo-math"),
    ]
    assert down["nodes"][0]["id"] == "body/demo-komitet"
    up = path(client, "from=demo-berezovo-school-1-smo-math&to=demo-komitet")
    assert [s["label"] for s in up["steps"]] == ["координируется"] * 4
    assert [s["forward"] for s in up["steps"]] == [False] * 4
    mixed = path(client, "from=demo-fed-academy&to=demo-berezovo-mms&lang=en")
    words = [(s["label"], s["target"].removeprefix("body/demo-")) for s in mixed["steps"]]
    assert words == [
        ("coordinates", "cnppm"),
        ("is coordinated by", "iro"),
        ("coordinates", "berezovo-mms"),
    ]


def test_no_chain_says_what_is_linked(client: TestClient) -> None:
    asked = "from=demo-berezovo-school-1-smo-math&to=demo-ks"
    none = path(client, asked)
    assert not none["found"]
    assert none["steps"] == []
    assert "По любым отношениям цепочка есть, шагов в ней 3." in none["reason"]
    other = path(client, f"{asked}&along=any")
    assert other["found"]
    assert len(other["steps"]) == 3


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("regin=demo-region", "region"),
        ("region=demo-regoin", "territory/demo-region"),
        ("region=demo-berezovo", "territory/demo-region"),
        ("district=demo-kamenk", "territory/demo-kamenka"),
        ("district=demo-region", "territory/demo-berezovo"),
        ("region=murmansk-oblast&district=demo-kamenka", "—"),
        ("centre=demo-ir", "body/demo-iro"),
        ("depth=5", "1, 2, 3, 4"),
        ("levels=municipl", "municipal"),
        ("relations=cordinates", "coordinates"),
        ("kinds=cnpm", "cnppm"),
        ("directions=anlysis", "analysis"),
        ("layer=norm", "norms"),
        ("expand=g:institutional:territory/demo-kamenka", "g:federal:territory/demo-region"),
    ],
)
def test_a_wrong_parameter_is_refused_with_the_nearest_known(
    client: TestClient, query: str, near: str
) -> None:
    response = client.get(f"/api/network?{query}")
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"] == "/errors/parameter"
    assert near in problem["detail"]
    assert near in page(client, f"/network?{query}", status=400)


def test_a_day_is_refused_unless_it_is_one(client: TestClient) -> None:
    response = client.get("/api/network?date=31.11.2026")
    assert response.status_code == 400
    assert "ГГГГ-ММ-ДД" in response.json()["detail"]
    assert "31.11.2026" in page(client, "/network?date=31.11.2026", status=400)


def test_a_day_may_be_written_as_it_is_printed(client: TestClient) -> None:
    iso, printed = (client.get(f"/api/network?date={d}") for d in ("2026-11-22", "22.11.2026"))
    assert printed.json() == iso.json()


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("from=demo-iro", "запись"),
        ("from=demo-iro&to=demo-komite", "body/demo-komitet"),
        ("from=demo-iro&to=demo-ks&along=all", "any"),
        ("from=demo-iro&to=demo-ks&depth=2", "depth"),
    ],
)
def test_a_chain_between_nobody_is_refused(client: TestClient, query: str, near: str) -> None:
    response = client.get(f"/api/network/path?{query}")
    assert response.status_code == 400
    assert near in response.json()["detail"]


def test_the_answer_names_the_state_it_rests_on(client: TestClient) -> None:
    response = client.get(f"/api/network?date={DAY}&lang=en")
    found = response.json()
    assert response.headers["x-sequence"] == str(found["sequence"])
    assert found["region"]["label"] == "Ozyornaya oblast (demo)"
    assert {"coordinates", "is coordinated by"} <= {
        word for r in found["relations"] for word in (r["label"], r["inverse"])
    }


def test_the_routes_are_in_the_reference(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/network", "/api/network/path"} <= set(paths)
    assert "/network" not in paths


# Pages


def test_the_page_says_in_tables_what_the_answer_says(client: TestClient) -> None:
    found, text = network(client), page(client, f"/network?date={DAY}&view=table")
    assert "<script" not in text
    assert 'id="network-stage"' not in text
    for node in found["nodes"]:
        assert f'<a href="{node["href"]}">' in text
    for edge in found["edges"]:
        assert edge["href"] in text
    assert found["counts"]["edges"] - found["counts"]["ghost"] == 162
    assert "66 органов, 162 связи" in text


def test_what_is_missing_has_one_number_that_leads_to_its_list(client: TestClient) -> None:
    found, text = network(client), page(client, f"/network?date={DAY}&view=table")
    assert found["counts"]["missing"] == len(found["missing"]) == 5
    assert re.search(r'<a href="[^"]*#missing">недостаёт: 5</a>', text)
    assert 'id="missing">Чего недостаёт <span class="count">5</span>' in text
    assert "показано 3 из 5" in text  # with whom the other two should be linked is not known
    labels = {n["id"]: n["label"] for n in found["nodes"]}
    assert all(m["label"] == labels[m["node"]] for m in found["missing"])


def test_what_no_source_dates_is_told_on_every_day(client: TestClient) -> None:
    undated = {r["id"] for r in body_rows() if not r.get("validFrom")}
    for day in (DAY, "1900-01-01"):
        found = network(client, "region=demo-region", day)
        shown = nodes(found) & {name.removeprefix("demo-") for name in undated}
        assert found["undated"] == {"bodies": len(shown), "edges": 0}
        text = page(client, f"/network?date={day}&view=table&region=demo-region")
        assert f"Дата начала не указана в источниках: {len(shown)} органов." in text
    # The dissolved office was there then; the federal academy only comes with its links.
    early = {f"demo-{name}" for name in nodes(network(client, "region=demo-region", "1900-01-01"))}
    assert early == undated - {"demo-fed-academy"}


def body_rows() -> list[dict[str, str]]:
    folders = (data_folder("seed") / "demo").glob("*/body.csv")
    return [r for f in folders for r in csv.DictReader(f.read_text("utf-8").splitlines())]


def test_the_page_has_a_place_for_the_scheme(client: TestClient) -> None:
    text = page(client, f"/network?date={DAY}")
    assert '<div id="network-stage" data-words=' in text


def test_the_page_tells_a_chain_in_words(client: TestClient) -> None:
    asked = f"date={DAY}&view=table&from=demo-komitet&to=demo-berezovo-mms"
    text = page(client, f"/network?{asked}")
    _, _, chain = text.partition('<ol class="chain">')
    steps = chain.partition("</ol>")[0]
    assert steps.count("→") == steps.count(">координирует</a>") == 2


# Read from activity.csv and responsibility.csv of region and berezovo, and from agreement.csv:
# agreements in force on the day, activities of 2026 that a body of the municipality answers for.
CELLS = {
    ("demo-berezovo", "management"): (0, 2),
    ("demo-berezovo", "analysis"): (1, 5),
    ("demo-berezovo", "methodical"): (1, 2),
    ("demo-berezovo", "information"): (0, 1),
    ("demo-berezovo", "professional-growth"): (1, 1),
    ("demo-zarechye", "management"): (0, 2),
    ("demo-zarechye", "analysis"): (0, 2),
    ("demo-zarechye", "information"): (1, 0),
    ("demo-kamenka", "management"): (0, 2),
    ("demo-kamenka", "analysis"): (0, 2),
    ("demo-kamenka", "methodical"): (1, 0),
    ("demo-kamenka", "professional-growth"): (0, 1),
    ("demo-lipovka", "management"): (0, 2),
    ("demo-lipovka", "analysis"): (0, 2),
    ("demo-lipovka", "methodical"): (1, 0),
    ("demo-lipovka", "professional-growth"): (1, 1),
    ("demo-sosnovo", "management"): (0, 1),
}
DIRECTIONS = {
    "management": "управление и координация",
    "analysis": "экспертно-аналитическая работа",
    "information": "информационная работа",
    "methodical": "организационно-методическая работа",
    "professional-growth": "профессиональный рост",
}


def test_the_matrix_has_what_the_tables_say(client: TestClient) -> None:
    text = page(client, f"/network/matrix?date={DAY}")
    for (place, direction), (agreements, activities) in CELLS.items():
        told = f"{DIRECTIONS[direction]}: соглашений {agreements}, мероприятий {activities}"
        assert f"municipality=territory%2F{place}&direction={direction}" in text
        assert told in text
    assert text.count(": соглашений ") == len(CELLS)


def test_a_cell_of_the_matrix_leads_to_its_records(client: TestClient) -> None:
    text = page(
        client,
        f"/network/matrix?date={DAY}&municipality=demo-lipovka&direction=professional-growth",
    )
    _, _, cell = text.partition('<section id="cell"')
    assert "/page/agreement/demo-agr-lipovka-2025" in cell
    assert "/page/activity/demo-roadmap-2026/a-10" in cell
    assert cell.count("<li>") == 2
    page(client, "/network/matrix?municipality=demo-lipovk&direction=analysis", status=400)
    page(client, "/network/matrix?region=all", status=400)


def test_the_levels_page_counts_the_links_in_force(client: TestClient) -> None:
    found = network(client)
    level = {n["id"]: n["level"] for n in found["nodes"]}
    counts = Counter(
        (level[e["source"]], level[e["target"]])
        for e in found["edges"]
        if e["state"] in ("in-force", "expiring")
    )
    text = page(client, f"/network/levels?date={DAY}")
    names = {one["code"]: one["label"] for one in found["levels"]}
    for (source, target), count in counts.items():
        assert f"<title>{names[source]} → {names[target]}, связей: {count}</title>" in text
    assert text.count('<path class="band') == len(counts)
    assert "159 связей" in text
    assert sum(counts.values()) == 159


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of each body's row in the tables."""
    found: dict[str, list[str]] = {}
    for row in re.findall(r'<tr role="row" id="(body-[^"]+".*?)</tr>', text, re.DOTALL):
        name, _, cells = row.partition('"')
        found[name.replace("body-", "body/", 1)] = cells.split("<td")[1:]
    return found


def test_each_row_names_who_coordinates_the_body(client: TestClient) -> None:
    found, told = network(client), rows(page(client, f"/network?date={DAY}&view=table"))
    above: dict[str, set[str]] = {n["id"]: set() for n in found["nodes"]}
    for edge in found["edges"]:
        if edge["relation"] == "coordinates" and edge["state"] != "ghost":
            above[edge["target"]].add(edge["source"])
    assert {n: set(re.findall(r"/page/(body/[^\"?]+)", c[3])) for n, c in told.items()} == above


def test_made_up_bodies_are_marked_among_others(client: TestClient) -> None:
    found = network(client, "region=all")
    told = rows(page(client, f"/network?date={DAY}&view=table&region=all"))
    marked = {name for name, cells in told.items() if 'class="tag' in cells[0]}
    assert found["synthetic"] == "some"
    assert marked == {n["id"] for n in found["nodes"] if n["synthetic"]} != set(told)


def test_who_asks_in_another_language_is_not_answered_from_before(client: TestClient) -> None:
    day = "2026-11-21"
    for address in (f"/network?date={day}&view=table", f"/network?date={day}"):
        for lang in ("ru", "en", "ru"):
            headers = PAGE | {"accept-language": lang}
            assert f'<html lang="{lang}"' in client.get(address, headers=headers).text
    russian, english = (network(client, f"lang={lang}", day) for lang in ("ru", "en"))
    pairs = list(zip(russian["missing"], english["missing"], strict=True))
    assert pairs
    for one, other in pairs:
        assert (one["node"], one["href"]) == (other["node"], other["href"])
        assert one["expected"] != other["expected"]
    bases = {e["id"]: e["basis"] for e in english["edges"] if e["basis"]}
    assert bases
    for edge in russian["edges"]:
        if edge["id"] in bases:
            assert edge["basis"]["text"] != bases[edge["id"]]["text"]


def test_links_to_other_views_keep_the_day_and_the_place(client: TestClient) -> None:
    text = page(client, "/network?date=2026-06-30&region=demo-region&view=table&levels=municipal")
    found = re.findall(r'href="(/(?:api/)?network\?[^"]+)"', text)
    kept = [a for a in found if "centre=" in a or a.startswith("/api/")]
    assert len(kept) > 1
    for address in kept:
        assert {"date=2026-06-30", "region=demo-region", "levels=municipal"} <= set(
            address.partition("?")[2].partition("#")[0].split("&")
        )
    cells = re.findall(
        r'href="(/network/matrix\?[^"]*municipality=[^"]+)"',
        page(client, "/network/matrix?date=2026-06-30"),
    )
    assert cells
    assert all("date=2026-06-30" in address for address in cells)


def test_what_is_told_in_numbers_adds_up(client: TestClient) -> None:
    found = network(client)
    assert found["counts"]["missing"] == len(found["missing"])
    assert found["counts"]["edges"] == sum(e["count"] for e in found["edges"])
    text = page(client, f"/network/matrix?date={DAY}")
    body, _, foot = text.partition("<tfoot")
    totals = [int(n) for n in re.findall(r'<td class="total">(\d+)', body)]
    columns = [int(n) for n in re.findall(r'<td class="total">(\d+)', foot)]
    by_direction: Counter[str] = Counter()
    for (_, direction), numbers in CELLS.items():
        by_direction[direction] += sum(numbers)
    assert sorted(filter(None, columns)) == sorted(by_direction.values())
    assert sum(totals) == sum(columns) == sum(map(sum, CELLS.values()))


def test_a_ghost_says_that_it_was_put_off_and_names_nobody_where_several_fit(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    present, asked = registry.networks.present(), Asked(DAY, region=REGION)
    lone = "body/demo-kamenka-school-2-smc"
    (ghost,) = [g for g in registry.ghosts.of(present, asked, "ru").found if g.node == lone]
    assert (ghost.source, ghost.target) == ("body/demo-kamenka-mms", lone)
    assert ghost.finding.waiver is None
    until = date(2026, 12, 31)
    put_off = Waiver("", until, until, "", "", "")
    monkeypatch.setattr("graphsvc.network.ghosts.in_force", lambda *_: {ghost.finding.id: put_off})
    facts = present.facts
    twin = facts.bodies[ghost.source]._replace(id="body/twin")
    doubled = Graph({**facts.bodies, twin.id: twin}, facts.links, facts.territories)
    found = registry.ghosts.of(replace(present, facts=doubled), asked, "ru").found
    (other,) = [g for g in found if g.node == lone]
    assert (other.source, other.target) == ("", "")
    assert [g.finding.waiver for g in found if g.finding.waiver] == [put_off]
