"""What a command of this kind cannot do without, loaded and left again."""

import click
import tinydb
from pydantic import BaseModel


class Figure(BaseModel):
    """The least that a program with records has."""

    value: int


NEEDED = (click, tinydb, Figure)
