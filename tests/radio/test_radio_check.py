"""The radio's check listens for a moment, exactly as the hub does."""

import pytest

from tests.fakes.badge import Badge
from xlab.beacons.troubles import reason
from xlab.box.radio import check_listening, check_radio
from xlab.link import Radio
from xlab.look.words import Words

EN = Words("en")


@pytest.fixture
def hardware(tmp_path):
    """Where Linux would list an adapter, with one."""
    (tmp_path / "hci0").mkdir()
    return tmp_path


async def test_a_radio_that_works(bluez, hardware):
    bluez.add_adapter()
    async with Badge(bluez):
        found = await check_radio(adapters=hardware)
    assert found.ok is True and not found.next_step(EN)
    assert not bluez.scanning()


async def test_a_radio_that_hears_nothing_may_be_stuck_or_alone(bluez, hardware):
    bluez.add_adapter()
    found = await check_radio(adapters=hardware, patience=0.1)
    assert found.ok is None
    assert "heard nothing" in found.text(EN) and "no badge is here, or the radio is stuck" in found.text(EN)
    assert "badge on the pad" in found.next_step(EN)
    assert not bluez.scanning()


async def test_no_bluetooth_is_advice_and_says_what_is_played(bluez, tmp_path):
    for trouble in (lambda: None, bluez.crash, bluez.stop_bus):
        trouble()
        found = await check_radio(adapters=tmp_path / "nothing")
        assert found.ok is None
        assert "no Bluetooth" in found.text(EN) and "RECORDED" in found.text(EN) and "plug in" in found.next_step(EN)


async def test_an_adapter_without_its_service_needs_doing(bluez, hardware):
    bluez.crash()
    found = await check_radio(adapters=hardware)
    assert found.ok is False
    assert "(BlueZ) is not running" in found.text(EN) and "systemctl start bluetooth" in found.next_step(EN)


async def test_a_radio_that_is_off_needs_doing(bluez, hardware):
    bluez.add_adapter(powered=False)
    found = await check_radio(adapters=hardware)
    assert found.ok is False
    assert found.text(EN).startswith("Bluetooth is switched off.") and "RECORDED" in found.text(EN)
    assert found.next_step(EN) == "Switch it on with: bluetoothctl power on."


async def test_permission_refused_needs_doing(bluez, hardware):
    bluez.add_adapter()
    bluez.errors["StartDiscovery"] = "org.freedesktop.DBus.Error.AccessDenied"
    found = await check_radio(adapters=hardware)
    assert found.ok is False and "usermod -aG bluetooth" in found.next_step(EN)


async def test_a_kit_that_plays_no_recording_does_not_promise_one(bluez, tmp_path):
    found = await check_radio(replay="none", adapters=tmp_path)
    assert "RECORDED" not in found.text(EN) and "replay is none" in found.text(EN)


def test_a_hub_that_listens_says_how_its_own_radio_is():
    assert check_listening(Radio(state="scanning", source="live")).ok is True
    found = check_listening(Radio(state="off", source="live", reason=reason("off")))
    assert found.ok is False and found.next_step(EN) == "Switch it on with: bluetoothctl power on."
    found = check_listening(Radio(state="replaying", source="recorded", reason=reason("missing")))
    assert found.ok is None and "RECORDED" in found.text(EN) and "Plug one in" in found.next_step(EN)
    assert check_listening(Radio(state="replaying", source="recorded")).text(EN).startswith("The kit plays a recording")
