"""The course of a visit: what its facts make of it, and what they cannot."""

import hashlib
import json
from collections.abc import Sequence
from itertools import product

import msgspec
import pytest

from xlab.events import Event, Fact
from xlab.events.visits import (
    BoardDropped,
    BoardSet,
    Charter,
    CharterAmended,
    CharterWritten,
    Decided,
    GroupBegan,
    Measure,
    Noted,
    Stakeholder,
    VisitClosed,
    VisitOpened,
    VisitPlanned,
    VisitReopened,
    VisitSignedOff,
)
from xlab.workshop import charter as charters
from xlab.workshop.visit import STEPS, TABLE, VisitNow, fold

FULL = Charter(
    unit="Coatings",
    purpose="Find out what could connect us with those who apply our paint",
    vision="Every painter can tell us what they need",
    objective="One pilot that a painter would miss",
    key_result="Five painters use it in week four",
    promise="Nothing changes midway",
    measures=(Measure(what="Painters who come back", owner="Head of sales", review="2026-12-01"),),
    patience="three months",
)


def told(facts: Sequence[Fact], visit: str = "v1") -> list[Event]:
    return [
        Event(id=f"id-{n}", wall=100.0 + n, boot="b", mono=float(n), fact=fact, visit=visit, kit="kit-1", seq=n)
        for n, fact in enumerate(facts, 1)
    ]


def now(*facts: Fact) -> VisitNow:
    return fold(told([VisitPlanned(visit="v1"), *facts]))["v1"]


OPEN = VisitOpened(sha256=charters.digest(FULL))
REACH = {
    "planned": [],
    "open": [OPEN],
    "closed": [OPEN, VisitClosed()],
    "signed_off": [OPEN, VisitClosed(), VisitSignedOff(purged={"Answered": 3})],
}
FACTS = {"open": OPEN, "close": VisitClosed(), "reopen": VisitReopened(), "sign_off": VisitSignedOff(purged={})}


@pytest.mark.parametrize(("state", "step"), list(product(REACH, STEPS.values())))
def test_a_step_is_taken_where_the_table_has_it_and_nowhere_else(state: str, step: str) -> None:
    before = now(*REACH[state])
    assert before.state == state
    after = now(*REACH[state], FACTS[step])
    assert before.may(step) == ((state, step) in TABLE)
    assert after.state == TABLE.get((state, step), state)


def test_a_charter_is_written_anew_until_it_is_frozen_and_only_amended_then() -> None:
    draft = Charter(unit="Coatings")
    visit = now(CharterWritten(charter=draft), CharterWritten(charter=FULL), OPEN, CharterWritten(charter=draft))
    assert [version.charter for version in visit.versions] == [FULL]
    assert visit.versions[0].sha256 == OPEN.sha256
    other = Charter(unit="Coatings and inks")
    amended = now(CharterWritten(charter=FULL), OPEN, CharterAmended(charter=other, reason="Two units came"))
    assert [version.reason for version in amended.versions] == ["", "Two units came"]
    assert amended.charter == other
    early = now(CharterWritten(charter=FULL), CharterAmended(charter=other, reason="too early"))
    assert early.charter == FULL


def test_nothing_is_written_after_sign_off() -> None:
    stakeholder = Stakeholder(id="s1", group="customer", name="Painters")
    done = REACH["signed_off"]
    assert now(*done, BoardSet(item=stakeholder), Noted(note="n", kind="next", text="x")) == now(*done)
    assert now(*done).purged == {"Answered": 3}


def test_what_is_on_the_board_is_the_last_that_was_put_there() -> None:
    first = Stakeholder(id="s1", group="customer", name="Painters")
    second = Stakeholder(id="s1", group="customer", name="Painters, north")
    other = Stakeholder(id="s2", group="ngo", name="River watch")
    visit = now(BoardSet(item=first), BoardSet(item=other), BoardSet(item=second), BoardDropped(item="s2"))
    assert list(visit.board.stakeholders.values()) == [second]


def test_decisions_notes_and_groups_are_kept() -> None:
    decided = Decided(decision="d1", what="We try the open challenge", owner="Head of purchasing")
    visit = now(decided, GroupBegan(number=2), OPEN, GroupBegan(number=2), Noted(note="n1", kind="open", text="Who?"))
    assert visit.decisions == {"d1": decided}
    assert list(visit.notes) == ["n1"]
    assert visit.group == 2
    assert now(GroupBegan(number=2)).group == 1, "a group comes to a visit that is open"


def test_events_of_other_visits_and_of_none_change_nothing() -> None:
    alone = msgspec.structs.replace(told([OPEN])[0], visit=None)
    lost = [*told([OPEN], visit="v2"), alone]
    assert fold([*told([VisitPlanned(visit="v1")]), *lost])["v1"].state == "planned"


def test_a_charter_says_what_it_lacks_and_its_hash_says_what_it_is() -> None:
    assert charters.missing(FULL) == ()
    assert charters.missing(Charter(unit="  ")) == charters.ASKED
    halved = Charter(**{**{n: getattr(FULL, n) for n in charters.ASKED}, "measures": (Measure(what="a"),)})
    assert charters.missing(halved) == ("measures.1.owner", "measures.1.review")
    assert charters.changes(FULL, halved) == ("measures",)
    assert charters.digest(FULL) != charters.digest(halved)
    # Anybody can work it out with other tools: JSON, keys in order of name, no spaces, UTF-8.
    text = json.dumps(msgspec.to_builtins(FULL), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert charters.digest(FULL) == hashlib.sha256(text.encode()).hexdigest()
