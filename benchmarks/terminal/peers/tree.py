"""A bare Textual tree: 50 rows unless told otherwise; with --pydantic it has one model as well."""

import sys

if "--pydantic" in sys.argv:
    from pydantic import BaseModel

    class Figure(BaseModel):
        """The least that a program with records has."""

        value: int


from textual.app import App, ComposeResult
from textual.widgets import Footer, Tree

ROWS = next((int(word) for word in sys.argv[1:] if word.isdigit()), 50)


class BareTree(App[None]):
    """Teams of nine targets each."""

    def compose(self) -> ComposeResult:
        """Lay out the tree, unfolded, and the keys."""
        tree: Tree[None] = Tree("Organisation")
        for team in range(ROWS // 10):
            branch = tree.root.add(f"Team {team}", expand=True)
            for target in range(9):
                branch.add_leaf(f"Target {team}-{target}")
        tree.root.expand()
        yield tree
        yield Footer()


if __name__ == "__main__":
    BareTree().run()
