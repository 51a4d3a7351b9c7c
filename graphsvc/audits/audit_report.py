"""A territory's audit as a report: what was found there, with clauses, owners and next steps."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from graphsvc.audits.formats import cells, headings, tell_failure
from graphsvc.audits.paper import Paper, Section, Sheet, Table
from graphsvc.audits.places import Places
from graphsvc.locale import day, texts
from graphsvc.questions.catalogue import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from graphsvc.audits.finding import Finding, Findings
    from graphsvc.audits.sources import Sources
    from graphsvc.questions.catalogue import Question

__all__ = ["audit_report", "findings_within"]

_SHARES = (4, 22, 38, 14, 22)


def audit_report(sources: Sources, *, territory: str, on: date, lang: str) -> Paper:
    """Return the report on a territory and all that lie within it."""
    found = sources.auditor.findings(on, lang=lang)
    places = Places(sources.store)
    findings = findings_within(found.findings, places, territory)
    words: dict[str, Any] = texts("audits")["audit_report"]
    paper: dict[str, Any] = texts("audits")["paper"]
    waived = [f for f in findings if f.waiver]
    shown = [f for f in findings if not f.waiver]
    title = words["title"][lang].format(territory=sources.labels.label(territory, lang))
    intro = [
        words["lead"][lang],
        words["scope"][lang],
        paper["on_day"][lang].format(day=day(on.isoformat(), lang), sequence=found.sequence),
        words["counted"][lang].format(count=len(findings), waived=len(waived)),
    ]
    named = {iri for f in findings for iri in (*f.records, f.body) if iri} or {territory}
    made_up = places.synthetic(named)
    warning = {"": "", "all": paper["synthetic"][lang], "some": paper["synthetic_some"][lang]}
    topics = {q.id: q for q in sources.auditor.audits}
    sections = [
        *_summary(findings, topics, lang),
        *_chapters(shown, topics, lang),
        *_ends(waived, found, lang),
    ]
    rows = [[*cells(f, lang).values()] for f in findings]
    sheet = Sheet(texts("audits")["words"]["findings"][lang], [*headings(lang).values()], rows)
    return Paper(title, lang, on, intro, sections, [sheet], warning[made_up])


def findings_within(findings: Iterable[Finding], places: Places, territory: str) -> list[Finding]:
    """Return the findings whose owner or subject belongs to a territory or to one within it."""
    inside = places.within(territory)

    def belongs(finding: Finding) -> bool:
        if finding.body and places.territories(finding.body) & inside:
            return True
        return any(places.concerned(record) & inside for record in finding.records)

    return [f for f in findings if belongs(f)]


def _summary(
    findings: Sequence[Finding], audits: dict[str, Question], lang: str
) -> Iterable[Section]:
    paper: dict[str, Any] = texts("audits")["paper"]
    severities: dict[str, Any] = texts("audits")["severity"]
    heads = [*(severities[s][lang] for s in SEVERITIES), paper["total"][lang]]
    if not findings:
        none: str = texts("audits")["audit_report"]["none"][lang]
        yield Section(paper["summary"][lang], paragraphs=[none])
        return
    yield Section(paper["summary"][lang])
    topics = [_topic(audits[f.audit], lang) for f in findings]
    bodies = [f.body_label or texts("audits")["words"]["nobody"][lang] for f in findings]
    for title, head, keys in (
        (paper["by_topic"][lang], paper["topic"][lang], topics),
        (paper["by_body"][lang], paper["body"][lang], bodies),
    ):
        counts: dict[str, Counter[str]] = {}
        for key, finding in zip(keys, findings, strict=True):
            counts.setdefault(key, Counter())[finding.severity] += 1
        rows = [
            [key, *(str(counts[key][s]) for s in SEVERITIES), str(counts[key].total())]
            for key in sorted(counts, key=lambda k: (-counts[k].total(), k))
        ]
        yield Section(title, 2, table=Table([head, *heads], rows, (52, 12, 12, 12, 12)))


def _chapters(
    findings: Iterable[Finding], audits: dict[str, Question], lang: str
) -> Iterable[Section]:
    """Yield a chapter for each topic and in it a part for each audit that found something."""
    order = list(texts("ui")["topics"])

    def place(finding: Finding) -> tuple[int, str, str]:
        topic = audits[finding.audit].topic
        return order.index(topic) if topic in order else len(order), topic, finding.audit

    ordered = sorted(findings, key=place)
    for (_, _), in_topic in groupby(ordered, key=lambda f: place(f)[:2]):
        of_topic = list(in_topic)
        yield Section(_topic(audits[of_topic[0].audit], lang))
        for audit, group in groupby(of_topic, key=lambda f: f.audit):
            question = audits[audit]
            why = question.finding.why[lang] if question.finding else ""
            yield Section(question.title[lang], 2, [why], _table(list(group), lang))


def _ends(waived: Sequence[Finding], found: Findings, lang: str) -> Iterable[Section]:
    words: dict[str, Any] = texts("audits")["audit_report"]
    if waived:
        heads = headings(lang)
        names = ("audit", "about", "body", "waiver")
        rows = [[cells(f, lang)[n] for n in names] for f in waived]
        table = Table([heads[n] for n in names], rows, (25, 25, 25, 25))
        yield Section(words["waived"][lang], 1, [words["waived_note"][lang]], table)
    if found.failures:
        told = [tell_failure(f, lang) for f in found.failures]
        yield Section(words["not_asked"][lang], 1, told)


def _table(findings: Sequence[Finding], lang: str) -> Table:
    paper: dict[str, Any] = texts("audits")["paper"]
    names = ("number", "about_whom", "expected_found", "clause", "next")
    rows: list[list[str]] = []
    for number, finding in enumerate(findings, 1):
        told = cells(finding, lang)
        where = [told["clause"], told["basis"]]
        rows.append(
            [
                str(number),
                f"{told['about']}\n{told['body']}",
                paper["expected"][lang].format(text=told["expected"])
                + "\n"
                + paper["found"][lang].format(text=told["found"]),
                "\n".join(text for text in where if text) or "—",
                told["next"],
            ]
        )
    return Table([paper[n][lang] for n in names], rows, _SHARES)


def _topic(audit: Question, lang: str) -> str:
    names: dict[str, dict[str, str]] = texts("ui")["topics"]
    return names[audit.topic][lang] if audit.topic in names else audit.topic
