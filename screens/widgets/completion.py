"""Completion: shows how the last word of a line may go on; the right arrow takes it."""

from collections.abc import Callable

from textual.suggester import Suggester


class Completion(Suggester):
    """Asks anew for each letter, since who and what there is may change meanwhile."""

    def __init__(self, complete: Callable[[str], str | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole line as it could be; None where there is nothing to add."""
        return self._complete(value)
