"""A plan for each test, and the counts at the end of the long form."""

from pathlib import Path

import pytest

from tests.ledger.counts import COUNTS, LONG, SEED, TOLD
from tests.ledger.plans import make_plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_plan(tmp_path / "plan.json")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if LONG:
        terminalreporter.section(f"torture, TORTURE_SEED={SEED}")
        for what in (*TOLD, *sorted(COUNTS.keys() - {*TOLD})):
            terminalreporter.write_line(f"{COUNTS[what]:>12,} {what}")
