"""The last screen: this pair among all pairs, what works, what not to expect, and what it means at home."""

from pygame import Rect, Surface

from xlab_demo_grow_the_pie import record
from xlab_demo_grow_the_pie.game import MOST, WHOLE
from xlab_demo_grow_the_pie.paymap import BAND, draw_map
from xlab_demo_grow_the_pie.story import Story
from xlab_kiosk.stage import (
    Button,
    Icon,
    Line,
    Pane,
    Picture,
    Stage,
    cutout,
    draw_icon,
    draw_lines,
    lines_height,
    one_size,
)

_USES: tuple[tuple[Icon, str], ...] = (("up", "first"), ("lock", "contract"), ("tick", "split"))

_NOTE_LEFT = 60
"""Token pixels from the left end of a note's icon to its words."""


class OutcomeView:
    """The last screen, for one side at a time: it can be turned round for the other."""

    def __init__(self, stage: Stage, story: Story) -> None:
        self.stage, self.story, self.theme = stage, story, stage.theme
        self.pairs = record.pairs(stage.keep)
        theme, text = stage.theme, stage.text
        whole = Rect((0, 0), stage.size)
        inner = whole.inflate(-2 * theme.px(40), -2 * theme.px(28))
        gap, low, head = theme.px(24), theme.px(84), theme.px(42)
        foot = Rect(inner.left, inner.bottom - low, inner.width, low)
        upper = Rect(inner.left, inner.top, inner.width, foot.top - gap // 2 - inner.top)
        if theme.portrait:
            side = upper.height * 35 // 100
            self.map = Rect(inner.centerx - side // 2, inner.top + head, side, side)
            self.words = Rect(inner.left, self.map.bottom + gap, inner.width, upper.bottom - self.map.bottom - gap)
        else:
            side = min(upper.height - head, inner.width * 40 // 100)
            self.map = Rect(inner.left, inner.top + head, side, side)
            left = self.map.right + theme.px(44)
            self.words = Rect(left, inner.top, inner.right - left, upper.height)
        wide = (foot.width - gap) // 2 if theme.portrait else theme.px(250)
        done = Button(
            theme, Rect(foot.right - wide, foot.top, wide, low), text("result.done"), stage.finish, role="lead"
        )
        turn = Button(
            theme, Rect(done.rect.left - gap - wide, foot.top, wide, low), text("result.turn"), self._turn,
            icon="again", kind="quiet",
        )  # fmt: skip
        self.basis = Rect(foot.left, foot.top, max(0, turn.rect.left - gap - foot.left), low)
        page = Picture(whole, self._draw, lambda: None)
        # A supplier who plays the machine sits on the far side.
        self.pane = Pane(whole, [page, turn, done], turned=story.machine == 1)
        self._turned_now = False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        now, self._turned_now = self._turned_now, False
        return self.pane.update(dt) or now

    def _turn(self) -> None:
        self.pane.turned = not self.pane.turned
        self._turned_now = True

    def _draw(self, screen: Surface, _whole: Rect) -> None:
        """All but the buttons."""
        theme, text, story = self.theme, self.stage.text, self.story
        shown = self.pairs if len(self.pairs) >= record.FEWEST else []
        others = shown[:-1] if shown and story.machine is None else shown
        draw_map(screen, theme, self.map, story.home, others, story.making.slices)
        self._draw_names(screen, len(shown))
        lines = [Line(self._title(), "title"), Line(self._points(), "body", "ink_soft", 2)]
        head = self.words.height * (38 if theme.portrait else 33) // 100
        words = Rect(self.words.left, self.words.top, self.words.width, head)
        used = draw_lines(screen, theme, lines, words, valign="top")
        top = used.bottom + theme.px(14)
        rest = Rect(self.words.left, top, self.words.width, self.words.bottom - top)
        self._draw_notes(screen, rest)
        basis = text("result.basis", games=record.GAMES, turns=record.TURNS)
        if not theme.portrait:
            draw_lines(screen, theme, [Line(basis, "caption", "ink_soft")], self.basis)

    def _draw_names(self, screen: Surface, count: int) -> None:
        """Words on the map and above it."""
        theme, text, at = self.theme, self.stage.text, self.map
        head = Rect(at.left, at.top - theme.px(42), at.width, theme.px(38))
        if theme.portrait:
            head = Rect(self.words.left, head.top, self.words.width, head.height)
        title = text("map.title", count=count) if count else text("map.wait", count=len(self.pairs))
        draw_lines(
            screen, theme, [Line(title, "caption", "ink_soft")], head, align="center" if theme.portrait else "left"
        )
        edge, high = theme.px(BAND), theme.px(38)
        supplier = Rect(at.left + edge, at.top + theme.px(6), at.width - 2 * edge, high)
        draw_lines(screen, theme, [Line(text("role.supplier"), "caption", "coral")], supplier)
        customer = Rect(at.left + edge, at.bottom - theme.px(5) - high, at.width - 2 * edge, high)
        draw_lines(screen, theme, [Line(text("role.customer"), "caption", "leaf")], customer, align="right")
        frontier = Rect(at.left + at.width * 36 // 100, at.top + at.height * 22 // 100, at.width * 60 // 100, high)
        draw_lines(screen, theme, [Line(text("map.frontier"), "caption", "ink_soft")], frontier)

    def _title(self) -> str:
        story = self.story
        some = "much" if story.making.slices * 2 >= WHOLE else "some"
        return self.stage.text(f"result.{some if story.ending == 'part' else story.ending}")

    def _points(self) -> str:
        story, text = self.story, self.stage.text
        total = sum(story.home)
        points = text("result.points" if total < MOST else "result.all", points=total, most=MOST)
        if story.machine is None:
            return points
        return f"{points} {text('result.machine', strategy=text(f'result.{story.strategy}'))}"

    def _draw_notes(self, screen: Surface, rect: Rect) -> None:
        """What works, what not to expect, and below them three uses at home, with even air between them."""
        theme = self.theme
        left = rect.left + theme.px(_NOTE_LEFT)
        wide = rect.right - left
        notes = self._notes(wide)
        heights = [lines_height(theme, lines, wide) for _, lines, _ in notes]
        air = sum(above for _, _, above in notes)
        each = min(theme.px(9), max(0, rect.height - sum(heights)) // max(1, air))
        y = rect.top
        for (icon, lines, above), high in zip(notes, heights, strict=True):
            y += above * each
            draw_lines(screen, theme, lines, Rect(left, y, wide, high))
            if icon is not None:
                self._draw_icon(screen, icon, rect.left, y + high // 2, small=len(lines) == 1)
            y += high

    def _notes(self, wide: int) -> list[tuple[Icon | None, list[Line], int]]:
        """Each note's icon, its lines, and the air above it in parts of what is left."""
        text = self.stage.text
        works = text("result.works_note", percent=record.FORGIVING)
        expect = text("result.expect_note", percent=record.NEVER_FORGIVING, worst=record.HOLDING)
        role = one_size(self.theme, [works, expect], wide)
        basis = text("result.basis", games=record.GAMES, turns=record.TURNS)
        notes: list[tuple[Icon | None, list[Line], int]] = [
            ("tick", [Line(text("result.works"), "caption", "leaf", 0, 600), Line(works, role)], 1),
            ("cross", [Line(text("result.expect"), "caption", "leaf", 0, 600), Line(expect, role)], 3),
        ]
        if self.theme.portrait:
            notes.append((None, [Line(basis, "caption", "ink_soft")], 1))
        notes.append((None, [Line(text("result.business"), "caption", "ink_soft")], 4))
        return notes + [(icon, [Line(text(f"result.{key}"), "caption")], 1) for icon, key in _USES]

    def _draw_icon(self, screen: Surface, icon: Icon, left: int, middle: int, *, small: bool = False) -> None:
        theme = self.theme
        hole = Rect(left, 0, theme.px(44), theme.px(44))
        hole.centery = middle
        if not small:
            cutout(screen, hole, hole.width // 2)
        draw_icon(screen, icon, hole.center, theme.px(26), theme.color("leaf"))
