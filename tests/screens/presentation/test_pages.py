"""The pages about a target, the lines above the tree, the filters, and what is fresh."""

from dataclasses import replace

import pytest

from kptui.models.check_in import CheckIn, OwnCall
from kptui.models.target import Target
from kptui.outline import outline, walk
from kptui.plan import Plan
from screens.presentation.filters import Quick, is_mine, is_of_team, keeper, named_first, nothing_here, where_to_begin
from screens.presentation.fresh import changed_by_others
from screens.presentation.head import column_line, head
from screens.presentation.line import Line, length, text_of
from screens.presentation.target_page import kind_words, target_page
from screens.presentation.target_view import view_of
from screens.presentation.why import figures_in_words, why, why_page
from tests.builders import (
    NOW,
    TODAY,
    a_check_in,
    a_period,
    a_person,
    a_plan,
    a_reading,
    a_target,
    a_team,
    an_influence,
    an_objective,
    an_organisation,
)
from tests.screens.house import House


def page(plan: Plan, target: Target, width: int = 98, history: tuple[CheckIn, ...] | None = ()) -> str:
    lines = target_page(view_of(plan, target, TODAY, history), width, 30)
    assert all(length(line) <= width for line in lines)
    return "\n".join(text_of(line) for line in lines)


def lived(house: House) -> Plan:
    return a_plan(*house.records, readings={house.response.id: [a_reading("2026-02-27", 20)]})


@pytest.mark.parametrize("width", [58, 78, 118])
def test_a_page_has_figures_reasons_influences_and_the_line_of_sight(width: int) -> None:
    house = House()
    text = page(lived(house), house.response, width)
    for words in (
        "20 h",
        "12 h  by 11 Apr",
        "24 h  1 Jan",
        "of 57 % expected",
        "Maria Berger",
        "Why",
        "a miss is likely",
        "IT-1",
        "Ben Oatlark",
    ):
        assert words in text
    assert "strength 0.2, 3 w later" in text
    assert text.index("Every customer stays") < text.index("└ Customers\n") < text.index("└ Customers hear from us soon")
    assert "People leave" in text
    assert "No check-in yet: press c" in text


def test_a_target_of_steps_shows_them_with_their_weights_and_which_are_done() -> None:
    steps = [{"name": "Set up", "weight": 2}, {"name": "Pilot with eight people from the two rooms upstairs", "weight": 3}]
    launch = a_target(kind="steps", steps=steps, goal=5)
    text = page(a_plan(launch, readings={launch.id: [a_reading("2026-02-27", 3)]}), launch, 58)
    assert "  ✓      2  Set up\n  · 1 of 3  Pilot with eight people from the two rooms\n            upstairs\n" in text
    assert "3 = 2 + 1: the weight done" in text
    assert "the weight done" not in page(a_plan(launch), launch)


def test_the_history_comes_when_it_was_read() -> None:
    house = House()
    assert "History" not in page(lived(house), house.response, history=None)


def test_the_history_is_newest_first_with_who_and_what_became_of_it() -> None:
    house = House()
    first = a_check_in(house.response, "2026-01-12", 23, achievements="A rota\nof two")
    wrong = a_check_in(house.response, "2026-02-16", 2, by="stranger")
    right = a_check_in(house.response, "2026-02-16", 20, corrects=wrong.id, adjustment={"of": "goal", "text": "Less", "goal": 13})
    taken = a_check_in(house.response, "2026-02-20", 5, by="ben")
    back = a_check_in(house.response, "2026-02-20", 5, corrects=taken.id, withdrawn=True)
    history = (first, wrong, right, taken, back)
    plan = a_plan(*house.records, readings={house.response.id: [c.reading for c in history]})
    text = page(plan, house.response, history=history).split("History\n")[1]
    signs, *entries = [line.split() for line in text.splitlines()]
    assert " ".join(signs) == "+ went well ! in the way ~ done differently"
    assert entries[0] == ["20", "Feb", "5", "h", "Ben", "Oatlark", "withdrawn"]
    assert entries[1] == ["16", "Feb", "20", "h", "Maria", "Berger"]
    assert entries[2] == ["~", "new", "goal", "13", "h.", "Less"]
    assert entries[3] == ["16", "Feb", "2", "h", "stranger", "corrected"]
    assert entries[4:] == [["12", "Jan", "23", "h", "Maria", "Berger", *entries[4][6:]], ["+", "A", "rota"], ["of", "two"]]


