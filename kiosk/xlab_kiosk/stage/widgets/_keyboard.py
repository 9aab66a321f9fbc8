"""A keyboard on the screen, for two thumbs: what each finger does, and how the keys look."""

from collections.abc import Callable
from typing import Literal

import msgspec
from pygame import Color, Rect, Surface

from xlab.look.words import Language, Words
from xlab_kiosk.stage.icons import draw_icon
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.paint import lifted
from xlab_kiosk.stage.probe import tell_target
from xlab_kiosk.stage.text import draw_block, layout
from xlab_kiosk.stage.theme import Role, Theme
from xlab_kiosk.stage.widgets._layouts import LAYERS, TEN, WIDEST, Key, Layer, keys_of, rects_of, wants_own
from xlab_kiosk.stage.widgets._press import hits, shade

Shift = Literal["off", "once", "by hand", "lock"]
"""``once``: the keyboard itself began a sentence; ``by hand``: for one letter too, but a second tap locks it."""

GAP = 16
"""Token pixels between two keys: 2 mm on a small panel, where there is room for it."""

_LEAST_GAP = 8
_TALLEST = 1.4
"""Height of a key in targets, at most."""

_FIRST_REPEAT, _NEXT_REPEATS = 0.45, 0.08
"""Seconds after which a held erase key erases again, and then again."""


class _Finger(msgspec.Struct):
    """A finger that is down: the place it is on, and whether its key has done its work already."""

    place: int
    spent: bool = False


