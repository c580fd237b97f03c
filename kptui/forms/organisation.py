"""The forms of the organisation, its departments and teams, its people, and the pillars."""

import re

from kptui.errors import BadInput
from kptui.forms.asked import Around, Asked, Form, Values
from kptui.forms.fields import day, line, name_of, needed, note, whole_number
from kptui.forms.naming import TEAM
from kptui.models.organisation import Level, Person, Pillar, Team
from kptui.tables.nesting import short_code
from kptui.text import clean_line


def _read_short(text: str, _values: Values, _around: Around) -> str:
    short = clean_line(text).upper()
    if not re.fullmatch(r"[A-Z][A-Z0-9]{0,5}", short):
        raise BadInput("short", f"{text.strip()[:40]!r} is no short code; type one to six letters and digits, such as CS.")
    return short


def _short_of_name(values: Values, around: Around) -> str:
    return short_code(str(values.get("name") or ""), {team.short for team in around.plan.every(Team)})


def _say_short(value: object, _values: Values, _around: Around) -> str:
    return f"codes begin {value}-1"


def _the_organisation(_values: Values, around: Around) -> str | None:
    return around.plan.organisation.id if around.plan.organisation else None


def _last_place(_values: Values, around: Around) -> int:
    return max((pillar.rank for pillar in around.plan.pillars), default=-1) + 1


def _name(label: str, explains: str, sentence: str) -> Asked:
    return line("name", label, explains, empty=needed("name", sentence))


_SHORT = Asked(
    "short",
    "Short code",
    "Begins the codes of its targets: CS gives CS-3; empty: from its name.",
    _read_short,
    lambda value, _: str(value or ""),
    says=_say_short,
    empty=_short_of_name,
)

ORGANISATION_FORM = Form(
    "organisation",
    "organisation",
    Team,
    (
        _name("Organisation", "What it is called: Brightwater.", "An organisation needs a name."),
        _SHORT,
        note("vision", "Vision", "What it wants to become: Every customer stays by choice."),
    ),
    fixed={"level": Level.organisation},
)
DEPARTMENT_FORM = Form(
    "department",
    "department",
    Team,
    (
        _name("Department", "What it is called: Operations.", "A department needs a name."),
        _SHORT,
        name_of("parent", "Beneath", "What it is part of; empty: the organisation.", TEAM, empty=_the_organisation),
    ),
    fixed={"level": Level.department},
)
TEAM_FORM = Form(
    "team",
    "team",
    Team,
    (
        _name("Team", "What it is called: Customer Service.", "A team needs a name."),
        _SHORT,
        name_of("parent", "Beneath", "The department that it is in; empty: the organisation.", TEAM, empty=_the_organisation),
    ),
)
PERSON_FORM = Form(
    "person",
    "person",
    Person,
    (
        _name("Name", "What people call them: Maria Berger.", "A person needs a name."),
        line("login", "Login", "The login on this server, which says whose a check-in is; may be empty.", empty=lambda *_: None),
        name_of("team", "Team", "The team that they work in.", TEAM),
        day("ended_on", "Last day", "For someone who left: the last day."),
    ),
)
PILLAR_FORM = Form(
    "pillar",
    "pillar",
    Pillar,
    (
        _name("Pillar", "One of the few things that the vision stands on: Customers.", "A pillar needs a name."),
        whole_number("rank", "Rank", "Its place: lower ones are shown first; empty: the last.", empty=_last_place),
        note("notes", "Notes", "What it means."),
    ),
)
