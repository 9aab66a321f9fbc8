"""Widgets together: one finger each, and turned round for a player on the far side."""

from collections.abc import Sequence
from typing import Protocol

import msgspec
from pygame import Rect, Surface, transform

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.probe import through


class Widget(Protocol):
    """What every widget can do.

    >>> widgets: list[Widget] = [Button(theme, Rect(40, 40, 300, 72), "Start", on_tap=stage.finish)]
    >>> any(widget.touch(touch) for widget in widgets)
    False
    """

    rect: Rect

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for this widget, so that none below it should have it."""
        ...

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        ...

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now; changes nothing."""
        ...


class Pane:
    """Widgets in one place, so that a demo speaks to all of them at once. The last one lies on top.

    The widget that took a finger down gets all that finger does until it is lifted, wherever it goes; several fingers
    may hold several widgets. ``turned`` turns everything in ``rect`` by 180 degrees, for a player across the table: the
    widgets are placed as if it were not, and touches find their way.

    >>> near, far = rows(theme, page(theme), 1, 1)
    >>> ready = Button(theme, middle(far, 320, 72), "Ready", on_tap=stage.finish)
    >>> pane = Pane(far, [ready], turned=True)
    >>> pane.touch(touch)  # in Demo.touch
    False
    >>> if pane.update(1 / 60):  # in Demo.update
    ...     stage.redraw()
    >>> pane.draw(screen)  # in Demo.draw
    """

    def __init__(self, rect: Rect, widgets: Sequence[Widget] = (), *, turned: bool = False) -> None:
        self.rect = rect
        self.widgets: list[Widget] = list(widgets)
        self.turned = turned
        self._owners: dict[int, Widget] = {}

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for one of the widgets."""
        if self.turned:
            touch = msgspec.structs.replace(
                touch, x=self.rect.left + self.rect.right - touch.x, y=self.rect.top + self.rect.bottom - touch.y
            )
        if touch.phase == "down":
            self._owners.pop(touch.pointer, None)
            for widget in reversed(self.widgets):
                if widget.touch(touch):
                    self._owners[touch.pointer] = widget
                    return True
            return False
        owner = self._owners.get(touch.pointer)
        if owner is None:
            return False
        if touch.phase in {"up", "cancel"}:
            del self._owners[touch.pointer]
        return owner.touch(touch)

    def release(self) -> None:
        """Take every finger off, as if each touch was cancelled: call it when a demo goes on to another screen."""
        for pointer, owner in self._owners.items():
            owner.touch(Touch(pointer, "cancel", *owner.rect.center))
        self._owners.clear()

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return any([widget.update(dt) for widget in self.widgets])

    def draw(self, surface: Surface) -> None:
        """Draw the widgets, the last one on top."""
        if not self.turned:
            for widget in self.widgets:
                widget.draw(surface)
            return
        seen = self.rect.clip(surface.get_rect())
        part = surface.subsurface(seen)
        # The ground is turned before and comes back after: only what is drawn in between stays turned.
        _turn(part)
        before = surface.get_clip()
        surface.set_clip(seen)
        with through(self.rect):
            for widget in self.widgets:
                widget.draw(surface)
        surface.set_clip(before)
        _turn(part)


def _turn(part: Surface) -> None:
    """Turn a picture by 180 degrees. A kit's frames have an alpha that means nothing: it is copied, never blended."""
    turned = transform.flip(part, True, True)
    turned.set_alpha(None)
    part.blit(turned, (0, 0))
