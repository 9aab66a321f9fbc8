"""What lies over a screen for a moment: the languages, and the question whether anybody is there."""

from typing import Final

from pygame import Rect, Surface

from xlab.look.words import LANGUAGES, Words
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import bar_height
from xlab_kiosk.shell.flow import COUNTDOWN
from xlab_kiosk.shell.view import Pressed, Target
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.fonts import Weight
from xlab_kiosk.stage.icons import draw_icon
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.widgets import Countdown

NAMES: Final = {"en": "English", "fr": "Français", "de": "Deutsch"}
"""Each language in its own words: whoever needs it can read it."""

VEIL: Final = 170


class Languages:
    """A card with the languages; beside it, a tap closes it."""

    def __init__(self, theme: Theme, language: str) -> None:
        self.theme, self.language = theme, language
        pad = gap = theme.space(2)  # 2 mm between rows, so that a wide finger means one of them
        width, row = theme.px(360), theme.target + theme.space(1)
        height = 2 * pad + len(LANGUAGES) * row + (len(LANGUAGES) - 1) * gap
        # Below the whole bar, whose word for a source that is not live stays to be seen.
        self.card = Rect(theme.size[0] - width - theme.space(2), bar_height(theme) + theme.space(1), width, height)
        self.rows = {
            code: Rect(self.card.x + pad, self.card.y + pad + index * (row + gap), width - 2 * pad, row)
            for index, code in enumerate(LANGUAGES)
        }
        self.boxes = {"card": self.card} | {f"language {code}": row for code, row in self.rows.items()}

    def target(self, x: float, y: float) -> Target | None:
        """A language, or away with it."""
        for code, row in self.rows.items():
            if row.collidepoint(x, y):
                return flow.Speak(code)
        return None if self.card.collidepoint(x, y) else flow.HideLanguages()

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The card over a darker screen."""
        theme = self.theme
        veil(surface, VEIL)
        paint.lifted(surface, self.card, theme.radius("card"), theme.color("foam_raised"), 1.0)
        for code, row in self.rows.items():
            chosen = code == self.language
            if chosen or pressed(flow.Speak(code)):
                paint.cutout(surface, row, theme.radius("small"))
            words = row.inflate(-theme.space(4), 0)
            weight: Weight = 700 if chosen else 400
            text.draw_text(surface, theme, NAMES[code], words, "body", "ink", valign="middle", weight=weight)
            if chosen:
                draw_icon(surface, "tick", (words.right - theme.px(14), row.centery), theme.px(32), theme.color("ink"))


class StillThere:
    """The countdown, ``left`` seconds before its end. Any touch anywhere says yes."""

    left: float = COUNTDOWN

    def __init__(self, theme: Theme, language: str) -> None:
        self.theme = theme
        words = Words(language)
        margin = theme.space(4)
        width = min(theme.px(720), theme.size[0] - 2 * margin)
        self.title = text.layout(theme, words("kiosk.still_there"), "title", width, max_lines=2)
        self.body = text.layout(theme, words("kiosk.touch_to_stay"), "body", width, max_lines=3)
        ring = theme.px(220)
        whole = ring + theme.space(4) + self.title.height + theme.space(1) + self.body.height
        top = (theme.size[1] - whole) // 2
        left = (theme.size[0] - width) // 2
        self.ring = Rect((theme.size[0] - ring) // 2, top, ring, ring)
        self.title_box = Rect(left, self.ring.bottom + theme.space(4), width, self.title.height)
        self.body_box = Rect(left, self.title_box.bottom + theme.space(1), width, self.body.height)
        self.countdown = Countdown(theme, self.ring, COUNTDOWN)
        self.boxes = {"ring": self.ring, "title": self.title_box, "body": self.body_box}

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The ring, over a much darker screen."""
        veil(surface, 244)
        self.countdown.left = self.left
        self.countdown.draw(surface)
        text.draw_block(surface, self.theme, self.title, self.title_box, "ink", "center")
        text.draw_block(surface, self.theme, self.body, self.body_box, "ink_soft", "center")


def veil(surface: Surface, alpha: int) -> None:
    """Darken all that is there."""
    dark = Surface(surface.get_size())
    dark.fill((8, 8, 10))
    dark.set_alpha(alpha)
    surface.blit(dark, (0, 0))


def draw_paper(surface: Surface, theme: Theme, card: Rect, pressed: bool, close: Rect) -> None:
    """A sheet of paper over the darker case, with the cross that puts it away, ``pressed`` or not, at ``close``."""
    veil(surface, VEIL)
    paint.lifted(surface, card, theme.radius("card"), theme.color("paper"), 1.0)
    if pressed:
        shade = theme.color("paper").lerp(theme.color("paper_ink"), 0.12)
        paint.rounded(surface, close, theme.radius("small"), shade)
    draw_icon(surface, "cross", close.center, theme.px(38), theme.color("paper_ink"))
