"""The link: every message survives the way over, and nothing else is taken for one."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab import link
from xlab.events import Draft, RunStarted

ROOM = link.Room(
    revision=3,
    spots=(link.Spot(id="st-1", name="Station 1", x=0.5, y=0.5, screen="menu"),),
    badges=(
        link.BadgeHere(
            beacon="u/1/2", face=link.Face("fox", "coral"), station="st-1", proximity="touch", source="live"
        ),
    ),
)
DRAFT = Draft(id="1", wall=1.0, boot="b", mono=2.0, fact=RunStarted(run="r", demo="d", version="1.0.0", language="en"))


@pytest.mark.parametrize(
    "message",
    [
        link.Hello(station="st-1", name="Station 1", role="kiosk", nonce=bytes(range(32))),
        link.Proof(proof=bytes(32)),
        link.Pair(station="st-2", name="Station 2", role="scanner"),
        link.PairAnswer(element=bytes(33), proof=bytes(32)),
        link.Hear(heard=(link.Heard(0.05, 0, 1, 65535, -59, -126),), trip=0.01),
        link.RadioIs(state="off", reason="It is off."),
        link.Status(screen="playing", demo="d"),
        link.Deliver(drafts=(DRAFT,)),
        link.AskKnown(beacon="u/1/2"),
        link.TakeHome(ask="a", picture=bytes(range(256))),
        link.StationChecked(
            checks=(link.Check(area="touch", ok=False, key="preflight.touch_dead", values={"n": 1}),), walk="w", age=2.0
        ),
    ],
)
def test_from_station_and_back(message):
    assert link.decode_from_station(link.encode(message)) == message


@pytest.mark.parametrize(
    "message",
    [
        link.Welcome(info=link.KitInfo(kit="k", name="n", version="1", setup_code="000123")),
        link.RoomIs(room=ROOM),
        link.Delivered(ids=("1",)),
        link.Watch(on=True),
        link.RemoteTouch(phase="down", x=0.5, y=1.0),
        link.Refused(reason="no", code="taken"),
        link.Challenge(nonce=bytes(32), proof=b"x" * 32),
        link.PairWaiting(kit="k", name="Blue box"),
        link.PairOffer(element=bytes(33)),
        link.Paired(proof=bytes(32)),
        link.WrongCode(),
        link.Unpaired(),
        link.Listen(uuids=("u",)),
        link.Took(),
        link.TakenHome(ask="a", path="take/x.jpg", seconds=600.0),
        link.CheckStation(),
    ],
)
def test_to_station_and_back(message):
    assert link.decode_to_station(link.encode(message)) == message


@pytest.mark.parametrize(
    "heard",
    ["[-1,0,1,1,-59,-60]", "[1e9,0,1,1,-59,-60]", "[0,0,1,65536,-59,-60]", "[0,0,1,1,-59,127]", "[0,-1,1,1,-59,-60]"],
)
def test_a_sighting_that_cannot_be_is_none(heard):
    with pytest.raises(msgspec.ValidationError):
        link.decode_from_station(f'{{"type":"Hear","heard":[{heard}]}}')


def test_a_message_holds_so_many_sightings_and_no_more():
    one = link.Heard(0.0, 0, 1, 1, -59, -60)
    assert link.decode_from_station(link.encode(link.Hear(heard=(one,) * link.MOST_HEARD)))
    with pytest.raises(msgspec.ValidationError):
        link.decode_from_station(link.encode(link.Hear(heard=(one,) * (link.MOST_HEARD + 1))))


@pytest.mark.parametrize(
    "check",
    [
        '{"area":"touch","ok":1,"key":"preflight.touch_fine"}',
        '{"area":"touch","ok":true,"key":"../keys.touch"}',
        '{"area":"touch","ok":true,"key":"preflight.touch_fine","values":{"a":["b"]}}',
    ],
)
def test_a_finding_that_no_station_would_make_is_none(check):
    with pytest.raises(msgspec.ValidationError):
        link.decode_from_station(f'{{"type":"StationChecked","checks":[{check}]}}')


@given(st.binary(max_size=200))
def test_other_bytes_are_refused_with_one_kind_of_error(data):
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError)):
        link.decode_from_station(data)
