"""What of a panel belongs to a demo: all below the shell's bar. Pure."""

from pygame import Rect

from xlab_kiosk.stage.theme import Theme


def bar_height(theme: Theme) -> int:
    """Height of the bar above a demo, in panel pixels; a demo has the rest.

    Upright panels are narrow, so there the bar has two rows.
    """
    rows = 2 if theme.portrait else 1
    return rows * (theme.target + theme.space(2))


def stage_rect(theme: Theme) -> Rect:
    """Where a demo is shown on the panel of this theme."""
    top = bar_height(theme)
    return Rect(0, top, theme.size[0], theme.size[1] - top)