def test_a_page_of_a_draft_has_little_and_says_why() -> None:
    draft = a_target(state="draft", state_reason="not agreed")
    assert "CS-1 is draft (not agreed): only active and closed targets have a status." in page(a_plan(draft), draft)


def test_a_page_of_a_band_and_of_an_average() -> None:
    band = a_target(kind="keep", goal=None, baseline=None, low=3, high=5, unit="d", direction="increase")
    assert "3 d to 5 d  by 11 Apr" in page(a_plan(band), band)
    kept = a_target(kind="keep", keep_by="average", goal=95, unit="%", indicator="leading", metric="answered")
    text = page(a_plan(kept, readings={kept.id: [a_reading("2026-02-01", 90), a_reading("2026-02-27", 97)]}), kept)
    assert "Average     93.5 %" in text
    assert "answered; keep, by its average, higher is better, leading" in text
    assert kind_words(a_target(baseline=5, goal=1)) == "level, lower is better, lagging"


def test_a_changed_goal_remembers_the_first() -> None:
    target = a_target(original_goal=90)
    assert "100  by 11 Apr, at first 90" in page(a_plan(target), target)


def test_an_influence_on_a_target_that_is_gone_is_left_out() -> None:
    target, other = a_target(), a_target(code="CS-2")
    plan = a_plan(target, other, an_influence(target, other, sign=-1), an_influence(a_target(code="CS-3"), target))
    text = page(plan, target)
    assert "hurts, strength 0.5" in text
    assert "Acts on it" not in text


def test_why_has_the_reasons_the_flip_and_what_the_owner_said() -> None:
    target = a_target()
    readings = {target.id: [a_reading("2026-02-27", 30, confidence=3, own_call=OwnCall.on_track)]}
    plan = a_plan(target, readings=readings)
    text = "\n".join(text_of(line) for line in why_page(view_of(plan, target, TODAY), 78))
    assert "It stands at 30, 30 % of the way where 57 % is expected" in text
    assert "• a miss is likely" in text
    assert "→ " in text
    assert "confidence 3 of 10, calls it on track" in text
    judgement = view_of(plan, target, TODAY).judgement
    assert judgement is not None
    assert figures_in_words(target, judgement).endswith(".")


def test_why_without_any_reading_is_short() -> None:
    target = a_target()
    assert text_of(why_page(view_of(a_plan(target), target, TODAY), 78)[0]) == "○ no news"
    retired = a_target(state="dropped")
    assert "is dropped" in text_of(why(view_of(a_plan(retired), retired, TODAY), 78)[0])


def headed(plan: Plan, width: int, *, read_only: bool = False, unreadable: bool = False) -> tuple[str, str]:
    left, right = head(plan, TODAY, width, read_only=read_only, unreadable=unreadable)
    return text_of(left), text_of(right)


def test_the_head_says_whose_plan_which_period_which_day_and_what_is_in_trouble() -> None:
    house = House()
    plan = lived(house)
    assert headed(plan, 100) == (" Brightwater   Q1 2026, Mon 2 Mar", "▲ 1 at risk  ○ 4 no news  ")
    assert headed(plan, 50) == (" Brightwater   Q1 2026, Mon 2 Mar", "▲ 1  ○ 4  ")
    assert headed(plan, 33) == (" Brightwater   2 Mar", "▲ 1  ○ 4  ")
    assert headed(plan, 10) == (" Brightwater ", "▲ 1  ○ 4  ")


