"""The form of an objective."""

from kptui.forms.asked import Form, Values
from kptui.forms.fields import figure, line, name_of, needed, note, whole_number
from kptui.forms.naming import OBJECTIVE, OWNER, PERIOD, PILLAR
from kptui.models.objective import Objective


def _is_on_a_pillar(values: Values) -> bool:
    """One beneath another objective has that one's pillar."""
    return values.get("parent") is None


OBJECTIVE_FORM = Form(
    "objective",
    "objective",
    Objective,
    (
        line(
            "name",
            "Objective",
            "What is wanted, in words: Customers hear from us the same day.",
            empty=needed("name", "An objective needs a name; say what is wanted."),
        ),
        name_of("parent", "Serves", "The objective that it serves, if it serves another.", OBJECTIVE),
        name_of("pillar", "Pillar", "The pillar that it stands on.", PILLAR, asked_for=_is_on_a_pillar),
        name_of("owner", "Owner", "The team or person that wants it.", OWNER),
        name_of("period", "Period", "When it is to be reached, such as Q2 2026.", PERIOD),
        note("rationale", "Rationale", "Why we want it."),
        figure("weight", "Weight", "Its share in what is above it: 1 is usual, 0 does not count."),
        whole_number("rank", "Rank", "Its place among its siblings: lower ones are shown first."),
    ),
)
