"""Every way the plan can change: each function here makes a Change, which runs on the newest Plan inside the lock."""

from collections.abc import Callable, Sequence

from kptui.plan import Plan
from kptui.models.record import Record

Change = Callable[[Plan], Sequence[Record]]
"""Returns the records to save, or raises Refused or EditConflict; it is pure and may be run again."""
