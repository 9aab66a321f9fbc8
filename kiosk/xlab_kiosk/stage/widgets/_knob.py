"""The knob of sliders and dials: a bright object that lies in the foam."""

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.paint import lifted, rounded
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.widgets._press import shade


def draw_knob(
    surface: Surface, theme: Theme, centre: tuple[float, float], size: int, core: Color, pressed: float, *, on: bool
) -> None:
    """A round knob ``size`` pixels across with a core of a colour; it sinks a little as it is pressed."""
    place = Rect(0, 0, size, size)
    place.center = round(centre[0]), round(centre[1])
    face = theme.color("ink").lerp(theme.color("foam"), 0.14 * shade(pressed)) if on else theme.color("foam_edge")
    lifted(surface, place, size // 2, face, 0.5 - 0.3 * shade(pressed) if on else 0.0)
    inner = place.inflate(-size * 11 // 20, -size * 11 // 20)
    rounded(surface, inner, inner.width // 2, core if on else theme.color("ink_faint"))
