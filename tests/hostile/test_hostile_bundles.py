"""Files that claim to be packed demos and would fill the card, put into a kit by its own command."""

import io
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

MEMORY, FILE = 400 << 20, 8 << 20
"""Bytes that the command is allowed of memory and of one file, so that unpacking would fail in another way."""


def small_bomb() -> bytes:
    """42 kB that unpack to 5 GB: many names for one and the same compressed piece of zeros."""
    size, name = 20 << 20, b"demo/zeros"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(bytes(size)) + packer.flush()
    local = b"PK\x03\x04" + _fields(data, size, len(name) + 3) + struct.pack("<H", 0) + name + b"000" + data
    central = b"".join(
        b"PK\x01\x02"
        + struct.pack("<H", 20)
        + _fields(data, size, len(name) + 3)
        + struct.pack("<HHHHII", 0, 0, 0, 0, 0, 0)
        + name
        + f"{number:03}".encode()
        for number in range(256)
    )
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 256, 256, len(central), len(local), 0)
    return local + central + end


def _fields(data: bytes, size: int, name: int) -> bytes:
    """What a zip's local header and its directory say alike of one piece."""
    return struct.pack("<HHHHHIIIH", 20, 0, 8, 0, 33, zlib.crc32(bytes(size)), len(data), size, name)


def nested() -> bytes:
    """A zip in a zip, a hundred times."""
    content = b"at last"
    for _ in range(100):
        content = _zip({"demo/inner.zip": content})
    return content


def deep() -> bytes:
    """A file below a thousand folders."""
    return _zip({"demo/" + "a/" * 1000 + "b": b"deep"})


def _zip(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))


@pytest.mark.parametrize("make", [small_bomb, nested, deep])
def test_a_bomb_is_refused_with_a_reason_and_leaves_nothing(tmp_path: Path, make):
    home, file = tmp_path / "home", tmp_path / "gift.xlabdemo"
    file.write_bytes(make())
    assert file.stat().st_size < 100_000
    command = [sys.executable, "-m", "xlab.cli", "demo", "install", str(file), "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, preexec_fn=_bound)
    assert done.returncode == 1, done
    assert "gift.xlabdemo is refused." in done.stderr + done.stdout
    assert sum(path.lstat().st_size for path in home.rglob("*") if path.is_file()) < 100_000


def test_the_small_bomb_is_a_zip_of_gigabytes():
    with zipfile.ZipFile(io.BytesIO(small_bomb())) as archive:
        assert len(small_bomb()) < 42_000
        assert sum(one.file_size for one in archive.infolist()) > 5_000_000_000
