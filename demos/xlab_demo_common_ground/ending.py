"""The last screen: the map, the bridge, the figures, and what it would mean where the visitor works."""

from collections.abc import Callable
from functools import partial
from typing import Final

from pygame import Rect, Surface

from xlab_demo_common_ground.places import Places
from xlab_demo_common_ground.round import Round
from xlab_demo_common_ground.seamap import SeaMap
from xlab_demo_common_ground.story import Story
from xlab_demo_common_ground.tags import draw_tag
from xlab_demo_common_ground.telling import Teller
from xlab_kiosk.stage import (
    Button,
    Icon,
    Line,
    Pane,
    Stage,
    Touch,
    columns,
    cutout,
    draw_icon,
    draw_lines,
    foam,
    outlined,
    page,
)

PARTNERS: Final = ("customers", "suppliers", "partners", "neighbours", "regulators")


class EndingView:
    """Draws it and hears its fingers; ``on_first`` is called once, with the partner one would ask first."""

    def __init__(
        self,
        stage: Stage,
        story: Story,
        asked: Round,
        at: Places,
        on_first: Callable[[str], None],
    ) -> None:
        self.stage, self.story, self.round, self.at = stage, story, asked, at
        self.theme, self.on_first = stage.theme, on_first
        self.teller = Teller(stage, story, asked)
        self.map = SeaMap(stage.theme, at.last_map, stage.text("map.you"))
        theme, text = stage.theme, stage.text
        self.partners = [
            Button(theme, rect, text(f"partner.{name}"), partial(self._choose, name), kind="quiet", role="caption")
            for rect, name in zip(self._places(), PARTNERS, strict=True)
        ]
        self.pane = Pane(page(theme, 0), [*self.partners, Button(theme, at.done, text("go.done"), stage.finish)])
        self.follow(at_once=True)

    def _places(self) -> list[Rect]:
        """A place for each partner: in one row or in two, the longer the word the wider."""
        rows = self.at.partners
        names = [PARTNERS] if len(rows) == 1 else [PARTNERS[:3], PARTNERS[3:]]
        places = []
        for row, inside in zip(rows, names, strict=True):
            wide = [max(8, len(self.stage.text(f"partner.{name}"))) for name in inside]
            places += columns(self.theme, row, *wide, gap=1.5)
        return places

    def follow(self, *, at_once: bool = False) -> None:
        """Show the room as it is now."""
        view = self.round.shown(self.story)
        self.map.sketch = view == "example"
        self.map.show(self.round.sight(view), at_once=at_once)
        self.map.build(whole=self.teller.bridged, at_once=True)

    def touch(self, touch: Touch) -> None:
        """The buttons hear it."""
        self.pane.touch(touch)

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return any([self.map.update(dt), self.pane.update(dt)])

    def draw(self, screen: Surface) -> None:
        """Everything on one page."""
        screen.blit(foam(screen.get_size()), (0, 0))
        theme, text = self.theme, self.stage.text
        self.map.draw(screen)
        view = self.round.shown(self.story)
        corner = self.map.rect.left + theme.px(16), self.map.rect.top + theme.px(16)
        words = text("map.example") if view == "example" else text("map.here", count=self.round.sight("here").people)
        draw_tag(screen, theme, corner, words, "amber" if view == "example" else "ink", self.map.rect.width * 3 // 4)
        self._draw_told(screen)
        self._draw_note(screen, self.at.works, "tick", "works")
        self._draw_note(screen, self.at.expect, "cross", "expect")
        draw_lines(screen, theme, [Line(text("result.ask"), "caption", "ink_soft")], self.at.ask)
        self.pane.draw(screen)
        if self.story.first is not None:
            # Marked, but not bright: the one bright button is the way on.
            rect = self.partners[PARTNERS.index(self.story.first)].rect
            radius = min(theme.radius("card"), rect.height // 2)
            outlined(screen, rect, radius, theme.color("violet"), max(2, theme.px(3)))

    def _draw_told(self, screen: Surface) -> None:
        rect = self.at.last_told
        low = self.theme.px(88)
        draw_lines(screen, self.theme, self.teller.bridge(), Rect(rect.left, rect.top, rect.width, rect.height - low))
        self.teller.draw_chance(screen, Rect(rect.left, rect.bottom - low, rect.width, low))

    def _draw_note(self, screen: Surface, rect: Rect, icon: Icon, key: str) -> None:
        theme, text = self.theme, self.stage.text
        side = theme.px(48)
        hole = Rect(rect.left, rect.centery - side // 2, side, side)
        cutout(screen, hole, side // 2)
        draw_icon(screen, icon, hole.center, theme.px(28), theme.color("violet"))
        left = hole.right + theme.px(16)
        lines = [Line(text(f"result.{key}"), "caption", "violet", 0, 600), Line(text(f"result.{key}_note"), "caption")]
        draw_lines(screen, theme, lines, Rect(left, rect.top, rect.right - left, rect.height))

    def _choose(self, name: str) -> None:
        """The first choice counts; what was not chosen steps back."""
        if self.story.first is None:
            self.story.first = name
            for button, one in zip(self.partners, PARTNERS, strict=True):
                button.enabled = one == name
            self.on_first(name)
