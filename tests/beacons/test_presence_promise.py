"""What was promised of presence on the recordings: at the nearest scanner, and seldom changing. One rule for all."""

import pytest

from tests.benchmarks.presence.judge import Ours, pooled, score, takes


@pytest.mark.parametrize(("kind", "share", "changes"), [("walk", 0.74, 1.9), ("still", 0.78, 0.05)])
def test_presence_is_at_the_nearest_scanner_and_seldom_changes(kind, share, changes):
    result = pooled([score(Ours(), take) for take in takes(kind)])
    assert result.share >= share
    assert result.a_minute <= changes
