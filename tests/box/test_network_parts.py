"""Names and passwords of a Wi-Fi, who else is on a network, and sockets: without a bus."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.box.network_profiles import fits, new_password, own_name, own_uuid
from xlab.box.network_seen import shown
from xlab.box.network_wires import Around, Wire, around, wires
from xlab.discovery import Network

ARP = """IP address       HW type     Flags       HW address            Mask     Device
192.168.1.1      0x1         0x2         02:00:00:00:00:01     *        wlan0
192.168.1.77     0x1         0x0         00:00:00:00:00:00     *        wlan0
10.0.0.9         0x1         0x2         02:00:00:00:00:02     *        eth0
"""
ROUTE = """Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000
wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF
"""


def test_a_password_is_read_aloud_without_spelling_and_is_another_each_time():
    choose = random.Random(7).choice
    made = {new_password(choose) for _ in range(300)}
    assert len(made) == 300
    for password in made:
        assert re.fullmatch(r"([bdfklmnprst][aeiou][bdfklmnprst][aeiou]-){3}[a-z]{4}", password) and fits(password)
        assert not any(group[:2] == group[2:] for group in password.split("-"))


@given(st.text(max_size=60))
def test_the_kits_name_is_always_a_wifi_name_of_whole_letters(name):
    made = own_name(name)
    assert 1 <= len(made) <= 32
    assert name.strip().startswith(made.decode()) or made == b"Xperience Lab"


@pytest.mark.parametrize(
    ("name", "wifi"),
    [
        ("Xperience Lab innovation department", "Xperience Lab innovation"),
        ("Xperience Lab Werk Süd, München-Riem", "Xperience Lab Werk Süd"),
        ("The lab of our innovation people in Lyon", "The lab of our innovation people"),
        ("Lab München-Riem/Produktionsplanung", "Lab München-Riem"),
        ("Laboratoire – Recherche & Développement", "Laboratoire – Recherche"),
        ("Das Labor der Zukunft 🧪🧪🧪🧪", "Das Labor der Zukunft"),
        ("Donaudampfschifffahrtsgesellschaft Wien", "Donaudampfschifffahrtsgesellscha"),
        ("Der Verbesserungsvorschlagsbeauftragte", "Der Verbesserungsvorschlagsbeauf"),
        ("未来の実験室と材料の追跡装置", "未来の実験室と材料の"),
    ],
)
def test_a_long_name_is_cut_between_words_or_else_between_letters(name, wifi):
    assert own_name(name) == wifi.encode()


def test_a_kits_own_wifi_is_always_the_same_one():
    assert own_uuid("kit-1") == own_uuid("kit-1") != own_uuid("kit-2")


@pytest.mark.parametrize(
    ("ssid", "text"),
    [
        ("Café ☕ 👩‍🔬".encode(), "Café ☕ 👩‍🔬"),
        (b"Caf\xe9", "Café"),
        (b"\xff\xfe\x81", "ÿþ\ufffd"),
        (b"up\x00\x1b[2J", "up\ufffd\ufffd[2J"),
        ("a\u202egnp.exe".encode(), "a\ufffdgnp.exe"),
        (b"x" * 32, "x" * 32),
    ],
)
def test_any_bytes_are_shown_as_text_that_harms_no_page(ssid, text):
    assert shown(ssid) == text


@given(st.binary(max_size=32))
def test_no_name_breaks_the_page(ssid):
    shown(ssid).encode()


@pytest.mark.parametrize(
    ("password", "sae", "right"),
    [
        ("1234567", False, False),
        ("12345678", False, True),
        ("x" * 63, False, True),
        ("x" * 64, False, False),
        ("a1" * 32, False, True),
        ("", True, False),
        ("short", True, True),
        ("äöüß", False, True),
    ],
)
def test_what_can_be_a_password_is_known_before_it_is_tried(password, sae, right):
    assert fits(password, sae=sae) is right


def test_who_answers_beside_the_gateway_is_counted(tmp_path):
    (tmp_path / "arp").write_text(ARP)
    (tmp_path / "route").write_text(ROUTE)
    assert around("wlan0", tmp_path) == Around(gateway=True, others=0)
    assert around("eth0", tmp_path) == Around(gateway=None, others=1)
    (tmp_path / "arp").write_text(ARP.replace("0x2", "0x0"))
    assert around("wlan0", tmp_path) == Around(gateway=False, others=0)
    assert around("wlan0", tmp_path / "nothing") == Around(gateway=None, others=0)


def test_sockets_without_a_cable_are_there_all_the_same(tmp_path: Path):
    for name, files in {
        "eth0": {"type": "1", "carrier": "0", "device": ""},
        "eth1": {"type": "1", "carrier": "1", "device": ""},
        "wlan0": {"type": "1", "carrier": "0", "device": "", "phy80211": ""},
        "docker0": {"type": "1", "carrier": "0"},
    }.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text + "\n")
    found = wires([Network("wlan0", 3, ("192.168.1.20", "169.254.1.1"))], tmp_path)
    assert found == (
        Wire("eth0", False, False),
        Wire("eth1", False, True),
        Wire("wlan0", True, True, ("192.168.1.20", "169.254.1.1")),
    )
    assert found[2].reachable and not Wire("eth0", False, True, ("169.254.1.1", "fe80::1")).reachable
