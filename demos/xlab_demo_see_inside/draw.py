"""How the play looks: the window onto the room, and the words beside it. Nothing here changes anything."""

from pygame import Rect, Surface

from xlab_demo_see_inside.places import Places, places
from xlab_demo_see_inside.product import ACCENTS, NAMES, STAGES
from xlab_demo_see_inside.render import Shot
from xlab_demo_see_inside.story import Story
from xlab_demo_see_inside.view import View
from xlab_kiosk.stage import Line, Stage, breathe, cutout, disc, draw_block, draw_lines, foam, layout, outlined, rounded

PACKAGE = "opencv-python-headless"


class Picture:
    """Draws what is before the result."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.theme = stage.theme
        self.at: Places = places(stage.theme)

    def draw(self, screen: Surface, story: Story, view: View, shot: Shot | None, t: float, *, sees: bool) -> None:
        """The scene after ``t`` seconds."""
        screen.blit(foam(screen.get_size()), (0, 0))
        view.draw(screen, self.theme)
        if story.scene == "open" and shot is not None and story.visible > 0:
            shot.draw(screen, round(255 * story.visible))
        if story.scene == "seek" and story.origin != "clip":
            self._ghost(screen, t)
        view.draw_frame(screen, self.theme)
        if story.origin == "clip":
            label = self.stage.text("clip.label") if sees else self.stage.text("clip.blind", package=PACKAGE)
            self._chip(screen, label, view.window, "topleft")
        if story.scene == "seek":
            self._seek(screen, story)
        else:
            self._open(screen, story, shot, view)

    def _seek(self, screen: Surface, story: Story) -> None:
        text = self.stage.text
        title = {"camera": "seek.title", "clip": "seek.coming", None: "seek.waiting"}[story.origin]
        lines = [Line(text(title), "title")]
        if story.origin == "camera":
            lines.append(Line(text("seek.hint"), "body", "ink_soft", 14))
        draw_lines(screen, self.theme, lines, self.at.card)

    def _ghost(self, screen: Surface, t: float) -> None:
        """Where the sheet could be: its outline and its marker, breathing."""
        theme, window = self.theme, self.at.window
        high = round(window.height * (0.66 + 0.05 * (0 if theme.reduced_motion else breathe(t, 2.6))))
        sheet = Rect(0, 0, high * 10 // 13, high)
        sheet.center = window.center
        ink, width = theme.color("ink"), max(3, theme.px(5))
        outlined(screen, sheet, theme.px(16), ink, width)
        side = sheet.width * 44 // 100
        marker = Rect(0, 0, side, side)
        marker.center = sheet.centerx, sheet.top + sheet.height * 42 // 100
        rounded(screen, marker, theme.px(6), ink)
        cell = side // 5
        for column, row in ((1, 1), (3, 1), (2, 2), (1, 3), (2, 3)):
            hole = Rect(marker.left + column * cell, marker.top + row * cell, cell, cell)
            screen.fill(theme.color("foam"), hole)

    def _open(self, screen: Surface, story: Story, shot: Shot | None, view: View) -> None:
        text, name = self.stage.text, story.lit
        if story.lost:
            self._chip(screen, text("open.lost"), view.window, "midbottom")
        elif name is not None and shot is not None and (spot := shot.middle(name)) is not None:
            self._tag(screen, text(f"{name}.name"), ACCENTS[name], spot, view.window)
        card = self.at.card
        pips = Rect(card.left, card.bottom - self.theme.px(44), card.width, self.theme.px(44))
        room = Rect(card.left, card.top, card.width, card.height - pips.height - self.theme.px(8))
        self._pips(screen, story, pips)
        if name is None:
            hint = "open.closer" if story.origin == "camera" else "open.hint"
            lines = [Line(text("open.title"), "title"), Line(text(hint), "body", "ink_soft", 14)]
            lines.append(Line(text("open.made_up"), "caption", "ink_faint", 10))
        else:
            accent = ACCENTS[name]
            lines = [
                Line(text(f"chain.{STAGES[accent]}"), "caption", accent, 0, 600),
                Line(text(f"{name}.name"), "title"),
                Line(text(f"{name}.from"), "body", "ink_soft", 6),
                Line(text("open.could"), "caption", accent, 16, 600),
                Line(text(f"{name}.open"), "body", "ink", 0),
            ]
        draw_lines(screen, self.theme, lines, room, valign="top")

    def _pips(self, screen: Surface, story: Story, rect: Rect) -> None:
        """A place for each part, filled by those that were opened."""
        side = min(rect.height, rect.width // len(NAMES) * 7 // 10)
        step = min(rect.width // len(NAMES), side * 3 // 2)
        for index, name in enumerate(NAMES):
            hole = Rect(rect.left + index * step, rect.centery - side // 2, side, side)
            cutout(screen, hole, side // 2)
            if name in story.opened:
                disc(screen, hole.center, side * (0.36 if name != story.lit else 0.44), self.theme.color(ACCENTS[name]))

    def _chip(self, screen: Surface, words: str, window: Rect, where: str) -> None:
        """Words in the window, on foam so that they can be read over any picture."""
        theme = self.theme
        air, edge = theme.space(1.5), theme.space(2)
        block = layout(theme, words, "caption", window.width - 2 * edge - 2 * air)
        wide = block.width
        chip = Rect(0, 0, wide + 2 * air, block.height + air)
        inner = window.inflate(-2 * edge, -2 * edge)
        setattr(chip, where, getattr(inner, where))
        rounded(screen, chip, min(chip.height // 2, theme.radius("card")), theme.color("foam"))
        draw_block(screen, theme, block, chip.inflate(-2 * air, 0), "ink", "center", "middle")

    def _tag(self, screen: Surface, words: str, accent: str, spot: tuple[float, float], window: Rect) -> None:
        """The name of a part, above it."""
        theme = self.theme
        air = theme.space(1.5)
        block = layout(theme, words, "caption", window.width // 2, weight=600)
        dot = theme.px(9)
        chip = Rect(0, 0, block.width + 3 * air + 2 * dot, block.height + air)
        chip.midbottom = round(spot[0]), round(spot[1]) - theme.px(46)
        chip.clamp_ip(window.inflate(-theme.space(4), -theme.space(4)).move(0, theme.space(1)))
        rounded(screen, chip, chip.height // 2, theme.color("foam"))
        disc(screen, (chip.left + air + dot, chip.centery), dot, theme.color(accent))
        words_at = Rect(chip.left + 2 * air + 2 * dot, chip.top, block.width, chip.height)
        draw_block(screen, theme, block, words_at, "ink", "left", "middle")
