"""Setting the machine's clock through systemd's timedated, on a bus of the test's own."""

import pytest

from tests.fakes.timedate import TimedateStandIn
from xlab.box.clock import set_time, synchronised
from xlab.box.systembus import BusTrouble

NOON = 1_790_000_000.5


async def test_the_clock_is_set_also_where_the_network_is_meant_to_and_may_try_again_afterwards(on_bus):
    async with on_bus(TimedateStandIn(steered=True)) as timedate:
        await set_time(NOON)
        assert timedate.wall == NOON
        assert timedate.steered
        assert not await synchronised()
        timedate.synchronised = True
        assert await synchronised()


async def test_a_system_that_does_not_allow_it_is_told_from_one_that_has_no_such_service(on_bus, monkeypatch):
    async with on_bus(TimedateStandIn(allows=False)):
        with pytest.raises(BusTrouble) as caught:
            await set_time(NOON)
        assert caught.value.reason == "refused"
    with pytest.raises(BusTrouble) as caught:
        await set_time(NOON)
    assert caught.value.reason == "away"
    assert not await synchronised()
