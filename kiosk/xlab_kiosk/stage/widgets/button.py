"""A button."""

from collections.abc import Callable
from typing import Literal

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.icons import Icon, draw_icon
from xlab_kiosk.stage.paint import lifted
from xlab_kiosk.stage.text import Block, draw_block, layout
from xlab_kiosk.stage.theme import Role, Theme
from xlab_kiosk.stage.widgets._press import Pressable, shade

Kind = Literal["main", "quiet"]
"""A screen has one main button, the next step; every other is quiet."""


class Button(Pressable):
    """A button with a label, an icon or both, that calls ``on_tap``.

    >>> button = Button(theme, Rect(40, 300, 320, 72), "Start", on_tap=stage.finish)
    >>> button.touch(touch)  # in Demo.touch
    False
    >>> if button.update(1 / 60):  # in Demo.update
    ...     stage.redraw()
    >>> button.draw(screen)  # in Demo.draw
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        label: str,
        on_tap: Callable[[], None],
        *,
        icon: Icon | None = None,
        kind: Kind = "main",
        role: Role = "body",
        enabled: bool = True,
    ) -> None:
        super().__init__(theme, rect, on_tap, enabled=enabled)
        self.label = label
        self.icon = icon
        self.kind = kind
        self.role = role

    @property
    def name(self) -> str:
        """What a checker calls it: its label, else its icon."""
        return self.label or self.icon or "button"

    @property
    def fits(self) -> bool:
        """Whether the whole label fits; if not, it ends in an ellipsis and the layout should give it more room."""
        return self._label(self._label_room()).fits

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        theme = self.theme
        face, ink = (theme.color("ink"), theme.color("foam")) if self.kind == "main" else self._quiet()
        face = face.lerp(theme.color("foam"), 0.22 * shade(self.pressed))
        if not self.enabled:
            face, ink = theme.color("foam"), theme.color("ink_faint")
        place = self.rect.move(0, round(theme.px(3) * self.pressed))
        radius = min(theme.radius("card"), place.height // 2)
        lifted(surface, place, radius, face, 0.55 * (1.0 - 0.8 * shade(self.pressed)) if self.enabled else 0.0)
        self._draw_content(surface, place, ink)
        self._tell()

    def _quiet(self) -> tuple[Color, Color]:
        return self.theme.color("foam_raised").lerp(self.theme.color("foam_edge"), 0.5), self.theme.color("ink")

    def _draw_content(self, surface: Surface, place: Rect, ink: Color) -> None:
        """Icon and label side by side, together in the middle."""
        size, gap = self._icon_size(), self.theme.space(1.5)
        block = self._label(self._label_room())
        before = size + (gap if block.lines else 0) if self.icon else 0
        left = place.centerx - (before + block.width) // 2
        if self.icon:
            draw_icon(surface, self.icon, (left + size / 2, place.centery), size, ink)
        room = Rect(left + before, place.y, block.width, place.height)
        draw_block(surface, self.theme, block, room, ink, "center", "middle")

    def _label(self, width: int) -> Block:
        return layout(self.theme, self.label, self.role, width, height=self.rect.height, weight=600)

    def _label_room(self) -> int:
        room = self.rect.width - 2 * self.theme.space(2)
        return max(1, room - self._icon_size() - self.theme.space(1.5) if self.icon else room)

    def _icon_size(self) -> int:
        return min(self.theme.px(36), self.rect.height * 2 // 3) if self.icon else 0
