"""The kit's own badges on a real log: registered, held, listed, undone; with faces that nobody else wears."""

import asyncio
import time

import pytest

from tests.fakes.badge import FOREIGN, UUID
from tests.hub.test_kit import facts, presence, running
from tests.waiting import PATIENCE
from xlab.beacons.presence import PresenceEvent
from xlab.beacons.sighting import Sighting
from xlab.dashboard.ports import Refused
from xlab.events import BadgeGiven, BeaconRegistered, BeaconUnregistered, ForgetBadge, PresenceChanged, Recorded
from xlab.hub.badges import MOST
from xlab.hub.newcomers import AGAIN, AT_ONCE
from xlab.link import Face, Radio, Room, Scanner, Status
from xlab.store import StoreError, stamp

FOX, OWL, ZIP, PAD = (f"{UUID}/1/{number}" for number in range(4))


async def told(work, *args):
    """Ask as the dashboard does: from another thread."""
    return await asyncio.to_thread(work, *args)


async def until(holds, what: str, seconds: float = PATIENCE):
    """Look again and again until it holds."""
    end = time.monotonic() + seconds
    while not await holds():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.05)


def touch(beacon: str, kind="entered") -> PresenceEvent:
    return PresenceEvent(1.0, kind, beacon, None if kind == "left" else "st-1", "touch")


async def test_a_registered_badge_has_its_face_before_it_is_heard_and_after_a_restart(tmp_path):
    async with running(tmp_path) as kit:
        await told(kit.badges.register, FOX, "badge", "")
        (one,) = (await told(kit.badges.now)).everyone.beacons
        assert one.face == kit.room_state.faces()[FOX] and (one.state, one.ago) == ("never", None)
    async with running(tmp_path) as kit:
        assert kit.room_state.faces()[FOX] == one.face
        await kit.hear([presence(beacon=FOX)], "live")
        assert [badge.face for badge in kit.room().badges] == [one.face]
        assert facts(kit, BadgeGiven) == []


async def test_a_badge_that_was_here_keeps_its_face_when_it_is_registered(tmp_path):
    async with running(tmp_path) as kit:
        await kit.hear([presence(beacon=FOX)], "live")
        face = kit.room().badges[0].face
        await told(kit.badges.register, FOX, "badge", "")
        assert kit.room().badges[0].face == face == kit.room_state.faces()[FOX]


async def test_strangers_and_simulated_badges_never_wear_what_a_registered_badge_has(tmp_path):
    async with running(tmp_path) as kit:
        everyone = "".join(f"1,{minor},badge\n" for minor in range(79))
        await told(kit.badges.import_list, f"major,minor,role\n{everyone}".encode())
        owned = set(kit.info().faces)
        assert len(owned) == 79
        await kit.hear([presence(beacon=f"{UUID}/9/{minor}") for minor in range(5)], "live")
        strangers = {badge.face for badge in kit.room().badges}
        assert len(strangers) == 1 and not strangers & owned
        kit.station("st-1", "Station 1", Status(screen="playing", demo="d"))
        theirs = min(owned, key=lambda face: face.animal)
        given = BadgeGiven(beacon="s/1/1", animal=theirs.animal, accent=theirs.accent)
        entered = PresenceChanged(kind="entered", beacon="s/1/1", proximity="touch")
        await kit.deliver("st-1", [stamp(fact, source="simulated") for fact in (given, entered)])
        assert kit.room_state.faces()["s/1/1"] not in owned


async def test_a_stranger_who_comes_back_with_a_face_that_is_taken_gets_a_fresh_one(tmp_path):
    async with running(tmp_path) as kit:
        await kit.hear([presence(beacon=OWL), presence("left", beacon=OWL)], "live")
        face = kit.room_state.faces()[OWL]
        kit.badges._registry.apply(  # as a list of another kit's would have it
            BeaconRegistered(identity=FOX, role="badge", animal=face.animal, accent=face.accent)
        )
        await kit.hear([presence(beacon=OWL)], "live")
        assert kit.room().badges[0].face != face
        before, after = facts(kit, BadgeGiven)
        assert Face(before.animal, before.accent) == face != Face(after.animal, after.accent)


async def test_being_forgotten_takes_what_was_written_and_leaves_the_badge_registered_with_its_face(tmp_path):
    async with running(tmp_path) as kit:
        await told(kit.badges.register, FOX, "badge", "")
        face = kit.room_state.faces()[FOX]
        await kit.hear([presence(beacon=FOX)], "live")
        await kit.deliver("st-1", [stamp(Recorded(run="r", demo="d", values={"x": 1}, beacon=FOX))])
        await kit.deliver("st-1", [stamp(ForgetBadge(beacon=FOX))])
        await kit.hear([presence("left", beacon=FOX)], "live")
        assert await kit.known(FOX) == []
        assert kit.badges.is_registered(FOX) and kit.room_state.faces()[FOX] == face
    async with running(tmp_path) as kit:
        assert kit.room_state.faces()[FOX] == face and await kit.known(FOX) == []