def test_the_head_says_what_is_wrong_with_the_plan_before_anything_else() -> None:
    plan = lived(House())
    assert headed(plan, 100, read_only=True)[1].startswith(" read-only ▲ 1")
    one, two = (replace(plan, problems=("bad",) * damaged) for damaged in (1, 2))
    assert headed(one, 60) == (" Brightwater ", " 1 line damaged: kptui verify ▲ 1  ○ 4  ")
    assert " 2 lines damaged: kptui verify " in headed(two, 100)[1]
    assert headed(one, 60, read_only=True, unreadable=True)[1].startswith(
        " cannot be read  1 line damaged: kptui verify  read-only "
    )


def test_a_plan_without_trouble_says_that() -> None:
    target = a_target()
    assert headed(a_plan(target, readings={target.id: [a_reading(TODAY, 65)]}), 100)[1] == "● on track "
    assert headed(a_plan(), 100) == (" kptui   Mon 2 Mar", "")


def test_the_line_of_the_columns_says_what_narrows_the_rows() -> None:
    def said(quick: Quick, words: str, *, worst_first: bool) -> str:
        return text_of(column_line(80, quick, words, 3, worst_first=worst_first)).split("Status")[0].strip()

    assert said(Quick.everything, "", worst_first=False) == ""
    assert said(Quick.due, "crm", worst_first=True) == "due, /crm: 3, worst first"
    assert said(Quick.everything, "", worst_first=True) == "worst first"
    assert length(column_line(80, Quick.due, "", 3, worst_first=False)) == 80


def found_by(house: House, plan: Plan, quick: Quick, user: str = "maria", words: str = "") -> list[str]:
    keep = keeper(plan, TODAY, user, quick, words)
    targets = [node for node in walk(outline(plan)) if node.code]
    return [node.code for node in targets if keep is None or keep(node)]


def test_quick_filters_choose_targets() -> None:
    house = House()
    plan = lived(house)
    assert found_by(house, plan, Quick.everything) == ["CS-1", "CS-2", "IT-1", "FI-1", "FI-2", "XX-1"]
    assert found_by(house, plan, Quick.in_trouble) == ["CS-1"]
    assert found_by(house, plan, Quick.mine) == ["CS-1", "CS-2"]
    assert found_by(house, plan, Quick.mine, user="ben") == ["IT-1"]
    assert found_by(house, plan, Quick.mine, user="stranger") == []
    assert found_by(house, plan, Quick.due) == ["CS-2", "IT-1", "FI-1", "XX-1"]
    assert found_by(house, plan, Quick.due, words="ben") == ["IT-1"]
    assert found_by(house, plan, Quick.my_team) == ["CS-1", "CS-2"]
    assert found_by(house, plan, Quick.my_team, user="ben") == ["IT-1"]
    assert found_by(house, plan, Quick.my_team, user="stranger") == []
    assert found_by(house, plan, Quick.stale) == ["CS-2", "IT-1", "FI-1", "XX-1"]


def test_what_a_team_beneath_owns_is_my_teams_even_where_teams_turn_in_a_circle() -> None:
    above, beneath = a_team(id="above", parent="beneath"), a_team(id="beneath", short="IT", parent="above")
    other = a_team(id="other", short="FI", parent="beneath")
    plan = a_plan(
        above, beneath, other, a_person(team="above"), a_target(id="t", owner="other"), a_target(id="u", code="CS-2", owner="x")
    )
    assert is_of_team(plan, "t", "maria")
    assert not is_of_team(plan, "u", "maria")
    lost = a_plan(above, beneath, a_person(team="other"), a_target(id="t", owner="beneath"))
    assert not is_of_team(lost, "t", "maria")
    assert not is_of_team(a_plan(a_person(), a_target(id="t")), "t", "maria")


def test_helping_with_a_target_makes_it_mine() -> None:
    maria = a_person(id="m")
    plan = a_plan(maria, a_target(id="t", contributors=("m",)), a_target(id="u", code="CS-2"))
    assert is_mine(plan, "t", "maria")
    assert not is_mine(plan, "u", "maria")
    assert not is_mine(plan, "m", "maria")


