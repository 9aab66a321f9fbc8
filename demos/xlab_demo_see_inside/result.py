"""The end: a print of what was seen, what works, what not to expect, and what it could mean elsewhere."""

from pygame import Rect, Surface, transform

from xlab_demo_see_inside.places import Places, places
from xlab_demo_see_inside.product import ACCENTS, NAMES
from xlab_demo_see_inside.render import Shot
from xlab_demo_see_inside.story import SETTLE_S, Story
from xlab_demo_see_inside.view import View
from xlab_kiosk.stage import (
    Icon,
    Line,
    Stage,
    columns,
    cutout,
    disc,
    draw_icon,
    draw_lines,
    ease_out,
    foam,
    layout,
    lifted,
    rows,
)

ACCENT = "leaf"
"""The colour of the stage ``make``."""

ICON = 56
"""Token pixels across an icon's cut-out."""

TRIED = 24
"""Drawn pictures, with noise and blur, on which the error at half a metre is tried by this demo's tests."""

MOST_OFF = 0.4
"""Per cent that none of them is off by."""


class Keepsake:
    """The result, drawn from what was there when the play ended."""

    def __init__(self, stage: Stage, story: Story, view: View, shot: Shot | None, *, sees: bool) -> None:
        self.stage = stage
        self.story = story
        self._sees = sees
        self._at: Places = places(stage.theme)
        self._print = _printed(stage, view, shot, self._at.photo)

    def draw(self, screen: Surface, seconds: float) -> None:
        """All of it, ``seconds`` after it began."""
        theme, text, at = self.stage.theme, self.stage.text, self._at
        screen.blit(foam(screen.get_size()), (0, 0))
        alpha = round(255 * ease_out(seconds / SETTLE_S))
        self._photo(screen, alpha)
        count, all_parts = len(self.story.opened), len(NAMES)
        title = text("result.title", count=count, all=all_parts) if count else text("result.none")
        head = [Line(title, "lead", "ink", 0, 700), Line(self._note(), "caption", "ink_soft", 6)]
        draw_lines(screen, theme, head, at.title, alpha=alpha)
        notes: tuple[tuple[Icon, str, str], ...] = (
            ("tick", text("result.works"), text("result.works_note", off=self.stage.number(MOST_OFF, 1), count=TRIED)),
            ("cross", text("result.expect"), text("result.expect_note")),
        )
        said = [[Line(name, "caption", ACCENT, 0, 600), Line(words)] for _, name, words in notes]
        if not all(self._has_room(lines, room) for lines, room in zip(said, at.notes, strict=True)):
            # One alone in smaller type would look like a footnote to the other.
            said = [[head, Line(words, "caption")] for (head, _), (_, _, words) in zip(said, notes, strict=True)]
        for room, (icon, _, _), lines in zip(at.notes, notes, said, strict=True):
            self._noted(screen, room, icon, lines, alpha)
        self._business(screen, alpha)

    def _note(self) -> str:
        story, text = self.story, self.stage.text
        if not self._sees:
            return text("result.note_blind")
        if story.origin == "clip":
            return text("result.note_clip", found=story.found, looked=story.looked)
        return text("result.note", found=story.found, looked=story.looked)

    def _photo(self, screen: Surface, alpha: int) -> None:
        theme, text, rect = self.stage.theme, self.stage.text, self._at.photo
        paper, picture = _paper(self.stage, rect, self._print.get_size())
        lifted(screen, paper, theme.px(6), theme.color("paper"), 1.0)
        screen.blit(self._print, picture)
        foot = Rect(picture.left, picture.bottom, picture.width, paper.bottom - picture.bottom)
        clip = self.story.origin == "clip"
        name = text("clip.label") if clip else text("result.photo")
        pips = theme.px(26)
        side = foot.width - len(NAMES) * pips - theme.space(2)
        said = [Line(name, "caption", "paper_ink", 0, 600)]
        draw_lines(screen, theme, said, Rect(foot.left, foot.top, side, foot.height), alpha=alpha)
        for index, part in enumerate(NAMES):
            spot = foot.right - (len(NAMES) - index - 0.5) * pips, foot.centery
            color = (
                theme.color(ACCENTS[part])
                if part in self.story.opened
                else theme.color("paper").lerp(theme.color("paper_ink"), 0.18)
            )
            disc(screen, spot, theme.px(9), color)

    def _business(self, screen: Surface, alpha: int) -> None:
        """What the pattern could do where the visitor works."""
        theme, text, rect = self.stage.theme, self.stage.text, self._at.business
        head, rest = rows(theme, rect, "caption", 1, gap=1)
        draw_lines(screen, theme, [Line(text("result.business"), "caption", "ink_soft")], head, alpha=alpha)
        uses: tuple[tuple[Icon, str], ...] = (("pad", "suppliers"), ("again", "repair"), ("unlock", "partners"))
        rooms = rows(theme, rest, 1, 1, 1, gap=1) if theme.portrait else columns(theme, rest, 1, 1, 1, gap=2)
        for room, (icon, key) in zip(rooms, uses, strict=True):
            self._noted(screen, room, icon, [Line(text(f"result.{key}"), "caption")], alpha)

    def _has_room(self, lines: list[Line], rect: Rect) -> bool:
        theme = self.stage.theme
        width = rect.width - theme.px(ICON) - theme.px(16)
        return sum(layout(theme, one.words, one.role, width).height for one in lines) <= rect.height

    def _noted(self, screen: Surface, rect: Rect, icon: Icon, lines: list[Line], alpha: int) -> None:
        """Words beside an icon in a small cut-out."""
        theme = self.stage.theme
        side = theme.px(ICON)
        left = rect.left + side + theme.px(16)
        used = draw_lines(screen, theme, lines, Rect(left, rect.top, rect.right - left, rect.height), alpha=alpha)
        hole = Rect(rect.left, used.centery - side // 2, side, side)
        cutout(screen, hole, side // 2)
        draw_icon(screen, icon, hole.center, side * 56 // 100, theme.color(ACCENT))


def _printed(stage: Stage, view: View, shot: Shot | None, room: Rect) -> Surface:
    """The window as it was, on paper: at the size it has there."""
    scene = Surface(stage.size, 0, 32)
    scene.blit(foam(stage.size), (0, 0))
    if view.picture is not None:
        scene.blit(view.picture, view.window)
    if shot is not None:
        shot.draw(scene)
    edge, foot = _margins(stage, room)
    zoom = min((room.width - 2 * edge) / view.window.width, (room.height - edge - foot) / view.window.height)
    size = round(view.window.width * zoom), round(view.window.height * zoom)
    return transform.smoothscale(scene.subsurface(view.window), size)


def _paper(stage: Stage, room: Rect, size: tuple[int, int]) -> tuple[Rect, Rect]:
    """Where the paper lies in ``room``, and where on it the print of this size is."""
    edge, foot = _margins(stage, room)
    paper = Rect(0, 0, size[0] + 2 * edge, size[1] + edge + foot)
    paper.center = room.center
    return paper, Rect(paper.left + edge, paper.top + edge, *size)


def _margins(stage: Stage, room: Rect) -> tuple[int, int]:
    """Pixels of white around a print, and below it."""
    return stage.theme.px(14), stage.theme.px(58)
