"""The form of an influence: which target acts on which, how strongly, and after how long."""

from kptui.forms.asked import Around, Asked, Form, Values
from kptui.forms.fields import figure, name_of, needed, note, one_of, share
from kptui.forms.naming import TARGET
from kptui.models.target import Influence

_SIGNS = {"helps": 1, "hurts": -1}


def _read_sign(text: str, _values: Values, _around: Around) -> int:
    return _SIGNS[one_of("sign", text, tuple(_SIGNS))]


def _write_sign(value: object, _around: Around) -> str:
    return next((word for word, sign in _SIGNS.items() if sign == value), "")


INFLUENCE_FORM = Form(
    "influence",
    "influence",
    Influence,
    (
        name_of("leading", "Leading", "The target that moves first.", TARGET, empty=needed("leading", "Name a target.")),
        name_of("lagging", "Lagging", "The target that follows.", TARGET, empty=needed("lagging", "Name a target.")),
        Asked(
            "sign",
            "Effect",
            "helps (progress of one helps the other) or hurts.",
            _read_sign,
            _write_sign,
            choices=lambda _: tuple(_SIGNS),
        ),
        share("strength", "Strength", "How much of a miss is passed on: 50%."),
        figure("lag_weeks", "After weeks", "How many weeks it takes until it is felt: 6."),
        note("rationale", "Rationale", "Why we believe it."),
    ),
)
