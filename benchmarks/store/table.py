"""The table: what is measured, the bar that each figure has to clear, and whether it does."""

from collections.abc import Mapping
from typing import NamedTuple

Figures = Mapping[int, Mapping[str, float]]
"""Each figure by its key, by the number of check-ins that were there."""


class Bar(NamedTuple):
    """What a figure may be at most, or must be at least."""

    limit: float
    at: int | None = None
    """The number of check-ins that it is for; None for every one."""
    least: bool = False

    def cleared_by(self, value: float) -> bool:
        """Return whether a figure is on the right side of it."""
        return value >= self.limit if self.least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.least else '≤'} {_number(self.limit)}" + (f" at {short(self.at)}" if self.at else "")


class Line(NamedTuple):
    """One line of the table."""

    words: str
    bars: tuple[Bar, ...] = ()


LINES = {
    "check_in_to_floor": Line("one durable check-in ÷ a bare pwrite + fdatasync of its line", (Bar(1.5),)),
    "check_in_to_sqlite": Line("the same ÷ SQLite (WAL, synchronous=FULL)", (Bar(1.0),)),
    "check_in_to_tinydb": Line("the same ÷ stock TinyDB", (Bar(1 / 1000, at=100_000),)),
    "check_in_to_tinydb_caching": Line("the same ÷ TinyDB, caching, flushed each time"),
    "check_in_ledger_ms": Line("the same, ms"),
    "check_in_ledger_cpu_ms": Line("of which the processor worked, ms"),
    "check_in_floor_ms": Line("the bare pwrite + fdatasync, ms"),
    "open_to_sqlite": Line("open + latest check-in of 2,000 targets ÷ SQLite", (Bar(1.0, at=100_000),)),
    "open_to_sqlite_with_records": Line("the same ÷ SQLite with the targets read as records, as a Plan has them"),
    "open_ms": Line("the same, ms", (Bar(50, at=1_000_000),)),
    "open_growth": Line("the same ÷ that at 100k", (Bar(3, at=1_000_000),)),
    "open_without_index_ms": Line("the same without the index, ms"),
    "memory_mb": Line("memory of a session over an empty file's, MB", (Bar(15, at=100_000), Bar(50, at=1_000_000))),
    "memory_without_index_mb": Line("the same, of the session that makes the index"),
    "rate_to_sqlite": Line("8 writers saturating ÷ SQLite's rate", (Bar(1.0, least=True),)),
    "rate_to_sqlite_read": Line("the same ÷ SQLite's where each, too, reads what the others wrote before it writes"),
    "rate_to_floor": Line("the same ÷ that of 8 that take turns at a bare flock + pwrite + fdatasync"),
    "rate_per_second": Line("the same, check-ins a second"),
    "rate_sqlite_per_second": Line("SQLite's, a second"),
    "wait_worst_ms": Line("worst wait of 32 saturating writers, ms", (Bar(200),)),
    "wait_median_ms": Line("their median, ms"),
    "wait_floor_worst_ms": Line("the worst of 32 that take turns at a bare flock + pwrite + fdatasync, ms"),
    "wait_sqlite_worst_ms": Line("SQLite's worst, ms"),
    "news_worst_ms": Line("another session sees a check-in, polling at 250 ms: worst, ms", (Bar(300),)),
    "news_median_ms": Line("its median, ms"),
}
"""What the table shows, by the figure's key."""


def table(figures: Figures) -> list[str]:
    """Return the lines of the table in Markdown, without those of which nothing was measured."""
    rows = [["", *map(short, figures), "bar", ""]]
    for key, line in LINES.items():
        found = _found(key, figures)
        if found:
            cells = (_number(found[size]) if size in found else "" for size in figures)
            rows.append([line.words, *cells, ", ".join(map(str, line.bars)), verdict(key, figures)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    return ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]


def verdict(key: str, figures: Figures) -> str:
    """Return `met`, or `missed` and where; nothing for a line without a bar, or measured where it has none."""
    bars, found = LINES[key].bars, _found(key, figures)
    judged = {size: bar.cleared_by(value) for size, value in found.items() for bar in bars if bar.at in (None, size)}
    missed = [short(size) for size, cleared in judged.items() if not cleared]
    if missed:
        return f"missed at {', '.join(missed)}"
    return "met" if judged else ""


def _found(key: str, figures: Figures) -> dict[int, float]:
    return {size: known[key] for size, known in figures.items() if key in known}


def short(size: int) -> str:
    """Return a number of check-ins as the table's head shows it: 100k, 1M."""
    for unit, sign in ((1_000_000, "M"), (1000, "k")):
        if size >= unit and size % (unit // 10) == 0:
            return f"{size / unit:g}{sign}"
    return str(size)


def _number(value: float) -> str:
    if 0 < value < 0.02:
        return f"1/{round(1 / value, -len(str(int(1 / value))) + 2):,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"
