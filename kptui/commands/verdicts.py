"""A goal that was judged, with where it stands: as lines for people and as a document for programs."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kptui.rules.smart import Assessment, Finding, Verdict
from kptui.rules.smart.document import assessment_document

_QUOTED = re.compile("“([^”]+)”")


class Judged(NamedTuple):
    """A goal's place, text and assessment."""

    file: str
    text: str
    assessment: Assessment
    line: int | None = None
    """From 1; None for a target of a plan."""
    column: int | None = None
    code: str | None = None
    """The target's code; None for a line of a text."""
    source: str = ""
    """The line as it is written; of a target nothing."""

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What someone should act on: doubts and fails."""
        return tuple(f for f in self.assessment.findings if f.verdict in (Verdict.doubt, Verdict.fail))

    def column_of(self, finding: Finding) -> int | None:
        """Return the column of the words that a finding quotes, from 1; the goal's own where it quotes none of them."""
        quoted = _QUOTED.search(finding.reason)
        at = self.source.find(quoted[1], (self.column or 1) - 1) if quoted else -1
        return self.column if self.column is None or at < 0 else at + 1


def shown(judged: Judged) -> Iterator[str]:
    """Return a line for each finding that someone should act on."""
    for finding in judged.problems:
        place = judged.code or f"{judged.file}:{judged.line}:{judged.column_of(finding)}"
        yield f"{place}: {finding.verdict.value} {finding.criterion.replace('_', '-')}: {sentence_of(finding)}"


def sentence_of(finding: Finding) -> str:
    """Return what and why in one sentence."""
    return f"{finding.reason}; {finding.suggestion}"


def document(judged: Judged) -> dict[str, object]:
    """Return it for programs."""
    place = {"file": judged.file, "line": judged.line, "column": judged.column, "code": judged.code, "text": judged.text}
    return place | assessment_document(judged.assessment)
