"""What is around a target on its page, and the column that counts what is missing."""

import pytest

from kptui.outline import outline
from kptui.plan import Plan
from kptui.rules.structure import StructureFinding
from screens.presentation.answer import effect, preview
from screens.presentation.columns import RowFigures, columns_for, row_line
from screens.presentation.entry import understand
from screens.presentation.line import length, text_of
from screens.presentation.listing import rows_of
from screens.presentation.marks import findings_mark
from screens.presentation.order import Scope, understand_order
from screens.presentation.outline import rows
from screens.presentation.target_page import target_page
from screens.presentation.target_view import view_of
from screens.presentation.why_above import why_above
from tests.builders import (
    TODAY,
    a_person,
    a_pillar,
    a_plan,
    a_policy,
    a_reading,
    a_target,
    a_team,
    an_influence,
    an_objective,
)

TEAM = a_team()
MARIA = a_person(team=TEAM.id)
PILLAR = a_pillar()
OBJECTIVE = an_objective(pillar=PILLAR.id, owner=TEAM.id)
WHOLE = a_target(code="CS-1", name="Response time", objective=OBJECTIVE.id, owner=MARIA.id)
PART = a_target(code="CS-2", name="Hours of training", objective=OBJECTIVE.id, owner=MARIA.id, part_of=WHOLE.id, share=0.6)
LOOSE = a_target(code="CS-3", name="Old phones", part_of=WHOLE.id)
GONE = a_target(code="CS-4", name="Not in this plan")
WEEKS = ("2026-01-09", "2026-01-16", "2026-01-23", "2026-01-30", "2026-02-06", "2026-02-13")
STEPS, AGAINST = (1, 2, 7, 8, 13, 14), (1, 6, 7, 12, 13, 18)


def plan() -> Plan:
    fine = (a_reading("2026-02-20", 67), a_reading("2026-02-27", 75))
    hopeless = (a_reading("2026-02-20", 4), a_reading("2026-02-27", 5))
    readings = {WHOLE.id: fine, PART.id: hopeless, LOOSE.id: fine}
    links = (an_influence(PART, WHOLE, strength=1, lag_weeks=2), an_influence(WHOLE, LOOSE, sign=-1), an_influence(GONE, WHOLE))
    return a_plan(a_policy(days_off=()), TEAM, MARIA, PILLAR, OBJECTIVE, WHOLE, PART, LOOSE, *links, readings=readings)


def page(code: str, width: int = 76) -> str:
    found = plan()
    lines = target_page(view_of(found, found.target(code), TODAY), width, 24)
    assert all(length(line) <= width for line in lines)
    return "\n".join(text_of(line).rstrip() for line in lines)


@pytest.mark.parametrize("width", [56, 76, 98])
def test_a_page_warns_early_with_a_day_and_a_path(width: int) -> None:
    text = page("CS-1", width)
    assert "Early warnings\n  ! CS-1 slips from about 13 Mar: Hours of training" in text
    assert "at risk" in text
    assert "→ on track again once CS-2 no longer weighs on it" in text


def test_what_is_written_out_and_what_is_typed_say_the_status_that_the_page_says() -> None:
    found = plan()
    assert [row["status"] for row in rows_of(found, TODAY, (WHOLE.id, PART.id))] == ["at risk", "off track"]
    entry = understand(found, WHOLE, TODAY, {"value": "76"})
    assert text_of(effect(entry)) == "▲ at risk"
    assert text_of(preview(entry, 60)[0]).split(maxsplit=2)[2] == "▲ at risk"
    order = understand_order(Scope(found, TODAY, {}), "CS-1 76")
    assert text_of(order.says).startswith("▲ at risk: 76")


def test_a_page_says_what_is_missing_and_what_to_do() -> None:
    assert page("CS-3").split("What is missing\n")[1].splitlines()[:5] == [
        "  □ nobody owns it",
        "    Name one person or one team as its owner.",
        "  □ it serves no objective",
        "    Put it under the objective that it shows.",
        "",
    ]
    assert "□ Customers feel looked after: all its targets lag" not in page("CS-1")


