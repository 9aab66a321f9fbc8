"""Demos that take, break and reach for what is not theirs, in the real kiosk: they get nothing, and the next plays on.

How fast each was is told by ``make hostile``, which tries more of them.
"""

import pytest

from tests.hostile.trials import GRABS, Trial, tried


@pytest.mark.parametrize("trial", tried(GRABS), ids=lambda trial: trial.name)
def test_grabs_spoil_no_visit(hold, trial: Trial):
    hold(trial)
