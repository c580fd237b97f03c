"""What comes up when people meet is made of their words, saved with the check-in that it came with, and settled once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kptui.changes import add_records, check_in_as_before, edit_record, record_check_in
from kptui.changes.meeting import (
    Noted,
    blocker,
    obstacles,
    promise,
    promise_in_turn,
    settle,
    settled_on,
    thanks,
    words_of,
)
from kptui.errors import BadInput, EditConflict, Refused
from kptui.grammar import Words
from kptui.models.check_in import OwnCall
from kptui.models.obstacle import Blocker, BlockerKind, SupportRequest
from kptui.models.record import Record, new_id
from kptui.models.stand_up import Action, Recognition
from kptui.models.target import State, Target
from kptui.plan import Plan
from kptui.store import FileStore
from tests.builders import NOW, TODAY, a_blocker, a_check_in, a_day, a_person, a_plan, a_support_request, a_target, an_action

Kind = Callable[[Plan, Words, Target, Noted], tuple[Record, ...]]
SAM = a_person(name="Sam Reedmace", login="sam")
MARIA = a_person()
TARGET = a_target(owner=MARIA.id)
LATE = a_target(code="CS-2", due="2026-02-20")
NEW = a_target(code="CS-3")
PLAN = a_plan(SAM, MARIA, TARGET)


def noted() -> Noted:
    return Noted(new_id(), TODAY, NOW, "maria")


def test_a_blocker_and_a_call_for_help_come_of_one_line() -> None:
    words = Words(text="vendor slipped", block="dep", help="tool", whom="sam", by="friday")
    made = obstacles(PLAN, words, TARGET, noted())
    assert [type(record) for record in made] == [Blocker, SupportRequest]
    stopped, asked = made
    assert isinstance(stopped, Blocker)
    assert isinstance(asked, SupportRequest)
    assert (stopped.kind, stopped.text, stopped.due) == (BlockerKind.dependency, "vendor slipped", a_day("2026-03-06"))
    assert (asked.of, asked.kind, asked.blocker, asked.text) == (SAM.id, BlockerKind.tool, stopped.id, "vendor slipped")
    assert stopped.id != asked.id


def test_words_that_raise_nothing_make_nothing() -> None:
    assert obstacles(PLAN, Words(text="vendor slipped"), TARGET, noted()) == ()


def test_help_alone_is_about_no_blocker() -> None:
    (asked,) = obstacles(PLAN, Words(whom="sam"), TARGET, noted())
    assert isinstance(asked, SupportRequest)
    assert (asked.blocker, asked.kind) == (None, BlockerKind.other)


def test_a_blocker_of_its_own_needs_no_kind() -> None:
    (stopped,) = blocker(PLAN, Words(text="ill"), TARGET, noted())
    assert isinstance(stopped, Blocker)
    assert stopped.kind is BlockerKind.other


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (Words(block="tool"), "block:tool needs to say what is in the way; add it in quotes."),
        (Words(help="tool"), "help:tool asks nobody; name a person or team after an @."),
        (Words(whom="zoe"), "There is nobody called @zoe"),
        (Words(text="x", block="tool", by="yesterday"), "has passed"),
    ],
)
def test_what_is_only_half_said_is_refused(words: Words, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        obstacles(PLAN, words, TARGET, noted())
    assert said in str(refused.value)


@pytest.mark.parametrize("make", [blocker, promise, promise_in_turn, thanks])
@pytest.mark.parametrize("text", ["call the vendor @sma", "@sma, call the vendor", "call @sma about it", "call the vendor @sma."])
def test_a_name_in_the_text_that_is_nobodys_is_refused_with_the_nearest(make: Kind, text: str) -> None:
    with pytest.raises(BadInput, match=r"There is nobody called @sma; did you mean @sam\?"):
        make(PLAN, Words(text=text), TARGET, noted())


@pytest.mark.parametrize(
    ("text", "owner", "rest"),
    [
        ("call the vendor @sam", SAM.id, "call the vendor"),
        ("@Sam: call the vendor!", SAM.id, "call the vendor!"),
        ("call the vendor, @sam.", SAM.id, "call the vendor"),
        ("call @sam for the keys", MARIA.id, "call @sam for the keys"),
        ("write to sam@example.org @ noon", MARIA.id, "write to sam@example.org @ noon"),
        ("@sam calls @maria", MARIA.id, "@sam calls @maria"),
        ("ask @maria, then tell @sam", MARIA.id, "ask @maria, then tell @sam"),
    ],
)
def test_a_name_that_the_text_begins_or_ends_with_is_whom_it_is_about(text: str, owner: str, rest: str) -> None:
    (made,) = promise(PLAN, Words(text=text), TARGET, noted())
    assert isinstance(made, Action)
    assert (made.owner, made.text) == (owner, rest)


def test_who_is_named_beside_the_text_counts_before_a_name_in_it() -> None:
    (made,) = promise(PLAN, Words(text="call @maria", whom="sam"), TARGET, noted())
    assert isinstance(made, Action)
    assert (made.owner, made.text) == (SAM.id, "call @maria")


def test_in_a_turn_it_is_the_owner_of_the_target_who_promises() -> None:
    (of_owner,) = promise_in_turn(PLAN, Words(text="call"), TARGET, noted()._replace(by="sam"))
    (of_nobody,) = promise_in_turn(PLAN, Words(text="call"), NEW, noted()._replace(by="sam"))
    assert [made.owner for made in (of_owner, of_nobody) if isinstance(made, Action)] == [MARIA.id, SAM.id]


def test_a_promise_is_of_who_is_named_or_of_who_notes_it() -> None:
    (mine,) = promise(PLAN, Words(text="call"), TARGET, noted())
    (theirs,) = promise(PLAN, Words(text="call", whom="sam", by="+1"), TARGET, noted())
    (strangers,) = promise(PLAN, Words(text="call"), TARGET, noted()._replace(by="zoe"))
    assert [(a.owner, a.due) for a in (mine, theirs, strangers) if isinstance(a, Action)] == [
        (MARIA.id, None),
        (SAM.id, a_day("2026-03-03")),
        (None, None),
    ]
    with pytest.raises(BadInput, match="Say what is promised"):
        promise(PLAN, Words(whom="sam"), TARGET, noted())


def test_thanks_go_to_who_is_named_or_to_the_owner_of_the_target() -> None:
    made = [*thanks(PLAN, Words(text="stayed late"), TARGET, noted()), *thanks(PLAN, Words(text="x", whom="sam"), None, noted())]
    assert [(r.to, r.target) for r in made if isinstance(r, Recognition)] == [(MARIA.id, TARGET.id), (SAM.id, None)]
    with pytest.raises(BadInput, match="Name who is thanked"):
        thanks(PLAN, Words(text="x"), None, noted())
    with pytest.raises(BadInput, match="Name who is thanked"):
        thanks(PLAN, Words(text="x"), NEW, noted())
    with pytest.raises(BadInput, match="Say what the thanks are for"):
        thanks(PLAN, Words(whom="sam"), None, noted())


def a_store(path: Path) -> FileStore:
    store = FileStore.create(path / "plan.json", records=[SAM, MARIA, TARGET, LATE, NEW])
    store.save(record_check_in(a_check_in(TARGET, "2026-02-23", 18, confidence=6, own_call="at_risk", challenges="old phones")))
    store.save(record_check_in(a_check_in(LATE, "2026-02-16", 70)))
    return store


def test_a_check_in_and_what_it_raises_are_one_change_that_may_be_saved_again_after_a_doubt(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    made = a_check_in(TARGET, TODAY, 17)
    raised = obstacles(PLAN, Words(text="ill", block="people", whom="sam"), TARGET, Noted(made.id, TODAY, NOW, "maria"))
    store.save(record_check_in(made, *raised))
    store.save(record_check_in(made, *raised))
    assert [store.path.read_text().count(f'"~part":[{part},3]') for part in (1, 2, 3)] == [1, 1, 1]
    assert len(store.history(TARGET.id)) == 2
    assert len(store.read().all_of(Blocker)) == 1


def test_several_are_checked_in_on_as_before_all_at_once(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    change = check_in_as_before([TARGET.id, LATE.id], TODAY, NOW, "sam")
    store.save(change)
    store.save(change)
    first, second = store.history(TARGET.id)[-1], store.history(LATE.id)[-1]
    assert (first.value, first.confidence, first.own_call, first.challenges) == (18, 6, OwnCall.at_risk, "")
    assert (first.on, first.by) == (TODAY, "sam")
    assert (second.value, second.on) == (70, a_day("2026-02-20"))
    assert len(store.history(TARGET.id)) == 2


def test_as_before_there_has_to_be_one_before_and_otherwise_none_is_saved(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with pytest.raises(Refused, match="CS-3 has no check-in yet"):
        store.save(check_in_as_before([TARGET.id, NEW.id], TODAY, NOW, "sam"))
    with pytest.raises(Refused, match="not in the plan any more"):
        store.save(check_in_as_before(["gone"], TODAY, NOW, "sam"))
    store.save(edit_record(LATE, NOW, "maria", state=State.closed))
    with pytest.raises(Refused, match="CS-2 is closed"):
        store.save(check_in_as_before([TARGET.id, LATE.id], TODAY, NOW, "sam"))
    assert len(store.history(TARGET.id)) == 1


def test_what_is_open_is_settled_once(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    every = (a_blocker(TARGET), a_support_request(TARGET, SAM), an_action(TARGET))
    store.save(add_records(*every))
    for record in every:
        assert settled_on(record) is None
        settled = store.save(settle(record, TODAY, NOW, "sam")).get(record.id)
        assert isinstance(settled, Blocker | SupportRequest | Action)
        assert settled_on(settled) == TODAY
        with pytest.raises(Refused, match="settled already"):
            settle(settled, TODAY, NOW, "sam")
        with pytest.raises(EditConflict):
            store.save(settle(record, TODAY, NOW, "maria"))


def test_a_call_for_help_below_its_blocker_does_not_say_the_same_again() -> None:
    stopped = a_blocker(TARGET)
    plan = a_plan(SAM, TARGET, stopped)
    asked = a_support_request(TARGET, SAM, text=stopped.text, blocker=stopped.id)
    other = asked.model_copy(update={"text": "two licences"})
    assert words_of(plan, asked, below_blocker=True) == "asks Sam Reedmace for help"
    assert words_of(plan, other, below_blocker=True) == "asks Sam Reedmace for help: two licences"
    assert words_of(plan, asked) == "asks Sam Reedmace for help: The vendor slipped"


def test_each_says_itself_in_words() -> None:
    said = [
        a_blocker(TARGET),
        a_blocker(TARGET, kind="tool"),
        a_support_request(TARGET, SAM),
        a_support_request(TARGET, SAM, kind="money", text="two\nlicences"),
        an_action(TARGET),
        an_action(TARGET, owner=SAM.id),
        *thanks(PLAN, Words(text="stayed late", whom="sam"), None, noted()),
    ]
    assert [words_of(PLAN, r) for r in said if isinstance(r, Blocker | SupportRequest | Action | Recognition)] == [
        "blocked: The vendor slipped",
        "blocked (tool): The vendor slipped",
        "asks Sam Reedmace for help",
        "asks Sam Reedmace for help (money): two licences",
        "somebody promised: Call the vendor",
        "Sam Reedmace promised: Call the vendor",
        "thanks to Sam Reedmace: stayed late",
    ]
