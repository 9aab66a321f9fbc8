"""Mouse, fingers and the dashboard's remote touches as one kind of :class:`Touch`, in pixels of the display.

SDL reports one contact in up to two ways: it makes mouse events out of fingers (marked, so they are dropped), and
under X11 the server makes a second, unmarked one. So of two contacts that go down at one place at one time, the later
is an echo of the earlier and is ignored until it goes up. Under XWayland only the mouse arrives; that works as well.
"""

from typing import Final, Literal

import msgspec
import pygame

from xlab.link import RemoteTouch
from xlab_kiosk.shell.preflight.touching import STRAIGHT, Turn
from xlab_kiosk.stage.inputs import Phase, Touch

Kind = Literal["finger", "mouse"]

MOUSE: Final = 0
REMOTE: Final = 99
FINGERS: Final = range(1, 11)
"""Ten fingers are two hands; what a panel reports beyond that is a sleeve or water."""

ECHO_SECONDS: Final = 0.08
ECHO_PIXELS: Final = 32.0
_MOUSE_TOUCH_DEVICE: Final = (-1, 0xFFFFFFFF)
"""SDL_MOUSE_TOUCHID: a finger that SDL made out of the mouse."""


class _Contact(msgspec.Struct):
    pointer: int | None  # None: an echo of another contact
    x: float
    y: float
    since: float


class Pointers:
    """Turns SDL's events into touches. ``size`` is the display's, in pixels.

    ``turns`` is how what is told of a finger or of the mouse is turned against where it was made, and is undone here.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.turns: dict[Kind, Turn] = {}
        self._down: dict[object, _Contact] = {}

    def read(self, event: pygame.event.Event, now: float) -> list[Touch]:
        """The touches in one SDL event: none, one, or a lost finger's cancel before a new finger's down."""
        match event.type:
            case pygame.MOUSEBUTTONDOWN | pygame.MOUSEBUTTONUP | pygame.MOUSEMOTION:
                return self._mouse(event, now)
            case pygame.FINGERDOWN | pygame.FINGERUP | pygame.FINGERMOTION:
                return self._finger(event, now)
            case pygame.WINDOWFOCUSLOST | pygame.WINDOWMINIMIZED | pygame.WINDOWHIDDEN:
                return self.cancel()
        return []

    def remote(self, touch: RemoteTouch, now: float) -> list[Touch]:
        """The touches in a touch made on the dashboard's picture."""
        return self._contact("remote", touch.phase, touch.x * self.size[0], touch.y * self.size[1], now)

    def cancel(self) -> list[Touch]:
        """Lift all fingers without a tap: the window went, or the touch was taken for a gesture."""
        gone = [Touch(c.pointer, "cancel", c.x, c.y) for c in self._down.values() if c.pointer is not None]
        self._down.clear()
        return gone

    def _mouse(self, event: pygame.event.Event, now: float) -> list[Touch]:
        if getattr(event, "touch", False):
            return []
        if event.type == pygame.MOUSEMOTION:
            return self._contact("mouse", "move", *self._made("mouse", event.pos), now)
        if event.button != pygame.BUTTON_LEFT:
            return []
        phase: Phase = "down" if event.type == pygame.MOUSEBUTTONDOWN else "up"
        return self._contact("mouse", phase, *self._made("mouse", event.pos), now)

    def _finger(self, event: pygame.event.Event, now: float) -> list[Touch]:
        if event.touch_id in _MOUSE_TOUCH_DEVICE:
            return []
        phases: dict[int, Phase] = {pygame.FINGERDOWN: "down", pygame.FINGERMOTION: "move", pygame.FINGERUP: "up"}
        key = (event.touch_id, event.finger_id)
        at = self._made("finger", (event.x * self.size[0], event.y * self.size[1]))
        return self._contact(key, phases[event.type], *at, now)

    def _made(self, kind: Kind, told: tuple[float, float]) -> tuple[float, float]:
        """Where on the glass a contact was made, in pixels."""
        turn = self.turns.get(kind, STRAIGHT)
        if turn == STRAIGHT:
            return told
        x, y = turn.made((told[0] / self.size[0], told[1] / self.size[1]))
        return x * self.size[0], y * self.size[1]

    def _contact(self, key: object, phase: Phase, x: float, y: float, now: float) -> list[Touch]:
        x = min(max(x, 0.0), self.size[0] - 1.0)
        y = min(max(y, 0.0), self.size[1] - 1.0)
        if phase == "down":
            return self._goes_down(key, x, y, now)
        contact = self._down.get(key)
        if contact is None:
            return []
        contact.x, contact.y = x, y
        if phase in ("up", "cancel"):
            del self._down[key]
        return [] if contact.pointer is None else [Touch(contact.pointer, phase, x, y)]

    def _goes_down(self, key: object, x: float, y: float, now: float) -> list[Touch]:
        lost = self._down.pop(key, None)
        touches = [] if lost is None or lost.pointer is None else [Touch(lost.pointer, "cancel", lost.x, lost.y)]
        pointer = None if self._is_echo(key, x, y, now) else self._free(key)
        self._down[key] = _Contact(pointer, x, y, now)
        return touches if pointer is None else [*touches, Touch(pointer, "down", x, y)]

    def _is_echo(self, key: object, x: float, y: float, now: float) -> bool:
        """One of the two must be the mouse: two fingers are two fingers, however close."""
        return any(
            (key == "mouse") != (other == "mouse")
            and "remote" not in (key, other)
            and now - contact.since <= ECHO_SECONDS
            and abs(contact.x - x) <= ECHO_PIXELS
            and abs(contact.y - y) <= ECHO_PIXELS
            for other, contact in self._down.items()
        )

    def _free(self, key: object) -> int | None:
        if key == "mouse":
            return MOUSE
        if key == "remote":
            return REMOTE
        taken = {contact.pointer for contact in self._down.values()}
        return next((finger for finger in FINGERS if finger not in taken), None)
