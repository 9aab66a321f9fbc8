"""A real kiosk under siege, and what is held of every hostile demo in it."""

from collections.abc import Callable, Iterator

import pytest

from tests.hostile.kiosk import SIZE, HostileKiosk
from tests.hostile.siege import besiege, warm_up
from tests.hostile.trials import Trial

CARD = slice(SIZE[0] * 60 * 3, None)
"""The bytes of a picture below the bar, where all cards are the same but for the colour of the demo."""


@pytest.fixture(scope="module")
def hold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Trial], None]]:
    """Play a trial in the module's kiosk: the visitor sees what is right, the next demo plays on, nothing is left."""
    cards: list[bytes] = []
    with HostileKiosk(tmp_path_factory.mktemp("siege")) as kiosk:
        warm_up(kiosk)

        def hold(trial: Trial) -> None:
            outcome = besiege(kiosk, trial)
            assert outcome.sees == trial.sees, kiosk.process.output
            assert trial.says in outcome.detail
            assert outcome.managed == trial.managed
            assert outcome.left == []
            assert outcome.pace > 0, "the next demo showed fewer than ten pictures"
            if outcome.sees == "card":
                cards.append(outcome.picture)
                assert alike(outcome.picture, cards[0]) > 0.9

        yield hold


def alike(picture: bytes, card: bytes) -> float:
    """The part of a picture that is that of the card, give or take a shade."""
    pairs = list(zip(picture[CARD], card[CARD], strict=True))[::7]
    return sum(abs(one - other) < 24 for one, other in pairs) / len(pairs)
