"""The reference pages name what there is, all of it and nothing else."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from starlette.routing import Match, Mount, Route

from graphsvc.api.app import create_app
from graphsvc.cli import parser
from graphsvc.errors import RegistryError
from graphsvc.locale import LANGUAGES, texts
from graphsvc.settings import PREFIX, Settings
from tests.docs.console import ADDRESS, ROOT, blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DOCS = ROOT / "docs"
CLI = (DOCS / "cli.md").read_text("utf-8")
HTTP = (DOCS / "http.md").read_text("utf-8")
UNITS = {"_bytes": "bytes", "_s": "seconds", "_mib": "MiB"}


def commands() -> dict[str, argparse.ArgumentParser]:
    (action,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    found: dict[str, argparse.ArgumentParser] = action.choices
    return found


def section(text: str, title: str) -> str:
    """Return the section of the second level that is headed so."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def arguments(command: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for task in action.choices.values():
                yield from arguments(task)
        if not isinstance(action, argparse._HelpAction):
            yield action


def first_cells(text: str) -> str:
    """Return what stands in the first columns of the tables, the names that are documented."""
    return "\n".join(line.split(" | ")[0] for line in text.splitlines() if line.startswith("| "))


def test_the_command_line_page_has_every_command_and_no_other() -> None:
    assert re.findall(r"^## `([a-z-]+)`$", CLI, re.MULTILINE) == list(commands())


@pytest.mark.parametrize("name", commands())
def test_a_command_has_its_arguments_and_no_other(name: str) -> None:
    told = first_cells(section(CLI, f"`{name}`"))
    known = set[str]()
    for action in arguments(commands()[name]):
        names = action.option_strings or [str(action.metavar or action.dest).upper()]
        known |= set(names)
        assert all(f"`{n}`" in told or f"`{n} " in told for n in names), (name, names)
    assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", told)) <= known


@pytest.mark.parametrize("name", commands())
def test_the_values_an_option_takes_are_told(name: str) -> None:
    text = section(CLI, f"`{name}`").replace("\\|", "|")
    for action in arguments(commands()[name]):
        for choice in action.choices or ():
            assert re.search(rf"[`| ]{re.escape(str(choice))}[`|]", text), (name, choice)


def test_the_options_before_the_command_are_told() -> None:
    own = (a for a in parser()._actions if not isinstance(a, argparse._HelpAction))
    assert [o for a in own for o in a.option_strings] == ["--lang"]
    assert "`graphsvc [--lang ru|en] COMMAND`" in CLI


def flat(entries: Iterable[Any]) -> Iterator[Route | Mount]:
    """Yield the routes of routers within routers; none of ours is included with a prefix."""
    for entry in entries:
        if (router := getattr(entry, "original_router", None)) is None:
            assert isinstance(entry, (Route, Mount)), entry
            yield entry
        else:
            assert not entry.include_context.prefix
            yield from flat(router.routes)


def routes() -> list[tuple[str, str, Route | Mount]]:
    """Return method, path and route of all that the application answers."""
    return [
        (method, re.sub(r":\w+}", "}", route.path), route)
        for route in flat(create_app(Settings()).routes)
        for method in (sorted(route.methods or ()) if isinstance(route, Route) else ["GET"])
        if method != "HEAD"  # it answers wherever GET does
    ]


ROUTES = routes()


def test_the_http_page_has_every_route_and_no_other() -> None:
    told = re.findall(r"^(?:### |\| )`((?:GET|POST|PUT|DELETE) /[^`]*)`", HTTP, re.MULTILINE)
    assert sorted(told) == sorted(f"{method} {path}" for method, path, _ in ROUTES)


