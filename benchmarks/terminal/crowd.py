"""Many sessions on one file, a check-in a second in all: how soon each of them shows it, and what they cost together."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime
from selectors import EVENT_READ, DefaultSelector

from benchmarks.terminal.ground import Ground, kptui
from benchmarks.terminal.seat import Seat
from kptui.changes import record_check_in
from kptui.models.check_in import CheckIn
from kptui.store import FileStore

SESSIONS, CHECK_INS = 30, 10
_TARGET = "CS-1"
_PATIENCE = 10.0


def crowd(ground: Ground, *, sessions: int = SESSIONS, check_ins: int = CHECK_INS) -> dict[str, float]:
    """Return the longest that any session took to show a check-in, in seconds, and the share of one core that all used."""
    with ExitStack() as seats:
        everyone = [seats.enter_context(Seat(kptui("--plan", ground.sample), ground.environment)) for _ in range(sessions)]
        for seat in everyone:
            seat.until(_TARGET, "? help")
        for seat in everyone:
            seat.settle()
        began, worked = time.perf_counter(), sum(seat.cpu_seconds for seat in everyone)
        store = FileStore(ground.sample, any_file_system=True)
        seats.callback(store.close)
        slowest = max(_shown_by_all(store, everyone, value) for value in range(check_ins))
        share = (sum(seat.cpu_seconds for seat in everyone) - worked) / (time.perf_counter() - began)
    return {"crowd_slowest_s": slowest, "crowd_cpu": share}


def _shown_by_all(store: FileStore, everyone: list[Seat], turn: int) -> float:
    """Save a check-in, and return the seconds until the last session showed it; a second later it may be the next one's turn."""
    plan = store.read()
    now = datetime.now(UTC)
    value = 10.01 + turn / 100
    check_in = CheckIn(target=plan.target(_TARGET).id, on=plan.today(now), value=value, at=now, by="crowd")
    begin = time.perf_counter()
    store.save(record_check_in(check_in))
    last = _watch(everyone, f"{value:g}".encode(), begin)
    while time.perf_counter() < begin + 1:
        _watch(everyone, b"\0", time.perf_counter(), patience=begin + 1 - time.perf_counter())
    return last - begin


def _watch(everyone: list[Seat], words: bytes, begin: float, patience: float = _PATIENCE) -> float:
    """Take in what the sessions write until each has shown the words; return the moment when the last of them had."""
    missing: set[Seat] = set()
    last = begin
    with DefaultSelector() as selector:
        for seat in everyone:
            selector.register(seat, EVENT_READ)
            missing.add(seat)
        while missing and (ready := selector.select(max(begin + patience - time.perf_counter(), 0))):
            for key, _ in ready:
                shown = key.fileobj
                if isinstance(shown, Seat) and shown.takes_in(words):
                    missing.discard(shown)
                    last = time.perf_counter()
    return last if not missing else begin + patience
