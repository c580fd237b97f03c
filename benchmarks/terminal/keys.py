"""What keys cost: a move in the tree, and opening a target and the check-in, beside bare ones."""

from collections.abc import Callable, Sequence
from statistics import median

from benchmarks.terminal.ground import Ground, kptui, peer
from benchmarks.terminal.seat import Answer, Seat

DOWN, UP, ESCAPE, ENTER = "\x1b[B", "\x1b[A", "\x1b", "\r"
PAGE, FORM, CHECK_IN = "s", "m", "c"
"""The keys that open a bare screen, a bare form, and the check-in."""
JUDGED = "on track"
"""Words that come once the statuses of a large plan are there."""
_CALM = 0.4
"""Seconds without output after which what was opened is there; less than the half second between two blinks of a bare field."""
MOVES = 20
"""Moves of one turn."""


def moving(ground: Ground, rounds: int) -> dict[str, float]:
    """Return how a move in the tree compares with one in the bare tree, in time and in bytes."""
    programs = {
        "bare": (peer("tree"), "palette"),
        "sample": (kptui("--plan", ground.sample), "? help"),
        "large": (kptui("--plan", ground.large), JUDGED),
    }
    turns: list[dict[str, list[Answer]]] = []
    for _ in range(rounds):
        turns.append({name: _moves(ground, *program) for name, program in programs.items()})

    def ratio(name: str, of: Callable[[Answer], float]) -> float:
        return median(median(map(of, turn[name])) / median(map(of, turn["bare"])) for turn in turns)

    return {
        "move_sample_to_bare": ratio("sample", lambda answer: answer.seconds),
        "move_large_to_bare": ratio("large", lambda answer: answer.seconds),
        "move_sample_bytes_to_bare": ratio("sample", lambda answer: answer.size),
        "move_large_bytes_to_bare": ratio("large", lambda answer: answer.size),
        "move_kb": max(answer.size for turn in turns for name in ("sample", "large") for answer in turn[name]) / 1000,
    }


def _moves(ground: Ground, program: Sequence[str], words: str) -> list[Answer]:
    with Seat(program, ground.calm) as seat:
        seat.until(words)
        seat.settle(_CALM)
        return [seat.press(DOWN if turn % MOVES < MOVES // 2 else UP) for turn in range(MOVES)]


def opening(ground: Ground, rounds: int) -> dict[str, float]:
    """Return how opening a target and the check-in compares with opening a bare screen and a bare form."""
    with Seat(peer("screens"), ground.calm) as peers, Seat(kptui("--plan", ground.sample), ground.calm) as seat:
        peers.until("Ready")
        seat.until("? help")
        peers.settle(_CALM)
        seat.settle(_CALM)
        pages, forms = [], []
        for _ in range(max(rounds, 3)):
            pages.append((_open(seat, ENTER), _open(peers, PAGE)))
            forms.append((_open(seat, CHECK_IN), _open(peers, FORM)))
    return {
        "open_target_to_bare": _ratio(pages),
        "open_check_in_to_bare": _ratio(forms),
        "open_check_in_kb": max(ours.size for ours, _ in forms) / 1000,
    }


def _ratio(pairs: Sequence[tuple[Answer, Answer]]) -> float:
    return median(ours.seconds / theirs.seconds for ours, theirs in pairs)


def _open(seat: Seat, key: str) -> Answer:
    """Open, and go back."""
    answer = seat.press(key, calm=_CALM)
    seat.press(ESCAPE, calm=_CALM)
    return answer