class Keyboard:
    """Keys at the foot of ``rect``. A key types when its finger is lifted, or when the next finger comes down.

    ``on_key`` is told each letter, and each ``"erase"`` and ``"done"``, by the kind of its key.
    """

    def __init__(self, theme: Theme, rect: Rect, language: Language, on_key: Callable[[Key], None]) -> None:
        self.theme = theme
        self.language = language
        self.layer: Layer = "letters"
        self.shift: Shift = "once"
        self.can_end = False
        self._on_key = on_key
        self._words = Words(language)
        self._across = _across(theme, rect.width, language)
        self._gap = theme.px(GAP)
        if (rect.width + self._gap) // self._across - self._gap < theme.target:
            self._gap = theme.px(_LEAST_GAP)
        own = wants_own(language, self._across)
        self._own = own and self._lines(own=True) * (theme.target + self._gap) <= rect.height + self._gap
        self.rect = self._foot(rect)
        self._fingers: dict[int, _Finger] = {}
        self._lights: dict[int, list[float]] = {}
        self._held = 0.0
        self._due = False
        self._lay()

    @property
    def fits(self) -> bool:
        """Whether every key is 9 mm or more both ways."""
        return all(min(place.size) >= self.theme.target for _, place in self._placed)

    @property
    def upper(self) -> bool:
        """Whether the next letter is a capital."""
        return self.shift != "off"

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for a key."""
        if touch.phase == "down":
            return self._down(touch)
        finger = self._fingers.get(touch.pointer)
        if finger is None:
            return False
        if touch.phase == "move":
            self._slide(finger, touch)
            return True
        del self._fingers[touch.pointer]
        self._due = True
        if touch.phase == "up":
            self._spend(finger)
        return True

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        due, self._due = self._due, False
        held = {finger.place for finger in self._fingers.values()}
        for place, light in list(self._lights.items()):
            if place in held:
                light[0] = max(0.0, light[0] - dt)
            elif light[0] > 0:
                light[0] -= dt
            else:
                before = shade(light[1])
                light[1] -= dt / self.theme.seconds("press")
                due = due or shade(max(0.0, light[1])) != before
                if light[1] <= 0:
                    del self._lights[place]
        return self._repeat(dt) or due

    def draw(self, surface: Surface) -> None:
        """Draw the keys as they are now."""
        for number, (key, place) in enumerate(self._placed):
            lit = shade(max(0.0, self._lights[number][1])) if number in self._lights else 0.0
            self._draw_key(surface, key, self._cap(place), lit)
            if self._open(key):
                tell_target(self._told(place), self.name(key))

    def name(self, key: Key) -> str:
        """What a checker and a test call a key: what is written on it, a letter always small."""
        if key.kind == "letter":
            return key.value
        return LAYERS[key.value][self.language] if key.kind == "layer" else self._words(f"typing.{key.kind}")  # type: ignore[index]

    def let_go(self) -> None:
        """Forget every finger."""
        self._fingers.clear()

    def _down(self, touch: Touch) -> bool:
        self._fingers.pop(touch.pointer, None)  # its end was never told
        if not hits(self.rect, touch):
            return False
        # Thumbs overlap: the letter of the first counts before that of the second, whichever is lifted first.
        for finger in list(self._fingers.values()):
            self._spend(finger)
        place = self._at(touch)
        if place is None:
            return False
        finger = self._fingers[touch.pointer] = _Finger(place)
        self._light(place)
        if self._placed[place][0].kind in {"erase", "shift"}:
            self._held = 0.0
            self._spend(finger)
        return True

    def _slide(self, finger: _Finger, touch: Touch) -> None:
        """A finger that came down beside its letter may move over to it."""
        place = self._at(touch)
        if not finger.spent and place is not None and place != finger.place:
            finger.place = place
            self._light(place)

    def _spend(self, finger: _Finger) -> None:
        """Have a finger's key do its work, once."""
        if finger.spent:
            return
        finger.spent = True
        key = self._placed[finger.place][0]
        match key.kind:
            case "layer":
                self._to_layer(key.value)  # type: ignore[arg-type]
            case "shift":
                after: dict[Shift, Shift] = {"off": "by hand", "once": "off", "by hand": "lock", "lock": "off"}
                self.shift = after[self.shift]
            case "letter":
                self._on_key(Key("letter", _capital(key.value) if self.upper else key.value))
                if self.layer == "accents" or key.value == "’":
                    self._to_layer("letters")
            case _:
                if key.kind != "done" or self.can_end:
                    self._on_key(key)
                if key.kind == "space":
                    self._to_layer("letters")
        self._due = True

    def typed(self, *, begins: bool) -> None:
        """Something was typed or erased; ``begins``: the next letter begins a sentence."""
        if self.shift != "lock":
            self.shift = "once" if begins else "off"
        self._due = True

    def _repeat(self, dt: float) -> bool:
        """Erase again while its key is held."""
        erasing = [one for one in self._fingers.values() if self._placed[one.place][0].kind == "erase"]
        if not erasing:
            return False
        before, self._held = self._held, self._held + dt
        times = _repeats(self._held) - _repeats(before)
        for _ in range(times):
            self._on_key(self._placed[erasing[0].place][0])
        return times > 0

    def _to_layer(self, layer: Layer) -> None:
        if layer != self.layer:
            self.layer = layer
            # A finger that rests on a key would lie on another one now, or on none.
            self.let_go()
            self._lay()

    def _lay(self) -> None:
        keys = keys_of(self.language, self.layer, self._across, own=self._own)
        self._placed = rects_of(self._area, keys, self._across)

    def _lines(self, *, own: bool) -> int:
        return len(keys_of(self.language, "letters", self._across, own=own))

    def _foot(self, rect: Rect) -> Rect:
        """The part of ``rect`` that the keys take, at its foot and over its whole width."""
        lines = self._lines(own=self._own)
        most = lines * (round(_TALLEST * self.theme.target) + self._gap) - self._gap
        high = min(rect.height, most)
        return Rect(rect.x, rect.bottom - high, rect.width, high)

    @property
    def _area(self) -> Rect:
        """Where the places of all keys lie: with room to spare, half a gap past the edge, so that keys end at it."""
        wide, high = self.rect.size
        beyond = self._gap if self._gap > self.theme.px(_LEAST_GAP) else 0
        return Rect(self.rect.x - beyond // 2, self.rect.y - self._gap // 2, wide + beyond, high + self._gap)

    def _at(self, touch: Touch) -> int | None:
        """The key whose place a touch is in: between two keys there is no dead ground."""
        for number, (key, place) in enumerate(self._placed):
            if self._open(key) and hits(place, touch):
                return number
        return None

    def _open(self, key: Key) -> bool:
        """Whether a tap on the key would do anything."""
        return not (key.kind == "done" and not self.can_end) and not (key.kind == "shift" and self.layer == "signs")

    def _light(self, place: int) -> None:
        self._lights[place] = [self.theme.seconds("press"), 1.0]
        self._due = True

    def _cap(self, place: Rect) -> Rect:
        gap = self._gap
        return Rect(place.x + gap // 2, place.y + gap // 2, place.width - gap, place.height - gap)

    def _told(self, place: Rect) -> Rect:
        """The area a checker is told of: the key, with its gap where it is smaller than 9 mm."""
        cap, least = self._cap(place), self.theme.target
        if cap.width < least:
            cap.x, cap.width = place.x, place.width
        if cap.height < least:
            cap.y, cap.height = place.y, place.height
        return cap

    def _draw_key(self, surface: Surface, key: Key, cap: Rect, lit: float) -> None:
        theme, rest = self.theme, self._face(key)
        face = rest.lerp(theme.color("ink"), lit)
        if key.kind == "done" and self.can_end:
            face = rest.lerp(theme.color("foam"), 0.3 * lit)
        cap = cap.move(0, round(theme.px(2) * lit))
        lifted(surface, cap, theme.radius("small"), face, 0.5 * (1 - lit) if self._open(key) else 0.0)
        ink = self._ink(key, lit)
        side = min(theme.px(40), cap.height * 2 // 3)
        if key.kind == "shift":
            draw_icon(surface, "up", cap.center, side, ink)
        elif key.kind == "erase":
            draw_icon(surface, "erase", cap.center, side, ink)
        else:
            words = self.name(key)
            if key.kind == "letter":
                words = _capital(words) if self.upper else words
            role: Role = "lead" if key.kind == "letter" else "body" if key.kind == "done" else "caption"
            room = cap.inflate(-theme.space(0.5), 0)
            block = layout(theme, words, role, room.width, height=room.height, weight=600)
            draw_block(surface, theme, block, room, ink, "center", "middle")

    def _face(self, key: Key) -> Color:
        theme = self.theme
        if key.kind == "done":
            return theme.color("ink" if self.can_end else "foam")
        if key.kind == "shift" and self.upper and self.layer != "signs":
            return theme.color("ink_soft" if self.shift != "lock" else "ink")
        raised, edge = theme.color("foam_raised"), theme.color("foam_edge")
        return edge if key.kind in {"letter", "space"} else raised.lerp(edge, 0.3)

    def _ink(self, key: Key, lit: float) -> Color:
        theme = self.theme
        if not self._open(key):
            return theme.color("ink_faint")
        bright = key.kind == "done" or (key.kind == "shift" and self.upper) or lit >= 0.5
        return theme.color("foam" if bright else "ink_soft" if key.kind == "space" else "ink")


def _across(theme: Theme, width: int, language: Language) -> int:
    """Keys side by side: as people know them if each is then 9 mm wide, else as many as are."""
    room = width // theme.target
    if room >= TEN:
        return min(room, WIDEST[language])
    return max(6, room)


def _repeats(held: float) -> int:
    return 0 if held < _FIRST_REPEAT else 1 + int((held - _FIRST_REPEAT) / _NEXT_REPEATS)


def _capital(letter: str) -> str:
    """The capital of one letter; the sharp s stays what it is, rather than become two letters."""
    return letter.upper() if len(letter.upper()) == 1 else letter
