"""The card with a statement: a finger pushes it to a side, or a button sends it there, and the next one lies below."""

from collections.abc import Callable
from typing import Final

from pygame import Rect, Surface

from xlab_demo_common_ground.story import Vote
from xlab_kiosk.stage import Role, Theme, Touch, Tween, between, draw_text, layout, lifted

PAD = 30
"""Token pixels between a card's edge and its words."""

FAR = 0.22
"""The part of its width that a card must be pushed to count as an answer."""

_BELOW: Final = 12
"""Token pixels that each card of the stack lies lower."""


class CardStack:
    """Cards in ``rect``, words on the top one; ``on_push`` is called with 1 for a push to the right, -1 to the left."""

    def __init__(self, theme: Theme, rect: Rect, on_push: Callable[[Vote], None]) -> None:
        self.theme, self.rect, self.on_push = theme, rect, on_push
        self.words = ""
        self.below = 0
        """Cards that lie below the top one."""
        self.role: Role = "title"
        self.enabled = True
        self._finger: int | None = None
        self._from = 0.0
        self._push = Tween(0.0, 0.0, 0.0)
        self._gone: tuple[float, Vote] | None = None
        self._leave = Tween(1.0, 1.0, 0.0)
        self._rise = Tween(1.0, 1.0, 0.0)

    @property
    def face(self) -> Rect:
        """The top card at rest."""
        low = 2 * self.theme.px(_BELOW)
        return Rect(self.rect.left, self.rect.top, self.rect.width, self.rect.height - low)

    @property
    def leaning(self) -> int:
        """The answer that the card is being pushed to: 1, -1, or 0 for none."""
        far = self._push.value / self.rect.width
        return 0 if self._finger is None or abs(far) < FAR else (1 if far > 0 else -1)

    def deal(self, words: str, below: int) -> None:
        """Another card lies on top now."""
        self.words, self.below = words, below

    def send(self, vote: Vote) -> None:
        """The top card goes: to the right, the left, or down."""
        self._gone = (self._push.value, vote)
        self._push = Tween(0.0, 0.0, 0.0)
        self._finger = None
        self._leave = Tween(0.0, 1.0, self.theme.seconds("move"))
        self._rise = Tween(0.0, 1.0, self.theme.seconds("move"))

    def touch(self, touch: Touch) -> bool:
        """A finger pushes the card."""
        if touch.phase == "down":
            if (
                not self.enabled
                or not self.words
                or self._finger is not None
                or not self.face.collidepoint(touch.x, touch.y)
            ):
                return False
            self._finger, self._from = touch.pointer, touch.x
            return True
        if touch.pointer != self._finger:
            return False
        self._push = Tween(touch.x - self._from, touch.x - self._from, 0.0)
        if touch.phase in ("up", "cancel"):
            leaning = self.leaning
            self._finger = None
            if touch.phase == "up" and leaning:
                self.on_push(1 if leaning > 0 else -1)
            self._push.to(0.0, self.theme.seconds("move"))
        return True

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return any([self._push.update(dt), self._leave.update(dt), self._rise.update(dt)])

    def draw(self, surface: Surface) -> None:
        """The stack, its top card, and one that is leaving."""
        theme, face = self.theme, self.face
        paper = theme.color("paper")
        up = self._rise.value
        for depth in (2, 1):
            if self.below >= depth:
                at = face.inflate(-2 * depth * theme.px(18), 0).move(0, depth * theme.px(_BELOW))
                lifted(surface, at, theme.radius("card"), paper.lerp(theme.color("foam"), 0.28 * depth), 0.3)
        if self.words:
            start = face.inflate(-2 * theme.px(18), 0).move(0, theme.px(_BELOW))
            at = between(start, face, up).move(round(self._push.value), 0)
            lifted(surface, at, theme.radius("card"), paper, 0.6)
            if up > 0.5:
                self._say(surface, self.words, at)
        if self._gone is not None and not self._leave.done:
            begun, vote = self._gone
            way = self._leave.value
            far = begun + (vote * self.rect.width * 0.7 - begun) * way
            at = face.move(round(far), round(0 if vote else way * face.height * 0.5))
            self._fade(surface, at, round(255 * (1 - way)))

    def _fade(self, surface: Surface, at: Rect, alpha: int) -> None:
        """A card that is leaving: it fades into what is below it."""
        around = at.inflate(self.theme.px(48), self.theme.px(48)).clip(surface.get_rect())
        if around.width and around.height:
            under = surface.subsurface(around).copy()
            lifted(under, at.move(-around.x, -around.y), self.theme.radius("card"), self.theme.color("paper"), 0.6)
            under.set_alpha(alpha)
            surface.blit(under, around)

    def _say(self, surface: Surface, words: str, at: Rect) -> None:
        room = at.inflate(-2 * self.theme.px(PAD), -2 * self.theme.px(10))
        draw_text(surface, self.theme, words, room, self.role, "paper_ink", "left", "middle")


def one_role(theme: Theme, statements: tuple[str, ...], rect: Rect) -> Role:
    """The size for cards: one for all of a stack, so that none speaks louder."""
    width, height = rect.width - 2 * theme.px(PAD), rect.height - 2 * theme.px(10)
    blocks = [layout(theme, words, "title", width, height=height) for words in statements]
    return "title" if all(block.role == "title" and block.fits for block in blocks) else "lead"
