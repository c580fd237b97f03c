"""A small house: what somebody types to make an organisation of three departments, six objectives and twelve targets."""

from collections.abc import Iterator
from typing import NamedTuple

from kptui.differences import said_by
from kptui.models.record import Record
from kptui.plan import Plan

ORGANISATION = "Brightwater"


class Typed(NamedTuple):
    """One record as it is typed: the kind of form, and a text for each field that is filled in."""

    kind: str
    fields: dict[str, str]


def _typed(form: str, name: str, /, **fields: str) -> Typed:
    return Typed(form, {"name": name, **fields})


HOUSE = (
    _typed("period", "Spring 2026", start="2026-04-01", end="30.6.2026"),
    _typed("department", "Customer Service"),
    _typed("department", "Operations", short="OPS"),
    _typed("department", "Finance", short="FIN"),
    _typed("person", "Ana Weber", login="ana", team="CS"),
    _typed("person", "Ben Okafor", login="ben", team="Operations"),
    _typed("person", "Dana Lindt", login="dana", team="Fin"),
    _typed("pillar", "Customers", notes="They stay by choice."),
    _typed("pillar", "Reliable delivery"),
    _typed("pillar", "Sound money"),
    _typed("objective", "Customers hear from us the same day", pillar="Customers", owner="CS", period="Spring 2026"),
    _typed("target", "Reduce the median time to first answer of customer questions from 24 h to 12 h", objective="Customers hear",
           owner="Ana Weber", metric="median time to first answer", unit="h", baseline="24", goal="-50%",
           rationale="Whoever waits a day asks elsewhere."),
    _typed("target", "Raise the share of customer questions answered within a day from 62 % to 90 %", objective="Customers hear",
           owner="CS", metric="share of questions answered within a day", unit="%", baseline="62", goal="90",
           indicator="leading", rationale="A promise that is kept is a reason to stay."),
    _typed("objective", "Customers get it solved the first time", pillar="Cust", owner="CS", period="spring"),
    _typed("target", "Raise the share of cases solved at the first contact from 55 % to 70 %", objective="Customers get",
           owner="ana", metric="share of cases solved at the first contact", unit="%", baseline="55", goal="70",
           rationale="Every second call costs the customer an hour."),
    _typed("target", "Train 40 service agents on the repair guide", objective="Customers get", owner="ana", kind="cumulative",
           metric="agents trained on the repair guide", unit="agents", goal="40", cadence="fortnightly", indicator="lead",
           rationale="So that they solve a case without asking back."),
    _typed("objective", "Orders leave complete and on time", pillar="Reliable", owner="OPS", period="Spring 2026"),
    _typed("target", "Keep the share of orders shipped complete on the promised day at 97 % or more", objective="Orders leave",
           owner="ben", kind="keep", metric="share of orders shipped complete on the promised day", unit="%", low="97",
           rationale="A late order is the first thing that customers tell others."),
    _typed("target", "Reduce picking errors from 18 to 9 per thousand orders", objective="Orders leave", owner="Ben",
           contributors="FIN, Ana", metric="picking errors per thousand orders", unit="errors", baseline="18", goal="9",
           curve="points", points="2026-04-30 16; 2026-05-31 12", rationale="Each costs a second parcel."),
    _typed("objective", "The warehouse runs without standing still", pillar="Reliable", owner="OPS", period="Spring 2026"),
    _typed("target", "Cut unplanned conveyor downtime from 14 h to 6 h a month", objective="The warehouse", owner="OPS",
           metric="unplanned conveyor downtime a month", unit="h", baseline="14", goal="6", cadence="monthly",
           rationale="While it stands nothing ships."),
    _typed("target", "Bring the maintenance plan for the conveyor into use", objective="The warehouse", owner="Ben Okafor",
           kind="steps", metric="steps of the maintenance plan done", steps="inspect:2; order parts:1; train the crew:1",
           rationale="So that wear is found before it stops the line."),
    _typed("objective", "Revenue grows with the customers we have", pillar="Sound money", owner="FIN", period="Spring 2026"),
    _typed("target", "Grow monthly revenue from existing customers from 410k EUR by 15 %", objective="Revenue grows",
           owner="dana", metric="monthly revenue from existing customers", unit="EUR", baseline="410k", goal="+15%",
           rationale="It pays for the second warehouse."),
    _typed("target", "Win 120 renewals of yearly contracts", objective="Revenue grows", owner="FIN", kind="cum",
           metric="yearly contracts renewed", unit="contracts", goal="120", indicator="leading", weight="2",
           rationale="Renewals are half of next year's revenue."),
    _typed("objective", "Money comes in when it is due", parent="Revenue grows", owner="FIN", period="Spring 2026"),
    _typed("target", "Reduce the average age of open invoices from 41 to 30 days", objective="Money comes in", owner="dana",
           metric="average age of open invoices", unit="days", baseline="41", goal="30",
           rationale="So that payroll needs no credit."),
    _typed("target", "Keep invoices with errors between 0 and 2 %", objective="Money comes in", owner="Dana", kind="keep",
           keep_by="worst", metric="share of invoices with errors", unit="%", low="0", high="2",
           rationale="An invoice that is wrong is paid late."),
    Typed("influence", {"leading": "CS-4", "lagging": "CS-3", "strength": "60%", "lag_weeks": "4"}),
)  # fmt: skip
"""In the order of typing. The plan has its organisation, its first person and the first quarter of 2026 already."""


def gist(plan: Plan) -> list[tuple[str, str, dict[str, object]]]:
    """Return what a plan says, with names in place of ids: its kind, its name and its fields, for each record in sight."""
    return sorted(
        ((record.record, _name(record), dict(_fields(plan, record))) for record in plan.records.values() if not record.retired),
        key=lambda found: found[:2],
    )


def _fields(plan: Plan, record: Record) -> Iterator[tuple[str, object]]:
    for field, value in said_by(record).items():
        if field not in ("id", "record", "made_on"):
            yield field, [_named(plan, part) for part in value] if isinstance(value, list) else _named(plan, value)


def _named(plan: Plan, value: object) -> object:
    return _name(plan.records[value]) if isinstance(value, str) and value in plan.records else value


def _name(record: Record) -> str:
    return str(getattr(record, "code", None) or getattr(record, "name", record.record))
