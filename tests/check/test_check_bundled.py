"""What we bring along is as good as we ask of others: some simulated time of each; `make check-demos` plays it all."""

from itertools import cycle

import pytest

from tests.demos.playing import FOLDERS
from xlab.catalogue import Entry, read_manifest
from xlab_kiosk.check.checking import Combination, Rules, check

PLAYED: list[Combination] = [((800, 480), "fr"), ((800, 480), "de")]
"""The smallest panel, which is the quickest to draw and has the least room for long words."""


PLAYED_S = 45.0
"""Simulated seconds with a visitor; what follows without one is as long as on a kit."""


@pytest.mark.parametrize(("folder", "combination"), [*zip(FOLDERS, cycle(PLAYED), strict=False)], ids=str)
def test_every_bundled_demo_has_the_top_rating(folder, combination):
    manifest = read_manifest(folder)
    entry = Entry(name=manifest.id, door="dropped", folder=folder, status="ready", manifest=manifest)
    checked, pictures = check(
        entry, Rules(combinations=(combination,), seconds=PLAYED_S, start_limit=None, asides=1, strays=4, at_once=1)
    )
    assert checked.rating().reasons == ()
    assert checked.stars == 5
    (seen,) = pictures
    assert len(seen.pictures) > 2, "the visitor got beyond the first screen"
