"""Verdict: what one rule finds of a Case."""

from collections.abc import Callable
from typing import NamedTuple

from kptui.rules.case import Case
from kptui.rules.judgement import Reason, Status


class Verdict(NamedTuple):
    """What one rule finds: the status it would give, its name, and a sentence with the numbers."""

    status: Status
    rule: str
    text: str

    @property
    def reason(self) -> Reason:
        """What is shown of it."""
        return Reason(self.rule, self.text)


Rule = Callable[[Case], Verdict | None]
