"""Playing a demo as the host does, without a process: real stage, real taps, time in steps, pictures in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pygame
import pytest

import xlab_demo_hello
import xlab_demo_warm_welcome
from tests.fakes.outlet import ListeningOutlet
from xlab_kiosk.stage import Badge, Block, Demo, KnownFact, Presence, Stage, StageControl, Taps, Theme, Touch
from xlab_kiosk.stage import text as stage_text

FOLDERS = [Path(module.__file__ or "").parent for module in (xlab_demo_hello, xlab_demo_warm_welcome)]
"""The bundled demos."""

SIZES = [(800, 424), (1280, 640), (1920, 960), (720, 1200)]
"""What is left for a demo on the panels we promise, below the shell's bar."""

LANGUAGES = ["en", "fr", "de"]

STEP = 1 / 20


class Play:
    """One run of a demo on a panel of ``size``. ``said`` is what it told the kit."""

    def __init__(
        self,
        demo: Demo,
        folder: Path,
        size: tuple[int, int] = (1280, 640),
        language: str = "en",
        *,
        before: tuple[Presence, ...] = (),
        reduced_motion: bool = False,
    ) -> None:
        outlet = ListeningOutlet()
        self.said = outlet.said
        self.demo = demo
        self.stage = Stage(size=size, language=language, folder=folder, outlet=outlet, reduced_motion=reduced_motion)
        self.control = StageControl(self.stage)
        self.screen = pygame.Surface(size)
        self._taps = Taps(slop=24)
        self._now = 0.0
        for change in before:
            self.control.presence(change)
        demo.start(self.stage)

    def wait(self, seconds: float) -> None:
        """Let time pass. Nothing is drawn, because drawing never changes what happens."""
        for _ in range(round(seconds / STEP)):
            self._now += STEP
            self.demo.update(STEP)

    def draw(self) -> bytes:
        """The picture as it is now."""
        self.control.drawn()
        self.demo.draw(self.screen)
        return pygame.image.tobytes(self.screen, "RGB")

    def tap(self, at: tuple[float, float], pointer: int = 1) -> None:
        """A short touch, as the host hands it on: the touches, and the tap they make."""
        for phase in ("down", "up"):
            touch = Touch(pointer, phase, *at)
            tap = self._taps.feed(touch, self._now)
            self.demo.touch(touch)
            if tap is not None:
                self.demo.tap(tap)
            self.stage.redraw()

    def presence(self, kind: str, badge: Badge, proximity: str = "touch", source: str = "live") -> None:
        """A badge came, moved or went."""
        change = Presence(kind=kind, badge=badge, proximity=proximity, source=source)  # type: ignore[arg-type]
        self.control.presence(change)
        self.demo.presence(change)

    def known(self, badge: Badge, *facts: KnownFact) -> None:
        """The kit says what it knows."""
        here = self.control.known(badge.beacon, facts)
        if here is not None:
            self.demo.known(here)


class Texts:
    """Every text of the newest picture: its block, and where it was drawn."""

    def __init__(self) -> None:
        self.drawn: list[tuple[Block, pygame.Rect]] = []

    def clear(self) -> None:
        """A new picture begins."""
        self.drawn.clear()

    def check(self, screen: pygame.Surface, *, apart: bool = True) -> None:
        """Each text is whole and on the screen with air around it; ``apart``: and touches no other."""
        air = screen.get_rect().inflate(-8, -8)
        for block, used in self.drawn:
            assert block.fits, f"{block.lines} does not fit"
            assert used.height >= block.height, f"{block.lines} is cut off"
            assert air.contains(used), f"{block.lines} at {used} touches the edge"
        for number, (block, used) in enumerate(self.drawn if apart else []):
            for other, place in self.drawn[:number]:
                assert not used.colliderect(place), f"{block.lines} lies on {other.lines}"


@contextmanager
def texts_of(patch: pytest.MonkeyPatch) -> Iterator[Texts]:
    """Note every text that is drawn while this lasts."""
    seen = Texts()
    real = stage_text.draw_block

    def noting(
        screen: pygame.Surface, theme: Theme, block: Block, rect: pygame.Rect, *how: Any, **more: Any
    ) -> pygame.Rect:
        used = real(screen, theme, block, rect, *how, **more)
        if block.lines and more.get("alpha", 255) != 0:
            seen.drawn.append((block, used))
        return used

    with patch.context() as patched:
        for module in ("xlab_kiosk.stage.text", "xlab_kiosk.stage.widgets.button", "xlab_demo_warm_welcome.words"):
            patched.setattr(f"{module}.draw_block", noting)
        yield seen