def test_one_begins_at_what_one_owes() -> None:
    house = House()
    order = tuple(target.id for target in (house.hours, house.response, house.calls))
    assert where_to_begin(lived(house), TODAY, "maria", order) == house.calls.id
    assert where_to_begin(lived(house), TODAY, "stranger", order) == house.hours.id
    assert where_to_begin(lived(house), TODAY, "maria", (house.idea.id,)) == house.idea.id
    assert where_to_begin(a_plan(), TODAY, "maria", ()) is None


@pytest.mark.parametrize(
    ("quick", "user", "words", "told"),
    [
        (Quick.everything, "maria", "zzz", "No target matches zzz. Press Esc"),
        (Quick.mine, "stranger", "", "Nobody in this plan has the login stranger"),
        (Quick.mine, "maria", "", "Nothing here is yours. Press Esc"),
        (Quick.my_team, "stranger", "", "Nobody in this plan has the login stranger"),
        (Quick.my_team, "maria", "", "Nothing here is your team's. Press Esc"),
        (Quick.due, "maria", "", "No check-in is due. Press Esc"),
        (Quick.in_trouble, "maria", "", "No target is in trouble. Press Esc"),
    ],
)
def test_where_nothing_is_found_the_key_that_helps_is_named(quick: Quick, user: str, words: str, told: str) -> None:
    plan = a_plan(*House().records)
    assert told in joined(nothing_here(plan, user, quick, words, 80))
    assert "no target in this plan yet" in joined(nothing_here(a_plan(), user, quick, words, 80))


def test_what_has_the_words_in_its_code_or_owner_is_meant_before_what_has_them_in_its_name() -> None:
    three = a_target(code="CS-3", name="Older than three hrs")
    hired = a_target(code="HR-1", name="Hired")
    nodes = outline(a_plan(three, hired, a_person(id="h", name="Chris"), a_target(code="IT-1", owner="h")))
    assert named_first(walk(nodes), " hr") == (hired.id, named_first(walk(nodes), "chr")[0])
    assert named_first(walk(nodes), "three") == ()
    assert named_first(walk(nodes), "") == ()
    assert named_first(walk(nodes), "!hr") == ()


@pytest.mark.parametrize("width", [76, 78, 98])
def test_a_fact_that_fits_no_column_has_a_row_of_its_own(width: int) -> None:
    riders = a_target(unit="passengers", baseline=1_756_814_800, goal=1_801_642_123, start="2025-12-01", due="2027-12-31")
    text = page(a_plan(riders, readings={riders.id: [a_reading("2025-12-31", 1_756_814_900)]}), riders, width)
    for words in ("1 756 814 900 passengers  31 Dec 2025, 8 w ago", "1 801 642 123 passengers  by 31 Dec 2027", "  needs +"):
        assert words in text
    assert "…" not in text


def joined(lines: list[Line]) -> str:
    return " ".join(text_of(line) for line in lines)


def test_fresh_is_what_others_did_and_not_what_one_did_oneself() -> None:
    one, other = a_target(), a_target(code="CS-2")
    known = a_reading("2026-02-01", 1)
    before = a_plan(one, other, readings={one.id: (known,)})
    after = a_plan(
        one,
        other.edited(NOW, "ben", name="Renamed"),
        an_objective(id="o", by="ben"),
        an_organisation(by="maria"),
        readings={one.id: (known, a_reading("2026-02-09", 2, by="ben")), other.id: (a_reading("2026-02-09", 2),)},
    )
    assert changed_by_others(before, after, "maria") == {one.id, other.id, "o"}
    assert changed_by_others(before, before, "maria") == set()
    again = a_plan(one, other, readings={one.id: (known,)})
    assert changed_by_others(before, again, "ben") == set()


def test_of_two_periods_the_later_one_of_today_is_named() -> None:
    plan = a_plan(a_period(name="Year", end="2026-12-31"), a_period(name="Quarter", start="2026-02-01"))
    assert "Quarter, Mon" in headed(plan, 100)[0]
