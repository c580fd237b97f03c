"""The outline of a plan, narrowed, ordered and folded."""

from collections.abc import Iterable

import pytest

from kptui.models.record import Record
from kptui.outline import Node, Sort, outline, walk
from kptui.rules.rollup import RolledUp
from kptui.sparkline import BLOCKS
from screens.presentation.columns import RowFigures, columns_for, figures_of_parent, name_width, row_line
from screens.presentation.line import length, text_of
from screens.presentation.outline import matches, narrowed, ordered, rows
from screens.presentation.spark import spark
from screens.presentation.view import View
from tests.builders import START, TODAY, a_pillar, a_plan, a_reading, a_target, an_objective
from tests.screens.house import House


def names(nodes: Iterable[Node]) -> list[str]:
    return [node.code or node.name for node in walk(nodes)]


def drawn(*records: Record) -> list[str]:
    figures = RowFigures(a_plan(*records), TODAY)
    return [text_of(row_line(row, figures.of(row.node), 60)).rstrip() for row in rows(outline(figures.plan), ())]


def test_everything_of_a_plan_is_in_its_outline_once() -> None:
    house = House()
    assert names(outline(a_plan(*house.records))) == [
        "Every customer stays by choice",
        "Customers",
        "Customers hear from us soon",
        "CS-1",
        "CS-2",
        "People know the tools",
        "IT-1",
        "Sound money",
        "Spend with care",
        "FI-1",
        "FI-2",
        "Without an objective",
        "XX-1",
    ]


def test_an_objective_on_no_pillar_has_a_heading() -> None:
    assert names(outline(a_plan(an_objective(name="Alone")))) == ["Without a pillar", "Alone"]


def test_what_stood_on_something_retired_or_missing_is_not_lost() -> None:
    gone = a_pillar(retired=True)
    below = an_objective(name="Below", pillar=gone.id)
    deeper = an_objective(name="Deeper", parent=below.id)
    lost = an_objective(name="Lost", parent="nobody")
    plan = a_plan(gone, deeper, below, lost, a_target(objective=deeper.id), a_target(code="CS-2", objective="nothing"))
    assert names(outline(plan)) == ["Without a pillar", "Below", "Deeper", "CS-1", "Lost", "Without an objective", "CS-2"]


def test_objectives_in_a_circle_are_shown_once() -> None:
    one, other = an_objective(id="1", name="One", parent="2"), an_objective(id="2", name="Other", parent="1")
    assert sorted(names(outline(a_plan(one, other)))) == ["One", "Other", "Without a pillar"]


def test_an_empty_plan_has_no_rows() -> None:
    assert outline(a_plan()) == ()


def test_the_lines_lead_to_each_row() -> None:
    pillar = a_pillar()
    first, second = an_objective(name="First", pillar=pillar.id), an_objective(name="Second", pillar=pillar.id)
    inner = an_objective(name="Inner", parent=first.id)
    targets = [a_target(code=f"CS-{n}", state="draft", objective=o.id) for n, o in ((1, first), (2, inner), (3, second))]
    shown = [line.split("draft")[0].rstrip() for line in drawn(pillar, first, second, inner, *targets)]
    assert shown == [
        "▾ Customers",
        "  ▾ First",
        "  │ ├ CS-1 Answer faster",
        "  │ ▾ Inner",
        "  │   └ CS-2 Answer faster",
        "  ▾ Second",
        "    └ CS-3 Answer faster",
    ]


ANSWER = Node("1", Sort.target, "Answer faster", "CS-1", "Maria Berger")


@pytest.mark.parametrize("words", ["", "cs-1", "ANSWER", "berger", "!xyz", "!"])
def test_words_are_found_in_code_name_and_owner(words: str) -> None:
    assert matches(ANSWER, words)


@pytest.mark.parametrize("words", ["xyz", "!berger"])
def test_other_words_are_not_found(words: str) -> None:
    assert not matches(ANSWER, words)


def test_narrowing_keeps_what_is_above() -> None:
    house = House()
    nodes = narrowed(outline(a_plan(*house.records)), lambda node: node.code == "IT-1")
    assert names(nodes) == [
        "Every customer stays by choice",
        "Customers",
        "Customers hear from us soon",
        "People know the tools",
        "IT-1",
    ]


def test_the_worst_are_first_among_siblings() -> None:
    one, other = a_target(code="CS-1"), a_target(code="CS-2")
    plan = a_plan(one, other, readings={one.id: [a_reading(TODAY, 60)], other.id: [a_reading(TODAY, 1)]})
    assert names(ordered(outline(plan), RowFigures(plan, TODAY).rank)) == ["Without an objective", "CS-2", "CS-1"]


@pytest.mark.parametrize("width", [30, 60, 80, 104, 140])
def test_a_row_fills_its_width_exactly(width: int) -> None:
    house = House()
    figures = RowFigures(a_plan(*house.records), TODAY)
    for row in rows(outline(figures.plan), ()):
        assert length(row_line(row, figures.of(row.node), width)) == width


def test_names_have_more_room_on_eighty_cells_than_on_sixty() -> None:
    assert name_width(79, columns_for(79)) > name_width(59, columns_for(59))
    for width in range(59, 200):
        assert name_width(width, columns_for(width)) >= 36
        assert all(c.width >= len(c.heading) for c in columns_for(width))


def test_the_course_is_shown_where_there_is_room_its_newest_block_in_the_tone_of_the_status() -> None:
    target = a_target()
    plan = a_plan(target, readings={target.id: [a_reading(START, 0), a_reading(TODAY, 60)]})
    row = next(row for row in rows(outline(plan), ()) if row.node.code)
    drawn = {width: row_line(row, RowFigures(plan, TODAY).of(row.node), width) for width in (79, 97, 98, 119)}
    blocks = {width: [span for span in line if set(span.text) & set(BLOCKS)] for width, line in drawn.items()}
    assert [bool(found) for found in blocks.values()] == [False, False, True, True]
    assert [(span.text.strip(), span.tone) for span in blocks[98]] == [("▁", "muted"), ("▅", "on_track")]


def test_what_has_no_check_in_has_no_course() -> None:
    assert text_of(spark("", 8, None)) == " " * 8
    assert text_of(spark("▁▂", 8, None)) == "      ▁▂"


@pytest.mark.parametrize(("targets", "words"), [(1, "1 no news"), (12, "○ 12")])
def test_a_parent_says_how_many_beneath_it_have_no_news(targets: int, words: str) -> None:
    heading, *_ = rows(outline(a_plan(a_target())), ())
    assert text_of(row_line(heading, figures_of_parent(RolledUp(no_news=targets), ""), 79)).endswith(words.ljust(9))


def test_a_view_folds_for_itself_while_it_is_filtered() -> None:
    house = House()
    tree = outline(a_plan(*house.records))
    view = View()
    view.show(tree, filtered=False)
    view.fold([house.customers.id])
    view.show(narrowed(tree, lambda node: node.code == "CS-1"), filtered=True)
    assert view.place_of(house.response.id) is not None
    view.fold([house.faster.id])
    assert view.place_of(house.response.id) is None
    view.show(tree, filtered=False)
    assert view.place_of(house.faster.id) is None
    view.reveal(house.hours.id)
    assert view.place_of(house.hours.id) is not None
    view.reveal("nobody")
    assert view.at(99) is None
    assert view.above(0) == 0
