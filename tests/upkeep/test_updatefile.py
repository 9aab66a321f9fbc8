"""What is unpacked is what somebody known signed, byte for byte; everything else is refused before it can do harm."""

import hashlib
import io
import tarfile
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.upkeep.conftest import ABOUT, prepared
from xlab.catalogue.trust import public_key
from xlab.upkeep import Refused, check, make, take
from xlab.upkeep.updatefile import first_look


def reason(act, *arguments, **more) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments, **more)
    return refused.value.reason


def anything(_):
    """Who allows every version."""


class Pipe(io.RawIOBase):
    """Gives its bytes in pieces of its own choice, as a pipe does."""

    def __init__(self, data: bytes) -> None:
        self._from = BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._from.read(min(size, 700))


@pytest.mark.parametrize("source", [BytesIO, Pipe])
def test_what_was_signed_is_unpacked_whole(update, trusted, folder, tmp_path, source):
    shares = []
    found = take(source(update), trusted, tmp_path / "new", allowed=anything, total=len(update), progress=shares.append)
    assert found.about.name == ABOUT["name"] and found.about.when == 1795334400
    for path in folder.rglob("*"):
        if path.is_file():
            assert (tmp_path / "new" / path.relative_to(folder)).read_bytes() == path.read_bytes()
    assert shares == sorted(shares) and 0.5 < shares[-1] <= 1


def test_any_tar_can_read_it(update, folder):
    with tarfile.open(fileobj=BytesIO(update)) as archive:
        assert archive.getnames()[:3] == ["SHA256SUMS", "signature", "prepared"]
        assert archive.extractfile("install.sh").read() == (folder / "install.sh").read_bytes()


def test_what_it_is_can_be_known_from_its_beginning(update, trusted):
    assert first_look(BytesIO(update[:6000]), trusted).version == "0.2.0"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + bytes(3000), b"x" * 511, bytes(10240)])
def test_something_else_is_no_update_file(data, trusted):
    assert reason(check, BytesIO(data), trusted) == "not_update"


def test_another_archive_is_no_update_file(trusted):
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("photos/one.jpg"))
    assert reason(check, BytesIO(out.getvalue()), trusted) == "not_update"


def test_somebody_elses_signature_is_told_from_damage(update, folder, tmp_path):
    other = public_key(Ed25519PrivateKey.generate())
    assert reason(take, BytesIO(update), other, tmp_path / "new", allowed=anything) == "signer"
    assert reason(check, BytesIO(update), "") == "no_key"
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_of_a_version_that_is_not_allowed(update, trusted, tmp_path):
    def no(_):
        raise Refused("arch")

    assert reason(take, BytesIO(update), trusted, tmp_path / "new", allowed=no) == "arch"
    assert not (tmp_path / "new").exists()


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 1 << 20), bit=st.integers(0, 7))
def test_no_changed_bit_goes_unseen(at, bit, tmp_path_factory):
    key, folder = KEY, FOLDERS.setdefault("kit", _small(tmp_path_factory.mktemp("small")))
    out = BytesIO()
    make(folder, key, out)
    data = bytearray(out.getvalue())
    at %= len(data)
    data[at] ^= 1 << bit
    try:
        found = check(BytesIO(bytes(data)), public_key(key))
    except Refused as refused:
        assert refused.reason in ("damaged", "not_update", "signer")
    else:
        # Only what nobody reads: fillers behind a file, and a name behind its end.
        assert found.about.name == ABOUT["name"]
        with tarfile.open(fileobj=BytesIO(out.getvalue())) as archive:
            inside = [range(one.offset_data, one.offset_data + one.size) for one in archive]
        assert not any(at in one for one in inside)


KEY = Ed25519PrivateKey.generate()
FOLDERS = {}


