"""All demos in a grid, each as it is when it is opened, and the pad with the badges that are heard."""

from collections.abc import Mapping
from typing import Final

from pygame import Rect, Surface

from xlab_kiosk.host.panel import stage_rect
from xlab_kiosk.shell.geometry import cutouts
from xlab_kiosk.shell.preflight.panes.pane import Pane
from xlab_kiosk.shell.preflight.panes.pieces import sign
from xlab_kiosk.shell.preflight.trials import OVER, Trial
from xlab_kiosk.shell.view import Pressed
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.badge import draw_badge
from xlab_kiosk.stage.icons import draw_icon
from xlab_kiosk.stage.motion import breathe

MOST: Final = 24
"""Demos in one picture: smaller ones would show nothing."""

TURN: Final = 1.2
"""Seconds of one turn of the arc at a demo that opens."""


class DemosPane(Pane):
    """A cut-out for each; a picture comes into it when the demo is up."""

    def layout(self) -> None:
        """As large as so many can be; a title on each foot where there is room for words."""
        theme = self.theme
        room = self.usual(self.label("demos_ask"))
        trials = self.seen.trials[:MOST]
        stage = stage_rect(theme)
        shape = stage.width / stage.height
        most = (theme.px(420), round(theme.px(420) / min(1.0, shape)))
        cells = [
            Rect(0, 0, *_within(cell.size, shape)).move_to(center=cell.center)
            for cell in cutouts(room, len(trials), theme.space(2), most, shape)
        ]
        self.cells: list[tuple[Trial, Rect]] = list(zip(trials, cells, strict=True))
        self.boxes |= {f"demo {trial.demo}": cell for trial, cell in self.cells}

    def draw(self, surface: Surface, pressed: Pressed, pictures: Mapping[str, Surface], t: float) -> None:
        """Each with its sign in a corner: opening, well, or why not."""
        theme = self.theme
        for trial, cell in self.cells:
            radius = min(theme.radius("card"), cell.height // 6)
            picture = pictures.get(trial.demo)
            self.framed(surface, cell, radius, picture)
            if picture is None:
                inner = cell.inflate(-2 * theme.space(1.5), -2 * theme.space(1))
                text.draw_text(surface, theme, trial.title, inner, "caption", "ink_faint", "center", "middle")
            self._sign(surface, trial, cell, t)
        super().draw(surface, pressed, pictures, t)

    def _sign(self, surface: Surface, trial: Trial, cell: Rect, t: float) -> None:
        theme, size = self.theme, self.theme.px(48)
        at = cell.right - size * 2 // 3, cell.y + size * 2 // 3
        if trial.state in ("opening", "shown"):
            start = 0.0 if theme.reduced_motion else t / TURN % 1.0
            paint.disc(surface, at, size / 2, theme.color("foam_pressed"))
            paint.arc(surface, at, size * 0.32, start, start + 0.7, theme.px(5), theme.color("ink"))
        elif trial.state in OVER:
            sign(surface, theme, at, size, trial.state == "good")
            if trial.state != "good":
                self._why(surface, trial, cell)

    def _why(self, surface: Surface, trial: Trial, cell: Rect) -> None:
        theme = self.theme
        block = text.layout(theme, self.label(f"state_{trial.state}"), "caption", cell.width, max_lines=1, weight=600)
        band = Rect(0, 0, block.width + theme.space(3), theme.px(44))
        band.midbottom = cell.centerx, cell.bottom - theme.px(10)
        paint.rounded(surface, band, band.height // 2, theme.color("foam_pressed"))
        text.draw_block(surface, theme, block, band, "ink", "center", "middle")


def _within(size: tuple[int, int], shape: float) -> tuple[int, int]:
    """The largest of this shape in ``size``: the whole of a demo is seen, for trouble may be at its edge."""
    width = min(size[0], round(size[1] * shape))
    return width, max(1, round(width / shape))


class BadgesPane(Pane):
    """The pad, waiting, or with faces on it."""

    def layout(self) -> None:
        """One large pad in the middle, or a face for each badge."""
        theme = self.theme
        room = self.usual(self.label("badges_ask"))
        count = max(1, len(self.seen.badges))
        side = min(room.height, theme.px(260), (room.width - (count - 1) * theme.space(3)) // count)
        whole = count * side + (count - 1) * theme.space(3)
        left = room.centerx - whole // 2
        step = side + theme.space(3)
        self.pads = [Rect(left + index * step, room.centery - side // 2, side, side) for index in range(count)]
        self.boxes |= {f"pad {index}": pad for index, pad in enumerate(self.pads)}

    def draw(self, surface: Surface, pressed: Pressed, pictures: Mapping[str, Surface], t: float) -> None:
        """The pad swells while it waits."""
        theme = self.theme
        for index, pad in enumerate(self.pads):
            paint.cutout(surface, pad, pad.width // 2)
            if index < len(self.seen.badges):
                face = self.seen.badges[index]
                draw_badge(surface, pad.center, round(pad.width * 0.78), face.animal, face.accent)
            elif self.seen.found:
                sign(surface, theme, pad.center, round(pad.width * 0.4), self.ok)
            else:
                swell = 0.5 if theme.reduced_motion else breathe(t, 2.4)
                color = theme.color("foam_edge").lerp(theme.color("ink"), 0.35 + 0.65 * swell)
                draw_icon(surface, "pad", pad.center, round(pad.width * 0.42), color)
        super().draw(surface, pressed, pictures, t)
