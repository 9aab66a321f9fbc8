"""What a checker is told of a picture: each text on it, and each place that answers to a finger.

Widgets and :func:`~xlab_kiosk.stage.text.draw_text` tell it while they draw. In a run nobody listens, and telling costs
one comparison.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from pygame import Color, Rect, Surface, transform

_COARSE = (24, 8)
"""The ground below a text is looked at in at most so many places: finer grain than that is no letter's neighbour."""


class Probe(Protocol):
    """Listens while a demo draws; set as ``stage.probe`` in a check or a test, never in a run.

    >>> class Words(list):
    ...     def text(self, text, rect, size_px, colour, background, *, fits):
    ...         self.append(text)
    ...     def target(self, rect, name):
    ...         self.append(name)
    >>> heard = Words()
    >>> with probing(heard):
    ...     Button(theme, Rect(40, 40, 300, 72), "Start", on_tap=stage.finish).draw(screen)
    >>> heard
    ['Start', 'Start']
    """

    def text(self, text: str, rect: Rect, size_px: int, colour: Color, background: Color, *, fits: bool) -> None:
        """A text was drawn, all its lines joined by spaces, in ``rect`` (panel pixels) and type of ``size_px`` pixels.

        ``background`` is the colour below it that differs least from ``colour``, which is the ink as it was seen: a
        text that fades in is paler. ``fits`` is False if a part of the text is missing or cut off.
        """
        ...

    def target(self, rect: Rect, name: str) -> None:
        """Touches in ``rect`` (panel pixels) are for something named ``name``; told for what is enabled only."""
        ...


class _Ear:
    """Who listens now, and through which panes: each turns what is in it by 180 degrees."""

    probe: Probe | None = None
    panes: tuple[Rect, ...] = ()


_ear = _Ear()


@contextmanager
def probing(probe: Probe | None) -> Iterator[None]:
    """Have ``probe`` told of everything that is drawn while this lasts.

    >>> with probing(stage.probe):
    ...     demo.draw(screen)
    """
    before, _ear.probe = _ear.probe, probe
    try:
        yield
    finally:
        _ear.probe = before


@contextmanager
def through(pane: Rect) -> Iterator[None]:
    """What is told while this lasts is seen turned by 180 degrees within ``pane``."""
    before, _ear.panes = _ear.panes, (*_ear.panes, pane)
    try:
        yield
    finally:
        _ear.panes = before


def upside_down() -> bool:
    """Whether what is drawn now is seen turned by 180 degrees."""
    return len(_ear.panes) % 2 == 1


def listening() -> bool:
    """Whether anybody is told."""
    return _ear.probe is not None


def tell_text(text: str, rect: Rect, size_px: int, seen: tuple[Color, Color], *, fits: bool) -> None:
    """A text was drawn; ``seen`` is its ink and the ground below it."""
    if _ear.probe is not None:
        _ear.probe.text(text, _placed(rect), size_px, *seen, fits=fits)


def tell_target(rect: Rect, name: str) -> None:
    """A target was drawn."""
    if _ear.probe is not None:
        _ear.probe.target(_placed(rect), name)


def ground(surface: Surface, rect: Rect, ink: Color) -> Color:
    """Of the colours in ``rect`` the one in which ``ink`` would be hardest to see."""
    area = rect.clip(surface.get_rect())
    if not area.width or not area.height:
        return Color(ink)
    size = min(_COARSE[0], area.width), min(_COARSE[1], area.height)
    small = transform.smoothscale(surface.subsurface(area).convert(32), size)
    colors = {tuple(small.get_at((x, y))): None for y in range(size[1]) for x in range(size[0])}
    return min((Color(*color) for color in colors), key=lambda color: contrast(ink, color))


def contrast(one: Color, other: Color) -> float:
    """How well two colours are told apart, 1 to 21, as the Web Content Accessibility Guidelines 2.1 define it.

    >>> round(contrast(Color("white"), Color("black")))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: Color) -> float:
    parts = (part / 255 for part in (color.r, color.g, color.b))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _placed(rect: Rect) -> Rect:
    for pane in reversed(_ear.panes):
        rect = turned(rect, pane)
    return rect.copy()


def turned(rect: Rect, pane: Rect) -> Rect:
    """Where ``rect`` is after the pane it lies in was turned by 180 degrees."""
    return Rect(pane.left + pane.right - rect.right, pane.top + pane.bottom - rect.bottom, rect.width, rect.height)
