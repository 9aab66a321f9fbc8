"""What a demo author imports: everything a demo needs, and nothing of the kit around it.

>>> from xlab_kiosk.stage import Demo, Tap, draw_text
>>> class Hello(Demo):
...     def tap(self, tap: Tap) -> None:
...         self.stage.finish()
...     def draw(self, screen) -> None:
...         draw_text(screen, self.stage.theme, self.stage.text("hello"), screen.get_rect(), "title")
"""

from xlab_kiosk.stage.badge import draw_badge
from xlab_kiosk.stage.demo import Demo
from xlab_kiosk.stage.icons import ICONS, Icon, draw_icon
from xlab_kiosk.stage.inputs import Badge, KnownFact, Presence, Tap, Touch
from xlab_kiosk.stage.motion import Move, Tween, between, breathe, ease_out
from xlab_kiosk.stage.paint import arc, cutout, disc, foam, glow, lifted, line, outlined, rounded
from xlab_kiosk.stage.stage import Outlet, Stage, StageControl
from xlab_kiosk.stage.taps import Taps
from xlab_kiosk.stage.text import Block, draw_block, draw_text, layout
from xlab_kiosk.stage.theme import Role, Theme
from xlab_kiosk.stage.widgets import Button, Card, Countdown, Progress, Widget

__all__ = [
    "ICONS",
    "Badge",
    "Block",
    "Button",
    "Card",
    "Countdown",
    "Demo",
    "Icon",
    "KnownFact",
    "Move",
    "Outlet",
    "Presence",
    "Progress",
    "Role",
    "Stage",
    "StageControl",
    "Tap",
    "Taps",
    "Theme",
    "Touch",
    "Tween",
    "Widget",
    "arc",
    "between",
    "breathe",
    "cutout",
    "disc",
    "draw_badge",
    "draw_block",
    "draw_icon",
    "draw_text",
    "ease_out",
    "foam",
    "glow",
    "layout",
    "lifted",
    "line",
    "outlined",
    "rounded",
]