async def test_props_show_with_their_label_and_pads_not_at_all(tmp_path):
    async with running(tmp_path) as kit:
        await kit.hear([presence(beacon=ZIP), presence(beacon=PAD)], "live")
        await told(kit.badges.register, ZIP, "prop", "Zip")
        await told(kit.badges.register, PAD, "pad", "Station 1")
        assert [(badge.beacon, badge.role, badge.label) for badge in kit.room().badges] == [(ZIP, "prop", "Zip")]
        assert [one.state for one in (await told(kit.badges.now)).everyone.beacons] == ["here", "here"]
        assert kit.info().faces == ()


async def test_the_last_change_is_taken_back_a_list_as_a_whole(tmp_path):
    async with running(tmp_path) as kit:
        await told(kit.badges.register, ZIP, "prop", "Zip")
        found = await told(kit.badges.import_list, b"major,minor,role,label\n1,0,badge,\n1,2,pad,Door\n1,x,badge,\n")
        assert (len(found.new), len(found.changed), len(found.wrong)) == (1, 1, 1)
        assert [one.role for one in (await told(kit.badges.now)).everyone.beacons] == ["pad", "badge"]
        assert await told(kit.badges.undo)
        now = await told(kit.badges.now)
        assert [(one.role, one.label) for one in now.everyone.beacons] == [("prop", "Zip")]
        assert now.undoable == 1
        assert await told(kit.badges.undo) and not await told(kit.badges.undo)
        assert (await told(kit.badges.now)).everyone.beacons == ()


async def test_a_removed_badge_is_a_stranger_with_the_face_it_had_while_it_is_here(tmp_path):
    async with running(tmp_path) as kit:
        await told(kit.badges.register, FOX, "badge", "")
        await kit.hear([presence(beacon=FOX)], "live")
        face = kit.room().badges[0].face
        await told(kit.badges.unregister, FOX)
        await told(kit.badges.unregister, OWL)
        now = await told(kit.badges.now)
        assert now.everyone.beacons == () and [one.face for one in now.everyone.strangers] == [face]
        assert facts(kit, BeaconUnregistered) == [BeaconUnregistered(identity=FOX)]
        await kit.hear([presence("moved", "st-2", FOX)], "live")
    async with running(tmp_path) as kit:
        assert kit.room_state.faces() == {FOX: face}


async def test_a_badge_that_was_removed_by_mistake_gets_its_face_back(tmp_path):
    async with running(tmp_path) as kit:
        for beacon in (OWL, FOX, f"{UUID}/1/9"):
            await told(kit.badges.register, beacon, "badge", "")
        face = kit.room_state.faces()[FOX]
        await told(kit.badges.unregister, FOX)
        assert FOX not in kit.room_state.faces()
        await told(kit.badges.undo)
        assert kit.room_state.faces()[FOX] == face


async def test_registered_badges_come_in_when_strangers_have_used_every_place(tmp_path):
    async with running(tmp_path) as kit:
        await told(kit.badges.register, FOX, "badge", "")
        for _ in range(2):
            [kit.admits(f"{UUID}/7/{minor}") for minor in range(AT_ONCE)]
            await asyncio.sleep(AGAIN[0])
        assert not kit.admits(OWL)
        assert kit.admits(FOX)


async def test_badges_are_held_to_the_pad_one_after_the_other(tmp_path, monkeypatch):
    monkeypatch.setattr("xlab.beacons.holding.HOLD", 0.1)
    monkeypatch.setattr("xlab.hub.registering.EVERY", 0.01)
    async with running(tmp_path) as kit:
        await told(kit.badges.hold, "badge", "")
        for number in range(8):
            beacon = f"{UUID}/1/{number}"
            await kit.hear([touch(beacon)], "live")

            async def taken(beacon=beacon):
                return (await told(kit.badges.now)).holding.last == beacon

            await until(taken, f"badge {number} was not taken")
            await kit.hear([touch(beacon, "left")], "live")
        now = await told(kit.badges.now)
        assert now.holding.count == len(now.everyone.beacons) == 8
        assert len({one.face for one in now.everyone.beacons}) == 8
        await told(kit.badges.hold, None, "")
        assert not (await told(kit.badges.now)).holding.on


async def test_a_prop_takes_the_label_that_was_typed_and_the_next_has_none(tmp_path, monkeypatch):
    monkeypatch.setattr("xlab.beacons.holding.HOLD", 0.1)
    async with running(tmp_path) as kit:
        await told(kit.badges.hold, "badge", "")
        await told(kit.badges.hold, "prop", "Zip")
        await kit.hear([touch(ZIP)], "live")

        async def taken():
            return (await told(kit.badges.now)).holding.last == ZIP

        await until(taken, "it was not taken")
        now = await told(kit.badges.now)
        assert [(one.role, one.label) for one in now.everyone.beacons] == [("prop", "Zip")]
        assert (now.holding.role, now.holding.label) == ("prop", "")


async def test_holding_ends_when_nobody_looks(tmp_path, monkeypatch):
    monkeypatch.setattr("xlab.hub.registering.UNWATCHED", 0.1)
    async with running(tmp_path) as kit:
        await told(kit.badges.hold, "badge", "")
        async with asyncio.timeout(PATIENCE):
            await kit.badges._holding._task
        assert not (await told(kit.badges.now)).holding.on


