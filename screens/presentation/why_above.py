"""Why above: how an objective, a pillar or the whole plan stands, and what is missing around it, in a few words."""

from datetime import date

from kptui.plan import Plan
from kptui.rules.rollup import RolledUp, roll_up
from kptui.rules.structure import StructureFinding, structure
from screens.presentation.marks import status_mark


def why_above(plan: Plan, record_id: str, today: date) -> str:
    """Return the explanation of a record that has targets beneath it; nothing for what has neither these nor findings."""
    rolled = roll_up(plan, today).get(record_id)
    standing = [_standing(rolled)] if rolled is not None and rolled.targets else []
    return " ".join([*standing, *(_sentence(finding) for finding in structure(plan, today).get(record_id, ()))])


def _standing(rolled: RolledUp) -> str:
    mark = status_mark(rolled.status).text
    if rolled.targets == 1:
        return f"{mark}: {rolled.worst} is the only target beneath it."
    silent = f", {rolled.no_news} {'has' if rolled.no_news == 1 else 'have'} no news" if rolled.no_news else ""
    return f"{mark}: of {rolled.targets} targets beneath it {rolled.worst} is the worst{silent}."


def _sentence(finding: StructureFinding) -> str:
    return f"{finding.text[:1].upper()}{finding.text[1:]}. {finding.mend}"
