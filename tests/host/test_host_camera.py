"""The station's camera: from a program's JPEGs to a demo in its sandbox, and nothing left of it afterwards."""

import os
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.camera import CameraPrograms, jpeg
from tests.fakes.quiet_shell import QuietShell
from xlab_kiosk.host import wire
from xlab_kiosk.host.camera.jpegs import MOST, Cutter
from xlab_kiosk.host.camera.memory import SIZE, CameraView, CameraWriter, create_camera_memory, read_only
from xlab_kiosk.host.camera.sources import CameraError, open_camera

Play = Callable[..., QuietShell]
GREEN = (20, 200, 40)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mjpeg"
    path.write_bytes(jpeg(GREEN) * 3)
    return path


def looked(shell: QuietShell) -> dict[str, object]:
    shell.until(lambda: any(isinstance(said, wire.Record) for said in shell.said))
    return next(said.values for said in shell.said if isinstance(said, wire.Record))


def is_green(seen: dict[str, object]) -> bool:
    return all(
        abs(int(str(seen[name])) - wanted) < 12 for name, wanted in zip(("red", "green", "blue"), GREEN, strict=True)
    )


def test_a_demo_sees_a_clip_as_a_recording_and_cannot_write_to_it(play: Play, clip: Path) -> None:
    shell = play("looking", camera=str(clip))
    seen = looked(shell)
    assert is_green(seen)
    assert (seen["width"], seen["height"]) == (1280, 720)
    assert seen["source"] == "recorded"
    assert shell.demo.camera_source == "recorded"
    assert seen["writable"] == 0


def test_the_pis_camera_is_live_and_let_go_of_with_the_run(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = CameraPrograms(tmp_path / "bin")
    programs.rpicam(jpeg(GREEN))
    monkeypatch.setenv("PATH", programs.on_path())
    seen = looked(play("looking", camera=""))
    assert is_green(seen)
    assert seen["source"] == "live"


def test_a_demo_goes_on_without_a_camera(play: Play) -> None:
    shell = play("looking", camera="/dev/video-that-is-not-there")
    shell.until(lambda: shell.frames)
    assert shell.ended is None
    assert not shell.said


def test_a_camera_that_ends_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = CameraPrograms(tmp_path / "bin")
    programs.rpicam(jpeg(GREEN), pictures=2)
    monkeypatch.setenv("PATH", programs.on_path())
    camera = open_camera("")
    try:
        with pytest.raises(CameraError, match="ended"):
            assert {picture.get_size() for picture in camera.pictures()} == {(1280, 720)}
    finally:
        camera.close()


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\xff\xd8\xff\xff\xff"])
def test_a_clip_without_pictures_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mjpeg"
    path.write_bytes(content)
    with pytest.raises(CameraError, match=r"holds no JPEG pictures"):
        open_camera(str(path))


@given(cuts=st.lists(st.integers(1, 900), max_size=20), junk=st.binary(max_size=30))
def test_pictures_are_whole_however_the_stream_is_cut(cuts: list[int], junk: bytes) -> None:
    # Two pictures with a small one inside a segment of the first, as cameras put their previews.
    small = jpeg((1, 2, 3), (8, 8))
    plain = jpeg(GREEN, (64, 48))
    inside = b"\xff\xe1" + (len(small) + 2).to_bytes(2, "big") + small
    first = plain[:2] + inside + plain[2:]
    junk = junk.replace(b"\xff", b"\x00")
    stream = first + junk + plain
    cutter, found, at = Cutter(), [], 0
    for cut in cuts:
        found += cutter.feed(stream[at : at + cut])
        at += cut
    found += cutter.feed(stream[at:])
    assert found == [first, plain]


def test_a_stream_that_never_ends_a_picture_is_dropped() -> None:
    cutter = Cutter()
    head = jpeg(GREEN, (64, 48))[:-2]
    assert cutter.feed(head + b"\x00" * MOST) == []
    assert len(cutter.feed(jpeg(GREEN, (64, 48)))) == 1


def test_a_reader_never_sees_half_a_picture_and_hears_that_the_camera_went() -> None:
    memory = create_camera_memory()
    seeing = read_only(memory)
    try:
        writer, view = CameraWriter(memory), CameraView(seeing)
        assert view.newer() is None
        large = pygame.Surface((2560, 720))
        large.fill(GREEN)
        writer.show(large, "simulated")
        newer = view.newer()
        assert newer is not None
        assert newer[0] is not None
        assert newer[0].get_size() == (1280, 360)
        assert newer[1] == view.source == "simulated"
        assert view.newer() is None
        # The slot of a newer picture is being written: its count is odd.
        writer.show(large, "live")
        writer._map[64 + 8 * 2 : 64 + 8 * 2 + 1] = b"\x03"
        assert view.newer() is None
        writer.gone()
        assert view.newer() == (None, "live")
        assert view.newer() is None
        with pytest.raises(OSError, match="Operation not permitted"):
            os.truncate(memory, SIZE * 2)
    finally:
        os.close(seeing)
        os.close(memory)
