"""A digest as JSON, as the text of a letter, and as a report for DOCX and XLSX."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from graphsvc.audits.formats import cells, finding_json, headings, tell_failure, word
from graphsvc.audits.paper import Paper, Section, Sheet, Table, as_docx, as_xlsx
from graphsvc.audits.places import Places
from graphsvc.locale import day, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphsvc.audits.digest import Digest, Notice, Part
    from graphsvc.projections.reading import StoreReader

__all__ = ["as_json", "as_paper", "as_text", "subject", "write"]

_NAMES = ("why", "about", "found", "clause", "due", "next")
_SHARES = (10, 24, 28, 8, 8, 22)


def write(digest: Digest, name: str, store: StoreReader) -> bytes:
    """Return a digest as `json`, `text`, `xlsx` or `docx`."""
    if name == "json":
        return json.dumps(as_json(digest), ensure_ascii=False, indent=2).encode() + b"\n"
    if name == "text":
        return as_text(digest, store).encode()
    paper = as_paper(digest, store)
    return as_xlsx(paper) if name == "xlsx" else as_docx(paper)


def as_json(digest: Digest) -> dict[str, Any]:
    """Return a digest as the API gives it."""
    return {
        "date": digest.on.isoformat(),
        "sequence": digest.sequence,
        "body": digest.body or None,
        "addressees": [_part_json(part) for part in digest.parts],
        "count": digest.count,
        "failed": [{"audit": f.audit, "title": f.title, "error": f.error} for f in digest.failures],
    }


def subject(digest: Digest) -> str:
    """Return what a letter with this digest is called."""
    words = _words()
    told = day(digest.on.isoformat(), digest.lang)
    name = digest.parts[0].label if digest.body else words["everybody"][digest.lang]
    count = sum(len(p.announced) for p in digest.parts)
    line: str = words["subject"][digest.lang]
    return line.format(day=told, body=name, count=count)


def as_text(digest: Digest, store: StoreReader) -> str:
    """Return the letter's text: what is announced in full, the rest in a line each."""
    words, lang = _words(), digest.lang
    lines = [subject(digest), ""]
    if warning := _warning(digest, store):
        lines += [warning, ""]
    for part in digest.parts:
        lines += [(part.label or words["nobody"][lang]).upper(), ""]
        lines += [words["announced"][lang] if part.announced else words["nothing_new"][lang], ""]
        for number, notice in enumerate(part.announced, 1):
            lines += [*_told(number, notice, lang), ""]
        if part.quiet:
            lines.append(words["quiet"][lang])
            lines += [f"- {_line(n, lang)}" for n in part.quiet]
            lines.append("")
    if not digest.parts:
        lines += [word("none_found", lang), ""]
    lines += [tell_failure(f, lang) for f in digest.failures]
    return "\n".join(lines).rstrip() + "\n"


def as_paper(digest: Digest, store: StoreReader) -> Paper:
    """Return a digest as a report: a chapter an addressee."""
    words, lang = _words(), digest.lang
    paper: dict[str, Any] = texts("audits")["paper"]
    sections: list[Section] = []
    for part in digest.parts:
        sections.append(Section(part.label or words["nobody"][lang]))
        for title, notices in (("announced", part.announced), ("quiet", part.quiet)):
            if notices:
                sections.append(Section(words[title][lang], 2, table=_table(notices, lang)))
        if not part.announced:
            sections.append(Section(words["nothing_new"][lang], 2))
    if digest.failures:
        told = [tell_failure(f, lang) for f in digest.failures]
        sections.append(Section(word("not_asked", lang), 1, told))
    intro = [
        words["lead"][lang],
        paper["on_day"][lang].format(
            day=day(digest.on.isoformat(), lang), sequence=digest.sequence
        ),
    ]
    heads = [words["addressee"][lang], words["why_head"][lang], *headings(lang).values()]
    rows = [
        [part.label or words["nobody"][lang], _why(n, lang), *cells(n.finding, lang).values()]
        for part in digest.parts
        for n in part.notices
    ]
    sheets = [Sheet(words["sheet"][lang], heads, rows)]
    return Paper(subject(digest), lang, digest.on, intro, sections, sheets, _warning(digest, store))


def _part_json(part: Part) -> dict[str, Any]:
    return {
        "body": part.body or None,
        "bodyLabel": part.label or None,
        "announced": [_notice_json(n) for n in part.announced],
        "quiet": [_notice_json(n) for n in part.quiet],
    }


def _notice_json(notice: Notice) -> dict[str, Any]:
    return finding_json(notice.finding) | {
        "why": notice.why,
        "daysLeft": notice.days,
        "fromBelow": notice.above,
    }


def _told(number: int, notice: Notice, lang: str) -> Iterable[str]:
    """Yield the lines of a letter on what is announced."""
    finding, heads = notice.finding, headings(lang)
    told = cells(finding, lang)
    yield f"{number}. {finding.about_label} ({told['severity']}; {_why(notice, lang)})"
    yield f"   {finding.title}"
    for name in ("expected", "found", "next", "clause"):
        if told[name]:
            yield f"   {heads[name]}: {told[name]}"
    if notice.above:
        yield f"   {_words()['above'][lang]}"


def _line(notice: Notice, lang: str) -> str:
    finding = notice.finding
    told = f"{finding.about_label}: {finding.title}"
    return f"{told} ({_why(notice, lang)})" if notice.days or finding.waiver else told


def _why(notice: Notice, lang: str) -> str:
    words = _words()
    told: str = words["why"][notice.why][lang]
    if notice.days is not None:
        told += ", " + words["days_left"][lang].format(days=notice.days)
    if notice.finding.waiver:
        told += " " + cells(notice.finding, lang)["waiver"]
    return told


def _table(notices: Sequence[Notice], lang: str) -> Table:
    heads = {**headings(lang), "why": _words()["why_head"][lang]}
    rows: list[list[str]] = []
    for notice in notices:
        row = {**cells(notice.finding, lang), "why": _why(notice, lang)}
        rows.append([row[name] for name in _NAMES])
    return Table([heads[name] for name in _NAMES], rows, _SHARES)


def _warning(digest: Digest, store: StoreReader) -> str:
    paper: dict[str, Any] = texts("audits")["paper"]
    findings = [n.finding for part in digest.parts for n in part.notices]
    made_up = Places(store).synthetic({r for f in findings for r in (*f.records, f.body) if r})
    names = {"": "", "all": "synthetic", "some": "synthetic_some"}
    return str(paper[names[made_up]][digest.lang]) if made_up else ""


def _words() -> dict[str, Any]:
    words: dict[str, Any] = texts("audits")["digest"]
    return words
