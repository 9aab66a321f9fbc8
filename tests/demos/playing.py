"""What the tests of all demos share: which demos and panels there are, and how a picture of one is judged."""

from importlib.metadata import entry_points
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import pygame

from xlab.catalogue.checking import PANELS
from xlab_kiosk.host.panel import stage_rect
from xlab_kiosk.stage.testing import Play
from xlab_kiosk.stage.theme import Theme

BUNDLED = {one.name: one.value for one in entry_points(group="xlab.demos")}
"""The packages of the bundled demos by their ids."""


def folder_of(demo: str) -> Path:
    """Where a bundled demo is, without running any of it."""
    found = find_spec(BUNDLED[demo])
    assert found is not None and found.origin is not None, f"{BUNDLED[demo]} is named as a demo, but is not there"
    return Path(found.origin).parent


FOLDERS = [folder_of(demo) for demo in sorted(BUNDLED)]
"""The bundled demos."""


SIZES = [stage_rect(Theme(panel)).size for panel in PANELS]
"""What is left for a demo on the panels we promise, below the shell's bar."""

LANGUAGES = ["en", "fr", "de"]


def pixels(play: Play) -> bytes:
    """The picture as it is now."""
    return pygame.image.tobytes(play.picture, "RGB")


def check_texts(play: Play, *, at_least: int = 0, apart: bool = True) -> None:
    """Each text is whole and on the screen with air around it; ``apart``: and touches no other."""
    air = play.picture.get_rect().inflate(-8, -8)
    for seen in play.texts:
        assert seen.fits, f"{seen.text} does not fit"
        assert air.contains(seen.rect), f"{seen.text} at {seen.rect} touches the edge"
    for one, other in combinations(play.texts if apart else [], 2):
        assert not one.rect.colliderect(other.rect), f"{one.text} lies on {other.text}"
    assert len(play.texts) >= at_least, f"there are too few texts: {play}"
