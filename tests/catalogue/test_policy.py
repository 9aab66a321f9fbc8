"""What IT and the kit decided, and what a station shows by it."""

from pathlib import Path
from typing import Any

import pytest

from tests.catalogue.conftest import write_demo
from xlab.catalogue.doors import Entry
from xlab.catalogue.manifest import read_manifest
from xlab.catalogue.policy import MOST, Policy
from xlab.events import (
    DemoApproved,
    DemoQuarantined,
    DemoRefused,
    DemoReleased,
    DemosChosen,
    DemoShelved,
    DemosOrdered,
    DemoSwitched,
    Fact,
)
from xlab.link import DemoHere, Slot

A, B, SEAL = "a" * 64, "b" * 64, "c" * 64
APPROVED = DemoApproved(demo="test-one", version="1.0.0", digest=A)
FAILED = DemoQuarantined(demo="test-one", version="1.0.0", reason="It failed.", failures=3)


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    return read_manifest(write_demo(tmp_path_factory.mktemp("demos")))


@pytest.fixture
def entry(manifest):
    def make(name: str = "test-one", **fields: Any) -> Entry:
        known = {"door": "dropped", "status": "unapproved", "digest": A, "reason": "It waits."} | fields
        return Entry(name=name, folder=Path(name), manifest=manifest, **known)

    return make


def after(*facts: Fact, station: str | None = None) -> Policy:
    policy = Policy()
    for fact in facts:
        policy.take(fact, station)
    return policy


def shown(policy: Policy, *entries: Entry, here: tuple[DemoHere, ...] = (), station: str = "st-1") -> list[str]:
    return [slot.demo for slot in policy.programme(station, entries, here, {}).slots]


def test_a_folder_put_there_by_hand_waits_until_its_very_files_are_approved(entry):
    assert after().standing(entry()) == ("waiting", "It waits.")
    assert after(APPROVED).standing(entry())[0] == "on"
    assert after(APPROVED).standing(entry(digest=B))[0] == "waiting"
    assert after(APPROVED).standing(entry("test-two"))[0] == "waiting"
    assert after(APPROVED, DemoRefused(demo="test-one", digest=A)).standing(entry())[0] == "waiting"


def test_files_that_could_not_be_read_are_never_on(entry):
    forged = DemoApproved(demo="test-one", version="1.0.0", digest="")
    assert after(forged).standing(entry(digest=""))[0] == "bad"
    assert after(forged).standing(entry(door="shelf", status="ready", digest=""))[0] == "bad"


def test_what_was_installed_is_on_until_it_approval_is_taken_back(entry):
    shelved = entry(door="shelf", status="ready")
    assert after().standing(shelved) == ("on", "")
    refused = after(DemoRefused(demo="test-one", digest=A))
    assert refused.standing(shelved)[0] == "waiting"
    refused.take(DemoShelved(how="installed", demo="test-one", version="1.0.0", digest=A), None)
    assert refused.standing(shelved)[0] == "on"


def test_a_quarantine_is_of_one_version_and_ends_when_it_is_lifted_or_the_files_are_others(entry):
    policy = after(APPROVED, FAILED)
    assert policy.standing(entry()) == ("quarantined", "It failed.")
    policy.take(DemoReleased(demo="test-one"), None)
    assert policy.programme("st-1", [entry()], [], {}).slots == (Slot(demo="test-one", digest=A, lifted=1),)
    policy.take(FAILED, None)
    policy.take(APPROVED, None)
    assert policy.standing(entry())[0] == "quarantined", "approving the same files again mends nothing"
    policy.take(DemoApproved(demo="test-one", version="1.0.0", digest=B), None)
    assert policy.standing(entry(digest=B))[0] == "on"
    other = DemoQuarantined(demo="test-one", version="0.9.0", reason="It failed.")
    assert after(APPROVED, other).standing(entry())[0] == "on"


def test_off_order_and_choice_decide_what_is_shown_where(entry):
    demos = [entry(name, door="installed", status="ready", digest="") for name in ("a", "b", "c", "d")]
    policy = after(DemosOrdered(demos=("d", "x", "b")), DemoSwitched(demo="c", on=False))
    assert shown(policy, *demos) == ["d", "b", "a"]
    policy.take(DemosChosen(demos=("c", "a")), "st-2")
    assert (shown(policy, *demos, station="st-2"), shown(policy, *demos)) == (["a"], ["d", "b", "a"])
    policy.take(DemosChosen(demos=None), "st-2")
    policy.take(DemoSwitched(demo="c", on=True), None)
    assert shown(policy, *demos, station="st-2") == ["d", "b", "a", "c"]


def test_the_hub_names_the_bundle_it_hands_on(entry):
    (slot,) = after(APPROVED).programme("st-1", [entry()], [], {A: SEAL, "": SEAL}).slots
    assert slot == Slot(demo="test-one", digest=A, seal=SEAL)
    (slot,) = after().programme("st-1", [entry(door="installed", status="ready", digest="")], [], {"": SEAL}).slots
    assert slot.seal == ""


def test_a_station_shows_what_it_alone_has_but_not_against_the_hub(entry):
    alone = DemoHere(demo="alone", door="shelf", status="ready", version="1.0.0", digest=B)
    dropped = DemoHere(demo="dropped", door="dropped", status="ready", digest=B)
    claims = DemoHere(demo="test-one", door="shelf", status="ready", version="1.0.0", digest=B)
    assert shown(after(), entry(), here=(alone, dropped, claims)) == ["alone"]
    (slot,) = after(APPROVED).programme("st-1", [entry()], [claims], {}).slots
    assert slot.digest == A
    for fact in (
        DemoSwitched(demo="alone", on=False),
        DemoRefused(demo="alone", digest=B),
        DemoQuarantined(demo="alone", version="1.0.0", reason="It failed."),
    ):
        assert shown(after(fact), here=(alone,)) == []


def test_a_station_that_claims_hundreds_of_demos_gets_a_programme_that_can_be_sent():
    here = tuple(DemoHere(demo=f"{n:03}", door="installed", status="ready") for n in range(400))
    assert len(shown(after(), here=here)) == MOST
