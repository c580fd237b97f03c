"""Key groups: in which part of the help a key stands: what is done here comes first, and moving about last."""

HERE, GO, ALWAYS, MOVE = "Here", "Go to", "Always", "Move"
GROUPS = (HERE, GO, ALWAYS, MOVE)

_GO = ("tree", "mine", "stand_up", "log", "people", "policy", "search", "preferences", "about", "before")
_MOVE = (
    *("down", "up", "first", "last", "half_down", "half_up", "page_down", "page_up"),
    *("expand", "collapse", "fold", "fold_here", "fold_one", "unfold_one", "unfold_all", "next_match", "previous_match"),
)


def group_of(action_id: str, *, everywhere: bool) -> str:
    """Return the group of an action by its id; `everywhere` says that every screen has it."""
    if action_id in _MOVE:
        return MOVE
    if not everywhere:
        return HERE
    return GO if action_id in _GO else ALWAYS


def rank(group: str, action_id: str) -> tuple[int, int]:
    """Return what sorts actions: by group, and the screens that one goes to in the order of their keys."""
    return GROUPS.index(group), _GO.index(action_id) if group == GO else 0
