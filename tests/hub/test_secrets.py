"""The token of a station: made once, kept, and made anew where what is there cannot be one."""

import pytest

from xlab.hub.secrets import station_token


def test_it_is_made_once_and_kept(tmp_path):
    token = station_token(tmp_path)
    assert len(token) >= 32
    assert station_token(tmp_path) == token


@pytest.mark.parametrize("left", [b"", b"\0" * 43, b"\xff\xfe\x00", b"short"])
def test_what_a_power_cut_left_is_no_token(tmp_path, left):
    before = station_token(tmp_path)
    path = tmp_path / "keys" / "station.token"
    path.write_bytes(left)
    after = station_token(tmp_path)
    assert len(after) >= 32 and after != before
    assert path.read_text("ascii") == after
    assert path.stat().st_mode & 0o777 == 0o600
