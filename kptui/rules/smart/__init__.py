"""The SMART judge: is a goal specific, measurable, achievable, relevant and time-bound, and if not, what would make it so?"""

from kptui.rules.smart.goal import CRITERIA, Above, Assessment, Finding, Goal, PastValue, Verdict
from kptui.rules.smart.judge import SMART_RULES, assess
from kptui.rules.smart.of_plan import assess_target, goal_of

__all__ = [
    "CRITERIA",
    "SMART_RULES",
    "Above",
    "Assessment",
    "Finding",
    "Goal",
    "PastValue",
    "Verdict",
    "assess",
    "assess_target",
    "goal_of",
]
