"""`kptui assess smart`: the SMART judge on goals that are kept elsewhere."""

from pathlib import Path

import click

from kptui.commands.assess import answer_lines, jsonl_option
from kptui.rules.smart import assess
from kptui.rules.smart.document import assessment_document, goal_from


@click.command
@jsonl_option
def smart(source: Path) -> int:
    """Judge goals: is each specific, measurable, achievable, relevant and time-bound?

    A line in is {"id", "text", "kind": "goal" or "kr", "fields": {...}, "as_of"}; all but the text may be missing. fields may
    hold metric, unit, baseline, target (the goal), direction, start, due, owner, owner_open_targets, owner_confidence, parent,
    pillar, rationale, past_values and influences. Without as_of no day counts as past. docs/judges.md describes them.

    A line out is {"id", "smart", "specific", "measurable", "achievable", "relevant", "time_bound", "findings"}; the verdicts are
    pass, doubt, fail or cannot_judge. smart is whether it is specific, measurable and time-bound; a key result (kr) has no time
    of its own.
    """
    return answer_lines(source, lambda line: assessment_document(assess(goal_from(line))))
