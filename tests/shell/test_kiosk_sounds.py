"""Sounds of demos are heard, and none of them can harm the kiosk. SDL writes what it plays into a file here."""

import contextlib
import math
import struct
import time
import wave
from pathlib import Path

import psutil
import pytest
from msgspec import structs

from tests.fakes.quiet_shell import trial
from tests.waiting import PATIENCE
from xlab_kiosk import host
from xlab_kiosk.shell.sounds import Sounds


@pytest.fixture
def heard(tmp_path, monkeypatch):
    """The file in which all that was played is found."""
    path = tmp_path / "heard.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(path))
    return path


@pytest.fixture
def sounds():
    player = Sounds()
    yield player
    player.close(PATIENCE)


def tone(path: Path) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 44_100, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", round(9000 * math.sin(n / 10))) for n in range(8000)))
    return path


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def loud(heard):
    return heard.exists() and any(heard.read_bytes())


def players():
    """The player's processes that run; one that ended and was not waited for yet is none."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # a zombie is one too
            found += [child] * ("xlab_kiosk.shell.player" in child.cmdline())
    return found


def test_a_sound_is_heard_after_one_that_cannot_be_played_and_nothing_is_left(tmp_path, heard, sounds):
    broken = tmp_path / "broken.ogg"
    broken.write_bytes(b"OggS" + bytes(500))
    for path in (tmp_path / "missing.wav", broken, tone(tmp_path / "tone.wav")):
        sounds.play(path)
    until(lambda: loud(heard))
    assert len(players()) == 1 and not sounds.lost
    sounds.close(PATIENCE)
    assert players() == []


def test_a_player_that_was_killed_is_started_again(tmp_path, heard, sounds):
    sounds.play(tone(tmp_path / "tone.wav"))
    until(lambda: loud(heard))
    (player,) = players()
    player.kill()
    heard.unlink()
    # A sound that is asked for while the player dies may be lost; a later one is heard.
    until(lambda: sounds.play(tmp_path / "tone.wav") or loud(heard))


def test_without_a_device_it_is_silent_and_gives_up(tmp_path, monkeypatch, sounds):
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    assert not sounds.lost, "nobody has tried yet"
    sounds.play(tmp_path / "tone.wav")
    until(lambda: sounds.lost)
    until(lambda: sounds.play(tmp_path / "tone.wav") or sounds.gave_up)
    sounds.play(tmp_path / "tone.wav")
    assert players() == []


class Speaker:
    """Keeps what it was asked to play."""

    def __init__(self):
        self.asked = []

    def play(self, path):
        self.asked.append(path)

    def silence(self):
        self.asked.append(None)

    def close(self, patience):
        pass


@pytest.mark.parametrize(("uses", "heard_of"), [(("touch", "sound"), ["knock.wav"]), (("touch",), [])])
def test_only_a_demo_that_says_so_is_heard_and_its_sounds_end_with_it(station, uses, heard_of):
    entry, speaker = trial("keeping"), Speaker()
    entry = structs.replace(entry, manifest=structs.replace(entry.manifest, uses=uses))
    kiosk = station(entries=[entry], speaker=speaker)
    kiosk.open_demo()
    kiosk.demo.says += [host.Sound("knock"), host.Sound("missing")]
    kiosk.turn()
    assert [path.name for path in speaker.asked] == heard_of
    kiosk.demo.says.append(host.Finish())
    kiosk.turn()
    assert speaker.asked[len(heard_of) :] == [None], "silence"
