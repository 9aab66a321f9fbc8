"""Which screen is up, how one gives way to the next, and what lies over it."""

from pygame import Surface

from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import marked
from xlab_kiosk.shell.objects import Objects, Size
from xlab_kiosk.shell.preflight.screen import Checking
from xlab_kiosk.shell.screens.attract import Attract
from xlab_kiosk.shell.screens.base import SLOW, SMOOTH, Screen
from xlab_kiosk.shell.screens.change import Change
from xlab_kiosk.shell.screens.dark import Dark
from xlab_kiosk.shell.screens.locked import Locked
from xlab_kiosk.shell.screens.menu import Menu
from xlab_kiosk.shell.screens.message import Message
from xlab_kiosk.shell.screens.notice import Notice
from xlab_kiosk.shell.screens.playing import Playing
from xlab_kiosk.shell.screens.reach import Reach
from xlab_kiosk.shell.screens.sheets import Languages, StillThere
from xlab_kiosk.shell.screens.takeaway import Takeaway
from xlab_kiosk.shell.screens.trouble import Trouble
from xlab_kiosk.shell.view import Picture, Pressed, Target, View
from xlab_kiosk.stage.motion import Tween
from xlab_kiosk.stage.theme import Theme

FLOWN = {("attract", "menu"), ("menu", "attract"), ("menu", "opening"), ("closing", "opening"), ("playing", "closing")}
"""Changes of place that have a movement of their own; all others are a fade."""

SMALLEST_PICTURE = 320
"""Pixels of the shorter side: a demo asked for less would draw words on top of each other."""


