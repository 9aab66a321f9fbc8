"""Switching the machine off through systemd's logind, on a bus of the test's own."""

import pytest

from tests.fakes.logind import LogindStandIn
from xlab.box.switching import do, may
from xlab.box.systembus import BusTrouble


async def test_it_goes_down_and_starts_anew(on_bus):
    async with on_bus(LogindStandIn()) as logind:
        assert await may("off") == await may("restart") == "yes"
        await do("off")
        await do("restart")
        assert logind.asked == ["PowerOff", "Reboot"]


async def test_a_system_that_does_not_allow_it_is_told_from_one_that_cannot_and_one_without_logind(on_bus):
    async with on_bus(LogindStandIn("challenge")) as logind:
        assert await may("off") == "refused"
        with pytest.raises(BusTrouble) as caught:
            await do("off")
        assert caught.value.reason == "refused" and logind.asked == []
        logind.says = "na"
        assert await may("restart") == "away"
    assert await may("off") == "away"
    with pytest.raises(BusTrouble) as caught:
        await do("off")
    assert caught.value.reason == "away"