def test_both_ends_of_an_influence_have_status_and_owner() -> None:
    text = page("CS-1")
    assert "Acts on it\n  ▼ off track CS-2 Hours of training\n              Maria Berger; helps, strength 1, 2 w later\n" in text
    assert "It acts on\n  ● on track  CS-3 Old phones\n              hurts, strength 0.5, 0 w later\n" in text
    assert "cannot say yet" in text
    assert "Not in this plan" not in text


@pytest.mark.parametrize(
    ("lagging", "words", "tone"),
    [
        (STEPS, "history supports it: 5 of 5 spans agree", "on_track"),
        (AGAINST, "history contradicts it: 0 of 5 spans agree", "at_risk"),
    ],
)
def test_what_history_says_has_words_and_a_tone(lagging: tuple[int, ...], words: str, tone: str) -> None:
    courses = {
        target.id: [a_reading(on, value) for on, value in zip(WEEKS, values, strict=True)]
        for target, values in ((PART, STEPS), (WHOLE, lagging))
    }
    found = a_plan(WHOLE, PART, an_influence(PART, WHOLE), readings=courses)
    spans = [span for line in target_page(view_of(found, WHOLE, TODAY), 76, 24) for span in line]
    assert [span.tone for span in spans if span.text == words] == [tone]


def test_a_cascade_is_on_the_pages_of_the_whole_and_of_its_parts() -> None:
    whole = page("CS-1").split("Cascade\n")[1]
    assert "CS-2 Hours of training\n              Maria Berger; carries 60 % of this\n" in whole
    assert "CS-3 Old phones\n              carries a part of this\n" in whole
    assert "              40 % of the goal is nobody's\n" in whole
    assert "CS-1 Response time\n              this carries 60 % of it\n" in page("CS-2").split("Cascade\n")[1]


def drawn(width: int) -> dict[str, str]:
    figures = RowFigures(plan(), TODAY)
    lines = [text_of(row_line(row, figures.of(row.node), width)) for row in rows(outline(figures.plan), ())]
    return {line.split()[1]: line for line in lines if "CS-" in line}


def test_the_tree_counts_what_is_missing_where_there_is_room() -> None:
    assert "□2" in drawn(100)["CS-3"]
    assert "□ " in drawn(79)["CS-3"]
    assert "□" not in "".join(drawn(59).values())
    assert "□" not in drawn(100)["CS-2"]


def test_the_column_takes_two_cells_of_eighty() -> None:
    assert [column.width + 1 for column in columns_for(79) if column.name == "missing"] == [2]


@pytest.mark.parametrize(("count", "text"), [(0, ""), (2, "□2"), (30, "□9")])
def test_beyond_nine_nobody_counts(count: int, text: str) -> None:
    assert findings_mark([StructureFinding("orphan", "", "")] * count).text == text


def test_what_is_above_targets_is_explained_in_a_few_words() -> None:
    loose = an_objective(name="Loose", owner=TEAM.id)
    found = a_plan(*plan().records.values(), loose, readings=plan().readings)
    assert why_above(found, OBJECTIVE.id, TODAY) == "▼ off track: of 2 targets beneath it CS-2 is the worst."
    assert why_above(found, loose.id, TODAY) == (
        "It stands on no pillar and serves no objective. Put it on a pillar, or under the objective that it serves. "
        "No target shows whether it is reached. Give it a target, or retire it."
    )
    alone = a_plan(OBJECTIVE, a_target(code="CS-1", objective=OBJECTIVE.id), PILLAR, TEAM)
    assert why_above(alone, PILLAR.id, TODAY) == "○ no news: CS-1 is the only target beneath it."
    silent = a_plan(OBJECTIVE, *(a_target(code=f"CS-{n}", objective=OBJECTIVE.id) for n in (1, 2)))
    assert ", 2 have no news." in why_above(silent, OBJECTIVE.id, TODAY)
    one = a_plan(OBJECTIVE, *silent.targets, readings={silent.targets[0].id: [a_reading(TODAY, 1)]})
    assert ", 1 has no news." in why_above(one, OBJECTIVE.id, TODAY)
    assert why_above(found, "nobody", TODAY) == ""