class Scene:
    """All that is drawn. It follows the flow's state and never leads it."""

    def __init__(self, theme: Theme, picture: Picture) -> None:
        self.theme = theme
        self.objects = Objects(theme, picture)
        self.attract = Attract(theme, self.objects)
        self.menu = Menu(theme, self.objects)
        self.change = Change(theme, self.objects, self.menu)
        self.playing = Playing(theme, self.objects)
        self.trouble = Trouble(theme, self.objects)
        self.checking = Checking(theme, self.objects)
        self.locked = Locked(theme, self.objects)
        self.dark = Dark(theme, self.objects)
        self._screens: dict[flow.Place, Screen] = {
            "attract": self.attract,
            "menu": self.menu,
            "opening": self.change,
            "playing": self.playing,
            "closing": self.change,
            "trouble": self.trouble,
            "checking": self.checking,
            "locked": self.locked,
            "dark": self.dark,
            "shut": self.dark,
        }
        self.state = flow.State()
        self.view = View()
        self.sheet: Languages | StillThere | Notice | Reach | Takeaway | None = None
        self.message: Message | None = None
        """Lies over all the rest, as if that were not there."""
        self._shown = False
        self._fade = Tween(0.0, 0.0, 0.0)
        self._old: Surface | None = None
        self._dirty = True

    @property
    def screen(self) -> Screen:
        """The screen that is up."""
        return self._screens[self.state.place]

    def show(self, view: View, state: flow.State) -> None:
        """Follow the flow. Cheap if nothing is different."""
        if self._shown and view == self.view and state == self.state:
            return
        before, self.state = self.state, state
        said, same_view, self.view = self.view.message, view == self.view and self._shown, view
        # From one demo straight to another is a way as well.
        moved = before.place != state.place or (state.place == "opening" and before.since != state.since)
        up = self.screen.up
        if moved or not same_view:
            if not self._shown or (view.language, view.items) != (self.menu.view.language, self.menu.view.items):
                self.menu.show(view)  # it lies behind the change of place, even when it is not up
            self.screen.show(view)
            self._dirty = True
        if moved:
            self._move(before.place, state.place)
        elif self._shown and (before.language != state.language or self.screen.up != up):
            self.fade()
        self._lay_sheet(before, anew=not same_view)
        if said != view.message:
            mark = marked(self.theme, view, self.theme.size[0] // 2)
            self.message = Message(self.theme, view.message, mark) if view.message else None
            self.fade()
            self._dirty = True
        self._shown = True

    def _move(self, before: flow.Place, after: flow.Place) -> None:
        if (before, after) not in FLOWN and (before, after) != ("opening", "closing"):
            self.fade()
        if after in ("attract", "menu"):
            self.screen.enter(self._screens[before].places() if (before, after) in FLOWN else {})
        if after == "opening":
            self.playing.begin()
            self.change.begin(opening=True)
        elif after == "closing":
            last = self.playing.frame
            self.change.begin(opening=False, last=_opaque(last) if last is not None else None)
            self.playing.begin()
        self.change.layout()

    def _lay_sheet(self, before: flow.State, *, anew: bool) -> None:
        key = (self.state.sheet, self.state.language)
        if (
            key == (before.sheet, before.language)
            and self._shown
            and not (anew and isinstance(self.sheet, Notice | Reach | Takeaway))
        ):
            return
        self._dirty = True
        match self.state.sheet:
            case "languages":
                self.sheet = Languages(self.theme, self.state.language)
            case "notice":
                self.sheet = Notice(self.theme, self.view)
            case "reach":
                self.sheet = Reach(self.theme, self.view)
            case "takeaway":
                self.sheet = Takeaway(self.theme, self.view)
            case "countdown":
                self.sheet = StillThere(self.theme, self.state.language)
            case None:
                self.sheet = None

    def fade(self) -> None:
        """Let what is on the display now give way slowly."""
        self._fade = Tween(1.0, 0.0, self.theme.seconds("move"))
        self._old = None

    def frame(self, frame: Surface) -> None:
        """The demo's newest picture."""
        if self.playing.frame is None and self.state.place == "playing":
            self.fade()
            self._dirty = True
        self.playing.frame = frame

    def turn_page(self, page: int) -> None:
        """Another page of the menu."""
        self.menu.turn(page)
        self.fade()
        self._dirty = True

    def redraw(self) -> None:
        """Something looks different that is not in the view: a pressed button, a new picture of a demo."""
        self._dirty = True
        self.menu.refresh()

    def target(self, x: float, y: float) -> Target | None:
        """What a tap there means, the topmost first."""
        if self.message is not None:
            return None
        if isinstance(self.sheet, Languages | Notice | Reach | Takeaway):
            return self.sheet.target(x, y)
        return None if self.sheet is not None else self.screen.target(x, y)

    def update(self, dt: float, now: float, remaining: float) -> bool:
        """``dt`` seconds passed. True if the whole screen must be drawn."""
        place = self.state.place
        if place in ("opening", "closing"):
            self.change.progress = flow.progress(self.state, now)
        elif place == "trouble":
            self.trouble.share = max(0.0, 1.0 - (now - self.state.since) / flow.TROUBLE_SHOWN)
        elif place == "attract" and self.screen.rate == SLOW:
            self.menu.prepare()
        moved = self.screen.update(dt)
        faded = self._fade.update(dt)
        if isinstance(self.sheet, StillThere):
            self.sheet.left = remaining
            moved = True
        dirty, self._dirty = self._dirty or (moved and self.message is None) or faded, False
        return dirty

    @property
    def rate(self) -> int:
        """Pictures a second wanted now; 0 for a still screen."""
        over = SMOOTH if not self._fade.done else SLOW if isinstance(self.sheet, StillThere) else 0
        return over if self.message is not None else max(over, self.screen.rate)

    @property
    def shows_demo(self) -> bool:
        """Whether a new picture of the demo would be seen."""
        return self.state.place == "playing" and self.message is None

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """Draw everything."""
        if not self._fade.done and self._old is None:
            self._old = surface.copy()
        if self.message is not None:
            self.message.draw(surface)
        else:
            self._draw_place(surface, pressed)
        if self._fade.done:
            self._old = None
        elif self._old is not None:
            self._old.set_alpha(round(255 * self._fade.value))
            surface.blit(self._old, (0, 0))

    def _draw_place(self, surface: Surface, pressed: Pressed) -> None:
        self.screen.draw(surface, pressed)
        if self.sheet is not None:
            self.sheet.draw(surface, pressed)
            self.screen.bar.draw_source(surface)

    def draw_frame(self, surface: Surface, pressed: Pressed) -> None:
        """Draw as little as a new picture of the demo needs, where it :attr:`shows_demo`."""
        if self.sheet is None and self._fade.done:
            self.playing.draw_frame(surface)
        else:
            self.draw(surface, pressed)

    def windows(self) -> tuple[Size, ...]:
        """The sizes in which pictures of demos are wanted, for the demos there are now."""
        if not self.menu.cells or not self.attract.cells:
            return ()
        wanted = ((self.menu.cells[0], True), (self.attract.cells[0], False))
        return tuple(_drawable(self.objects.window_rect(cell.size, words=words).size) for cell, words in wanted)


def _drawable(size: Size) -> Size:
    """A size of this shape that a demo's type and shapes are made for; the picture is scaled down afterwards."""
    factor = max(1.0, SMALLEST_PICTURE / min(size))
    return round(size[0] * factor), round(size[1] * factor)


def _opaque(frame: Surface) -> Surface:
    """A copy with memory of its own; a demo's picture carries alpha that means nothing."""
    copy = Surface(frame.get_size(), 0, 32)
    copy.blit(frame, (0, 0))
    return copy
