"""What all panes share: words, buttons, and where everything lies."""

from collections.abc import Mapping, Sequence
from typing import Final

from pygame import Rect, Surface

from xlab.link import Check
from xlab.look.saying import say, step_of
from xlab.look.words import Words
from xlab_kiosk.shell.objects import Objects, covering
from xlab_kiosk.shell.preflight.panes.pieces import Button, Said, Wanted, draw_buttons, draw_words, foot, lay_words
from xlab_kiosk.shell.preflight.seen import Seen
from xlab_kiosk.shell.preflight.taps import Again, GoOn, PassBy
from xlab_kiosk.shell.preflight.walk import worst
from xlab_kiosk.shell.view import Pressed, Target
from xlab_kiosk.stage import paint
from xlab_kiosk.stage.theme import Role, Theme

MOST: Final = 2
"""Findings of one step that are told on its screen; all of them stand in the summary."""


class Pane:
    """One step's screen, laid out for one view in ``area``: below the bar, or the whole panel where ``whole``."""

    whole = False

    def __init__(self, theme: Theme, objects: Objects, language: str, seen: Seen, area: Rect) -> None:
        self.theme, self.objects, self.seen, self.area = theme, objects, seen, area
        self.words = Words(language)
        self.buttons: list[Button] = []
        self.said: list[Said] = []
        self.boxes: dict[str, Rect] = {}
        self.layout()
        self.boxes |= {button.wanted.name: button.rect for button in self.buttons}

    def layout(self) -> None:
        """Find a place for everything."""

    def draw(self, surface: Surface, pressed: Pressed, pictures: Mapping[str, Surface], t: float) -> None:
        """Draw everything; ``t`` seconds into its movement."""
        draw_words(surface, self.theme, self.said)
        draw_buttons(surface, self.theme, self.buttons, pressed)

    def target(self, x: float, y: float) -> Target | None:
        """A button; a finger's width around it belongs to it."""
        grown = self.theme.space(0.75)
        for button in self.buttons:
            if button.rect.inflate(2 * grown, 2 * grown).collidepoint(x, y):
                return button.wanted.meaning
        return None

    @property
    def ok(self) -> bool | None:
        """How the step went, once it is known."""
        return worst(self.seen.found)

    def label(self, name: str, **values: object) -> str:
        """A word of the preflight's own."""
        return self.words(f"station_check.{name}", **values)

    def framed(self, surface: Surface, frame: Rect, radius: int, picture: Surface | None) -> None:
        """A cut-out with a picture in it, whose corners are round as the cut-out's are."""
        paint.cutout(surface, frame, radius)
        if picture is not None:
            edge = self.theme.px(6)
            inner = frame.inflate(-2 * edge, -2 * edge)
            surface.blit(covering(picture, inner.size), inner)
            self.objects.corners(surface, inner, max(1, radius - edge), self.theme.color("foam_pressed"))

    def findings(self, found: Sequence[Check]) -> list[tuple[str, Role, str]]:
        """What was found and what to do, as words with their sizes."""
        words: list[tuple[str, Role, str]] = []
        for check in found[:MOST]:
            words.append((say(self.words, check.key, check.values), "lead", "ink"))
            if check.ok is not True and (step := step_of(self.words, check.key, check.values)) not in [
                w[0] for w in words
            ]:
                words.append((step, "body", "ink_soft"))
        if len(found) > MOST:
            words.append((self.label("and_more", count=len(found) - MOST), "body", "ink_soft"))
        return words

    def usual(self, ask: str, answers: Sequence[Wanted] = ()) -> Rect:
        """Question or findings above, buttons below; returns the room between them."""
        theme, area = self.theme, self.area
        self.buttons = foot(theme, area, self._wanted(answers))
        words: list[tuple[str, Role, str]] = [(ask, "title", "ink")]
        words = self.findings(self.seen.found) or words
        most = round(area.height * (0.5 if self.seen.found and self.ok is not True else 0.3))
        self.said = lay_words(theme, Rect(area.x, area.y, area.width, most), words)
        self.boxes |= {f"said {index}": one.rect for index, one in enumerate(self.said)}
        top = (self.said[-1].rect.bottom if self.said else area.y) + theme.space(2)
        bottom = min(button.rect.top for button in self.buttons) - theme.space(2.5)
        return Rect(area.x, top, area.width, bottom - top)

    def _wanted(self, answers: Sequence[Wanted]) -> list[Wanted]:
        if self.seen.found:
            return [
                Wanted("again", Again(), self.label("again")),
                Wanted("next", GoOn(), self.label("next"), first=True),
            ]
        return [Wanted("skip", PassBy(), self.label("skip")), *answers]
