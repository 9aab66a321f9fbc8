"""What a visitor takes home: the demo's picture as it is now, kept by the hub for a few minutes and fetched by phone.

Only what the demo drew is on it, with the demo's name and what is not live: no face of a badge from the bar, and
nothing of a demo that uses the camera, which may show people. An animal that the demo itself drew stays: it is the
kit's, it goes back into the box, and says nothing of who wore it. It is sent when somebody asks for it and at no other
time.
"""

import logging
import threading
import uuid
from collections.abc import Callable
from typing import Final

from pygame import Rect, Surface

from xlab.events import Source
from xlab.link import MAX_TAKEN, TakeHome, TakenHome
from xlab.look.words import Words
from xlab_kiosk.shell.bar import LABELS
from xlab_kiosk.shell.screencast import jpeg
from xlab_kiosk.shell.taken import Taken
from xlab_kiosk.shell.view import View
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.theme import Theme

log = logging.getLogger(__name__)

PATIENCE: Final = 10.0
"""Seconds until a picture that nobody answered for is given up."""

WIDEST: Final = 1280
"""Pixels: sharp on any phone, and 200 kB."""


class Taking:
    """One picture at a time. All methods belong to the main thread; times are seconds on its clock."""

    def __init__(self, send: Callable[[TakeHome], None]) -> None:
        """``send`` is called on another thread, for a JPEG takes a moment to make."""
        self._send = send
        self._ask = ""
        self._path = ""
        self._until = 0.0
        self._failed = False

    def begin(self, theme: Theme, frame: Surface | None, view: View, source: Source, now: float) -> None:
        """Somebody wants what the demo shows; ``frame`` None: it shows nothing yet, or may not be taken."""
        self._ask, self._path, self._until = uuid.uuid4().hex, "", now + PATIENCE
        self._failed = frame is None
        if frame is not None:
            ask = self._ask
            picture = framed(theme, frame, view, "kiosk.practice" if view.practice else LABELS.get(source, ""))
            threading.Thread(target=lambda: self._pack(ask, picture), name="take home", daemon=True).start()

    def hear(self, message: TakenHome, now: float) -> None:
        """The hub keeps it, or not."""
        if message.ask == self._ask:
            self._path, self._until, self._failed = message.path, now + message.seconds, not message.path

    def look(self, url: str, now: float) -> Taken:
        """How it stands; ``url`` is the kit's address."""
        if not self._ask:
            return Taken()
        if self._failed or now >= self._until or not url:
            return Taken("failed")
        if not self._path:
            return Taken("wait")
        return Taken("here", f"{url.rstrip('/')}/{self._path}", int(self._until - now))

    def _pack(self, ask: str, picture: Surface) -> None:
        try:
            packed = jpeg(picture, WIDEST)
        except Exception:
            # A courtesy: the visitor is told that it failed, and plays on.
            log.exception("A picture to take home could not be made.")
            return
        if len(packed) <= MAX_TAKEN:
            self._send(TakeHome(ask=ask, picture=packed))


def framed(theme: Theme, frame: Surface, view: View, source: str) -> Surface:
    """The demo's picture over a line that says what it is; ``source`` is the word for what is not live, as a key."""
    pad, words = theme.space(2), Words(view.language)
    label = text.layout(theme, words(source), "caption", theme.px(320), max_lines=1, weight=600) if source else None
    beside = label.width + 2 * theme.space(2) + pad if label is not None else 0
    width, height = frame.get_size()
    told = " · ".join(name for name in (view.demo.title if view.demo is not None else "", view.kit) if name)
    line = text.layout(theme, told, "body", max(1, width - 2 * pad - beside), max_lines=1, weight=600)
    foot = line.height + 2 * pad
    picture = Surface((width, height + foot), 0, 32)
    picture.blit(frame, (0, 0))
    strip = Rect(0, height, width, foot)
    picture.fill(theme.color("paper"), strip)
    text.draw_block(picture, theme, line, strip.inflate(-2 * pad, 0), "paper_ink", valign="middle")
    if label is not None:
        box = Rect(0, 0, beside - pad, label.height + theme.space(1))
        box.midright = strip.right - pad, strip.centery
        paint.outlined(picture, box, box.height // 2, theme.color("paper_ink"), max(1, theme.px(2)))
        text.draw_block(picture, theme, label, box, "paper_ink", "center", "middle")
    return picture
