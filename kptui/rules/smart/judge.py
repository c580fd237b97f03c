"""The SMART judge: every rule is asked, the worst finding of a criterion is its verdict."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from kptui.rules.smart.achievable import ACHIEVABLE_RULES
from kptui.rules.smart.goal import Assessment, Finding, Goal, Verdict
from kptui.rules.smart.measurable import MEASURABLE_RULES
from kptui.rules.smart.relevant import RELEVANT_RULES
from kptui.rules.smart.sentence import Sentence, read
from kptui.rules.smart.specific import SPECIFIC_RULES
from kptui.rules.smart.time_bound import TIME_RULES, has_due

Rule = Callable[[Goal, Sentence], Finding | None]

SMART_RULES: dict[str, Sequence[Rule]] = {
    "specific": SPECIFIC_RULES,
    "measurable": MEASURABLE_RULES,
    "achievable": ACHIEVABLE_RULES,
    "relevant": RELEVANT_RULES,
    "time_bound": TIME_RULES,
}
"""The rules by criterion, in the order of the letters."""


@lru_cache(maxsize=4096)
def assess(goal: Goal) -> Assessment:
    """Return the five verdicts on a goal, with every finding; never raises, whatever the text.

    A criterion that no rule has anything against passes. A key result is not asked for a time: that is its cycle's.
    """
    sentence = read(goal.text)
    found = {name: _findings(rules, goal, sentence) for name, rules in SMART_RULES.items()}
    verdicts = {name: findings[0].verdict if findings else Verdict.passes for name, findings in found.items()}
    if goal.is_key_result and not has_due(goal) and not found["time_bound"]:
        verdicts["time_bound"] = Verdict.passes if sentence.time else Verdict.cannot_judge
    asked = ("specific", "measurable") if goal.is_key_result else ("specific", "measurable", "time_bound")
    is_smart = all(verdicts[name] is Verdict.passes for name in asked)
    return Assessment(**verdicts, findings=tuple(f for some in found.values() for f in some), is_smart=is_smart)


def _findings(rules: Sequence[Rule], goal: Goal, sentence: Sentence) -> list[Finding]:
    """What one criterion's rules say, the worst first."""
    found = [finding for rule in rules if (finding := rule(goal, sentence)) is not None]
    return sorted(found, key=lambda finding: -finding.verdict.rank) if len(found) > 1 else found
