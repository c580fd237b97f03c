"""The last change: what was saved within one second is taken back together."""

from collections.abc import Sequence

import pytest

from kptui.changes.last_change import last_change
from kptui.changes.taking_back import take_back
from kptui.errors import Refused
from kptui.models.check_in import CheckIn
from kptui.models.record import Record
from kptui.models.target import Target
from tests.builders import NOW, a_check_in, a_plan, a_target, an_objective

TARGET = a_target(by="ana")


def within_a_second(*records: Record) -> Sequence[Record]:
    """What is saved for the undoing of documents that were all saved in one second."""
    documents = [record.document() for record in records]
    history = [record for record in records if isinstance(record, CheckIn)]
    newest = a_plan(*(record for record in records if not isinstance(record, CheckIn)))
    return take_back(last_change(documents, "maria", lambda _: history), NOW, "maria")(newest)


def test_what_was_done_within_one_second_goes_back_to_before_all_of_it() -> None:
    once = TARGET.edited(NOW, "maria", name="Once")
    [back] = within_a_second(TARGET, once, once.edited(NOW, "maria", name="Twice"))
    assert isinstance(back, Target)
    assert (back.version, back.name) == (4, TARGET.name)


def test_what_took_itself_back_within_one_second_is_left() -> None:
    once = TARGET.edited(NOW, "maria", name="Once")
    objective = an_objective()
    check_in = a_check_in(TARGET, "2026-03-01", 5)
    withdrawal = a_check_in(TARGET, "2026-03-01", 5, corrects=check_in.id, withdrawn=True)
    for records in (
        (TARGET, once, once.edited(NOW, "maria", name=TARGET.name)),
        (objective, objective.edited(NOW, "maria", retired=True)),
        (check_in, withdrawal),
    ):
        with pytest.raises(Refused, match="took each other back"):
            within_a_second(*records)


def test_a_document_that_fits_no_record_is_not_taken_back() -> None:
    documents = [TARGET.document() | {"by": "maria", "goal": "many"}]
    with pytest.raises(Refused, match="nothing of yours"):
        last_change(documents, "maria", lambda _: ())


def test_a_check_in_whose_target_is_not_in_the_plan_is_withdrawn_all_the_same() -> None:
    [back] = within_a_second(a_check_in(TARGET, "2026-03-01", 5))
    assert isinstance(back, CheckIn)
    assert back.withdrawn
