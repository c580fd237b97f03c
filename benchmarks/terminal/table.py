"""The table: what is measured, the bar that each figure has to clear, and whether it does."""

from collections.abc import Mapping

from benchmarks.store.table import Bar, Line

LINES = {
    "start_sample_to_pydantic": Line("start to a usable tree ÷ a bare tree with pydantic: sample plan", (Bar(1.35),)),
    "start_large_to_pydantic": Line("the same: 2,000 targets and 100k check-ins", (Bar(1.6),)),
    "start_sample_to_bare": Line("the same ÷ a bare tree: sample plan", (Bar(1.7),)),
    "start_sample_to_posting": Line("the same ÷ posting", (Bar(0.55),)),
    "start_sample_cpu_to_pydantic": Line("work of the processor until then ÷ a bare tree's with pydantic: sample plan"),
    "start_large_cpu_to_pydantic": Line("the same: 2,000 targets and 100k check-ins"),
    "start_sample_ms": Line("start to a usable tree, sample plan, ms"),
    "start_large_ms": Line("the same: 2,000 targets and 100k check-ins, ms"),
    "move_sample_to_bare": Line("a move in the tree ÷ the bare tree's, time: sample plan", (Bar(1.2),)),
    "move_large_to_bare": Line("the same: 2,000 targets", (Bar(1.5),)),
    "move_sample_bytes_to_bare": Line("the same in bytes: sample plan", (Bar(1.2),)),
    "move_large_bytes_to_bare": Line("the same: 2,000 targets", (Bar(1.5),)),
    "open_target_to_bare": Line("opening a target ÷ a bare screen", (Bar(1.5),)),
    "open_check_in_to_bare": Line("opening the check-in ÷ a bare form", (Bar(1.5),)),
    "first_paint_kb": Line("bytes at 80x24: first paint, KB", (Bar(30),)),
    "move_kb": Line("a move, KB", (Bar(1),)),
    "open_check_in_kb": Line("opening the check-in, KB", (Bar(15),)),
    "idle_bytes": Line("ten idle seconds, bytes", (Bar(0),)),
    "idle_cpu_s": Line("work of the processor in ten idle seconds, s", (Bar(0.05),)),
    "memory_sample_mb": Line("memory over the bare tree's, MB: sample plan", (Bar(25),)),
    "memory_large_mb": Line("the same: 100k check-ins", (Bar(40),)),
    "crowd_slowest_s": Line("30 sessions, a check-in a second: the last one shows it within, s", (Bar(1),)),
    "crowd_cpu": Line("the share of one core that they use together", (Bar(0.3),)),
    "shell_check_in_to_bare": Line("`kptui check-in` ÷ the bare imports", (Bar(1.5),)),
    "shell_due_to_bare": Line("`kptui due --short` ÷ the same", (Bar(1.5),)),
}
"""What the table shows, by the figure's key."""


def table(figures: Mapping[str, float]) -> list[str]:
    """Return the lines of the table in Markdown, without those of which nothing was measured."""
    rows = [["", "", "bar", ""]]
    rows += [
        [line.words, _number(figures[key]), ", ".join(map(str, line.bars)), verdict(key, figures)]
        for key, line in LINES.items()
        if key in figures
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    return ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]


def verdict(key: str, figures: Mapping[str, float]) -> str:
    """Return `met` or `missed`; nothing for a line without a bar."""
    bars = LINES[key].bars
    return ("met" if all(bar.cleared_by(figures[key]) for bar in bars) else "missed") if bars else ""


def _number(value: float) -> str:
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}" if value < 10 else f"{value:,.0f}"
