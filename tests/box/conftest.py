"""What trials of the box share."""

import pytest


@pytest.fixture
def on_bus(monkeypatch):
    """Makes a stand-in with a bus of its own what the code finds as the system bus."""

    def use(stand_in):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", stand_in.address)
        return stand_in

    return use
