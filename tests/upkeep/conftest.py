"""A prepared folder in small, and the key of who prepared it."""

import hashlib
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from xlab.catalogue.trust import public_key
from xlab.upkeep import make

ABOUT = {
    "name": "0.2.0-0123abcd",
    "version": "0.2.0",
    "arch": "aarch64",
    "suite": "trixie",
    "python": "3.13",
    "when": "2026-11-22T08:00:00Z",
}


def prepared(about: dict[str, str]) -> bytes:
    return "".join(f"{name}={value}\n" for name, value in about.items()).encode()


@pytest.fixture(scope="session")
def key():
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def trusted(key):
    return public_key(key)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "kit"
    files = {
        "prepared": prepared(ABOUT),
        "install.sh": b"echo installed\n",
        "wheels/kit-0.2.0-py3-none-any.whl": bytes(range(256)) * 40,
        "units/xlab-stick@.service": b"",
    }
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    sums = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    (place / "SHA256SUMS").write_text("".join(sums))
    return place


@pytest.fixture
def update(folder, key):
    """The bytes of the update file."""
    out = BytesIO()
    make(folder, key, out)
    return out.getvalue()
