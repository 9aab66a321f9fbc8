"""Five rings to be tapped, and where the taps came down."""

from collections.abc import Mapping
from typing import Final

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.shell import flow
from xlab_kiosk.shell.preflight.panes.pane import Pane
from xlab_kiosk.shell.preflight.panes.pieces import Wanted, draw_buttons, draw_words, foot, lay_words, sign
from xlab_kiosk.shell.preflight.seen import SpotSeen, TouchSeen
from xlab_kiosk.shell.preflight.taps import Dead, PassBy
from xlab_kiosk.shell.preflight.touching import Place
from xlab_kiosk.shell.view import Pressed
from xlab_kiosk.stage import paint
from xlab_kiosk.stage.motion import breathe
from xlab_kiosk.stage.theme import Role

RING: Final = 0.46
"""Radius of a ring, in smallest targets: what it encloses is a target."""

SIGNS: Final[Mapping[str, bool | None]] = {"good": True, "off": None, "wrong": False, "dead": False}


class TouchPane(Pane):
    """The whole panel: words and buttons keep away from corners and middle, where the rings are."""

    whole = True

    def layout(self) -> None:
        """Words above the middle ring, buttons below it."""
        theme, area = self.theme, self.area
        seen = self.touch = self.seen.touch or TouchSeen({})
        self.radius = round(RING * theme.target)
        middle = Rect(0, 0, 2 * self.radius, 2 * self.radius)
        middle.center = area.center
        for spot, place in seen.places.items():
            ring = middle.copy()
            ring.center = self._at(place)
            self.boxes[spot] = ring
        gap, side = theme.space(3), theme.target * 2 + theme.space(1)
        wide = area.inflate(-2 * (side if not theme.portrait else theme.space(3)), 0)
        top = area.y + (theme.space(4) if not theme.portrait else side)
        above = Rect(wide.x, top, wide.width, middle.y - gap - top)
        words: list[tuple[str, Role, str]] = [
            (self.label("touch_stray" if seen.stray is not None else "touch_ask"), "title", "ink"),
            (self.label("progress", number=len(seen.tapped) + 1, of=len(seen.places)), "body", "ink_soft"),
        ]
        wanted = [
            Wanted("home", flow.Home(), "", icon="home"),
            Wanted("dead", Dead(), self.label("touch_dead")),
            Wanted("skip", PassBy(), self.label("skip")),
        ]
        if self.seen.found:
            words, wanted = self.findings(self.seen.found), self._wanted(())
        lying = foot(theme, wide, wanted)
        down = middle.bottom + gap - min(button.rect.top for button in lying)
        self.buttons = [msgspec.structs.replace(button, rect=button.rect.move(0, down)) for button in lying]
        self.said = lay_words(theme, above, words, middle=True)
        self.boxes |= {f"said {index}": one.rect for index, one in enumerate(self.said)}

    def draw(self, surface: Surface, pressed: Pressed, pictures: Mapping[str, Surface], t: float) -> None:
        """Rings first, so that lines to where taps landed lie on top of them."""
        theme = self.theme
        for spot in self.touch.places:
            self._ring(surface, self.boxes[spot], self.touch.tapped.get(spot), spot == self.touch.asked, t)
        for spot, tapped in self.touch.tapped.items():
            self._landed(surface, self.boxes[spot].center, tapped)
        if self.touch.stray is not None:
            paint.disc(surface, self._at(self.touch.stray), theme.px(12), theme.color("amber"))
        draw_words(surface, theme, self.said)
        draw_buttons(surface, theme, self.buttons, pressed)

    def _ring(self, surface: Surface, box: Rect, tapped: SpotSeen | None, asked: bool, t: float) -> None:
        theme = self.theme
        if tapped is not None:
            sign(surface, theme, box.center, box.width, SIGNS[tapped.state])
            return
        paint.cutout(surface, box, self.radius)
        if asked:
            swell = 0.0 if theme.reduced_motion else breathe(t, 1.4)
            ink = theme.color("ink")
            paint.arc(surface, box.center, self.radius * (0.86 + 0.12 * swell), 0.0, 1.0, theme.px(6), ink)
            paint.disc(surface, box.center, self.radius * (0.3 + 0.1 * swell), ink)
        else:
            paint.arc(surface, box.center, self.radius * 0.6, 0.0, 1.0, theme.px(3), theme.color("foam_edge"))

    def _landed(self, surface: Surface, centre: tuple[int, int], tapped: SpotSeen) -> None:
        """A line from the ring to where its tap was told, which is a picture of how the screen is turned."""
        if tapped.at is None or tapped.state == "good":
            return
        theme, at = self.theme, self._at(tapped.at)
        color = theme.color("amber" if tapped.state == "off" else "coral")
        paint.line(surface, [centre, at], theme.px(5), color)
        paint.disc(surface, at, theme.px(13), color)
        paint.disc(surface, at, theme.px(6), theme.color("foam_pressed"))

    def _at(self, place: Place) -> tuple[int, int]:
        return round(place[0] * self.theme.size[0]), round(place[1] * self.theme.size[1])
