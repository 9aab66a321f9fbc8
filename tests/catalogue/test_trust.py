"""Keys and signers of a kit: made once, kept from others, and a damaged list is said, never taken for an empty one."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.catalogue.bundles import KEY
from xlab.catalogue.trust import (
    Signer,
    TrustError,
    add_signer,
    judge,
    load_key,
    make_key,
    public_key,
    read_signers,
    remove_signer,
)

US = Signer("Us", public_key(KEY))


def refused(path: Path) -> str:
    with pytest.raises(TrustError) as caught:
        load_key(path)
    return str(caught.value)


def test_a_key_is_made_once_and_read_again(tmp_path: Path) -> None:
    made = make_key(tmp_path)
    path = tmp_path / "keys" / "signing.key"
    assert public_key(load_key(path)) == public_key(made)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(TrustError, match=r"a signing key in .* already"):
        make_key(tmp_path)
    assert public_key(load_key(path)) == public_key(made)


def test_a_key_that_others_can_read(tmp_path: Path) -> None:
    make_key(tmp_path)
    path = tmp_path / "keys" / "signing.key"
    path.chmod(0o640)
    assert f"chmod 600 {path}" in refused(path)


def test_a_key_that_is_missing_no_key_or_no_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert "No such file" in refused(path)
    path.touch(0o600)
    path.write_text("not hexadecimal")
    assert "should hold 64 hexadecimal digits" in refused(path)
    path.unlink()
    os.mkfifo(path, 0o600)
    assert "is not a file" in refused(path)


def test_signers_are_added_renamed_and_removed(tmp_path: Path) -> None:
    assert read_signers(tmp_path) == ()
    other = Signer("Others", "ab" * 32)
    for signer in (US, other, Signer("We", US.key)):
        add_signer(tmp_path, signer)
    assert read_signers(tmp_path) == (other, Signer("We", US.key))
    remove_signer(tmp_path, other.key)
    assert read_signers(tmp_path) == (Signer("We", US.key),)


def test_a_signer_without_a_name_or_with_half_a_key(tmp_path: Path) -> None:
    for signer in (Signer("", US.key), Signer("Us", US.key[:32])):
        with pytest.raises(TrustError, match="cannot be added"):
            add_signer(tmp_path, signer)
    assert read_signers(tmp_path) == ()


def test_a_damaged_list_is_neither_empty_nor_overwritten(tmp_path: Path) -> None:
    add_signer(tmp_path, US)
    path = tmp_path / "keys" / "signers.json"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(TrustError, match="is damaged"):
        add_signer(tmp_path, US)
    with pytest.raises(TrustError, match="is damaged"):
        read_signers(tmp_path)


def test_verdicts() -> None:
    signature = KEY.sign(b"index")
    stranger = public_key(Ed25519PrivateKey.from_private_bytes(bytes(32)))
    assert judge(b"index", signature, US.key, (US,)) == "trusted"
    assert judge(b"index", signature, US.key, ()) == "unknown"
    assert judge(b"index", b"", "", (US,)) == "unsigned"
    assert judge(b"other", signature, US.key, (US,)) == "broken"
    assert judge(b"index", signature, stranger, (US,)) == "broken"
    assert judge(b"index", b"", US.key, (US,)) == "broken"
    assert judge(b"index", signature, "", (US,)) == "broken"
