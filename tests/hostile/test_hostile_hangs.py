"""Demos that come to no end, in the real kiosk: the visitor sees the card or can leave, and the next demo plays on.

How fast each was is told by ``make hostile``, which tries more of them.
"""

import pytest

from tests.hostile.trials import HANGS, Trial, tried


@pytest.mark.parametrize("trial", tried(HANGS), ids=lambda trial: trial.name)
def test_hangs_spoil_no_visit(hold, trial: Trial):
    hold(trial)
