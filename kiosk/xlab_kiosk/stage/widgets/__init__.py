"""Things to touch and to look at, each with a ``rect``, ``touch``, ``update`` and ``draw``."""

from xlab_kiosk.stage.widgets._pieces import Piece, Place
from xlab_kiosk.stage.widgets.area import Area
from xlab_kiosk.stage.widgets.badgespot import BadgePicture
from xlab_kiosk.stage.widgets.button import Button
from xlab_kiosk.stage.widgets.card import Card
from xlab_kiosk.stage.widgets.choice import Choice
from xlab_kiosk.stage.widgets.countdown import Countdown
from xlab_kiosk.stage.widgets.dial import Dial
from xlab_kiosk.stage.widgets.dragdrop import DragDrop
from xlab_kiosk.stage.widgets.pane import Pane, Widget
from xlab_kiosk.stage.widgets.picture import Picture
from xlab_kiosk.stage.widgets.progress import Progress
from xlab_kiosk.stage.widgets.qr import QRCode
from xlab_kiosk.stage.widgets.slider import Slider
from xlab_kiosk.stage.widgets.textbox import TextBox
from xlab_kiosk.stage.widgets.textentry import TextEntry

__all__ = [
    "Area",
    "BadgePicture",
    "Button",
    "Card",
    "Choice",
    "Countdown",
    "Dial",
    "DragDrop",
    "Pane",
    "Picture",
    "Piece",
    "Place",
    "Progress",
    "QRCode",
    "Slider",
    "TextBox",
    "TextEntry",
    "Widget",
]
