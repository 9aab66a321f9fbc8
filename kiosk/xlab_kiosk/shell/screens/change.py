"""An object lifts out of its cut-out and becomes the screen; later it goes back into it."""

import pygame
from pygame import Rect, Surface

from xlab_kiosk.shell.bar import Bar, stage_rect
from xlab_kiosk.shell.objects import Objects
from xlab_kiosk.shell.screens.base import SMOOTH, Screen
from xlab_kiosk.shell.screens.menu import Menu
from xlab_kiosk.shell.view import Item, Pressed, Target
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.motion import between, ease_out
from xlab_kiosk.stage.theme import Theme

VEIL = 190
"""How dark the case becomes behind the object, of 255."""


def poster(theme: Theme, objects: Objects, item: Item, size: tuple[int, int], note: str = "") -> Surface:
    """The object as large as the screen: what is seen until the demo has drawn its first picture."""
    surface = Surface(size, 0, 32)
    surface.fill(objects.color(item.tone))
    width = min(round(size[0] * 0.62), theme.px(640))
    high = round(width * 0.56)
    title = text.layout(theme, item.title, "title", size[0] - theme.space(10), max_lines=2)
    gap = theme.space(3)
    high = min(high, size[1] - title.height - 2 * gap - theme.px(120))
    window = Rect(0, 0, width, max(1, high))
    window.midtop = (size[0] // 2, (size[1] - high - gap - title.height) // 2)
    face = objects.window_face(item, window.size)
    surface.blit(face, window)
    below = Rect(theme.space(5), window.bottom + gap, size[0] - theme.space(10), title.height)
    text.draw_block(surface, theme, title, below, objects.ink(), "center")
    if note:
        foot = Rect(below.x, below.bottom + theme.space(1), below.width, theme.px(40))
        text.draw_text(surface, theme, note, foot, "caption", objects.ink(), "center")
    return surface


class Change(Screen):
    """The way between menu and demo. ``progress`` and ``opening`` are set before each picture."""

    def __init__(self, theme: Theme, objects: Objects, menu: Menu) -> None:
        super().__init__(theme, objects)
        self.menu = menu
        self.opening = True
        self.progress = 0.0
        self._last: Surface | None = None
        self._case: Surface | None = None
        self._whole: Surface | None = None
        self._face: Surface | None = None

    def begin(self, *, opening: bool, last: Surface | None = None) -> None:
        """A new change; ``last`` is the demo's last picture, which goes back with the object."""
        self.opening, self.progress = opening, 0.0
        self._last = last
        self._case = self._whole = self._face = None

    def layout(self) -> None:
        """Between the object's cut-out and the demo's place."""
        theme, item = self.theme, self.view.demo
        title = item.title if item is not None and self.opening else self.words("kiosk.choose")
        self.bar = Bar(theme, self.view, title, home=True, solid=self.opening, tray=True)
        self.boxes = {f"bar {name}": box for name, box in self.bar.boxes.items()}
        self._case = self._whole = self._face = None

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
        if item is None:
            self.menu.draw(surface, pressed)
            return
        out = ease_out(self.progress) if self.opening else 1.0 - ease_out(self.progress)
        if self._case is None:
            self._case = Surface(surface.get_size(), 0, 32)
            self.menu.draw_case(self._case, pressed, without=item.demo)
        surface.blit(self._case, (0, 0))
        self._darken(surface, out)
        end = stage_rect(self.theme)
        start = self.menu.places().get(item.demo)
        if start is None:
            start = end.scale_by(0.4)
        if self.theme.reduced_motion:
            start = end
        self._draw_object(surface, item, start, end, out)
        self.bar.draw(surface, pressed)

    def _darken(self, surface: Surface, out: float) -> None:
        veil = Surface(surface.get_size())
        veil.set_alpha(round(VEIL * out))
        surface.blit(veil, (0, 0))

    def _draw_object(self, surface: Surface, item: Item, start: Rect, end: Rect, out: float) -> None:
        """The small face gives way to the large one while it grows."""
        rect = between(start, end, out)
        radius = round(self.objects.radius(start.size) * (1.0 - out))
        paint.lifted(surface, rect, radius, self.objects.color(item.tone), 1.0)
        if self._whole is None:
            self._whole = self._last if self._last is not None else poster(self.theme, self.objects, item, end.size)
        if self._face is None:
            self._face = self.objects.face(item, start.size)
        inset = round(self.theme.px(8) * (1.0 - out))
        whole = pygame.transform.scale(self._whole, (max(1, rect.width - 2 * inset), max(1, rect.height - 2 * inset)))
        whole.set_alpha(round(255 * out))
        if out < 1.0:
            face = pygame.transform.scale(self._face, rect.size)
            face.set_alpha(round(255 * (1.0 - out) if out > 0.5 else 255))
            surface.blit(face, rect)
        surface.blit(whole, rect.move(inset, inset))
