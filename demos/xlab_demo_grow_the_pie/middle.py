"""The middle of the table as it stands: the pie, the cards on their way to it, the rival around it."""

from pygame import Surface

from xlab_demo_grow_the_pie.cards import draw_card, draw_flying, on_rim
from xlab_demo_grow_the_pie.game import CLOCK, SIDES
from xlab_demo_grow_the_pie.pace import ARRIVE_S, GROW_S
from xlab_demo_grow_the_pie.pie import Portion, claimed, draw_pie, growing, grown, radius, sorted_out
from xlab_demo_grow_the_pie.places import Table, table
from xlab_demo_grow_the_pie.story import Story
from xlab_demo_grow_the_pie.track import draw_table, van_step
from xlab_kiosk.stage import Theme, ease_out

PARTS_S = 0.9
"""Until the fruits of the pie have parted, each to its own side."""

APART_S = 0.9
"""Until what was agreed lies before each side."""

LOOP_S = 3.6
"""One showing before the play: two cards go into the pie, and it grows."""

SHOWN = 5
"""Slices to which the pie grows while nobody plays."""


class Middle:
    """Draws the middle of one story."""

    def __init__(self, theme: Theme, story: Story) -> None:
        self.theme, self.story = theme, story
        self.at = table(theme)
        self._seen: tuple[object, ...] = ()

    def update(self, t: float) -> bool:
        """Whether its picture changed after ``t`` seconds of play."""
        story = self.story
        moves = {
            "seats": True,
            "revealing": story.seconds < ARRIVE_S + GROW_S + 0.1,
            "splitting": story.seconds < PARTS_S,
            "served": story.seconds < APART_S,
        }.get(story.scene, False)
        before, self._seen = self._seen, (
            van_step(self._driven()), story.scene, tuple(story.chosen), tuple(story.claims), t if moves else 0.0,
        )  # fmt: skip
        return before != self._seen

    def draw(self, screen: Surface, t: float) -> None:
        """Draw the table and what lies on it; ``t`` seconds of play have passed."""
        story, theme, at = self.story, self.theme, self.at
        draw_table(screen, theme, at, self._driven() if story.scene != "seats" else t / 40 % 1)
        if story.scene == "seats":
            self._draw_showing(screen, t)
            return
        slices, portions = self._pie()
        draw_pie(screen, theme, at.well.center, radius(at.well.width, slices), portions)

    def draw_above(self, screen: Surface) -> None:
        """Draw what lies above both sides: the cards on their way."""
        if self.story.scene in ("choosing", "revealing"):
            for side in SIDES:
                draw_flying(screen, self.theme, self.at, self.story, side)

    def _driven(self) -> float:
        return self.story.making.clock / CLOCK

    def _pie(self) -> tuple[float, tuple[Portion, ...]]:
        story = self.story
        slices: float = story.making.slices
        if story.scene == "revealing" and story.last is not None and story.last.grew:
            slices = growing(int(slices) - 1, (story.seconds - ARRIVE_S * 0.8) / GROW_S)
        if story.scene == "splitting" and story.seconds < PARTS_S and not self.theme.reduced_motion:
            return slices, sorted_out(int(slices), ease_out(story.seconds / PARTS_S))
        if story.scene == "splitting" or (story.scene == "served" and story.deal):
            apart = 0.0 if story.scene == "splitting" else ease_out(story.seconds / APART_S)
            apart = round(apart) if self.theme.reduced_motion else apart
            return slices, claimed((story.claims[0] / 100, story.claims[1] / 100), apart)
        if story.scene == "served":
            return 0.0, ()
        return slices, grown(slices) if slices > 0 else ()

    def _draw_showing(self, screen: Surface, t: float) -> None:
        """How it goes, before anybody sat down."""
        turn, into = divmod(t, LOOP_S)
        draw_showing(screen, self.theme, self.at, 2 + int(turn) % SHOWN, into)


def draw_showing(screen: Surface, theme: Theme, at: Table, whole: int, into: float) -> None:
    """One showing: two cards come, are turned over and go into a pie of so many slices, which grows."""
    slices = growing(whole, (into - 1.9) / GROW_S)
    draw_pie(screen, theme, at.well.center, radius(at.well.width, slices), grown(slices))
    came, gone = ease_out((into - 0.2) / 0.6), ease_out((into - 1.5) / 0.5)
    if into < 0.2 or gone >= 1:
        return
    for side in SIDES:
        away = 0.34 if theme.reduced_motion else 0.34 + 0.2 * (1 - came) - 0.34 * gone
        place = on_rim(at, side, away)
        draw_card(screen, theme, at, side, "share", place, (into - 1.0) / 0.35, round(255 * came * (1 - gone**4)))
