"""The progress rules: one function each, listed in PROGRESS_RULES; the worst status that one of them gives is the target's.

A rule looks at a Case of a target that runs, and returns its Verdict, or None where it has nothing to say. Readings that are too
old, spans that have hardly begun and targets that are done are not their matter: the judge in progress.py sees to these.
"""

from kptui.rules.keep_rules import average, latest, worst
from kptui.rules.trigger_rules import blocked, falling_confidence, low_confidence, unanswered
from kptui.rules.verdict import Rule
from kptui.rules.way_rules import limit, pace, slow_start, slowing

PROGRESS_RULES: tuple[Rule, ...] = (
    pace,
    slow_start,
    slowing,
    limit,
    average,
    latest,
    worst,
    low_confidence,
    falling_confidence,
    blocked,
    unanswered,
)
