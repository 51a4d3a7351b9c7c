"""What a submission would change, as the API gives it and as the pages tell it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from graphsvc.api.negotiation import language
from graphsvc.audits.formats import finding_json
from graphsvc.audits.impact_answers import NO_RECORD, NO_TIME, OF_SUBMISSIONS
from graphsvc.audits.impact_links import APPEARS, CHANGES, GOES
from graphsvc.locale import texts

if TYPE_CHECKING:
    from starlette.requests import Request

    from graphsvc.api.state import Service
    from graphsvc.audits.impact import Impact
    from graphsvc.audits.impact_links import AgreementChange, LinkChange, Stand
    from graphsvc.submissions.checks import Checked
    from graphsvc.submissions.pipeline import Submission

__all__ = ["impact_json", "impact_of", "impact_view"]

_SHOWN: Final = 30
"""Most rows of one kind that a page lists."""
_IN_FORCE: Final = ("in-force", "expiring")
_ORDER: Final = (GOES, APPEARS, CHANGES)


def impact_of(request: Request, service: Service, checked: Checked) -> dict[str, Any] | None:
    """Return what a page with `impact=1` shows of what would be accepted, else None."""
    if checked.submission is None or checked.refusal or not request.query_params.get("impact"):
        return None
    return impact_view(service, checked.submission, language(request))


def impact_view(
    service: Service, submission: Submission, lang: str, on: date | None = None
) -> dict[str, Any]:
    """Return what the partial `impact.html` shows.

    Args:
        on: the day, today where it is left out.

    Raises:
        ShapeViolationError: the shapes refuse it; likewise what else `Pipeline.submit` raises.
    """
    day = on or date.today()  # noqa: DTZ011  # a calendar day of the asker
    found = service.registry.impacts.impact(submission, day, lang)
    findings, answers = found.findings, found.answers
    link = sorted(found.links, key=lambda one: (one.norm, _ORDER.index(one.change)))
    return {
        "on": day,
        "nothing": not found.records,
        "links": [(one, _way(one), *_stands(one, lang)) for one in link[:_SHOWN]],
        "agreements": [(one, _way(one), *_stands(one, lang)) for one in found.agreements[:_SHOWN]],
        "appear": findings.appear[:_SHOWN],
        "disappear": findings.disappear[:_SHOWN],
        "altered": findings.altered[:_SHOWN],
        "failures": findings.failures,
        "answers": answers.changes[:_SHOWN],
        "asked": answers.asked,
        "unconcerned": answers.unconcerned,
        "unasked": {
            reason: list(dict.fromkeys(u.title for u in answers.unasked if u.reason == reason))
            for reason in (NO_RECORD, NO_TIME, OF_SUBMISSIONS)
        },
        "counts": {
            "links": len(found.links),
            "agreements": len(found.agreements),
            "appear": len(findings.appear),
            "disappear": len(findings.disappear),
            "altered": len(findings.altered),
            "answers": len(answers.changes),
        },
        "severity": texts("audits")["severity"],
    }


def impact_json(found: Impact) -> dict[str, Any]:
    """Return what a submission would change as the API gives it; what there is not is null."""
    findings, answers = found.findings, found.answers
    return {
        "date": found.on.isoformat(),
        "sequence": found.sequence,
        "records": dict(sorted(found.records.items())),
        "relations": [
            {
                "record": one.record,
                "layer": "norm" if one.norm else "fact",
                "change": one.change,
                "sentence": one.sentence,
                "relation": one.relation,
                "subject": one.source,
                "object": one.target,
                "function": one.function or None,
                "before": _stand_json(one.before),
                "after": _stand_json(one.after),
            }
            for one in found.links
        ],
        "agreements": [
            {
                "record": one.record,
                "change": one.change,
                "label": one.label,
                "parties": one.parties,
                "before": _stand_json(one.before),
                "after": _stand_json(one.after),
            }
            for one in found.agreements
        ],
        "findings": {
            "appear": [_finding(f) for f in findings.appear],
            "disappear": [_finding(f) for f in findings.disappear],
            "altered": [{"before": _finding(a), "after": _finding(b)} for a, b in findings.altered],
            "failed": [asdict(f) for f in findings.failures],
        },
        "answers": {
            "changes": [asdict(one) for one in answers.changes],
            "asked": answers.asked,
            "unconcerned": answers.unconcerned,
            "unasked": [asdict(one) for one in answers.unasked],
        },
    }


def _way(one: LinkChange | AgreementChange) -> str:
    """Return what becomes of a link in one word: one that is in force no more has stopped."""
    if one.before and one.after:
        was, becomes = (stand.state in _IN_FORCE for stand in (one.before, one.after))
        if was != becomes:
            return "stops" if was else "starts"
    return one.change


def _finding(finding: Any) -> dict[str, Any]:  # noqa: ANN401  # a Finding
    told = finding_json(finding)
    del told["receipt"]  # of a state of the data that nobody has
    return told


def _stand_json(stand: Stand | None) -> dict[str, Any] | None:
    if stand is None:
        return None
    return {"state": stand.state, "from": stand.start or None, "until": stand.end or None}


def _stands(
    one: LinkChange | AgreementChange, lang: str
) -> tuple[tuple[str, str, str] | None, tuple[str, str, str] | None]:
    """Return how a link stands before and after: state in words, first and last day."""
    states = texts("impact")["state"]

    def told(stand: Stand | None) -> tuple[str, str, str] | None:
        if stand is None:
            return None
        name = states.get(stand.state)
        word = name[lang] if name else stand.state
        return word, stand.start, stand.end

    return told(one.before), told(one.after)
