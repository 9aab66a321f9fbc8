"""What must hold where the sandbox is missing: limits, an end of everything, and no network."""

from collections.abc import Iterator

import pytest

from tests.hostile.kiosk import HostileKiosk
from tests.hostile.siege import besiege, warm_up
from tests.hostile.trials import LISTED, MORE, Trial

HELD = ("segfault", "eat_memory", "fork_bomb", "hide", "call_hub", "signal_others", "fill_card")
TRIALS = [one for one in (*LISTED, *MORE) if one.name in HELD]


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileKiosk]:
    with HostileKiosk(tmp_path_factory.mktemp("bare"), bare=True) as kiosk:
        warm_up(kiosk)
        yield kiosk


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_limits_hold_without_a_sandbox(kiosk: HostileKiosk, trial: Trial):
    outcome = besiege(kiosk, trial)
    assert outcome.sees == trial.sees, kiosk.process.output
    assert trial.says in outcome.detail
    assert outcome.managed == trial.managed
    assert outcome.left == []
