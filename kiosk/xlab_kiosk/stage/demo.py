"""What a demo is: a class with a method for everything that can happen to it."""

import pygame

from xlab_kiosk.stage.inputs import Answer, Badge, Presence, Tap, Touch
from xlab_kiosk.stage.stage import Stage


class Demo:
    """A demo. Override what you need; every method has a default that does nothing.

    >>> class Counter(Demo):
    ...     def start(self, stage: Stage) -> None:
    ...         self.stage, self.count = stage, 0
    ...     def tap(self, tap: Tap) -> None:
    ...         self.count += 1  # a new picture follows every touch by itself
    ...     def draw(self, screen) -> None:
    ...         screen.blit(foam(screen.get_size()), (0, 0))
    ...         draw_text(screen, self.stage.theme, str(self.count), page(self.stage.theme), "title")
    """

    def start(self, stage: Stage) -> None:
        """Called once before anything else. Keep ``stage``: it is how a demo speaks to the kit."""
        self.stage = stage

    def touch(self, touch: Touch) -> None:
        """A finger or the mouse did something."""

    def tap(self, tap: Tap) -> None:
        """A finger or the mouse tapped; made from touches."""

    def presence(self, change: Presence) -> None:
        """A badge came, moved or went."""

    def known(self, badge: Badge) -> None:
        """What the kit knows about this badge changed; read it with ``stage.known(badge)``."""

    def answer(self, answer: Answer) -> None:
        """Somebody answered what the demo asked with :meth:`Stage.ask`, or changed an answer."""

    def update(self, dt: float) -> None:
        """``dt`` seconds passed. Change state here, never in :meth:`draw`."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything. Called only after something changed; never changes state."""

    def attract(self, screen: pygame.Surface, t: float) -> None:
        """Draw the demo's own picture for the attract loop and the menu: a still life, alive with ``t`` seconds.

        Called after :meth:`start` on a stage of the picture's size, with no other input; it never changes state.
        Nothing drawn means that the kit shows the title alone.
        """
