"""A screen that comes after the kiosk had to do without one."""

import pytest

from xlab_kiosk.shell.display import HELD_EVERY, HELD_LOOKS, LOOK_EVERY, Lookout, await_panel, held


@pytest.fixture
def connect(tmp_path):
    def plug(name: str, status: str) -> None:
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "status").write_text(f"{status}\n")

    return plug


def test_a_screen_that_comes_is_noticed_once(connect, tmp_path):
    lookout = Lookout(tmp_path, tmp_path / "dri")
    assert not lookout.came(1.0)
    connect("card1-HDMI-A-1", "connected")
    assert lookout.came(1.0 + LOOK_EVERY)
    assert not lookout.came(1.0 + 2 * LOOK_EVERY)


def test_one_that_was_there_already_and_could_not_be_drawn_on_is_no_news(connect, tmp_path):
    connect("card1-HDMI-A-1", "connected")
    connect("dri/card1", "")
    assert not Lookout(tmp_path, tmp_path / "dri").came(1.0)


def test_a_screen_whose_device_came_after_the_service_had_begun_is_news(connect, tmp_path):
    connect("card1-HDMI-A-1", "connected")
    assert Lookout(tmp_path, tmp_path / "dri").came(1.0)


def test_a_plug_without_a_screen_is_none_until_the_screen_is_switched_on(connect, tmp_path):
    lookout = Lookout(tmp_path, tmp_path / "dri")
    connect("card1-HDMI-A-1", "disconnected")
    assert not lookout.came(1.0)
    connect("card1-HDMI-A-1", "connected")
    assert lookout.came(1.0 + LOOK_EVERY)


def test_it_looks_only_now_and_then(connect, tmp_path):
    lookout = Lookout(tmp_path, tmp_path / "dri")
    lookout.came(1.0)
    connect("card1-HDMI-A-1", "connected")
    assert not lookout.came(1.0 + LOOK_EVERY / 2)
    assert lookout.came(1.0 + LOOK_EVERY)


def test_a_panel_that_another_process_has_done_with_is_news_and_one_that_cannot_be_drawn_on_is_not(connect, tmp_path):
    connect("card1-HDMI-A-1", "connected")
    connect("dri/card1", "")
    answers = iter([True, True, False])
    lookout = Lookout(tmp_path, tmp_path / "dri", lambda: next(answers))
    assert not lookout.came(1.0)
    assert lookout.came(1.0 + LOOK_EVERY)


def test_a_start_waits_some_seconds_for_a_panel_that_is_held_and_no_longer():
    naps: list[float] = []
    await_panel(lambda: len(naps) < 3, naps.append)
    assert naps == [HELD_EVERY] * 3
    naps.clear()
    await_panel(lambda: True, naps.append)
    assert len(naps) == HELD_LOOKS


def test_what_is_no_panel_is_held_by_nobody(tmp_path):
    assert not held(tmp_path)
    (tmp_path / "card0").write_bytes(b"")
    assert not held(tmp_path)
