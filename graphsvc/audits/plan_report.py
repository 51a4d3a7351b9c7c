"""The execution of a plan as a report: by section, responsible and level, and what is overdue."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graphsvc.audits.paper import Paper, Section, Sheet, Table
from graphsvc.audits.places import Places
from graphsvc.locale import day, texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from graphsvc.audits.sources import Sources
    from graphsvc.projections.labels import Labels
    from graphsvc.questions.running import Answer

__all__ = ["plan_report"]

_SECTIONS, _LOAD = "execution-summary", "load-by-body"
_OVERDUE_BY, _OVERDUE, _MISSED = "overdue-by-responsible", "overdue", "missed-occurrences"
_SHARES = {"activity": 40, "body": 26, "deadline": 14, "start": 10, "end": 10, "clause": 10}


def plan_report(sources: Sources, *, plan: str, on: date, lang: str) -> Paper:
    """Return the summary of a plan's execution on a day."""
    catalogue, asker, labels = sources.catalogue, sources.asker, sources.labels
    answers = {
        name: asker.ask(catalogue[name], {"plan": plan}, on=on.isoformat(), lang=lang)
        for name in (_SECTIONS, _OVERDUE_BY, _OVERDUE, _MISSED)
    }
    answers[_LOAD] = asker.ask(catalogue[_LOAD], {"plan": plan}, lang=lang)
    words: dict[str, Any] = texts("audits")["plan_report"]
    paper: dict[str, Any] = texts("audits")["paper"]
    places = Places(sources.store)
    sections, total = _by_section(answers[_SECTIONS], lang)
    chapters: list[tuple[str, str, Table]] = [
        ("sections", words["share"][lang].format(**total), sections),
        (
            "responsible",
            words["responsible_note"][lang],
            _by_responsible(answers[_LOAD], answers[_OVERDUE_BY], lang),
        ),
        ("late_bodies", words["late_note"][lang], _by_body(answers[_OVERDUE], lang)),
        ("levels", words["levels_note"][lang], _by_level(answers[_OVERDUE], places, labels, lang)),
        ("overdue", "", _listed(answers[_OVERDUE], lang)),
        ("missed", "", _listed(answers[_MISSED], lang)),
    ]
    shown = [
        Section(words[name][lang], 1, [note] if note else [], table)
        if table.rows
        else Section(words[name][lang], 1, [words["none"][lang]])
        for name, note, table in chapters
    ]
    sheets = [Sheet(words[name][lang], table.heads, table.rows) for name, _, table in chapters]
    sequence = answers[_SECTIONS].receipt["sequence"]
    intro = [
        words["lead"][lang],
        paper["on_day"][lang].format(day=day(on.isoformat(), lang), sequence=sequence),
    ]
    title = words["title"][lang].format(plan=labels.label(plan, lang))
    warning = paper["synthetic"][lang] if places.synthetic([plan]) else ""
    return Paper(title, lang, on, intro, shown, sheets, warning)


def _by_section(answer: Answer, lang: str) -> tuple[Table, dict[str, int]]:
    """Return the table of sections with a line for the whole plan, and that line by column."""
    names = [c.name for c in answer.question.columns if c.name != "section"]
    rows = [[str(r["sectionLabel"] or "—"), *(str(r[n]) for n in names)] for r in answer.rows]
    total = {n: sum(int(r[n]) for r in answer.rows) for n in names}
    whole: str = texts("audits")["plan_report"]["whole"][lang]
    if rows:
        rows.append([whole, *(str(total[n]) for n in names)])
    heads = [c.label[lang] for c in answer.question.columns]
    return Table(heads, rows, (40, *(10 for _ in names))), total


def _by_responsible(load: Answer, overdue: Answer, lang: str) -> Table:
    late = {r["responsible"]: r for r in overdue.rows}
    words: dict[str, Any] = texts("audits")["plan_report"]
    columns = {c.name: c.label[lang] for q in (load, overdue) for c in q.question.columns}
    rows: list[list[str]] = []
    for row in sorted(load.rows, key=lambda r: (-int(r["activities"]), str(r["responsibleLabel"]))):
        behind = late.get(row["responsible"], {})
        earliest = behind.get("earliest")
        rows.append(
            [
                str(row["responsibleLabel"]),
                str(row["activities"]),
                str(row["alone"]),
                str(behind.get("overdue", 0)),
                day(str(earliest), lang) if earliest else "",
            ]
        )
    names = ("activities", "alone", "overdue", "earliest")
    heads = [words["responsible_one"][lang], *(columns[n] for n in names)]
    return Table(heads, rows, (48, 13, 13, 13, 13))


def _by_body(overdue: Answer, lang: str) -> Table:
    """Return how many overdue rows each body has, and since when the oldest."""
    words: dict[str, Any] = texts("audits")["plan_report"]
    ends: dict[str, list[str]] = defaultdict(list)
    for row in overdue.rows:
        if row["body"]:
            ends[str(row["bodyLabel"])].append(str(row["end"]))
    ordered = sorted(ends, key=lambda body: (-len(ends[body]), body))
    table = [[body, str(len(ends[body])), day(min(ends[body]), lang)] for body in ordered]
    heads = [words[n][lang] for n in ("body", "rows_overdue", "earliest")]
    return Table(heads, table, (60, 20, 20))


def _by_level(overdue: Answer, places: Places, labels: Labels, lang: str) -> Table:
    """Return how many overdue rows the bodies of each level have."""
    words: dict[str, Any] = texts("audits")["plan_report"]
    rows: dict[str, set[str]] = defaultdict(set)
    bodies: dict[str, set[str]] = defaultdict(set)
    for row in overdue.rows:
        level = places.level(str(row["body"] or ""))
        name = labels.label(level, lang) if level else words["level_unknown"][lang]
        rows[name].add(str(row["activity"]))
        bodies[name] |= {str(row["body"])} if row["body"] else set()
    table = [[name, str(len(bodies[name])), str(len(rows[name]))] for name in sorted(rows)]
    heads = [words[n][lang] for n in ("level", "bodies", "rows_overdue")]
    return Table(heads, table, (60, 20, 20))


def _listed(answer: Answer, lang: str) -> Table:
    """Return the rows of a question in the columns that a reader needs."""
    chosen = [c for c in answer.question.columns if c.name in _SHARES]
    rows: list[Sequence[str]] = []
    for row in answer.rows:
        shown = [row[f"{c.name}Label"] if c.type == "record" else row[c.name] for c in chosen]
        rows.append(["—" if v is None else day(str(v), lang) for v in shown])
    return Table([c.label[lang] for c in chosen], rows, [_SHARES[c.name] for c in chosen])
