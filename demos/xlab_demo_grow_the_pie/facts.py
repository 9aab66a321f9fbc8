"""What lies before one side and is only to look at: how it goes, who sits here, what one has, the machine."""

from pygame import Rect, Surface

from xlab_demo_grow_the_pie.game import START, Side
from xlab_demo_grow_the_pie.pie import FRUIT
from xlab_demo_grow_the_pie.story import Story
from xlab_demo_grow_the_pie.track import draw_van
from xlab_kiosk.stage import Icon, Line, Stage, cutout, disc, draw_icon, draw_lines, rounded


class Facts:
    """Draws them for one side, each in a rectangle."""

    def __init__(self, stage: Stage, story: Story, side: Side) -> None:
        self.stage, self.story, self.side = stage, story, side
        self.theme = stage.theme
        self.color = stage.theme.color(FRUIT[side])

    def rules(self, surface: Surface, rect: Rect) -> None:
        """What it is about, in one line, and how it goes, in three."""
        theme, text = self.theme, self.stage.text
        rows: tuple[tuple[Icon | None, str], ...] = (
            ("up", text("seats.one")),
            (None, text("seats.two")),
            ("tick", text("seats.three")),
        )
        head = Rect(rect.left, rect.top, rect.width, rect.height * 44 // 100)
        draw_lines(surface, theme, [Line(text("seats.title"), "lead")], head)
        high = (rect.bottom - head.bottom) // 3
        for index, (icon, words) in enumerate(rows):
            room = Rect(rect.left, head.bottom + index * high, rect.width, high)
            size = min(theme.px(40), high - theme.px(4))
            place = room.left + size // 2, room.centery
            if icon is None:
                draw_van(surface, theme, place, size)
            else:
                self._draw_icon(surface, icon, place, size)
            left = room.left + size + theme.px(12)
            draw_lines(
                surface, theme, [Line(words, "caption", "ink_soft")], Rect(left, room.top, room.right - left, high)
            )

    def chair(self, surface: Surface, rect: Rect) -> None:
        """Who one is here: this side's fruit in its cut-out, and its name."""
        theme, text = self.theme, self.stage.text
        seated = self.story.seated[self.side]
        lines = [Line(text("role.supplier" if self.side == 0 else "role.customer"), "lead")]
        lines += [Line(text("seats.taken"), "caption", "ink_soft")] if seated else []
        size = min(theme.px(92), rect.height)
        hole = Rect(rect.left, rect.centery - size // 2, size, size)
        cutout(surface, hole, size // 2)
        disc(surface, hole.center, size * (0.32 if seated else 0.2), self.color)
        left = hole.right + theme.px(14)
        draw_lines(surface, theme, lines, Rect(left, rect.top, rect.right - left, rect.height))

    def home(self, surface: Surface, rect: Rect) -> None:
        """The walk-away value, before and now."""
        now, note = self.story.alone[self.side], self.stage.text("served.span")
        if self.story.machine == self.side and self.story.scene == "served":
            note = self.stage.text("served.from", points=self.story.home[self.side] - now)
        self._draw_fact(surface, rect, "home", self.stage.text("served.home"), f"{START} › {now}", note)

    def without(self, surface: Surface, rect: Rect) -> None:
        """What is left to this side without a deal."""
        alone = self.story.making.alone[self.side]
        self._draw_fact(surface, rect, "home", self.stage.text("split.without"), str(alone), "")

    def pot(self, surface: Surface, rect: Rect) -> None:
        """What there is to share."""
        self._draw_fact(surface, rect, "plus", self.stage.text("split.pot"), str(self.story.making.pie), "")

    def slice(self, surface: Surface, rect: Rect) -> None:
        """What came from the pie, and the fair share."""
        text, story = self.stage.text, self.story
        got = story.home[self.side] - story.making.alone[self.side]
        if not story.making.slices:
            note = text("served.empty")
        elif not story.deal:
            note = text("served.lost")
        else:
            fair = story.making.fair(self.side) - story.making.alone[self.side]
            note = text("served.fair", points=f"+{fair}")
        self._draw_fact(surface, rect, "tick" if got else "cross", text("served.slice"), f"+{got}", note)

    def machine(self, surface: Surface, rect: Rect) -> None:
        """A machine, which thinks with its eyes shut."""
        theme, story, text = self.theme, self.story, self.stage.text
        cutout(surface, rect, theme.radius("card"))
        size = min(rect.width, rect.height) * 46 // 100
        head = Rect(0, 0, size * 124 // 100, size)
        head.center = rect.centerx, rect.centery - theme.px(20)
        rounded(surface, head, size // 4, self.color)
        rounded(surface, head.inflate(-size // 5, -size // 5), size // 6, theme.color("foam_pressed"))
        thinks = story.scene == "choosing" and story.chosen[self.side] is None
        for x in (-1, 1):
            eye = Rect(0, 0, size // 7, size // 20 if thinks else size // 5)
            eye.center = head.centerx + x * size // 4, head.centery - size // 20
            rounded(surface, eye, eye.width // 2, theme.color("ink"))
        words = Rect(rect.left, head.bottom + theme.px(4), rect.width, rect.bottom - head.bottom - theme.px(8))
        line = Line(text("option.machine"), "caption", "ink_soft")
        if story.scene == "served":
            line = Line(text("served.machine", points=story.home[self.side]), "body", "ink", 0, 600)
        draw_lines(surface, theme, [line], words, align="center")

    def _draw_fact(self, surface: Surface, rect: Rect, icon: Icon, name: str, value: str, note: str) -> None:
        theme = self.theme
        cutout(surface, rect, theme.radius("card"))
        room = rect.inflate(-2 * theme.px(18), -2 * theme.px(10))
        size = min(theme.px(52), room.height * 6 // 10)
        lines = [Line(name, "caption", "ink_soft"), Line(value, "lead")]
        lines += [Line(note, "caption", "ink_soft", 2)] if note else []
        left = room.left + size + theme.px(16)
        used = draw_lines(surface, theme, lines, Rect(left, room.top, room.right - left, room.height))
        middle = used.centery if not note else used.top + size // 2 + theme.px(6)
        self._draw_icon(surface, icon, (room.left + size // 2, middle), size)

    def _draw_icon(self, surface: Surface, icon: Icon, place: tuple[int, int], size: int) -> None:
        disc(surface, place, size / 2, self.color)
        draw_icon(surface, icon, place, size * 6 // 10, self.theme.color("foam_pressed"))
