"""``xlab up`` keeps hub and kiosk, and leaves neither behind, however it ends itself."""

import signal

import psutil
import pytest

from tests.running import RunningKit, RunningProcess, free_port
from tests.waiting import PATIENCE

NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}


def parts(kit: RunningKit) -> dict[str, psutil.Process]:
    """Hub and kiosk, which answer already."""
    kit.wait(lambda health: [one["state"] for one in health["stations"]] == ["attract"])
    children = psutil.Process(kit.process.process.pid).children()
    return {"hub" if "hub" in child.cmdline() else "kiosk": child for child in children}


def test_a_killed_up_takes_hub_and_kiosk_with_it():
    with RunningKit(env=NO_BUS) as kit:
        children = list(parts(kit).values())
        assert len(children) == 2
        # A demo's process, or one that draws a demo's picture, may be there as well.
        children += psutil.Process(kit.process.process.pid).children(recursive=True)
        kit.process.stop(signal.SIGKILL)
        _, left = psutil.wait_procs(set(children), timeout=PATIENCE)
        assert not left
    # Nothing holds the port or the files of the home: another kit starts in its place.


def test_a_kiosk_that_dies_after_kit_toml_was_broken_does_not_end_the_hub():
    with RunningKit(env=NO_BUS) as kit:
        running = parts(kit)
        (kit.home / "kit.toml").write_text("colour = 1\n")
        running["kiosk"].kill()
        kit.process.line(r"colour in .* is not a setting")
        kit.process.line(r"The kiosk ended with status 2 and starts again")
        assert kit.health()["version"]
        (kit.home / "kit.toml").unlink()
        kit.wait(lambda health: [one["state"] for one in health["stations"]] == ["attract"])


def test_settings_that_are_wrong_from_the_start_end_it_at_once(tmp_path):
    (tmp_path / "kit.toml").write_text("colour = 1\n")
    process = RunningProcess("xlab.cli", "up", "--home", str(tmp_path), "--port", str(free_port()), "--offscreen")
    assert process.process.wait(PATIENCE) == 2
    process.line(r"colour in .* is not a setting")


@pytest.mark.parametrize("host", ["127.0.0.2", "::1", "::"])
def test_the_kiosk_finds_a_hub_that_listens_on_one_address_only(host: str):
    with RunningKit(env=NO_BUS | {"XLAB_HOST": host}) as kit:
        kit.process.line("The hub is here")
