"""Findings as SARIF 2.1.0 (OASIS), which editors and code reviews show beside the line."""

from collections.abc import Sequence
from urllib.parse import quote

from kptui import __version__
from kptui.commands.verdicts import Judged, sentence_of
from kptui.rules.smart import Finding, Verdict

_RULES = {
    "specific": "Says what is done or moves, of what, and is one thing",
    "measurable": "Says which figure shows that it is reached, and from where",
    "achievable": "Asks for what the past and arithmetic allow",
    "relevant": "Serves what stands above it, or has a reason of its own",
    "time_bound": "Says by when",
}


def sarif(judged: Sequence[Judged]) -> dict[str, object]:
    """Return the log of one run: a result for each doubt (warning) and fail (error)."""
    rules = [{"id": name, "shortDescription": {"text": text}} for name, text in _RULES.items()]
    driver = {"name": "kptui", "version": __version__, "rules": rules}
    results = [_result(one, finding) for one in judged for finding in one.problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _result(judged: Judged, finding: Finding) -> dict[str, object]:
    return {
        "ruleId": finding.criterion,
        "ruleIndex": list(_RULES).index(finding.criterion),
        "level": "error" if finding.verdict is Verdict.fail else "warning",
        "message": {"text": sentence_of(finding)},
        "locations": [_location(judged, finding)],
    }


def _location(judged: Judged, finding: Finding) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(judged.file)}}
    if judged.code:
        return {"physicalLocation": physical, "logicalLocations": [{"name": judged.code, "kind": "target"}]}
    region = {"startLine": judged.line, "startColumn": judged.column_of(finding)}
    return {"physicalLocation": physical | {"region": region}}
