"""Proving a key: who knows it gets in, and nothing that was heard, turned round or borrowed does."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab import link
from xlab.station.handshake import Greeting, NotOurHub, WasUnpaired, challenge, proof_of, proves

nonces = st.binary(min_size=32, max_size=32)
keys = st.binary(min_size=16, max_size=64)
WELCOME = link.Welcome(info=link.KitInfo(kit="k", name="Blue box", version="1"))


def greet(key: bytes, nonce: bytes = bytes(32), role: link.Role = "kiosk") -> Greeting:
    return Greeting(key, station="st-2", name="Two", role=role, paired=True, nonce=nonce)


@given(keys, nonces, nonces)
def test_who_knows_the_key_gets_in(key, ours, theirs):
    greeting = greet(key, ours)
    proof = greeting.take(challenge(key, greeting.hello, theirs))
    assert isinstance(proof, link.Proof) and proves(proof, key, greeting.hello, theirs)
    assert greeting.take(WELCOME) is None and greeting.over


@given(keys, keys, nonces, nonces)
def test_a_hub_with_another_key_is_told_nothing(key, other, ours, theirs):
    if key == other:
        return
    greeting = greet(key, ours)
    with pytest.raises(NotOurHub) as refused:
        greeting.take(challenge(other, greeting.hello, theirs))
    assert refused.value.unknown and not greeting.over


@given(keys, nonces, nonces, nonces)
def test_a_proof_is_good_once(key, ours, first, second):
    if first == second:
        return
    greeting = greet(key, ours)
    heard = greeting.take(challenge(key, greeting.hello, first))
    assert not proves(heard, key, greeting.hello, second)


@given(keys, nonces, nonces, nonces)
def test_a_challenge_that_was_heard_is_no_use_against_another_hello(key, first, second, theirs):
    if first == second:
        return
    heard = challenge(key, greet(key, first).hello, theirs)
    with pytest.raises(NotOurHub):
        greet(key, second).take(heard)


@given(keys, nonces, nonces)
def test_the_proof_of_one_side_is_none_for_the_other(key, ours, theirs):
    hello = greet(key, ours).hello
    assert not proves(link.Proof(proof=challenge(key, hello, theirs).proof), key, hello, theirs)
    with pytest.raises(NotOurHub):
        greet(key, ours).take(link.Challenge(nonce=theirs, proof=proof_of("station", key, hello, theirs)))


@given(keys, nonces, st.sampled_from([{"role": "scanner"}, {"station": "st-3"}, {"paired": False}, {"name": "Three"}]))
def test_a_proof_holds_for_whom_it_was_made_and_nobody_else(key, theirs, change):
    hello = greet(key).hello
    proof = link.Proof(proof=proof_of("station", key, hello, theirs))
    assert not proves(proof, key, msgspec.structs.replace(hello, **change), theirs)


@pytest.mark.parametrize("message", [WELCOME, link.Unpaired(), link.Watch(on=True), link.Listen(uuids=())])
def test_before_its_proof_a_hub_is_obeyed_in_nothing(message):
    greeting = greet(b"k" * 32)
    with pytest.raises(NotOurHub):
        greeting.take(message)
    assert not greeting.over


def test_after_its_proof_a_hub_may_say_that_the_station_was_taken_off():
    greeting = greet(b"k" * 32)
    greeting.take(challenge(b"k" * 32, greeting.hello, bytes(32)))
    with pytest.raises(WasUnpaired):
        greeting.take(link.Unpaired())


def test_a_second_challenge_is_not_answered():
    greeting = greet(b"k" * 32)
    greeting.take(challenge(b"k" * 32, greeting.hello, bytes(32)))
    with pytest.raises(NotOurHub):
        greeting.take(challenge(b"k" * 32, greeting.hello, b"n" * 32))
