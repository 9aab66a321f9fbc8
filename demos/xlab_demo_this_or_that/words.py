"""Words of any length and script in a place of their own; what is too long ends in an ellipsis."""

from typing import Literal

from pygame import Rect, Surface

from xlab_kiosk.stage import Block, Role, Theme, draw_block, layout

_MORE = "…"


def fitted(theme: Theme, text: str, roles: tuple[Role, ...], width: int, height: int) -> Block:
    """The text in the first of ``roles`` in which it fits whole; else as much of it as the last one holds."""
    for role in roles:
        block = layout(theme, text, role, width, height=height)
        if block.fits and not block.broken and block.role == role:
            return block
    block = layout(theme, text, roles[-1], width, height=height)
    whole = " ".join(text.split())
    least, most = 0, len(whole)
    # The longest beginning that fits; words that nobody would write as one are cut wherever the line ends.
    while not block.fits and least < most:
        middle = (least + most + 1) // 2
        if layout(theme, whole[:middle].rstrip() + _MORE, roles[-1], width, height=height).fits:
            least = middle
        else:
            most = middle - 1
    return block if block.fits else layout(theme, whole[:least].rstrip() + _MORE, roles[-1], width, height=height)


def draw_name(
    screen: Surface,
    theme: Theme,
    text: str,
    rect: Rect,
    roles: tuple[Role, ...],
    *,
    color: str = "ink",
    centred: bool = True,
    valign: Literal["top", "middle"] = "middle",
) -> None:
    """Draw a need's words in ``rect``, as large as they fit whole."""
    block = fitted(theme, text, roles, rect.width, rect.height)
    draw_block(screen, theme, block, rect, color, "center" if centred else "left", valign)
