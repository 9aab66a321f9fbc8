"""The keys in a station's home: kept by a pairing, found again, gone when let go of, and never half written."""

import pytest

from xlab.station.credentials import Key, forget, keep, keys_of

HUB = Key(b"k" * 32, "kit-1", "Blue box", "http://192.168.4.1:8080")


def test_a_new_home_has_none(tmp_path):
    assert keys_of(tmp_path, "st-2") == []


def test_what_a_pairing_gave_is_found_again_under_the_same_id_only(tmp_path):
    keep(tmp_path, "st-2", HUB)
    assert keys_of(tmp_path, "st-2") == [HUB]
    assert keys_of(tmp_path, "st-3") == []
    assert (tmp_path / "keys" / "hub.json").stat().st_mode & 0o777 == 0o600
    forget(tmp_path)
    forget(tmp_path)
    assert keys_of(tmp_path, "st-2") == []


def test_beside_a_hub_its_token_is_the_key_and_a_pairing_goes_first(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "station.token").write_text("t" * 43 + "\n")
    assert keys_of(tmp_path, "st-1") == [Key(b"t" * 43)]
    keep(tmp_path, "st-1", HUB)
    assert keys_of(tmp_path, "st-1") == [HUB, Key(b"t" * 43)]


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"{}", b'{"station":"st-2","key":"x","kit":"k"}', b"\xff", b'{"kit":"\xff"}']
)
def test_a_damaged_file_is_no_key(tmp_path, content):
    keep(tmp_path, "st-2", HUB)
    (tmp_path / "keys" / "hub.json").write_bytes(content)
    assert keys_of(tmp_path, "st-2") == []
