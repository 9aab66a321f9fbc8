"""What a demo author imports: everything a demo needs, and nothing of the kit around it.

>>> from xlab_kiosk.stage import Demo, Tap, draw_text
>>> class Hello(Demo):
...     def tap(self, tap: Tap) -> None:
...         self.stage.finish()
...     def draw(self, screen) -> None:
...         draw_text(screen, self.stage.theme, self.stage.text("hello"), screen.get_rect(), "title")

Type has four sizes and no others, ``Role``, three weights, ``Weight``, and stands to a side, ``Align``; icons are drawn
shapes with names, ``Icon``, all of which are in ``ICONS``; a thing that a ``Pen`` draws is a function, ``Sketch``:

>>> heading: Role = "title"
>>> side: Align = "left"
>>> thick: Weight = 600
>>> dot: Sketch = lambda pen: pen.oval((0, 0), 0.5, 0.5, Color("white"))
>>> symbol: Icon = "home"
>>> symbol in ICONS
True
"""

from xlab_kiosk.stage.arrange import beside, columns, grid, inset, middle, page, rows, square
from xlab_kiosk.stage.ask import Asked
from xlab_kiosk.stage.badge import draw_badge
from xlab_kiosk.stage.charts import Bars, Dots, Point, PointMap, Ranked, RankList, Share
from xlab_kiosk.stage.demo import Demo
from xlab_kiosk.stage.fonts import Weight
from xlab_kiosk.stage.icons import ICONS, Icon, draw_icon
from xlab_kiosk.stage.inputs import Answer, Badge, Idea, KnownFact, Presence, Tap, Touch
from xlab_kiosk.stage.keep import Keep
from xlab_kiosk.stage.lines import Line, draw_lines, lines_height, one_size
from xlab_kiosk.stage.motion import Move, Tween, between, breathe, ease_out
from xlab_kiosk.stage.paint import arc, cutout, disc, foam, glow, lifted, line, outlined, polygon, rounded, sector
from xlab_kiosk.stage.probe import Probe, probing
from xlab_kiosk.stage.sketch import Pen, Sketch, draw_sketch
from xlab_kiosk.stage.stage import Outlet, Stage, StageControl
from xlab_kiosk.stage.taps import Taps
from xlab_kiosk.stage.text import Align, Block, draw_block, draw_text, layout
from xlab_kiosk.stage.theme import Role, Theme
from xlab_kiosk.stage.widgets import (
    Area,
    BadgePicture,
    Button,
    Card,
    Choice,
    Countdown,
    Dial,
    DragDrop,
    Pane,
    Picture,
    Piece,
    Place,
    Progress,
    QRCode,
    Slider,
    TextBox,
    TextEntry,
    Widget,
)

__all__ = [
    "ICONS",
    "Align",
    "Answer",
    "Area",
    "Asked",
    "Badge",
    "BadgePicture",
    "Bars",
    "Block",
    "Button",
    "Card",
    "Choice",
    "Countdown",
    "Demo",
    "Dial",
    "Dots",
    "DragDrop",
    "Icon",
    "Idea",
    "Keep",
    "KnownFact",
    "Line",
    "Move",
    "Outlet",
    "Pane",
    "Pen",
    "Picture",
    "Piece",
    "Place",
    "Point",
    "PointMap",
    "Presence",
    "Probe",
    "Progress",
    "QRCode",
    "RankList",
    "Ranked",
    "Role",
    "Share",
    "Sketch",
    "Slider",
    "Stage",
    "StageControl",
    "Tap",
    "Taps",
    "TextBox",
    "TextEntry",
    "Theme",
    "Touch",
    "Tween",
    "Weight",
    "Widget",
    "arc",
    "beside",
    "between",
    "breathe",
    "columns",
    "cutout",
    "disc",
    "draw_badge",
    "draw_block",
    "draw_icon",
    "draw_lines",
    "draw_sketch",
    "draw_text",
    "ease_out",
    "foam",
    "glow",
    "grid",
    "inset",
    "layout",
    "lifted",
    "line",
    "lines_height",
    "middle",
    "one_size",
    "outlined",
    "page",
    "polygon",
    "probing",
    "rounded",
    "rows",
    "sector",
    "square",
]
