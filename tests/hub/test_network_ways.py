"""What is said of the four ways: nothing that is not known, in every language, and always one next step."""

from itertools import product
from typing import get_args

import pytest

from xlab.box.network import check_network
from xlab.box.network_seen import Cannot
from xlab.box.network_wires import Wire
from xlab.hub.network_ladder import Place
from xlab.hub.network_ways import QUIET_MINUTES, Facts, apart, network_now
from xlab.link import OwnWifi
from xlab.look.saying import say
from xlab.look.words import LANGUAGES, Words

URL, NAME = "http://192.168.1.20:8080/", "http://xlab-blue.local:8080/"
OWN = OwnWifi(name="Blue box", password="mola-kefi-rubo-tesa", code="WIFI:;")
RADIO = Wire("wlan0", True, True, ("192.168.1.20",))
SOCKET = Wire("eth0", False, False)
VENUE = Facts(place="reached", network="Café", urls=(URL,), name_url=NAME, wires=(RADIO, SOCKET), gateway=True)


def keys(facts: Facts) -> dict[str, str]:
    now = network_now(facts)
    return {one.way: one.key.removeprefix("network.") for one in now.ways} | {"next": now.key.removeprefix("network.")}


def facts(**changes: object) -> Facts:
    return Facts(**({name: getattr(VENUE, name) for name in VENUE.__struct_fields__} | changes))  # type: ignore[arg-type]


def test_a_venue_that_nobody_has_tried_yet_is_neither_praised_nor_blamed():
    assert keys(VENUE) == {
        "name": "name_untried",
        "address": "address_untried",
        "own": "own_ready",
        "cable": "cable_none",
        "next": "next_try_in",
    }
    assert [one.ok for one in network_now(VENUE).ways] == [None] * 4


def test_one_phone_that_came_ends_all_doubt():
    came = facts(reached=True, minutes=60)
    assert apart(came) == "no" and network_now(came).key == "network.next_fine" and not network_now(came).offers


def test_isolation_is_likely_only_where_the_gateway_answers_and_nobody_else_ever_did():
    quiet = facts(minutes=QUIET_MINUTES)
    assert apart(quiet) == "likely"
    assert keys(quiet)["address"] == "address_apart" and keys(quiet)["next"] == "next_apart"
    assert network_now(quiet).ways[1].ok is None and network_now(quiet).offers
    for other in ({"others": 1}, {"heard": True}, {"gateway": None}, {"minutes": 0}, {"network": ""}):
        assert apart(facts(**({"minutes": QUIET_MINUTES} | other))) == "unknown", other


def test_a_router_that_does_not_answer_is_said_as_that():
    assert keys(facts(gateway=False, minutes=10))["address"] == "address_silent"


def test_a_network_that_keeps_apart_where_no_wifi_can_be_made_leads_to_a_cable():
    now = network_now(facts(minutes=5, cannot="no_ap"))
    assert now.key == "network.next_apart_cable" and not now.offers


def test_its_own_wifi_is_shown_with_its_code():
    now = network_now(facts(place="own", own=OWN, network="", gateway=None))
    assert (now.own, now.key, now.busy, now.offers) == (OWN, "network.next_own", False, False)
    assert network_now(facts(place="joining", to="Café")).busy


@pytest.mark.parametrize(
    ("wires", "key"),
    [
        ((Wire("eth0", False, True, ("10.0.0.5",)),), "cable_works"),
        ((Wire("eth0", False, True, ("169.254.3.4",)),), "cable_bare"),
        ((Wire("eth0", False, True),), "cable_waiting"),
        ((SOCKET,), "cable_none"),
        ((RADIO,), "cable_no_socket"),
    ],
)
def test_the_cable_is_told_from_its_socket_and_its_address(wires, key):
    assert keys(facts(wires=wires))["cable"] == key


def test_every_case_has_words_in_every_language_and_leaves_no_gap():
    cases = [
        Facts(place=place, cannot=cannot, own=own, network=network, to="Café", urls=urls, minutes=minutes, failure=why)
        for place, cannot, own, network, urls, minutes, why in product(
            get_args(Place),
            (None, *get_args(Cannot)),
            (None, OWN),
            ("", "Café"),
            ((), (URL,)),
            (0, 5),
            (None, "shared"),
        )
    ]
    told = {(one.key, tuple(one.values.items())) for case in cases for one in network_now(case).ways}
    told |= {(now.key, tuple(now.values.items())) for now in map(network_now, cases)}
    for language, (key, values) in product(LANGUAGES, told):
        text = say(Words(language), key, dict(values))
        assert text and "{" not in text


def test_the_doctors_finding_is_of_the_way_that_works_best():
    works = check_network(network_now(facts(reached=True)).ways)
    assert works.ok and works.key == "network.address_works" and works.next_step(Words("de")) == ""
    assert check_network(()).key == "network.next_wait"
    nothing = check_network(network_now(Facts(cannot="no_manager")).ways)
    assert nothing.ok is None and nothing.key == "network.address_none" and nothing.next_step(Words("fr"))
    assert check_network(network_now(Facts(place="own", own=OWN)).ways).key == "network.own_open"
