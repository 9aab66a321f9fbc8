"""The sound on its two sides, and what the camera sees."""

from collections.abc import Mapping
from typing import Final

from pygame import Rect, Surface

from xlab_kiosk.shell.preflight.knocks import SIDES
from xlab_kiosk.shell.preflight.panes.pane import Pane
from xlab_kiosk.shell.preflight.panes.pieces import Wanted, sign
from xlab_kiosk.shell.preflight.taps import Again, Answer
from xlab_kiosk.shell.view import Pressed
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.icons import draw_icon

SHAPE: Final = 16 / 9


class SoundPane(Pane):
    """Two discs, the one that sounds alight."""

    def layout(self) -> None:
        """One at each side."""
        theme = self.theme
        answers = [
            Wanted("again", Again(), self.label("again")),
            Wanted("no", Answer(False), self.label("no")),
            Wanted("yes", Answer(True), self.label("yes"), first=True),
        ]
        room = self.usual(self.label("sound_ask"), answers)
        side = max(theme.target, min(room.height, room.width // 3, theme.px(280)))
        self.discs = {}
        for name, share in zip(SIDES, (0.27, 0.73), strict=True):
            disc = Rect(0, 0, side, side)
            disc.center = room.x + round(room.width * share), room.centery
            self.discs[name] = self.boxes[f"disc {name}"] = disc

    def draw(self, surface: Surface, pressed: Pressed, pictures: Mapping[str, Surface], t: float) -> None:
        """Waves from where it sounds."""
        theme = self.theme
        for name, disc in self.discs.items():
            paint.cutout(surface, disc, disc.width // 2)
            on = self.seen.sound.side == name
            if on:
                paint.glow(surface, disc.center, disc.width // 2, theme.color("ink"), 0.35)
            if self.seen.found:
                sign(surface, theme, disc.center, round(disc.width * 0.42), self.ok)
            else:
                draw_icon(
                    surface, "waves", disc.center, round(disc.width * 0.5), theme.color("ink" if on else "ink_faint")
                )
        super().draw(surface, pressed, pictures, t)


class CameraPane(Pane):
    """The picture, live."""

    def layout(self) -> None:
        """As large as there is room for it."""
        theme = self.theme
        waiting = self.seen.camera.look == "waiting"
        room = self.usual(self.label("camera_wait" if waiting else "camera_ask"))
        width = min(room.width, round(room.height * SHAPE))
        self.frame = Rect(0, 0, width, round(width / SHAPE))
        self.frame.center = room.center
        self.boxes["frame"] = self.frame
        self.tag = None
        if self.seen.camera.source != "live":
            said = self.words(f"kiosk.{self.seen.camera.source}")
            self.tag = text.layout(theme, said, "caption", self.frame.width, max_lines=1, weight=600)

    def draw(self, surface: Surface, pressed: Pressed, pictures: Mapping[str, Surface], t: float) -> None:
        """What it sees, in its cut-out."""
        theme, frame, picture = self.theme, self.frame, pictures.get("camera")
        self.framed(surface, frame, theme.radius("card"), picture)
        if self.seen.found and (picture is None or self.ok is False):
            sign(surface, theme, frame.center, min(theme.px(120), round(frame.height * 0.5)), self.ok)
        elif self.seen.found:
            sign(surface, theme, (frame.right - theme.px(44), frame.y + theme.px(44)), theme.px(52), self.ok)
        if self.tag is not None:
            box = Rect(frame.x + theme.px(16), frame.y + theme.px(16), self.tag.width + theme.space(3), theme.px(44))
            paint.rounded(surface, box, box.height // 2, theme.color("foam_pressed"))
            text.draw_block(surface, theme, self.tag, box, "ink", "center", "middle")
        super().draw(surface, pressed, pictures, t)
