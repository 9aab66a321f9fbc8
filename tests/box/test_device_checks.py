"""Touch screen, sound and camera, as the kernel lists them."""

from pathlib import Path

import pytest

from xlab.box.devices import check_camera, check_sound, check_touch
from xlab.look.words import Words

EN = Words("en")


def entry(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(f"{text}\n")


def test_a_touch_screen_is_told_from_a_pad_and_a_mouse(tmp_path):
    entry(tmp_path / "input3", name="Logitech Mouse", properties="0")
    entry(tmp_path / "input4", name="A touch pad", properties="5")
    assert check_touch(tmp_path).ok is None
    entry(tmp_path / "input5", name="Goodix Capacitive", properties="0 2")
    found = check_touch(tmp_path)
    assert found.ok is True and found.text(EN) == "A touch screen is connected: Goodix Capacitive."


@pytest.mark.parametrize("properties", ["", "what", "2\n"])
def test_what_the_kernel_does_not_say_is_no_touch_screen(tmp_path, properties):
    entry(tmp_path / "input3", name="Odd", properties=properties)
    assert check_touch(tmp_path).ok is (True if properties == "2\n" else None)


def test_sound_needs_a_way_out(tmp_path):
    pcm = tmp_path / "pcm"
    assert check_sound(pcm).ok is None
    pcm.write_text("00-00: USB Audio : USB Audio : capture 1\n")
    assert check_sound(pcm).ok is None
    pcm.write_text("00-00: USB Audio : USB Audio : playback 1 : capture 1\n01-00: MAI PCM : vc4 : playback 1\n")
    found = check_sound(pcm)
    assert found.ok is True and "MAI PCM, USB Audio" in found.text(EN)


def test_a_camera_is_named_once(tmp_path):
    assert check_camera(tmp_path / "none").ok is None
    for number in (0, 1):
        entry(tmp_path / f"video{number}", name="HD Webcam C270")
    assert check_camera(tmp_path).text(EN) == "A camera is connected: HD Webcam C270."
