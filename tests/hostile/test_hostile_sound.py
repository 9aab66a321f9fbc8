"""A sound that is small on the card and gigabytes once it is unpacked, given to the kiosk's player."""

import os
import struct
import subprocess
import sys
from pathlib import Path

from tests.waiting import PATIENCE

BLOCK, FRAMES = 65535, 6000
"""Samples of silence in one frame of a FLAC file, and frames: 1.5 GB as the player would hold them."""


def silence() -> bytes:
    """A FLAC file in which each frame says: so many samples, all zero."""
    about = struct.pack(">HH6xQ16x", BLOCK, BLOCK, 44100 << 44 | 1 << 41 | 15 << 36 | FRAMES * BLOCK)
    file = bytearray(b"fLaC\x80\x00\x00\x22" + about)
    for number in range(FRAMES):
        head = b"\xff\xf8\x79\x18" + chr(number).encode("utf-8") + struct.pack(">H", BLOCK - 1)
        frame = head + bytes([_crc(head, 0x07, 8)]) + bytes(6)
        file += frame + struct.pack(">H", _crc(frame, 0x8005, 16))
    return bytes(file)


def _crc(data: bytes, polynomial: int, bits: int) -> int:
    rest, top = 0, 1 << (bits - 1)
    for byte in data:
        rest ^= byte << (bits - 8)
        for _ in range(8):
            rest = (rest << 1 ^ (polynomial if rest & top else 0)) & (2 * top - 1)
    return rest


def test_a_bomb_of_silence_is_not_played_and_the_player_goes_on(tmp_path: Path):
    bomb, after = tmp_path / "bomb.ogg", tmp_path / "after.wav"
    bomb.write_bytes(silence())
    after.write_bytes(b"")
    assert bomb.stat().st_size < 200_000
    done = subprocess.run(
        [sys.executable, "-P", "-m", "xlab_kiosk.shell.player"],
        input=f"{bomb}\n{after}\n",
        env=os.environ | {"SDL_AUDIODRIVER": "dummy"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0
    assert f"{bomb} cannot be played: Out of memory" in done.stderr
    assert f"{after} cannot be played" in done.stderr
