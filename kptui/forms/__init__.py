"""What people fill in to make and change the records of a plan, for the shell and the screens alike."""

from collections.abc import Mapping

from kptui.errors import BadInput
from kptui.forms.asked import Around, Asked, Form
from kptui.forms.beginning import begin
from kptui.forms.influence import INFLUENCE_FORM
from kptui.forms.objective import OBJECTIVE_FORM
from kptui.forms.organisation import DEPARTMENT_FORM, ORGANISATION_FORM, PERSON_FORM, PILLAR_FORM, TEAM_FORM
from kptui.forms.policy import PERIOD_FORM, POLICY_FORM
from kptui.forms.saving import Clash, change_of, clashes, merged
from kptui.forms.target import TARGET_FORM
from kptui.forms.understanding import Understood, as_typed, understand
from kptui.models.organisation import Team
from kptui.models.record import Record

_ALL = (
    ORGANISATION_FORM,
    DEPARTMENT_FORM,
    TEAM_FORM,
    PERSON_FORM,
    PILLAR_FORM,
    PERIOD_FORM,
    OBJECTIVE_FORM,
    TARGET_FORM,
    INFLUENCE_FORM,
    POLICY_FORM,
)
FORMS: Mapping[str, Form] = {form.kind: form for form in _ALL}


def form_of(record: Record) -> Form:
    """Return the form that a record is edited with. Raises BadInput for one that is not edited so, such as a check-in."""
    kind = record.level.value if isinstance(record, Team) else record.record
    if kind not in FORMS:
        raise BadInput("what", f"A {kind.replace('_', '-')} is not edited; record another.")
    return FORMS[kind]


__all__ = [
    "FORMS",
    "Around",
    "Asked",
    "Clash",
    "Form",
    "Understood",
    "as_typed",
    "begin",
    "change_of",
    "clashes",
    "form_of",
    "merged",
    "understand",
]
