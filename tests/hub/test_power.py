"""Switching the machine off for whoever presses the button, which is on another thread than the hub's bus."""

import asyncio

import pytest

from tests.fakes.logind import LogindStandIn
from xlab.dashboard.ports.power import NotSwitched
from xlab.hub.power import Power


async def test_the_button_reaches_the_machine_or_says_why_not(monkeypatch):
    async with LogindStandIn() as logind:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", logind.address)
        power = Power()
        assert await asyncio.to_thread(power.may, "off") == "yes"
        await asyncio.to_thread(power.do, "restart")
        assert logind.asked == ["Reboot"]
        logind.says = "challenge"
        with pytest.raises(NotSwitched) as caught:
            await asyncio.to_thread(power.do, "off")
        assert caught.value.reason == "refused" and logind.asked == ["Reboot"]
