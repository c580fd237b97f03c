"""Several people at once: codes given out at the same moment, and two edits of one record."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kptui.forms import FORMS, as_typed, change_of, clashes, merged, understand
from kptui.models.target import Target
from kptui.store import FileStore
from tests.builders import NOW, a_plan, a_target
from tests.kptui.forms.filling import OBJECTIVE, PLAN, SERVICE, around

_ADDS_TEN = """
import sys
from pathlib import Path
from kptui.forms import FORMS, Around, begin, change_of, understand
from kptui.models.record import new_id
from kptui.store import FileStore
from tests.builders import NOW, TODAY
from tests.kptui.forms.filling import TARGET

store = FileStore(Path(sys.argv[1]))
for number in range(10):
    here = Around(store.read(), TODAY, "maria")
    typed = begin(FORMS["target"], here, None) | TARGET
    store.save(change_of(understand(FORMS["target"], here, typed), here, new_id(), NOW, "maria"))
"""


def test_two_who_add_targets_at_once_get_codes_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    FileStore.create(path, records=tuple(PLAN.records.values())).close()
    started = [subprocess.Popen([sys.executable, "-c", _ADDS_TEN, str(path)]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in started] == [0, 0]
    assert [target.code for target in FileStore(path).read().targets] == [f"CS-{number}" for number in range(1, 21)]


_READ = a_target(owner=SERVICE.id, objective=OBJECTIVE.id, unit="h", baseline=24, goal=12, due="2026-03-31")
_EDITS = {
    "name": ["Answer faster", "Answer at once", "Answer within a day"],
    "goal": ["12", "10", "-50%"],
    "owner": ["Customer Service", "Maria Berger", "BW"],
    "cadence": ["weekly", "monthly"],
    "rationale": ["", "They stay"],
}
edits = st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in _EDITS.items()})


@settings(max_examples=50, deadline=None)
@given(edits, edits, st.sets(st.sampled_from(sorted(_EDITS))))
def test_of_two_edits_nothing_is_lost_but_what_the_other_was_chosen_for(
    mine: dict[str, str], hers: dict[str, str], kept: set[str]
) -> None:
    form, before = FORMS["target"], around(_READ, a_plan(*PLAN.records.values(), _READ))
    texts = as_typed(form, before)
    [theirs] = change_of(understand(form, before, texts | hers), before, "", NOW, "ana")(before.plan) or (_READ,)
    newer = around(theirs, a_plan(*PLAN.records.values(), theirs))
    clashing = {clash.name for clash in clashes(form, before, texts | mine, theirs)}
    both = merged(form, before, texts | mine, theirs, kept)
    for name, text in texts.items():
        saved, typed = as_typed(form, newer)[name], mine.get(name, text)
        assert both[name] == (typed if saved == text or (typed != text and name in kept) else saved)
        assert (name in clashing) is (len({text, typed, saved}) == 3)
    [together] = change_of(understand(form, newer, both), newer, "", NOW, "maria")(newer.plan) or (theirs,)
    assert isinstance(together, Target)
    assert as_typed(form, around(together, a_plan(*newer.plan.records.values(), together)))["name"] == both["name"]
