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
from xlab.catalogue.index import TARGETS

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


TAGS = {"both": "py3-none-any", "arm": "py3-none-linux_aarch64", "intel": "py3-none-linux_x86_64"}


def make_wheel(
    parent: Path, name: str, files: dict[str, str] | None = None, version: str = "1.0", tag: str = "", **meta: str
) -> Path:
    """A wheel of a package ``name`` with ``files`` in it, by default its own module; ``meta`` goes to its METADATA."""
    parent.mkdir(parents=True, exist_ok=True)
    path = parent / f"{name}-{version}-{tag or TAGS.get(name, TAGS['both'])}.whl"
    info = f"{name}-{version}.dist-info/"
    told = {"Metadata-Version": "2.1", "Name": name, "Version": version} | {
        key.replace("_", "-"): value for key, value in meta.items()
    }
    inside = {
        **(files if files is not None else {f"{name}/__init__.py": f"WHO = '{name} {version}'\n"}),
        info + "METADATA": "".join(f"{key}: {value}\n" for key, value in told.items()),
        info + "WHEEL": "Wheel-Version: 1.0\n",
        info + "RECORD": "",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, content in inside.items():
            archive.writestr(zipfile.ZipInfo(place), content, zipfile.ZIP_DEFLATED)
    return path


def requiring(*requires: str) -> str:
    """The manifest of a demo that needs these packages."""
    return MANIFEST + "[python]\nrequires = " + msgspec.json.encode(requires).decode() + "\n"


def pack(parent: Path, version: str = "1.0.0", key: Ed25519PrivateKey | None = KEY, name: str = "good") -> Bundle:
    """A good bundle of a demo of two versions' difference, with a wheel for each machine and one for both."""
    own = parent / f"{name}-{version}"
    folder = write_demo(own, manifest=requiring("both").replace("1.0.0", version))
    folder.joinpath("pictures").mkdir()
    folder.joinpath("pictures", "café.png").write_bytes(version.encode() * 300)
    both, arm, intel = (make_wheel(own, one) for one in TAGS)
    wheels = {target: [arm if target.startswith("aarch64") else intel, both] for target in TARGETS}
    return write_bundle(folder, wheels, key, parent / f"{name}-{version}.xlabdemo")


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
    manifest: str | bytes = MANIFEST.format(id="test-one"),
    key: Ed25519PrivateKey = KEY,
    **index: Any,
) -> Path:
    """A signed bundle with ``more`` files, in its index or not, ``without`` one, and with other words in its index."""
    toml = manifest.encode() if isinstance(manifest, str) else manifest
    files = [(entry("demo/demo.toml"), toml), (entry("demo/main.py"), b"pass\n"), *(more or [])]
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
    # The list of the bundle itself: the wheels in it have lists of their own.
    start = struct.unpack_from("<L", content, len(content) - 6)[0]
    while (place := mended.find(b"PK\x01\x02", start)) >= 0:
        size, offset = struct.unpack_from("<L", mended, place + 24)[0], struct.unpack_from("<L", mended, place + 42)[0]
        begin = offset + 30 + sum(struct.unpack_from("<2H", mended, offset + 26))
        checksum = struct.pack("<L", zlib.crc32(mended[begin : begin + size]))
        mended[place + 16 : place + 20] = mended[offset + 14 : offset + 18] = checksum
        start = place + 46
    return bytes(mended)
