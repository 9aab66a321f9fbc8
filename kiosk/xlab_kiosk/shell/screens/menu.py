"""The open case: every demo that is ready is an object to take out."""

from typing import Final

from pygame import Rect, Surface

from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import Bar
from xlab_kiosk.shell.geometry import cutouts, pages
from xlab_kiosk.shell.screens.base import SMOOTH, STILL, Screen
from xlab_kiosk.shell.view import Item, Pressed, Target, TurnPage
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.icons import Icon, draw_icon

SHAPE: Final = 1.05
"""Width to height an object likes best: a picture above a line or two of words."""


class Menu(Screen):
    """The case, page by page if it is very full."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.page = 0
        self._ahead = 0

    def prepare(self) -> None:
        """Paint one more face that the case will show, if there is one: twelve at once would be a visible halt."""
        if self._ahead < len(self.items):
            self.objects.face(self.items[self._ahead], self.cells[self._ahead].size)
            self._ahead += 1

    def refresh(self) -> None:
        """There may be new pictures of demos, so that faces are to be painted."""
        self._ahead = 0

    def layout(self) -> None:
        """A grid of cut-outs below the bar; page buttons below the grid where there are several pages."""
        theme, view = self.theme, self.view
        self.bar = Bar(theme, view, self.words("kiosk.choose"), home=True, tray=True)
        all_pages = pages(len(view.items))
        self.page = min(self.page, len(all_pages) - 1)
        self._ahead = 0
        self.items: tuple[Item, ...] = tuple(view.items[index] for index in all_pages[self.page])
        margin = theme.space(5)
        top = self.bar.rect.bottom + theme.space(2)
        area = Rect(margin, top, theme.size[0] - 2 * margin, theme.size[1] - theme.space(4) - top)
        self.turns: dict[TurnPage, Rect] = {}
        if len(all_pages) > 1:
            area.height -= theme.target
            foot = Rect(area.x, area.bottom + theme.space(1), area.width, theme.target)
            for side in (-1, 1) if len(all_pages) > 2 else (1,):
                box = Rect(0, foot.y, theme.target, theme.target)
                box.centerx = foot.centerx + side * (theme.px(84) + theme.target // 2)
                self.turns[TurnPage((self.page + side) % len(all_pages))] = box
        self.dots = len(all_pages)
        self.cells = cutouts(area, len(self.items), theme.space(4), (theme.px(590), theme.px(500)), SHAPE)
        self.empty = area
        size = self.cells[0].size if self.cells else (1, 1)
        self.objects.page(self.items, size, lambda minutes: self.words("kiosk.minutes", minutes=minutes))
        self.boxes = {f"bar {name}": box for name, box in self.bar.boxes.items()}
        self.boxes |= {f"object {i}": cell for i, cell in enumerate(self.cells)}
        self.boxes |= {f"page {turn.page}": box for turn, box in self.turns.items()}

    def turn(self, page: int) -> None:
        """Show another page."""
        self.page = page
        self.layout()

    def places(self) -> dict[str, Rect]:
        """Where the objects lie."""
        return {item.demo: cell for item, cell in zip(self.items, self.cells, strict=True)}

    def update(self, dt: float) -> bool:
        """Only a flight moves anything here."""
        return self.flight.update(dt)

    @property
    def rate(self) -> int:
        """Still, but for a flight."""
        return SMOOTH if self.flight.moving else STILL

    def target(self, x: float, y: float) -> Target | None:
        """An object, a page, or a button of the bar."""
        for turn, box in self.turns.items():
            if box.collidepoint(x, y):
                return turn
        for item, cell in zip(self.items, self.cells, strict=True):
            if cell.collidepoint(x, y):
                return flow.Choose(item.demo)
        return self.bar.target(x, y)

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The case as it is now."""
        self.draw_case(surface, pressed, without=None)
        self.bar.draw(surface, pressed)

    def draw_case(self, surface: Surface, pressed: Pressed, *, without: str | None) -> None:
        """Foam and objects; ``without`` the one that was taken out."""
        surface.blit(paint.foam(self.theme.size), (0, 0))
        for cell in self.cells:
            self.objects.hole(surface, cell)
        for item, cell in zip(self.items, self.cells, strict=True):
            if item.demo != without:
                lift = 1.0 if pressed(flow.Choose(item.demo)) else 0.0
                self.objects.draw(surface, item, self.flight.rect(item.demo, cell), lift=lift, size=cell.size)
        if not self.items:
            self._draw_empty(surface)
        self._draw_pages(surface, pressed)

    def _draw_empty(self, surface: Surface) -> None:
        theme = self.theme
        hole = Rect(0, 0, theme.px(300), theme.px(220))
        hole.center = self.empty.centerx, self.empty.y + self.empty.height // 3
        paint.cutout(surface, hole, theme.radius("cutout"))
        words = Rect(self.empty.x, hole.bottom + theme.space(4), self.empty.width, theme.px(120))
        used = text.draw_text(surface, theme, self.words("kiosk.empty_title"), words, "lead", "ink", "center")
        words.y += used.height + theme.space(1)
        text.draw_text(surface, theme, self.words("kiosk.empty_body"), words, "body", "ink_soft", "center")

    def _draw_pages(self, surface: Surface, pressed: Pressed) -> None:
        theme = self.theme
        for turn, box in self.turns.items():
            raised = theme.color("foam_raised").lerp(theme.color("foam_edge"), 0.6 if pressed(turn) else 0.25)
            paint.rounded(surface, box, theme.radius("small"), raised)
            icon: Icon = "right" if box.centerx > theme.size[0] // 2 else "left"
            draw_icon(surface, icon, box.center, theme.px(36), theme.color("ink"))
        if self.dots > 1:
            y = next(iter(self.turns.values())).centery
            for dot in range(self.dots):
                x = self.theme.size[0] / 2 + (dot - (self.dots - 1) / 2) * theme.px(28)
                color = theme.color("ink" if dot == self.page else "foam_edge")
                paint.disc(surface, (x, y), theme.px(6), color)
