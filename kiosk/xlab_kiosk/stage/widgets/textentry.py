"""One line typed at the screen."""

import re
from collections.abc import Callable

from pygame import Rect, Surface

from xlab.look.words import Language
from xlab_kiosk.stage.arrange import line_height
from xlab_kiosk.stage.fonts import measure
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.paint import cutout, rounded
from xlab_kiosk.stage.text import WEIGHTS, Block, draw_block, draw_text, layout
from xlab_kiosk.stage.theme import ROLES, Role, Theme
from xlab_kiosk.stage.widgets._keyboard import Keyboard
from xlab_kiosk.stage.widgets._layouts import Key

_BLINK = 1.06
"""Seconds from one appearance of the caret to the next."""

_COUNTS_FROM = 10
"""Letters left from which their number shows."""

_BEGINS = re.compile(r"(^|[.!?…]\s)$")
"""After this a sentence begins."""

_POSTER = 3
"""Lines of a title for which there must be room before what is typed is that large."""


class TextEntry:
    """One line that somebody types at this screen, on a keyboard of its own, for an idea of their own.

    The keys are those people know in ``language``: QWERTY, AZERTY or QWERTZ, each with its accents, signs and figures.
    Two thumbs may type at once. ``most`` letters fit; ``on_done`` is called with what was typed, without spaces around
    it, and never with nothing. Give it the whole width of an upright panel, ``page(theme, 0)``: ten keys of 9 mm take
    all of it. Where it has less width than ten keys, they lie by the alphabet.

    >>> said = []
    >>> head, below = rows(theme, page(theme), "lead", 1)
    >>> entry = TextEntry(theme, below, stage.language, placeholder="Your idea", on_done=said.append)
    >>> entry.touch(touch)  # in Demo.touch
    False
    >>> if entry.update(1 / 60):  # in Demo.update
    ...     stage.redraw()
    >>> entry.draw(screen)  # in Demo.draw
    >>> entry.text  # what stands there now; assign "" to begin anew
    ''
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        language: Language,
        *,
        placeholder: str = "",
        most: int = 80,
        on_done: Callable[[str], None],
    ) -> None:
        self.theme = theme
        self.rect = rect
        self.placeholder = placeholder
        self.most = most
        self.on_done = on_done
        least, gap = round(1.1 * theme.target), theme.space(2)
        below = Rect(rect.x, rect.y + least + gap, rect.width, max(0, rect.height - least - gap))
        self._keyboard = Keyboard(theme, below, language, self._take)
        self._text = ""
        self._blink = 0.0
        self._due = False

    @property
    def text(self) -> str:
        """What stands there now; assigning it tells nobody."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._set(text[: self.most])

    @property
    def fits(self) -> bool:
        """Whether every key is 9 mm or more both ways; if not, it needs more room."""
        return self._keyboard.fits

    @property
    def line(self) -> Rect:
        """Where what is typed stands: all the room above the keys."""
        keys = self._keyboard.rect
        edge = self.theme.space(2) if keys.width == self.theme.size[0] else 0  # keys may touch the panel's edge
        high = max(1, keys.y - self.theme.space(2) - self.rect.y)
        return Rect(self.rect.x + edge, self.rect.y, self.rect.width - 2 * edge, high)

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for this widget."""
        return self._keyboard.touch(touch)

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        shown = self._caret_shows
        self._blink = (self._blink + dt) % _BLINK
        due, self._due = self._due, False
        return self._keyboard.update(dt) or due or shown != self._caret_shows

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        theme, line = self.theme, self.line
        cutout(surface, line, min(theme.radius("card"), line.height // 2))
        room = line.inflate(-2 * theme.space(2.5), -theme.space(1))
        left = self.most - len(self._text)
        count = Rect(room.right - theme.px(40), room.y, theme.px(40), room.height)
        if left <= _COUNTS_FROM:
            color = "ink_soft" if left else "amber"
            draw_text(surface, theme, str(left), count, "caption", color, "right", "middle", weight=600)
        room.width -= count.width + theme.space(1)
        block = self._block(self._text or self.placeholder, room)
        if self._text:
            used = draw_block(surface, theme, block, room, "ink", "left", "middle")
            self._draw_caret(surface, *self._end(block, room, used), block.size)
        else:
            first = room.centery - block.pitch * (len(block.lines) - 1) // 2
            self._draw_caret(surface, room.x, first, block.size)
            room.x += theme.space(1)
            draw_block(surface, theme, block, room, "ink_faint", "left", "middle")
        self._keyboard.draw(surface)

    @property
    def _caret_shows(self) -> bool:
        return self.theme.reduced_motion or self._blink < _BLINK / 2

    def _draw_caret(self, surface: Surface, x: int, middle: int, size: int) -> None:
        if self._caret_shows:
            high = round(size * 1.16)
            caret = Rect(x, middle - high // 2, max(2, self.theme.px(3)), high)
            rounded(surface, caret, caret.width // 2, self.theme.color("ink"))

    def _block(self, text: str, room: Rect) -> Block:
        """A text in the largest type that holds all of it, else its end in the smallest."""
        width = room.width - self.theme.space(1)  # the caret stands behind the last letter

        def tried(text: str, role: Role) -> Block:
            return layout(self.theme, text, role, width, height=room.height, weight=WEIGHTS["lead"])

        poster = room.height >= _POSTER * line_height(self.theme, "title")
        for role in ROLES if poster else ROLES[1:]:
            block = tried(text, role)
            if block.fits and not (block.broken and role != "caption"):
                return block
        low, high = 0, len(text)
        while low < high:
            start = (low + high) // 2
            if tried("…" + text[start:].lstrip(), "caption").fits:
                high = start
            else:
                low = start + 1
        return tried("…" + text[low:].lstrip(), "caption")

    def _end(self, block: Block, room: Rect, used: Rect) -> tuple[int, int]:
        """Where the caret stands: behind the last letter and the spaces after it."""
        spaces = len(self._text) - len(self._text.rstrip(" "))
        last = block.lines[-1] if block.lines else ""
        wide = measure(last, block.weight, block.size) + spaces * measure(" ", block.weight, block.size)
        x = min(room.x + wide + self.theme.px(4), room.right)
        above = block.pitch * (len(block.lines) - 1)
        return x, used.y + above + (used.height - above) // 2

    def _take(self, key: Key) -> None:
        """A key was typed."""
        match key.kind:
            case "done":
                self._keyboard.let_go()
                self.on_done(self._text.strip())
            case "erase":
                self._set(self._text[:-1])
            case _ if len(self._text) >= self.most:
                self._set(self._text)
            case "space" if self._text.endswith(" ") or not self._text:
                pass
            case _:
                self._set(self._text + key.value)

    def _set(self, text: str) -> None:
        self._text = text
        self._blink, self._due = 0.0, True
        self._keyboard.can_end = bool(text.strip())
        self._keyboard.typed(begins=bool(_BEGINS.search(text)))