def _small(place):
    (place / "prepared").write_bytes(prepared(ABOUT))
    (place / "install.sh").write_bytes(b"true\n")
    (place / "SHA256SUMS").write_text(
        "".join(f"{hashlib.sha256((place / n).read_bytes()).hexdigest()}  {n}\n" for n in ("install.sh", "prepared"))
    )
    return place


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_that_ends_too_early_is_damaged(update, trusted, share):
    whole = update[: -2 * 512]
    assert reason(check, BytesIO(whole[: int(len(whole) * share)]), trusted) == "damaged"


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.mark.parametrize(
    "more",
    [
        member("evil.sh"),
        member("../evil.sh"),
        member("/etc/passwd"),
        member("wheels/../../evil"),
        member(".hidden"),
        member("lib//evil"),
        member("a" * 300),
        member("install.sh"),
        member("install.sh", tarfile.SYMTYPE, "/etc/shadow"),
        member("install.sh", tarfile.LNKTYPE, "/etc/shadow"),
        member("wheels", tarfile.DIRTYPE),
        member("dev", tarfile.BLKTYPE),
        member("pipe", tarfile.FIFOTYPE),
        member("hole", tarfile.GNUTYPE_SPARSE),
    ],
    ids=lambda info: f"{info.name[:20]}-{info.type.decode()}",
)
def test_what_nobody_signed_is_not_unpacked(update, trusted, tmp_path, more):
    place = tmp_path / "deep"
    place.mkdir()
    hostile = ustar(update, more, b"evil")
    assert reason(take, BytesIO(hostile), trusted, place / "new", allowed=anything) == "damaged"
    there = {path.name for path in tmp_path.rglob("*") if "evil" in path.name or path.is_symlink()}
    assert not there


def ustar(update: bytes, more: tarfile.TarInfo, data: bytes) -> bytes:
    """The update with one more entry before its end."""
    more.size = len(data) if more.isreg() else 0
    entry = more.tobuf(tarfile.GNU_FORMAT).replace(b"ustar  \0", b"ustar\x0000")
    return update[: -2 * 512] + entry + data[: more.size] + bytes(-more.size % 512) + bytes(1024)


def test_a_part_that_is_missing_is_damage(update, trusted):
    assert reason(check, BytesIO(rewritten_plain(update, "install.sh")), trusted) == "damaged"


def rewritten_plain(update: bytes, drop: str) -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=BytesIO(update)) as source:
        for one in source:
            if one.name != drop:
                out.write(update[one.offset : one.offset_data + one.size + -one.size % 512])
    return out.getvalue() + bytes(1024)


def test_a_header_that_promises_much_fills_neither_memory_nor_card(update, trusted, tmp_path):
    info = tarfile.TarInfo("SHA256SUMS")
    info.size = 8_000_000_000
    assert reason(check, BytesIO(info.tobuf(tarfile.USTAR_FORMAT) + bytes(5000)), trusted) in ("damaged", "not_update")
    info = tarfile.TarInfo("install.sh")
    info.size = 8_000_000_000
    with open("/dev/zero", "rb") as zeros:  # noqa: PTH123
        source = Chain(update[: -2 * 512] + info.tobuf(tarfile.USTAR_FORMAT), zeros)
        assert reason(take, source, trusted, tmp_path / "new", allowed=anything) == "damaged"
    assert source.zeros < 1024 * 1024


class Chain(io.RawIOBase):
    """Some bytes, then those of a file without end; counts the latter."""

    def __init__(self, data: bytes, then) -> None:
        self._from, self._then, self.zeros = BytesIO(data), then, 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._from.read(size)
        if data:
            return data
        self.zeros += size
        return self._then.read(size)


def test_who_signs_cannot_sign_names_outside(folder, key, trusted, tmp_path):
    # Even a key that was stolen gets no file beside the folder.
    evil = tmp_path / "evil"
    evil.write_bytes(b"evil")
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{hashlib.sha256(b'evil').hexdigest()}  ../evil\n")
    with pytest.raises(Exception, match="torn"):
        make(folder, key, BytesIO())


def test_a_signature_of_a_demo_is_none_of_an_update(folder, key, trusted):
    sums = (folder / "SHA256SUMS").read_bytes()
    out = BytesIO()
    make(folder, key, out)
    swapped = out.getvalue().replace(key.sign(b"xlab-update 1\n" + sums).hex().encode(), key.sign(sums).hex().encode())
    assert reason(check, BytesIO(swapped), trusted) == "damaged"


def test_an_unpacked_file_is_never_written_through_a_link(update, trusted, tmp_path):
    (tmp_path / "new").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        take(BytesIO(update), trusted, tmp_path / "new", allowed=anything)
