"""An object lifts out of its cut-out and becomes the screen; later it goes back into it."""

from typing import Final

from pygame import Rect, Surface

from xlab_kiosk.shell.bar import Bar, stage_rect
from xlab_kiosk.shell.objects import Objects, covering
from xlab_kiosk.shell.screens.base import SMOOTH, Screen
from xlab_kiosk.shell.screens.menu import Menu
from xlab_kiosk.shell.view import Item, Pressed, Target
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.motion import between, ease_out
from xlab_kiosk.stage.theme import Theme

VEIL: Final = 190
"""How dark the case becomes behind the object, of 255."""

WORDS_GONE: Final = 0.3
"""Share of the way after which the small words are gone, and before whose end the large ones come."""

CORNERS: Final = 6
"""Power of the way by which the corners go: an object stays an object until it is almost the screen."""


class Poster:
    """The object as large as the screen: what is seen until the demo has drawn its first picture."""

    def __init__(self, theme: Theme, objects: Objects, item: Item, size: tuple[int, int]) -> None:
        """``size`` of the demo's surface in pixels."""
        self.theme, self.objects, self.item, self.size = theme, objects, item, size
        gap, note = theme.space(3), theme.px(48)
        self.title = text.layout(theme, item.title, "title", size[0] - theme.space(10), max_lines=2)
        width = min(round(size[0] * 0.62), theme.px(640))
        high = min(round(width * 0.6), size[1] - self.title.height - 2 * gap - 2 * note)
        self.window = Rect(0, 0, width, max(1, high))
        self.window.midtop = (size[0] // 2, (size[1] - high - gap - self.title.height) // 2)
        self.content = objects.content(item, self.window.size)
        wide = size[0] - theme.space(10)
        self.title_box = Rect(theme.space(5), self.window.bottom + gap, wide, self.title.height)
        self.note_box = Rect(theme.space(5), self.title_box.bottom, wide, note)

    def draw(self, surface: Surface, origin: tuple[int, int], note: str = "") -> None:
        """Draw it with its left top at ``origin``; ``note`` is a word below the title."""
        theme, objects = self.theme, self.objects
        color = objects.color(self.item.tone)
        surface.fill(color, Rect(origin, self.size))
        window = self.window.move(origin)
        surface.blit(self.content, window)
        objects.corners(surface, window, theme.radius("card"), color)
        self.draw_title(surface, origin, 255)
        if note:
            text.draw_text(surface, theme, note, self.note_box.move(origin), "caption", objects.ink(), "center")

    def draw_title(self, surface: Surface, origin: tuple[int, int], alpha: int) -> None:
        """The title alone."""
        box = self.title_box.move(origin)
        text.draw_block(surface, self.theme, self.title, box, self.objects.ink(), "center", alpha=alpha)


class Change(Screen):
    """The way between menu and demo. ``progress`` 0 to 1 is set before each picture."""

    def __init__(self, theme: Theme, objects: Objects, menu: Menu) -> None:
        super().__init__(theme, objects)
        self.menu = menu
        self.opening = True
        self.progress = 0.0
        self._last: Surface | None = None
        self._case: Surface | None = None
        self._poster: Poster | None = None

    def begin(self, *, opening: bool, last: Surface | None = None) -> None:
        """A new change; ``last`` is the demo's last picture, which goes back with the object."""
        self.opening, self.progress = opening, 0.0
        self._last = last
        self.layout()

    def layout(self) -> None:
        """Between the object's cut-out and the demo's place."""
        theme, item = self.theme, self.view.demo
        title = item.title if item is not None and self.opening else self.words("kiosk.choose")
        self.bar = Bar(theme, self.view, title, home=True, solid=self.opening, tray=True)
        self.boxes = {f"bar {name}": box for name, box in self.bar.boxes.items()}
        self._case = None
        self._poster = Poster(theme, self.objects, item, stage_rect(theme).size) if item is not None else None

    def target(self, x: float, y: float) -> Target | None:
        """While it opens, the bar; while it closes, the menu already, so that nobody has to wait."""
        return self.bar.target(x, y) if self.opening else self.menu.target(x, y)

    @property
    def rate(self) -> int:
        """As smooth as can be."""
        return SMOOTH

    def update(self, dt: float) -> bool:
        """Always moving."""
        return True

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The case, darker the further the object is, and the object."""
        item = self.view.demo
        if item is None or self._poster is None:
            self.menu.draw(surface, pressed)
            return
        out = ease_out(self.progress) if self.opening else 1.0 - ease_out(self.progress)
        if self._case is None:
            self._case = Surface(surface.get_size(), 0, 32)
            self.menu.draw_case(self._case, pressed, without=item.demo)
        surface.blit(self._case, (0, 0))
        veil = Surface(surface.get_size())
        veil.set_alpha(round(VEIL * out))
        surface.blit(veil, (0, 0))
        self._draw_object(surface, item, self._poster, out)
        self.bar.draw(surface, pressed)

    def _draw_object(self, surface: Surface, item: Item, poster: Poster, out: float) -> None:
        """The body grows to the screen, its window to the poster's window or to the demo's last picture."""
        theme, objects, end = self.theme, self.objects, stage_rect(self.theme)
        start = self.menu.places().get(item.demo) or end.scale_by(0.4)
        if out >= 1.0 and self._last is None:
            poster.draw(surface, end.topleft)
            return
        alpha = 255
        if theme.reduced_motion:
            alpha, out = round(255 * out), 1.0
        whole = surface if alpha == 255 else surface.copy()
        body = between(start, end, out)
        color = objects.color(item.tone)
        flat = out**CORNERS
        paint.lifted(whole, body, round(objects.radius(start.size) * (1.0 - flat)), color, 1.0 if out < 1.0 else 0.0)
        small = objects.window_rect(start.size, words=True).move(start.topleft)
        large = poster.window.move(end.topleft) if self._last is None else end
        window = between(small, large, out)
        if out < WORDS_GONE:
            fade = round(255 * (1.0 - out / WORDS_GONE))
            # Below the window, which on the way back is still large and would otherwise be written on.
            objects.draw_words(whole, item, start.size, body, fade)
        whole.blit(covering(self._last if self._last is not None else poster.content, window.size), window)
        corner = objects.window_radius(start.size)
        radius = theme.radius("card") if self._last is None else 0
        objects.corners(whole, window, round(corner + (radius - corner) * flat), color)
        if self._last is None and out > 1.0 - WORDS_GONE:
            poster.draw_title(whole, body.topleft, round(255 * (out - 1.0 + WORDS_GONE) / WORDS_GONE))
        if whole is not surface:
            whole.set_alpha(alpha)
            surface.blit(whole, (0, 0))
