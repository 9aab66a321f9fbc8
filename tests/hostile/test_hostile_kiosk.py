"""Every hostile demo that the issue names, in one real kiosk: the visitor sees the card, the next demo plays on.

Nothing of it is left, and it managed nothing. How fast each was is told by ``make hostile``, which tries more of them.
"""

from collections.abc import Iterator

import pytest

from tests.hostile.kiosk import SIZE, HostileKiosk
from tests.hostile.siege import Outcome, besiege, warm_up
from tests.hostile.trials import LISTED, Trial

SLOW = 0.3
"""The part of its usual pictures a second that the next demo must come to: other tests run beside this one."""

CARD = slice(SIZE[0] * 60 * 3, SIZE[0] * 460 * 3)
"""The bytes of a picture below the bar: all cards are the same there but for the colour of the demo."""


class Siege:
    """A kiosk, its usual pace, and the first card it showed."""

    def __init__(self, kiosk: HostileKiosk) -> None:
        self.kiosk = kiosk
        self.pace = warm_up(kiosk)
        self.card: bytes | None = None


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    with HostileKiosk(tmp_path_factory.mktemp("siege")) as kiosk:
        yield Siege(kiosk)


@pytest.mark.parametrize("trial", LISTED, ids=lambda trial: trial.name)
def test_a_hostile_demo_spoils_no_visit(siege: Siege, trial: Trial):
    outcome = besiege(siege.kiosk, trial)
    assert outcome.sees == trial.sees, siege.kiosk.process.output
    assert trial.says in outcome.detail
    assert outcome.managed == trial.managed
    assert outcome.left == []
    assert outcome.pace > SLOW * siege.pace
    if trial.sees == "card":
        siege.card = siege.card or outcome.picture
        assert _alike(outcome, siege.card) > 0.9


def _alike(outcome: Outcome, card: bytes) -> float:
    """The part of the picture that is that of the card, give or take a shade."""
    pairs = list(zip(outcome.picture[CARD], card[CARD], strict=True))[::7]
    return sum(abs(one - other) < 24 for one, other in pairs) / len(pairs)
