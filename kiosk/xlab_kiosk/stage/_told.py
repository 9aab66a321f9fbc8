"""All that a demo says and draws, kept for a test that plays it."""

from collections.abc import Callable
from typing import Any

import msgspec
from pygame import Color, Rect

from xlab.events import Value
from xlab_kiosk.stage.probe import Probe, upside_down
from xlab_kiosk.stage.room import ToRoom


class SeenText(msgspec.Struct, frozen=True):
    """A text on the newest picture; see :meth:`~xlab_kiosk.stage.probe.Probe.text` for what the fields mean.

    ``turned``: it is to be read from the far side.

    >>> [(seen.text, seen.size_px, seen.fits) for seen in Play(demo_folder).texts]
    [('Start', 28, True)]
    """

    text: str
    rect: Rect
    size_px: int
    colour: Color
    background: Color
    fits: bool
    turned: bool = False


class SeenTarget(msgspec.Struct, frozen=True):
    """A place on the newest picture that answers to a finger; ``turned``: one on the far side.

    >>> [(seen.name, seen.rect.size) for seen in Play(demo_folder).targets]
    [('Start', (300, 72))]
    """

    rect: Rect
    name: str
    turned: bool = False


class Told:
    """All that a demo says and draws: the outlet and the probe of its stage. Another probe may hear it as well."""

    def __init__(self, other: Probe | None) -> None:
        self.said: list[tuple[Any, ...]] = []
        self.texts: list[SeenText] = []
        self.targets: list[SeenTarget] = []
        self.looked = False
        self._other = other

    def forget_picture(self) -> None:
        """A new picture begins."""
        self.looked = True
        self.texts.clear()
        self.targets.clear()

    def told(self) -> str:
        """What is on the screen, in one line."""
        texts = ", ".join(f'"{seen.text}"' for seen in self.texts) or "no text"
        targets = ", ".join(f'"{seen.name}"' for seen in self.targets) or "none that a widget drew"
        return f"{texts}; to touch: {targets}."

    def sees(self, text: str) -> bool:
        """Whether this text is on the picture, alone or as a part of another; case does not matter."""
        wanted = _plain(text)
        return any(wanted in _plain(seen.text) for seen in self.texts)

    def find(self, spot: str, turned: bool | None) -> tuple[float, float] | None:
        """The middle of a target, or else text, of this name, on that side; None if there is none."""
        wanted = _plain(spot)
        things: list[tuple[str, SeenTarget | SeenText]] = [(_plain(one.name), one) for one in self.targets]
        things += [(_plain(one.text), one) for one in self.texts]
        tests: list[Callable[[str], bool]] = [lambda name: name == wanted, lambda name: wanted in name]
        for fits in tests:
            for name, one in things:
                if fits(name) and turned in {None, one.turned}:
                    return (one.rect.left + one.rect.right) / 2, (one.rect.top + one.rect.bottom) / 2
        return None

    def text(self, text: str, rect: Rect, size_px: int, colour: Color, background: Color, *, fits: bool) -> None:
        self.texts.append(SeenText(text, rect, size_px, colour, background, fits, upside_down()))
        if self._other is not None:
            self._other.text(text, rect, size_px, colour, background, fits=fits)

    def target(self, rect: Rect, name: str) -> None:
        self.targets.append(SeenTarget(rect, name, upside_down()))
        if self._other is not None:
            self._other.target(rect, name)

    def record(self, values: dict[str, Value], beacon: str | None) -> None:
        self.said.append(("record", values, beacon))

    def forget(self, beacon: str) -> None:
        self.said.append(("forget", beacon))

    def ask_known(self, beacon: str) -> None:
        self.said.append(("ask_known", beacon))

    def sound(self, name: str) -> None:
        self.said.append(("sound", name))

    def room(self, said: ToRoom) -> None:
        self.said.append(("room", said))

    def finish(self) -> None:
        self.said.append(("finish",))


def _plain(text: str) -> str:
    """Text as it is compared: any white space is one space, and case does not matter."""
    return " ".join(text.split()).casefold()
