"""Completion: shows how the last word of a line may go on; Tab takes it, and so does the right arrow."""

from collections.abc import Callable, Sequence

from textual.suggester import Suggester


class Completion(Suggester):
    """Asks anew for each letter, since who and what there is may change meanwhile."""

    def __init__(self, complete: Callable[[str], str | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole line as it could be; None where there is nothing to add."""
        return self._complete(value)


def one_of(choices: Sequence[str]) -> Completion:
    """Return the completion of a text that is one of `choices`: the first that goes on so, unless it is one already."""

    def complete(text: str) -> str | None:
        begun = [choice for choice in choices if choice.casefold().startswith(text.casefold())]
        is_one = any(len(choice) == len(text) for choice in begun)
        return None if is_one or not begun else begun[0]

    return Completion(complete)
