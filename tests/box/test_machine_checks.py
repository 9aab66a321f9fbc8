"""Screen, clock, disk, home and network, on machines that are well and on strange ones."""

import errno

import pytest

from xlab.box.machine import MEGABYTE, check_clock, check_disk, check_display, check_home
from xlab.look.words import Words

EN = Words("en")


@pytest.fixture
def drm(tmp_path):
    """A machine with two connectors on one card; the test says what is plugged in."""

    def connect(**status: str):
        for name, text in status.items():
            folder = tmp_path / f"card1-{name.replace('_', '-')}"
            folder.mkdir(parents=True)
            (folder / "status").write_text(text + "\n")
        return tmp_path

    return connect


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_desktop_is_drawn_on(name, drm):
    found = check_display({name: ":7"}, offscreen=False, connectors=drm())
    assert found.ok is True and ":7" in found.text(EN)


def test_off_screen_by_choice_is_well(drm):
    found = check_display({"DISPLAY": ":0"}, offscreen=True, connectors=drm())
    assert found.ok is True and "off screen" in found.text(EN)


def test_a_connected_screen_is_drawn_on_directly(drm):
    connectors = drm(HDMI_A_1="connected", HDMI_A_2="disconnected")
    found = check_display(
        {}, offscreen=False, connectors=connectors, devices=connectors, may_open=lambda path: path.name == "card1"
    )
    assert found.ok is True and "card1-HDMI-A-1" in found.text(EN) and "A-2" not in found.text(EN)


def test_a_screen_that_may_not_be_drawn_on_needs_doing(drm):
    connectors = drm(HDMI_A_1="connected")
    found = check_display({}, offscreen=False, connectors=connectors, devices=connectors, may_open=lambda path: False)
    assert found.ok is False and "usermod" in found.next_step(EN)


def test_a_service_to_which_the_screen_is_hidden_says_only_that_it_is_there(drm, tmp_path):
    found = check_display({}, offscreen=False, connectors=drm(HDMI_A_1="connected"), devices=tmp_path / "hidden")
    assert found.ok is True and "card1-HDMI-A-1" in found.text(EN)


@pytest.mark.parametrize("status", [{}, {"HDMI_A_1": "disconnected"}])
def test_no_screen_is_advice_only(drm, status):
    found = check_display({}, offscreen=False, connectors=drm(**status))
    assert found.ok is None and found.next_step(EN)


def test_no_graphics_at_all_is_advice_only(tmp_path):
    assert check_display({}, offscreen=False, connectors=tmp_path / "none").ok is None


def test_a_connector_that_cannot_be_read_is_passed_over(tmp_path):
    (tmp_path / "card0-DP-1").mkdir()
    assert check_display({}, offscreen=False, connectors=tmp_path).ok is None


@pytest.mark.parametrize(("year", "ok"), [(1970, False), (2024, False), (2025, True), (2099, True), (2100, False)])
def test_the_clock(year, ok):
    found = check_clock(year)
    assert found.ok is ok and str(year) in found.text(EN) and bool(found.next_step(EN)) is not ok


@pytest.mark.parametrize(("free", "ok"), [(0, False), (199, False), (200, None), (999, None), (1000, True)])
def test_the_disk(tmp_path, free, ok):
    found = check_disk(tmp_path, lambda path: free * MEGABYTE)
    assert found.ok is ok and bool(found.next_step(EN)) is (ok is not True)


def test_the_disk_of_a_home_that_is_still_to_be_made_is_that_of_the_folder_above(tmp_path):
    asked = []
    check_disk(tmp_path / "not" / "yet", lambda path: asked.append(path) or 0)
    assert asked == [tmp_path]


def test_a_disk_that_fails_needs_doing(tmp_path):
    def broken(path):
        raise OSError(errno.EIO, "Input/output error")

    found = check_disk(tmp_path, broken)
    assert found.ok is False and "Input/output error" in found.text(EN)


def test_a_home_that_can_be_written_is_left_as_it_was(tmp_path):
    assert check_home(tmp_path).ok is True
    assert check_home(tmp_path / "new" / "kit").ok is True
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_cannot_be_written_needs_doing(tmp_path):
    file = tmp_path / "file"
    file.write_text("a file where a folder should be")
    found = check_home(file)
    assert found.ok is False and str(file) in found.text(EN) and "--home" in found.next_step(EN)
