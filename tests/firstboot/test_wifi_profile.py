"""A Wi-Fi becomes a profile as NetworkManager reads it, whatever characters its name and password have."""

import configparser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.box.wifi import name_fits, password_fits, profile, profile_file


def read(text: str) -> dict[str, dict[str, str]]:
    parser = configparser.RawConfigParser(delimiters="=", comment_prefixes="#", strict=True)
    parser.read_string(text)
    return {name: dict(parser[name]) for name in parser.sections()}


@given(st.text(min_size=1, max_size=32).filter(name_fits), st.from_regex(r"[ -~]{8,63}", fullmatch=True))
def test_every_name_and_password_comes_back(name, password):
    said = read(profile(name, password))
    assert bytes(int(byte) for byte in said["wifi"]["ssid"].rstrip(";").split(";")).decode() == name
    psk = said["wifi-security"]["psk"]
    assert not psk.startswith(" ") and not psk.endswith(" ")
    assert psk.replace("\\s", " ").replace("\\\\", "\\") == password or "\\\\s" in psk
    assert said["wifi-security"]["key-mgmt"] == "wpa-psk"


def test_an_open_network_has_no_security():
    assert "wifi-security" not in read(profile("Guest", ""))


@pytest.mark.parametrize(
    ("password", "fits"),
    [
        ("1234567", False),
        ("12345678", True),
        ("x" * 63, True),
        ("x" * 64, False),
        ("a1" * 32, True),
        ("pässwort", False),
    ],
)
def test_wpa2_takes_what_it_takes(password, fits):
    assert password_fits(password) is fits


def test_a_name_takes_32_bytes():
    assert name_fits("ä" * 16) and not name_fits("ä" * 17) and not name_fits("")
    with pytest.raises(ValueError):
        profile("", "12345678")


def test_one_network_is_one_profile():
    assert profile_file("Guest") == profile_file("Guest") != profile_file("guest")
