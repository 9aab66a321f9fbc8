"""Typing on the keyboard of a screen that is played: which keys to tap for a text."""

from collections.abc import Callable, Sequence

from pygame import Rect

from xlab.look.words import Words
from xlab_kiosk.stage._told import SeenTarget, SeenText
from xlab_kiosk.stage.widgets._layouts import LAYERS

See = Callable[[], tuple[Sequence[SeenTarget], Sequence[SeenText]]]


def type_letter(letter: str, language: str, see: See, tap: Callable[[float, float], None]) -> bool:
    """Tap what types one letter, with the keys that lead to it before; False if there is no such key."""
    words = Words(language)
    name = words("typing.space") if letter == " " else letter.lower()
    for layer in LAYERS.values():
        targets, _ = see()
        if (key := _target(targets, name)) is not None:
            break
        way = _target(targets, layer[words.language])
        if way is not None:
            tap(*way.center)
    else:
        key = _target(see()[0], name)
    if key is None:
        return False
    shown = next((text.text for text in see()[1] if key.contains(text.rect)), letter)
    shift = _target(see()[0], words("typing.shift"))
    if letter not in {" ", shown} and shift is not None:
        tap(*shift.center)
    tap(*key.center)
    return True


def _target(targets: Sequence[SeenTarget], name: str) -> Rect | None:
    return next((target.rect for target in targets if target.name == name), None)
