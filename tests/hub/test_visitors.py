"""What visitors write on the board: it waits, is accepted once, and goes with its phone unless it is the board's."""

from typing import Any

import pytest

from tests.hub.test_kit import running
from tests.hub.test_visits import off, opened
from xlab.dashboard.ports.visitors import VisitorRefused
from xlab.events import BoardOffered, BoardSet, OfferJudged, SideTold, VisitClosed, VisitSignedOff
from xlab.events.visits import Platform, Resource, Stakeholder
from xlab.hub import visitors
from xlab.hub.purging import Purging
from xlab.store import stamp

PAINTERS = Stakeholder(id="new", group="customer", name="Painters", values=("time",), brings=(Resource(kind="skills"),))


async def joined(kit: Any) -> str:
    """A phone that is in."""
    return str(kit.rounds.join())


async def refused(call: Any, *args: Any) -> str:
    with pytest.raises(VisitorRefused) as caught:
        await off(call, *args)
    return caught.value.reason


async def test_what_a_visitor_offers_waits_and_is_put_on_the_board_once(tmp_path):
    async with running(tmp_path) as kit:
        assert await refused(kit.visitors.offer, "nobody", PAINTERS) == "state"
        await opened(kit)
        assert await refused(kit.visitors.offer, "nobody", PAINTERS) == "unknown"
        voter = await joined(kit)
        for _ in range(2):  # an answer was lost, and the phone says it once more
            await off(kit.visitors.offer, voter, PAINTERS)
        (offer,) = await off(kit.visitors.offers)
        assert kit.visits.now().board.stakeholders == {}
        for _ in range(2):  # two facilitators tap at once
            await off(kit.visitors.judge, offer.id, "shown")
        await off(kit.visitors.judge, offer.id, "hidden")
        board = kit.visits.now().board
        assert [one.name for one in board.stakeholders.values()] == ["Painters"]
        assert board.by_visitors == (offer.item.id,) != ("new",)
        assert (await off(kit.visitors.me, voter)).offers[0].verdict == "shown"
        assert len(kit.log.read(0, 1000, (BoardSet,))) == 1
        assert voter not in str(kit.log.read(0, 1000, (BoardSet, OfferJudged)))


async def test_more_about_somebody_on_the_board_adds_to_what_is_there(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        there = Stakeholder(id="s1", group="supplier", name="Mills", values=("money",), protects="Jobs")
        await off(kit.visits.put, there)
        voter = await joined(kit)
        more = Stakeholder(id="s1", group="ngo", name="Something else", values=("learning", "money"))
        await off(kit.visitors.offer, voter, more)
        await off(kit.visitors.offer, voter, more)
        (offer,) = await off(kit.visitors.offers)
        assert (offer.item.name, offer.item.group) == ("Mills", "supplier")
        await off(kit.visitors.judge, offer.id, "shown")
        now = kit.visits.now().board
        assert now.stakeholders["s1"].values == ("money", "learning")
        assert now.stakeholders["s1"].protects == "Jobs" and now.by_visitors == ()
        idea = Platform(id="new", pattern="open challenge", stage="sourcing", stakeholder="gone", value="learning")
        assert await refused(kit.visitors.offer, voter, idea) == "wrong"


async def test_one_phone_cannot_fill_the_list(tmp_path, monkeypatch):
    monkeypatch.setattr(visitors, "MOST_OF_ONE", 2)
    monkeypatch.setattr(visitors, "MOST", 3)
    async with running(tmp_path) as kit:
        await opened(kit)
        first, second = await joined(kit), await joined(kit)

        def named(name: str) -> Stakeholder:
            return Stakeholder(id="new", group="team", name=name)

        await off(kit.visitors.offer, first, named("A"))
        await off(kit.visitors.offer, first, named("B"))
        assert await refused(kit.visitors.offer, first, named("C")) == "busy"
        await off(kit.visitors.offer, second, named("C"))
        assert await refused(kit.visitors.offer, second, named("D")) == "full"


async def test_forgetting_a_phone_takes_its_side_and_what_nobody_accepted(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        voter, other = await joined(kit), await joined(kit)
        for by, name in ((voter, "Kept"), (voter, "Gone"), (other, "Others")):
            await off(kit.visitors.offer, by, Stakeholder(id="new", group="team", name=name))
        await off(kit.visitors.judge, (await off(kit.visitors.offers))[0].id, "shown")
        await off(kit.visitors.tell_side, voter, "team")
        assert (await off(kit.visitors.me, voter)).side == "team"
        await kit.rounds.forget(voter)
        assert [one.item.name for one in await off(kit.visitors.offers)] == ["Others"]
        assert [one.name for one in kit.visits.now().board.stakeholders.values()] == ["Kept"]
        assert kit.rounds.side(voter) == ""
        left = kit.log.read(0, 1000, (BoardOffered, SideTold, BoardSet))
        assert [type(event.fact).__name__ for event in left] == ["BoardOffered", "BoardSet"]
        assert voter not in str(left)


async def test_a_restart_forgets_nothing_and_the_sign_off_leaves_only_the_board(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        voter = await joined(kit)
        for name in ("A", "B"):
            await off(kit.visitors.offer, voter, Stakeholder(id="new", group="team", name=name))
        await off(kit.visitors.tell_side, voter, "ngo")
        await off(kit.visitors.judge, (await off(kit.visitors.offers))[0].id, "parked", "Another day")
    async with running(tmp_path) as kit:
        me = await off(kit.visitors.me, voter)
        assert (me.side, [(one.verdict, one.reason) for one in me.offers]) == (
            "ngo",
            [("parked", "Another day"), (None, "")],
        )
        # Parked is not gone: it may be accepted yet.
        await off(kit.visitors.judge, me.offers[0].id, "shown")
        purging = Purging(tmp_path, kit.log, lambda visit: 0, lambda told: 0)
        purged = (await purging.purge(kit.visits.now())).purged
        assert kit.log.read(0, 1000, (BoardOffered, OfferJudged, SideTold)) == []
        assert (purged["BoardOffered"], purged["OfferJudged"], purged["SideTold"]) == (2, 2, 1)
        assert [one.name for one in kit.visits.now().board.stakeholders.values()] == ["A"]
        visit = kit.visits.now().visit
        assert len(kit.visitors.fold.of(visit)) == 2
        await kit.writer.append([stamp(VisitClosed(), visit=visit), stamp(VisitSignedOff(purged=purged), visit=visit)])
        assert kit.visits.now() is None and kit.visitors.fold.of(visit) == ()
