"""Tests of which lines of a text are goals."""

from kptui.rules.smart.lines import GoalLine, goal_lines

MARKDOWN = """\
# Goals 2026

Last year was hard, and here is why we write them down at all.

## Raise sales by 10% by June

- [ ] Cut churn to 4%
* **KR1:** Publish 10 posts
1. Objective: Delight everyone
+ O2 - Delight nobody
- Goal: Hire 3 nurses
-
- These are the rules:

We will file the report by May.
Customers are up 10% since May.
The weather was fine.
Maybe.

### Key results

- Reach an NPS of 45

### Others

- Reach an NPS of 50

```
- Cut costs in code
```

| Cut costs | in tables |
> Cut costs in quotations
[Cut costs](in links)
---
"""


def test_in_markdown_items_and_what_reads_like_a_goal_are_found() -> None:
    assert list(goal_lines(MARKDOWN.splitlines(), markdown=True)) == [
        GoalLine(5, 4, "Raise sales by 10% by June", is_key_result=False),
        GoalLine(7, 7, "Cut churn to 4%", is_key_result=False),
        GoalLine(8, 12, "Publish 10 posts", is_key_result=True),
        GoalLine(11, 9, "Hire 3 nurses", is_key_result=False),
        GoalLine(15, 1, "We will file the report by May.", is_key_result=False),
        GoalLine(22, 3, "Reach an NPS of 45", is_key_result=True),
        GoalLine(26, 3, "Reach an NPS of 50", is_key_result=False),
    ]


def test_in_plain_text_every_line_is_a_goal() -> None:
    text = ["Be better", "", "  > Cut costs", "- KR: Win 3", "# no heading", "word " * 61]
    assert list(goal_lines(text, markdown=False)) == [
        GoalLine(1, 1, "Be better", is_key_result=False),
        GoalLine(3, 3, "> Cut costs", is_key_result=False),
        GoalLine(4, 7, "Win 3", is_key_result=True),
        GoalLine(5, 1, "# no heading", is_key_result=False),
    ]


ASIDES = """\
---
title: Reduce confusion by 20% by May
---

# Making a plan of 12 parts

    Cut costs by 4%

We increased sales by 12% last year.
A target of 12% is what one could
raise by 12% by May.
Some words on why. Sales are up 12% since May.

<!-- - Cut costs by 5% -->
<!--
- Cut costs by 6%
-->

````
```
- Cut costs by 7%
```
````

- [Cut churn to 5%](https://example.com/2024/12) by May
- see [the plan](https://example.com)
- https://example.com/plan
- ~~Cut costs by 8% by May~~
- Owner: Ana
- Notes
- 2026-03-31
- [ ]
- Lead time down to 3 days
- Grow revenue
  by 10% by the end of Q3

  As agreed.
"""


def test_what_stands_beside_the_goals_is_none() -> None:
    found = [(goal.line, goal.column, goal.text) for goal in goal_lines(ASIDES.splitlines(), markdown=True)]
    assert found == [
        (25, 3, "Cut churn to 5% by May"),
        (33, 3, "Lead time down to 3 days"),
        (34, 3, "Grow revenue by 10% by the end of Q3"),
    ]


def test_a_rule_that_is_no_front_matter_hides_nothing_and_what_is_left_open_hides_the_rest() -> None:
    text = ["Goals", "---", "- Cut churn to 5%", "---", "- Cut costs to $9", "~~~ text", "- Cut waste to 3%"]
    assert [goal.line for goal in goal_lines(text, markdown=True)] == [3, 5]
    assert [goal.line for goal in goal_lines(text[:3], markdown=True)] == [3]
