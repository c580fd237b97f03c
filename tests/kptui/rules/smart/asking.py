"""What tests ask of the judge: what it finds of one criterion of a goal."""

from typing import Any

from kptui.rules.smart import Finding, Goal, Verdict, assess


def found(criterion: str, text: str, **fields: Any) -> tuple[Finding, ...]:
    """Return the findings on a criterion."""
    return tuple(f for f in assess(Goal(text, **fields)).findings if f.criterion == criterion)


def verdict(criterion: str, text: str, **fields: Any) -> Verdict:
    """Return the verdict on a criterion."""
    answer: Verdict = getattr(assess(Goal(text, **fields)), criterion)
    return answer
