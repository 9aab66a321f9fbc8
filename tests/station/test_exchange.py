"""Agreeing on a key by a code: the same code gives one key to both and to nobody else."""

import pytest

from xlab import link
from xlab.station.exchange import HubSide, StationSide


def test_the_same_code_gives_both_one_key_and_another_time_another():
    keys = set()
    for _ in range(2):
        hub, station = HubSide("123456", kit="k", station="st-2"), StationSide("123456", kit="k", station="st-2")
        key, paired = hub.finish(station.answer(hub.offer))
        assert station.key(paired) == key and len(key) == 32
        keys.add(key)
    assert len(keys) == 2


@pytest.mark.parametrize(
    "other", [("123457", "k", "st-2"), ("123456", "another kit", "st-2"), ("123456", "k", "st-3")], ids=str
)
def test_another_code_kit_or_station_gives_neither_a_key(other):
    code, kit, name = other
    hub, station = HubSide("123456", kit="k", station="st-2"), StationSide(code, kit=kit, station=name)
    assert hub.finish(station.answer(hub.offer)) is None
    assert station.key(link.Paired(proof=bytes(32))) is None


def test_what_the_station_says_is_no_proof_for_the_station():
    hub, station = HubSide("123456", kit="k", station="st-2"), StationSide("123456", kit="k", station="st-2")
    answer = station.answer(hub.offer)
    assert station.key(link.Paired(proof=answer.proof)) is None


@pytest.mark.parametrize("element", [bytes(33), b"A" + bytes(32), b"A" + b"\xff" * 32, b"A" + b"\x01" + bytes(31)])
def test_what_is_no_half_of_an_exchange_is_not_answered(element):
    assert StationSide("123456", kit="k", station="st-2").answer(link.PairOffer(element=element)) is None
    hub = HubSide("123456", kit="k", station="st-2")
    answer = link.PairAnswer(element=b"B" + element[1:], proof=bytes(32))
    assert hub.finish(answer) is None


def test_an_offer_that_is_sent_back_is_no_answer():
    hub = HubSide("123456", kit="k", station="st-2")
    assert hub.finish(link.PairAnswer(element=hub.offer.element, proof=bytes(32))) is None
