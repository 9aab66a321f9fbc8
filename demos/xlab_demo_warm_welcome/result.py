"""The end: what was chosen and what came of it, what this can and cannot do, and what it could be at one's own work."""

from pygame import Rect, Surface

from xlab_demo_warm_welcome.objects import ACCENT, draw_in_cutout, draw_note, one_size
from xlab_demo_warm_welcome.places import places
from xlab_demo_warm_welcome.story import Story
from xlab_kiosk.stage import Align, Badge, Icon, Line, Role, Stage, draw_lines, glow

USES: tuple[tuple[Icon, str], ...] = (("waves", "member"), ("again", "service"), ("lock", "consent"))
"""What the pattern could do where the visitor works."""

NOTES: tuple[tuple[Icon, str], ...] = (("tick", "works"), ("cross", "expect"))


class Result:
    """Draws the last screen of one story on one stage."""

    def __init__(self, stage: Stage, story: Story) -> None:
        self.stage, self.story = stage, story
        self.theme = stage.theme
        self.at = places(stage.theme)

    def draw(self, screen: Surface, badge_at: Rect, badge: Badge, alpha: int) -> None:
        """The badge, or what is left of it, and all the words."""
        hole, erased = self.at.badge_result, bool(self.story.erased)
        if not erased:
            glow(screen, hole.center, hole.width * 6 // 10, self.theme.color(badge.accent), 0.25 * alpha / 255)
        draw_in_cutout(screen, hole, badge_at, badge, 1.0 if erased else 0.0)
        words = self.at.result_words
        top = Rect(words.left, words.top, words.width, words.height * (57 if self.theme.portrait else 54) // 100)
        align: Align = "center" if self.theme.portrait else "left"
        title = Line(self.stage.text("result.erased" if erased else "result.kept"), "title")
        draw_lines(screen, self.theme, [title, self._proof()], top, align=align, alpha=alpha)
        self._notes(screen, Rect(words.left, top.bottom, words.width, words.bottom - top.bottom), alpha)
        self._business(screen, alpha)

    def _proof(self) -> Line:
        """How many traces there were, and what the kit said when it was asked again."""
        story, text = self.story, self.stage.text
        count = sum(moment.count for moment in story.facts)
        if story.erased:
            key = {None: "erased_note", 0: "asked_again"}.get(story.left_over, "here_again")
        else:
            key = "kept_one" if count == 1 else "kept_many"
        role: Role = "body" if self.theme.portrait else "lead"
        return Line(text(f"result.{key}", count=count), role, "ink_soft", 8, 400)

    def _notes(self, screen: Surface, rect: Rect, alpha: int) -> None:
        text = self.stage.text
        half = rect.height // 2
        role = one_size(self.theme, [text(f"result.{key}_note") for _, key in NOTES], rect.width)
        for row, (icon, key) in enumerate(NOTES):
            room = Rect(rect.left, rect.top + row * half, rect.width, half)
            said = [Line(text(f"result.{key}"), "caption", ACCENT, 0, 600), Line(text(f"result.{key}_note"), role)]
            draw_note(screen, self.theme, room, icon, said, alpha=alpha)

    def _business(self, screen: Surface, alpha: int) -> None:
        """Three pictures in a row, or below each other."""
        rect, text = self.at.business, self.stage.text
        head = Rect(rect.left, rect.top, rect.width, self.theme.px(36))
        draw_lines(screen, self.theme, [Line(text("result.business"), "caption", "ink_soft")], head, alpha=alpha)
        rest = Rect(rect.left, head.bottom, rect.width, rect.bottom - head.bottom)
        for index, (icon, key) in enumerate(USES):
            if self.theme.portrait:
                room = Rect(rest.left, rest.top + index * rest.height // 3, rest.width, rest.height // 3)
            else:
                # A word must be nearer to its own picture than to the next one.
                left, wide = rest.left + index * rest.width // 3, rest.width // 3 - self.theme.px(40)
                room = Rect(left, rest.top, wide, rest.height)
            draw_note(screen, self.theme, room, icon, [Line(text(f"result.{key}"), "caption")], alpha=alpha)
