"""What a session costs while nobody types: the processor's time and bytes in ten seconds, the poll for news included."""

from benchmarks.terminal.ground import Ground, kptui
from benchmarks.terminal.keys import JUDGED
from benchmarks.terminal.seat import Seat

SECONDS = 10.0
_CALM = 1.5


def idling(ground: Ground, rounds: int) -> dict[str, float]:
    """Return the most that any of a few sessions used."""
    found = [_idle(ground) for _ in range(min(rounds, 3))]
    return {"idle_cpu_s": max(cpu for cpu, _ in found), "idle_bytes": max(size for _, size in found)}


def _idle(ground: Ground) -> tuple[float, float]:
    with Seat(kptui("--plan", ground.large), ground.environment) as seat:
        seat.until(JUDGED)
        seat.settle(_CALM)
        worked, written = seat.cpu_seconds, len(seat.written)
        seat.settle(SECONDS)
        return seat.cpu_seconds - worked, len(seat.written) - written