async def test_what_cannot_be_stored_is_said_and_not_half_done(tmp_path):
    async with running(tmp_path) as kit:

        async def full(drafts):
            raise StoreError("The card is full.")

        writing, kit.writer.append = kit.writer.append, full
        with pytest.raises(Refused, match="not_stored"):
            await told(kit.badges.register, FOX, "badge", "")
        assert not kit.badges.is_registered(FOX) and FOX not in kit.room_state.faces()
        kit.writer.append = writing
        assert not await told(kit.badges.undo)


async def test_what_could_not_be_taken_back_on_a_full_card_can_be_later(tmp_path):
    async with running(tmp_path) as kit:

        async def full(drafts):
            raise StoreError("The card is full.")

        await told(kit.badges.register, FOX, "prop", "Loom")
        writing, kit.writer.append = kit.writer.append, full
        with pytest.raises(Refused, match="not_stored"):
            await told(kit.badges.undo)
        kit.writer.append = writing
        assert kit.badges.is_registered(FOX)
        assert await told(kit.badges.undo) and not kit.badges.is_registered(FOX)


async def test_taking_back_waits_for_the_change_that_is_being_stored_and_takes_that_one_back(tmp_path):
    async with running(tmp_path) as kit:
        await told(kit.badges.register, FOX, "prop", "Loom")
        under_way, may_go = asyncio.Event(), asyncio.Event()
        writing = kit.writer.append

        async def slow(drafts):
            under_way.set()
            await may_go.wait()
            await writing(drafts)

        kit.writer.append = slow
        changing = asyncio.create_task(told(kit.badges.register, FOX, "pad", ""))
        await under_way.wait()
        undoing = asyncio.create_task(told(kit.badges.undo))
        await asyncio.sleep(0.1)
        may_go.set()
        await asyncio.gather(changing, undoing)
        (one,) = (await told(kit.badges.now)).everyone.beacons
        assert (one.role, one.label) == ("prop", "Loom")
        assert await told(kit.badges.undo) and not kit.badges.is_registered(FOX)


async def test_a_form_that_is_sent_twice_is_taken_back_once(tmp_path):
    async with running(tmp_path) as kit:
        for _ in range(2):
            await told(kit.badges.register, OWL, "prop", "Loom")
            await told(kit.badges.import_list, b"major,minor,label\n1,0,Fox\n")
        for left in (1, 0):
            assert await told(kit.badges.undo)
            assert len((await told(kit.badges.now)).everyone.beacons) == left
        assert not await told(kit.badges.undo)


async def test_a_kit_takes_so_many_and_no_more(tmp_path):
    async with running(tmp_path) as kit:
        rows = "".join(f"1,{minor},pad\n" for minor in range(MOST))
        await told(kit.badges.import_list, f"major,minor,role\n{rows}".encode())
        with pytest.raises(Refused, match="many"):
            await told(kit.badges.register, f"{UUID}/2/0", "badge", "")
        await told(kit.badges.register, f"{UUID}/1/0", "prop", "Zip")  # a change is no addition


async def test_a_beacon_of_another_uuid_is_refused_in_a_list(tmp_path):
    async with running(tmp_path) as kit:
        found = await told(kit.badges.import_list, f"uuid,major,minor\n{FOREIGN},1,1\n".encode())
        assert [wrong.reason for wrong in found.wrong] == ["foreign"]
        assert (await told(kit.badges.now)).undoable == 0


async def test_silence_is_told_from_what_was_heard_before_the_restart_too(tmp_path, monkeypatch):
    monkeypatch.setattr("xlab.beacons.muster.SILENT_AFTER", 0.0)
    async with running(tmp_path) as kit:
        await told(kit.badges.register, FOX, "badge", "")
        await told(kit.badges.register, OWL, "badge", "")
        await kit.hear([presence(beacon=FOX), presence("left", beacon=FOX)], "live")
    async with running(tmp_path) as kit:
        kit.room_state.radio(Radio(state="scanning", source="live"))

        async def recalled():
            return [one.state for one in (await told(kit.badges.now)).everyone.beacons] == ["silent", "never"]

        await until(recalled, "the log was not asked")
        kit.badges.tap(Sighting(time.monotonic() - 5.0, "st-1", UUID, 1, 1, -59, -60), "live")
        kit.badges.tap(Sighting(time.monotonic(), "st-1", UUID, 1, 9, -59, -60), "live")
        owl = (await told(kit.badges.now)).everyone.beacons[1]
        assert 5.0 <= owl.ago < 60.0
        lost = Radio(state="lost", source="live", reason="It is gone.")
        kit.room_state.radio(lost)
        assert not (await told(kit.badges.now)).everyone.listening
        kit.badges.listens(Room(revision=1, radio=lost, scanners=(Scanner(station="st-2", name="Window", here=True),)))
        assert not (await told(kit.badges.now)).everyone.listening
        ear = Scanner(station="st-2", name="Window", here=True, state="scanning")
        kit.badges.listens(Room(revision=2, radio=lost, scanners=(ear,)))
        assert (await told(kit.badges.now)).everyone.listening
