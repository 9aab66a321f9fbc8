"""Asking systemd to begin a task of root, on a bus of the test's own."""

import pytest

from tests.fakes.systemd_tasks import TaskStandIn
from xlab.box.systembus import BusTrouble
from xlab.box.tasks import begin


@pytest.mark.parametrize("task", ["xlab-update.service", "xlab-update-back.service"])
async def test_a_task_is_begun_by_its_name(task, monkeypatch):
    async with TaskStandIn() as systemd:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", systemd.address)
        await begin(task)
        assert systemd.begun == [f"StartUnit {task}"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", "refused"),
        ("org.freedesktop.DBus.Error.AccessDenied", "refused"),
        ("org.freedesktop.systemd1.NoSuchUnit", "away"),
    ],
)
async def test_a_system_that_says_no_is_told_from_one_that_lacks_the_task(error, reason, monkeypatch):
    async with TaskStandIn(error) as systemd:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", systemd.address)
        with pytest.raises(BusTrouble) as caught:
            await begin("xlab-update.service")
        assert caught.value.reason == reason and not systemd.begun
