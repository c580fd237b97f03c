"""What names say by themselves: the objective that targets share, a team's short code, a cadence from its days."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise

from kptui.models.target import Cadence

_SMALL_WORDS = frozenset({"and", "or", "of", "the", "for", "in", "on", "to", "a", "an", "und", "der", "die", "das", "de", "la"})
_SHORT_LENGTH = 6


def shared_parts(names: Sequence[str]) -> dict[str, str]:
    """Return, for each name that shares a part around " - " with another, the part that becomes its objective.

    Greedy: the part that most names share comes first, at least two; those that have it are out of the count from then on.
    """
    left = {name: list(dict.fromkeys(part.strip() for part in name.split(" - ") if part.strip())) for name in names}
    found: dict[str, str] = {}
    while counts := Counter(part for name, parts in left.items() for part in parts * names.count(name)):
        part, count = counts.most_common(1)[0]
        if count < 2:
            break
        taken = [name for name, parts in left.items() if part in parts]
        found |= dict.fromkeys(taken, part)
        for name in taken:
            del left[name]
    return found


def short_code(name: str, taken: Collection[str]) -> str:
    """Return a short code for a team: its initials, or three letters of a single word, made unique by a number."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall(r"[A-Z0-9]+", letters)
    telling = [word for word in words if word.lower() not in _SMALL_WORDS] or words or ["T"]
    initials = telling[0][:3] if len(telling) == 1 else "".join(word[0] for word in telling)
    stem = (initials if initials[0].isalpha() else f"T{initials}")[:_SHORT_LENGTH]
    if stem not in taken:
        return stem
    numbered = (f"{stem[: _SHORT_LENGTH - len(str(n))]}{n}" for n in range(2, len(taken) + 3))
    return next(code for code in numbered if code not in taken)


def cadence_of(days: Iterable[date]) -> Cadence | None:
    """Return the cadence nearest to the median spacing of `days`; None for fewer than two days."""
    ordered = sorted(set(days))
    if len(ordered) < 2:
        return None
    from statistics import median  # dear to load, and the shell needs only the short codes of this file

    spacing = median((b - a).days for a, b in pairwise(ordered))
    return min(Cadence, key=lambda cadence: abs(cadence.days - spacing))
