"""Archive: where the check-ins of a period that is over were moved to."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kptui.models.record import Line, Record

_FILE = re.compile(r"[^/\\\x00-\x1f\x7f]+\.archive-[a-z0-9-]+\.json")


def _bare(name: str) -> str:
    if not _FILE.fullmatch(name):
        raise ValueError("must be the bare name of an archive, such as plan.archive-q1-2026.json")
    return name


class Archive(Record):
    """A ledger file beside the plan with the check-ins of a period's targets; a plan names it from schema 2 on."""

    record: Literal["archive"] = "archive"
    name: Line = Field(min_length=1)
    """The period's name when it was archived."""
    period: str
    """The period's id."""
    file: Annotated[str, AfterValidator(_bare)]
    """The bare name of the file, which stands in the plan's own directory."""
    targets: tuple[str, ...] = ()
    """The ids of the targets whose check-ins it holds."""
    check_ins: int = Field(ge=0)
    """How many it holds."""
