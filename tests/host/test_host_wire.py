import contextlib
import math

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlab_kiosk.host import wire
from xlab_kiosk.stage.inputs import KnownFact, Presence, Touch

FROM_DEMO = [
    wire.Ready(),
    wire.Frame(2, 7),
    wire.Beat(),
    wire.Record({"erased": True, "count": 3, "share": 0.5, "word": "tea"}, "u/1/2"),
    wire.Forget("u/1/2"),
    wire.AskKnown("u/1/2"),
    wire.Sound("knock"),
    wire.Finish(),
    wire.Fault("ValueError: no", "trial.py, line 1, in draw", "Traceback"),
]


@pytest.mark.parametrize("message", FROM_DEMO)
def test_what_a_demo_says_arrives(message):
    assert wire.decode_from_demo(wire.encode(message)) == message


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_of_a_demo_raise_anything_but_a_wire_error(packet):
    with contextlib.suppress(wire.WireError):
        wire.decode_from_demo(packet)


_plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=9)
    | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(
    st.sampled_from([type(message).__name__ for message in FROM_DEMO]),
    st.dictionaries(
        st.sampled_from(["slot", "number", "values", "beacon", "name", "line", "where", "traceback"]), _plain
    ),
)
def test_no_tagged_nonsense_raises_anything_but_a_wire_error(name, fields):
    with contextlib.suppress(wire.WireError):
        wire.decode_from_demo(msgspec.msgpack.encode({"type": name, **fields}))


@pytest.mark.parametrize(
    "message",
    [
        wire.Stop(),  # a message of the other direction
        {"type": "Frame", "slot": 3, "number": 1},
        {"type": "Frame", "slot": -1, "number": 1},
        {"type": "Record", "values": {}},
        {"type": "Record", "values": {"a": [1]}},
        {"type": "Record", "values": {"a": "x" * 501}},
        {"type": "Record", "values": {"not a name": 1}},
        {"type": "Record", "values": {f"v{n}": 1 for n in range(33)}},
        {"type": "Record", "values": {"a": math.nan}},
        {"type": "Record", "values": {"a": math.inf}},
        {"type": "Forget", "beacon": "x" * 101},
        {"type": "Sound", "name": "../knock"},
        {"type": "Sound", "name": "knock\n"},
        {"type": "Unheard"},
        [[[[]]]],
        None,
    ],
)
def test_what_is_out_of_bounds_is_refused(message):
    with pytest.raises(wire.WireError):
        wire.decode_from_demo(wire.encode(message))


def test_a_packet_nested_without_end_is_refused():
    with pytest.raises(wire.WireError):
        wire.decode_from_demo(b"\x91" * wire.MAX_FROM_DEMO)


def test_a_packet_above_the_limit_is_refused():
    with pytest.raises(wire.WireError, match="larger than 65536 bytes"):
        wire.decode_from_demo(b"\xc0" * (wire.MAX_FROM_DEMO + 1))


def test_the_author_is_told_what_cannot_be_recorded():
    with pytest.raises(wire.WireError, match=r"This cannot be recorded: .*length <= 500"):
        wire.record_of({"word": "x" * 501}, None)


def test_the_largest_record_and_fault_fit_a_packet():
    record = wire.record_of({f"{'v' * 37}_{n}": "x" * 500 for n in range(10, 32)}, "b" * 100)
    fault = wire.Fault("x" * 500, "x" * 500, "x" * wire.MAX_TRACEBACK)
    assert max(len(wire.encode(record)), len(wire.encode(fault))) < wire.MAX_FROM_DEMO


def test_a_touch_and_a_presence_arrive(badge):
    presence = Presence(kind="entered", badge=badge, proximity="touch", source="simulated")
    for message in (wire.TouchMsg(Touch(3, "move", 1.5, 2.5)), wire.PresenceMsg(presence), wire.Release(2)):
        assert wire.decode_to_demo(wire.encode(message)) == message


def test_known_facts_arrive_whole_where_they_fit():
    facts = tuple(KnownFact(wall=n, what="entered", station="Station 1") for n in range(500))
    assert wire.decode_to_demo(wire.encode_known("u/1/2", facts)) == wire.KnownMsg("u/1/2", facts)


def test_of_too_many_facts_the_newest_arrive():
    facts = tuple(KnownFact(wall=n, what="word", station="Station 1", detail="x" * 500) for n in range(500))
    packet = wire.encode_known("u/1/2", facts)
    known = wire.decode_to_demo(packet)
    assert len(packet) <= wire.MAX_TO_DEMO
    assert len(known.facts) > 50
    assert known.facts[-1] == facts[-1]


def test_one_fact_too_large_leaves_none():
    fact = KnownFact(wall=0, what="word", station="Station 1", detail="x" * wire.MAX_TO_DEMO)
    assert wire.decode_to_demo(wire.encode_known("u/1/2", (fact,))) == wire.KnownMsg("u/1/2", ())
