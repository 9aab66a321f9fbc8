"""The page of the network: for staff only, plain about what falls off, and every refusal in words."""

import msgspec
import pytest
from werkzeug.test import TestResponse

from tests.fakes.kit import FakeKit
from tests.fakes.network import OWN, VENUE
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports.network import Failed, Heard, NetworkPage, NetworkRefused
from xlab.link import NetworkNow, WayNow

GUESTS = b"Guests".hex()


def show(kit: FakeKit, **changes: object) -> None:
    kit.network.now = msgspec.structs.replace(kit.network.now, **changes)


def send(visitor: Visitor, what: str, **fields: str) -> TestResponse:
    return visitor.client.post(f"/network/{what}", data={"csrf_token": visitor.token("/network"), **fields})


def test_visitors_see_nothing_of_it(visitor: Visitor, kit: FakeKit) -> None:
    assert visitor.get("/network").status_code == 302
    for path in ("join", "own", "look", "forget", "switch-on"):
        assert visitor.client.post(f"/network/{path}").status_code in (302, 400)
    assert kit.network.wishes == []


def test_the_four_ways_stand_in_their_order_with_what_is_known_of_each(facilitator: Visitor) -> None:
    page = facilitator.get("/network").text
    at = [page.index(f"<strong>{name}") for name in ("Name", "Address", "The kit’s own Wi-Fi", "Cable")]
    assert at == sorted(at)
    assert "Devices came by 192.168.4.1:8080." in page and "Phones reach the kit." in page


def test_a_network_is_joined_with_its_password_and_the_page_says_what_follows(
    facilitator: Visitor, kit: FakeKit
) -> None:
    page = facilitator.get("/network").text
    assert "put them into “Upstairs” too" in page and VENUE in page
    answer = send(facilitator, "join", network=GUESTS, password="  a space counts ")
    assert answer.status_code == 303
    assert kit.network.wishes == [("join", GUESTS, "", "  a space counts ")]
    assert "The kit tries “Guests”." in facilitator.get(answer.location).text


def test_a_name_that_is_a_script_stays_a_name(facilitator: Visitor, kit: FakeKit) -> None:
    show(kit, heard=(Heard(id="3c", name="<script>alert(1)</script>", strength=2, lock="open"),))
    page = facilitator.get("/network").text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert "&lt;b&gt;" in facilitator.get("/network?done=join&to=<b>").text


@pytest.mark.parametrize(
    ("reason", "status"),
    [("password", 422), ("name", 422), ("gone", 404), ("company", 422), ("busy", 409), ("cannot", 409)],
)
def test_each_refusal_is_said(facilitator: Visitor, kit: FakeKit, reason: str, status: int) -> None:
    kit.network.refusal = NetworkRefused(reason)  # type: ignore[arg-type]
    for path in ("join", "own", "look", "forget", "switch-on"):
        answer = send(facilitator, path, network=GUESTS)
        assert answer.status_code == status and 'id="problem"' in answer.text


def test_each_wish_reaches_the_kit(facilitator: Visitor, kit: FakeKit) -> None:
    show(kit, blocked=True)
    assert "Switch Wi-Fi on" in facilitator.get("/network").text
    for path in ("own", "look", "switch-on"):
        answer = send(facilitator, path)
        assert 'role="status"' in facilitator.get(answer.location).text
    send(facilitator, "forget", network="uuid-2")
    assert kit.network.wishes == [("own",), ("look",), ("switch_on",), ("forget", "uuid-2")]


def test_its_own_wifi_is_shown_with_a_code_to_scan(facilitator: Visitor, kit: FakeKit) -> None:
    assert facilitator.get("/join/wifi.svg").status_code == 404
    show(kit, now=msgspec.structs.replace(kit.network.now.now, own=OWN), failed=Failed(VENUE, "password", 1.79e9))
    page = facilitator.get("/network").text
    assert OWN.password in page and "10.42.0.1:8080" in page and "did not take the password" in page
    assert facilitator.get("/join/wifi.svg").mimetype == "image/svg+xml"


def test_where_nothing_can_be_changed_the_page_says_why_and_offers_nothing(facilitator: Visitor, kit: FakeKit) -> None:
    ways = (
        *(WayNow(way=way, ok=False, key=f"network.{way}_none") for way in ("name", "address")),
        WayNow(way="own", ok=False, key="network.own_no_manager"),
        WayNow(way="cable", ok=None, key="network.cable_none"),
    )
    kit.network.now = NetworkPage(now=NetworkNow(ways=ways, key="network.next_cable"))
    page = facilitator.get("/network").text
    assert "NetworkManager does not run on this machine" in page
    assert "/network/join" not in page and "/network/own" not in page


def test_somebody_of_it_has_the_page_among_theirs(it_staff: Visitor) -> None:
    page = it_staff.get("/network").text
    assert 'aria-current="page">Network' in page
