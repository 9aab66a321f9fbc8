"""What BlueZ's answers mean: no bus, only values."""

from typing import get_args

import pytest

from xlab.beacons._bluez import Trouble, choose, trouble_of
from xlab.beacons.troubles import RUNS_ON, STATES, Kind, kind_of, reason
from xlab.link import RadioState
from xlab.look.words import Words

ON = {"Powered": True, "Roles": ["central", "peripheral"]}
OFF = {"Powered": False, "Roles": ["central"]}
BLOCKED = OFF | {"PowerState": "off-blocked"}
CLASSIC = {"Powered": True, "Roles": ["peripheral"]}


@pytest.mark.parametrize(
    ("adapters", "wanted", "chosen"),
    [
        ({"hci0": ON}, None, "hci0"),
        ({"hci1": ON, "hci0": ON}, None, "hci0"),
        ({"hci0": OFF, "hci1": ON}, None, "hci1"),
        ({"hci0": CLASSIC, "hci1": ON}, None, "hci1"),
        ({"hci0": ON, "hci1": ON}, "hci1", "hci1"),
        ({"hci0": {"Powered": True}}, None, "hci0"),
    ],
)
def test_the_adapter_to_use(adapters, wanted, chosen):
    assert choose(adapters, wanted) == chosen


@pytest.mark.parametrize(
    ("adapters", "wanted", "kind", "words"),
    [
        ({}, None, "missing", "There is no Bluetooth adapter."),
        ({"hci0": ON}, "hci7", "missing", "no Bluetooth adapter hci7."),
        ({"hci0": CLASSIC}, None, "missing", "no Bluetooth adapter that can hear badges."),
        ({"hci0": OFF, "hci1": BLOCKED}, None, "off", "switched off"),
        ({"hci0": BLOCKED}, None, "blocked", "rfkill"),
        ({"hci0": {}}, None, "off", "switched off"),
    ],
)
def test_no_adapter_to_use(adapters, wanted, kind, words):
    with pytest.raises(Trouble) as caught:
        choose(adapters, wanted)
    assert caught.value.kind == kind
    assert words in caught.value.reason


@pytest.mark.parametrize(
    ("error", "listening", "kind"),
    [
        ("org.freedesktop.DBus.Error.ServiceUnknown", False, "no_bluez"),
        ("org.freedesktop.DBus.Error.ServiceUnknown", True, "restarted"),
        ("org.freedesktop.DBus.Error.NameHasNoOwner", True, "restarted"),
        ("org.freedesktop.DBus.Error.UnknownObject", False, "missing"),
        ("org.freedesktop.DBus.Error.UnknownMethod", True, "unplugged"),
        ("org.freedesktop.DBus.Error.AccessDenied", True, "refused"),
        ("org.bluez.Error.NotAuthorized", False, "refused"),
        ("org.freedesktop.DBus.Error.NoReply", True, "mute"),
        ("", False, "failed"),
    ],
)
def test_what_errors_mean(error, listening, kind):
    assert trouble_of(error, listening=listening).kind == kind


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_trouble_is_told_in_full_sentences(kind):
    trouble = Trouble(kind)
    wrong, runs_on, todo = trouble.reason.partition(RUNS_ON)
    assert wrong.endswith(". ") and runs_on and todo.endswith(".")
    assert trouble.state in get_args(RadioState)
    assert "{" not in trouble.reason and "!" not in trouble.reason
    assert set(STATES) == set(get_args(Kind))


def test_a_trouble_is_told_in_the_language_of_the_reader():
    assert reason("off", Words("de")).startswith("Bluetooth ist ausgeschaltet. ")
    assert reason("missing", detail=" named hci1") == Trouble("missing", " named hci1").reason
    for kind in STATES:
        assert reason(kind, Words("fr")) != reason(kind)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_an_english_reason_is_known_again_with_its_detail(kind):
    detail = ": Not ready" if kind in ("failed", "unknown", "missing") else ""
    assert kind_of(reason(kind, detail=detail)) == (kind, detail)
    assert kind_of(reason(kind, Words("fr"))) is None