def asked() -> set[tuple[str, str]]:
    """Return method and path of every address in the examples of the page."""
    found = set[tuple[str, str]]()
    for block in blocks(DOCS / "http.md"):
        for step in block.steps:
            posts = re.search(r"--data|-X POST| -F ", step.command) and " -G " not in step.command
            named = re.search(r"-X (\w+)", step.command)
            verb = named[1] if named else "POST" if posts else "GET"
            pages = re.findall(r"(?<= )/\S*", step.command.partition("; do")[0])
            addresses = re.findall(rf"http://{ADDRESS}([^\s'\"]*)", step.command)
            paths = pages if "$page" in step.command else addresses
            found |= {(verb, urlsplit(p).path or "/") for p in paths}
    return found


@pytest.mark.parametrize(
    ("method", "path", "route"), ROUTES, ids=[f"{method} {path}" for method, path, _ in ROUTES]
)
def test_a_route_has_an_example(method: str, path: str, route: Route | Mount) -> None:
    def answers(verb: str, address: str) -> bool:
        scope = {"type": "http", "method": verb, "path": address, "headers": []}
        return route.matches(scope)[0] == Match.FULL

    assert any(answers(*one) for one in asked()), f"no example of {method} {path}"


def shown(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def test_the_settings_page_has_every_setting_with_default_and_unit() -> None:
    text = (DOCS / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `([^`]*)` \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    assert [(name, default) for name, default, _, _ in rows] == [
        (PREFIX + f.name.upper(), shown(f.default)) for f in fields(Settings)
    ]
    for name, _, unit, _ in rows:
        ends = [u for end, u in UNITS.items() if name.lower().endswith(end)]
        assert not ends or unit in ends, name


def errors(root: type[RegistryError] = RegistryError) -> list[type[RegistryError]]:
    return [root, *(e for sub in root.__subclasses__() for e in errors(sub))]


def test_every_error_has_a_page_and_every_page_an_error() -> None:
    pages = {path.stem for path in (DOCS / "errors").glob("*.md")}
    assert pages == {e.slug for e in errors()} == set(texts("errors"))


@pytest.mark.parametrize("error", errors(), ids=lambda e: e.slug)
def test_an_errors_page_has_its_titles_status_cause_and_remedy(error: type[RegistryError]) -> None:
    page = (DOCS / "errors" / f"{error.slug}.md").read_text("utf-8")
    titles = texts("errors")[error.slug]["title"]
    assert re.findall(r"^#+ (.+)$", page, re.MULTILINE) == [titles[lang] for lang in ("en", "ru")]
    assert set(titles) == set(LANGUAGES)
    assert f"`{error.slug}` · HTTP status {error.status} · `{error.__name__}`" in page
    for told in ("Cause", "What to do", "Причина", "Что делать"):
        assert re.search(rf"^\*\*{told}\.\*\* \S.{{20,}}$", page, re.MULTILINE), told


def test_the_http_page_lists_the_errors_with_their_status() -> None:
    rows = re.findall(r"^\| \[`([\w-]+)`\]\(errors/\1\.md\) \| (\d+) \|", HTTP, re.MULTILINE)
    assert rows == [(e.slug, str(e.status)) for e in errors()]


def folder_map() -> dict[str, str]:
    """Return what the README says of each folder and module, by path."""
    text = section((ROOT / "README.md").read_text("utf-8"), "Where things are")
    found: dict[str, str] = {}
    for line in text.partition("```text\n")[2].partition("```")[0].splitlines():
        name, _, what = line.strip().partition(" ")
        if re.match(r" {0,2}\S", line):
            found[("graphsvc/" if line.startswith("  ") else "") + name.rstrip("/")] = what.strip()
    return found


def test_the_readme_has_a_line_for_every_folder_package_and_module() -> None:
    ignored = {p.rstrip("/").lstrip("/") for p in (ROOT / ".gitignore").read_text().split("\n")}

    def inside(folder: Path) -> set[str]:
        names = {p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")}
        return {str((folder / n).relative_to(ROOT)) for n in names - ignored} - ignored

    package = ROOT / "graphsvc"
    modules = {f"graphsvc/{p.name}" for p in package.glob("*.py")} - {"graphsvc/__init__.py"}
    told = folder_map()
    assert set(told) == inside(ROOT) | inside(package) | modules
    assert all(told.values())
