"""One of a few, or several of a few."""

from collections.abc import Callable, Sequence

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.icons import Icon
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.widgets._options import Option, cells_of, role_of


class Choice:
    """Options side by side or one below the other, each in its cut-out; what is chosen is bright and bears a tick.

    ``most`` options may be chosen; with one, choosing another takes its place, with several, a second tap takes one
    back and no more than ``most`` can be chosen. Options are known by their number, in the order in which they were
    given. ``on_change`` is told the numbers that are chosen now.

    >>> choice = Choice(theme, Rect(40, 120, 900, 72), ["Never", "Sometimes", "Always"], on_change=print)
    >>> for phase in ("down", "up"):
    ...     taken = choice.touch(Touch(1, phase, *choice.places[2].center))
    (2,)
    >>> choice.chosen
    (2,)
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        options: Sequence[str],
        *,
        chosen: Sequence[int] = (),
        most: int = 1,
        across: int | None = None,
        on_change: Callable[[tuple[int, ...]], None] | None = None,
        icons: Sequence[Icon] = (),
        color: Color | None = None,
        enabled: bool = True,
    ) -> None:
        self.theme = theme
        self.rect = rect
        self.most = most
        self.on_change = on_change
        self.color = color or theme.color("ink")
        self.enabled = enabled
        cells = cells_of(theme, rect, options, across)
        role = role_of(theme, cells, options)
        self._options = [
            Option(self, number, cell, label, role, icons[number] if number < len(icons) else None)
            for number, (cell, label) in enumerate(zip(cells, options, strict=True))
        ]
        self._chosen = tuple(chosen)
        for option in self._options:
            option.jump()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The numbers of the options that are chosen, in the order in which they were; assigning tells nobody."""
        return self._chosen

    @chosen.setter
    def chosen(self, chosen: Sequence[int]) -> None:
        self._chosen = tuple(chosen)

    @property
    def places(self) -> tuple[Rect, ...]:
        """Where each option is."""
        return tuple(option.rect for option in self._options)

    @property
    def fits(self) -> bool:
        """Whether every label fits."""
        return all(option.fits for option in self._options)

    def open_to(self, number: int) -> bool:
        """Whether a tap on this option would change anything: not if as many others are chosen as may be."""
        full = self.most > 1 and len(self._chosen) >= self.most and number not in self._chosen
        return self.enabled and not full

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for this widget."""
        return any(option.touch(touch) for option in self._options)

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return any([option.update(dt) for option in self._options])

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        for option in self._options:
            option.draw(surface)

    def choose(self, number: int) -> None:
        """Do what a tap on this option does."""
        if not self.open_to(number):
            return
        before = self._chosen
        if self.most == 1:
            self._chosen = (number,)
        elif number in before:
            self._chosen = tuple(one for one in before if one != number)
        else:
            self._chosen = (*before, number)
        if self._chosen != before and self.on_change is not None:
            self.on_change(self._chosen)
