"""What tests of forms begin with: a plan to fill in on, and short ways to do so."""

from kptui.forms import FORMS, Around, Understood, as_typed, begin, change_of, understand
from kptui.models.record import Record
from kptui.plan import Plan
from tests.builders import NOW, TODAY, a_period, a_person, a_pillar, a_plan, a_team, an_objective, an_organisation

ORGANISATION = an_organisation()
SERVICE = a_team(parent=ORGANISATION.id)
MARIA = a_person(team=SERVICE.id)
PILLAR = a_pillar()
PERIOD = a_period()
OBJECTIVE = an_objective(pillar=PILLAR.id, period=PERIOD.id)
PLAN = a_plan(ORGANISATION, SERVICE, MARIA, PILLAR, PERIOD, OBJECTIVE)

TARGET = {"name": "First answer", "objective": "Customers", "owner": "CS", "unit": "h", "baseline": "24", "goal": "12"}
"""A level target that lacks nothing, in the first quarter."""


def around(record: Record | None = None, plan: Plan = PLAN) -> Around:
    """Return what maria fills in on, on 2 March 2026."""
    return Around(plan, TODAY, "maria", record)


def filled(kind: str, plan: Plan = PLAN, above: Record | None = None, /, **typed: str) -> Understood:
    """Return what is understood of a new record, with what is typed on top of what is there at the beginning."""
    return understand(FORMS[kind], around(None, plan), begin(FORMS[kind], around(None, plan), above) | typed)


def a_filled_target(plan: Plan = PLAN, /, **typed: str) -> Understood:
    """Return what is understood of a target that lacks nothing but what is typed otherwise."""
    return filled("target", plan, **(TARGET | typed))


def edited(kind: str, record: Record, plan: Plan, /, **typed: str) -> Understood:
    """Return what is understood of an edit."""
    here = around(record, plan)
    return understand(FORMS[kind], here, as_typed(FORMS[kind], here) | typed)


def made(understood: Understood, plan: Plan = PLAN, record: Record | None = None) -> Record:
    """Return the record that a form comes to on a plan."""
    [found] = change_of(understood, around(record, plan), "0192", NOW, "maria")(plan)
    return found
