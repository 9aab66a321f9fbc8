"""Bundles for the tests: good ones by the kit's own hand, and forged ones that another hand could make."""

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.catalogue.conftest import MANIFEST, write_demo
from xlab.catalogue.bundle import Bundle, write_bundle

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def pack(parent: Path, version: str = "1.0.0", key: Ed25519PrivateKey | None = KEY, name: str = "good") -> Bundle:
    """A good bundle of a demo of two versions' difference, with a wheel for each platform and one for both."""
    folder = write_demo(parent / f"{name}-{version}", manifest=MANIFEST.replace("1.0.0", version))
    folder.joinpath("pictures").mkdir()
    folder.joinpath("pictures", "café.png").write_bytes(version.encode() * 300)
    wheels = [parent / f"{name}-{version}" / f"{one}.whl" for one in ("both", "arm", "intel")]
    for wheel in wheels:
        wheel.write_bytes(wheel.name.encode())
    both, arm, intel = wheels
    return write_bundle(
        folder, {"aarch64": [arm, both], "x86_64": [intel, both]}, key, parent / f"{name}-{version}.xlabdemo"
    )


def entry(name: str, **fields: Any) -> zipfile.ZipInfo:
    """A file of a zip as the kit writes it, but for ``fields``."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFREG | 0o644) << 16
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def forge(
    path: Path,
    more: list[tuple[zipfile.ZipInfo, bytes]] | None = None,
    listed: bool = True,
    without: str = "",
    manifest: str = MANIFEST.format(id="test-one"),
    key: Ed25519PrivateKey = KEY,
    **index: Any,
) -> Path:
    """A signed bundle with ``more`` files, in its index or not, ``without`` one, and with other words in its index."""
    files = [(entry("demo/demo.toml"), manifest.encode()), (entry("demo/main.py"), b"pass\n"), *(more or [])]
    files.sort(key=lambda one: one[0].orig_filename)
    names = files if listed else files[:2]
    record = {
        "format": 1,
        "id": "test-one",
        "version": "1.0.0",
        "api": 1,
        "uses": ["touch"],
        "requires": [],
        "files": [
            {"name": info.orig_filename, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for info, data in names
        ],
        "wheels": {},
        "signer": key.public_key().public_bytes_raw().hex(),
    } | index
    signed = msgspec.json.encode(record)
    whole = [(entry("index.json"), signed), (entry("index.sig"), key.sign(signed)), *files]
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in whole:
            if info.orig_filename != without:
                archive.writestr(info, data)
    return path


def bomb(size: int) -> bytes:
    """A compressed zip of one file of ``size`` zeros."""
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as zeros:
        for _ in range(size // 1_000_000):
            zeros.write(bytes(1_000_000))
    return inside.getvalue()


def mend(content: bytes) -> bytes:
    """The same stored files with checksums that fit again, as a careful forger would leave them."""
    mended = bytearray(content)
    start = 0
    while (place := mended.find(b"PK\x01\x02", start)) >= 0:
        size, offset = struct.unpack_from("<L", mended, place + 24)[0], struct.unpack_from("<L", mended, place + 42)[0]
        begin = offset + 30 + sum(struct.unpack_from("<2H", mended, offset + 26))
        checksum = struct.pack("<L", zlib.crc32(mended[begin : begin + size]))
        mended[place + 16 : place + 20] = mended[offset + 14 : offset + 18] = checksum
        start = place + 46
    return bytes(mended)
