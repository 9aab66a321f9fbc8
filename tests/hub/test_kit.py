"""The running kit, on a real log: what stations say is stored, shown, and forgotten when a visitor wishes it."""

import asyncio
import contextlib

from xlab.beacons.presence import PresenceEvent
from xlab.events import (
    BadgeGiven,
    DemoApproved,
    DemoReleased,
    Erased,
    ForgetBadge,
    PresenceChanged,
    Recorded,
    RunStarted,
    StationPlaced,
)
from xlab.hub.kit import Kit
from xlab.hub.newcomers import AT_ONCE
from xlab.link import KitInfo, Status
from xlab.settings import Settings
from xlab.store import SqliteLog, StoreError, Writer, stamp

BADGE = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/7"


@contextlib.asynccontextmanager
async def running(home):
    log = SqliteLog.open(home / "events.db")
    try:
        async with Writer(log) as writer:
            kit = Kit(home, Settings(), log, writer, "token")
            await kit.start()
            yield kit
            await kit.close()
    finally:
        log.close()


def presence(kind="entered", station="st-1", beacon=BADGE) -> PresenceEvent:
    return PresenceEvent(1.0, kind, beacon, None if kind == "left" else station, "near")


def facts(kit, kind):
    return [event.fact for event in kit.log.read(0) if isinstance(event.fact, kind)]


async def test_what_is_heard_is_stored_and_shown_with_a_face(tmp_path):
    async with running(tmp_path) as kit:
        kit.station("st-1", "Station 1", Status(screen="attract"))
        await kit.hear([presence()], "live")
        (badge,) = kit.room().badges
        (given,) = facts(kit, BadgeGiven)
        assert (badge.face.animal, badge.face.accent) == (given.animal, given.accent)
        assert [event.station for event in kit.log.read(0) if isinstance(event.fact, PresenceChanged)] == ["st-1"]


async def test_a_badge_keeps_its_face_over_a_restart(tmp_path):
    async with running(tmp_path) as kit:
        await kit.hear([presence()], "live")
        face = kit.room_state.faces()[BADGE]
    async with running(tmp_path) as kit:
        assert kit.room_state.faces()[BADGE] == face
        await kit.hear([presence()], "live")
        assert len(facts(kit, BadgeGiven)) == 1


async def test_eighty_badges_all_look_different(tmp_path):
    async with running(tmp_path) as kit:
        await kit.hear([presence(beacon=f"u/1/{minor}") for minor in range(80)], "live")
        assert len(set(kit.room_state.faces().values())) == 80


async def test_a_station_records_in_its_own_name_only_and_only_once(tmp_path):
    async with running(tmp_path) as kit:
        draft = stamp(RunStarted(run="r", demo="d", version="1.0.0", language="en"), station="somebody-else")
        await kit.deliver("st-1", [draft])
        await kit.deliver("st-1", [draft])
        events = [event for event in kit.log.read(0) if isinstance(event.fact, RunStarted)]
        assert [event.station for event in events] == ["st-1"]


async def test_a_station_decides_nothing_for_the_kit(tmp_path):
    async with running(tmp_path) as kit:
        began = RunStarted(run="r", demo="d", version="1.0.0", language="en")
        before = kit.log.last()
        for forged in (
            DemoApproved(demo="d", version="1.0.0", digest="a" * 64),
            DemoReleased(demo="d"),
            StationPlaced(x=0.5, y=0.5),
        ):
            await kit.deliver("st-1", [stamp(forged), stamp(began)])
        assert [type(event.fact) for event in kit.log.read(before)] == [RunStarted] * 3


async def test_a_simulated_badge_shows_as_simulated(tmp_path):
    async with running(tmp_path) as kit:
        kit.station("st-1", "Station 1", Status(screen="playing", demo="d"))
        for kind in ("entered", "left"):
            fact = PresenceChanged(kind=kind, beacon=BADGE, proximity="touch")
            await kit.deliver("st-1", [stamp(fact, source="simulated", station="st-1")])
            shown = [(badge.source, badge.station) for badge in kit.room().badges]
            assert shown == ([("simulated", "st-1")] if kind == "entered" else [])


async def test_a_simulated_badge_keeps_the_face_its_station_shows(tmp_path):
    async with running(tmp_path) as kit:
        kit.station("st-1", "Station 1", Status(screen="playing", demo="d"))
        given = [BadgeGiven(beacon=BADGE, animal=animal, accent="sky") for animal in ("unicorn", "owl", "fox")]
        entered = PresenceChanged(kind="entered", beacon=BADGE, proximity="touch")
        await kit.deliver("st-1", [stamp(fact, source="simulated") for fact in (*given, entered)])
        assert facts(kit, BadgeGiven) == [given[1]]
        assert [badge.face.animal for badge in kit.room().badges] == ["owl"]


async def test_forgetting_erases_all_and_writes_nothing_more_until_the_badge_comes_again(tmp_path):
    async with running(tmp_path) as kit:
        await kit.hear([presence()], "live")
        await kit.deliver("st-1", [stamp(Recorded(run="r", demo="d", values={"erased": True}, beacon=BADGE))])
        await kit.deliver("st-1", [stamp(ForgetBadge(beacon=BADGE))])
        assert await kit.known(BADGE) == []
        await kit.hear([presence("moved", "st-2")], "live")
        await kit.hear([presence("left")], "live")
        assert await kit.known(BADGE) == []
        assert len(facts(kit, Erased)) == 3
        await kit.hear([presence()], "live")
        assert [type(event.fact) for event in await kit.known(BADGE)] == [BadgeGiven, PresenceChanged]


async def test_a_forgotten_simulated_badge_leaves_no_trace_when_it_is_taken_away(tmp_path):
    async with running(tmp_path) as kit:
        for fact in (
            PresenceChanged(kind="entered", beacon=BADGE, proximity="touch"),
            ForgetBadge(beacon=BADGE),
            PresenceChanged(kind="left", beacon=BADGE, proximity="touch"),
        ):
            await kit.deliver("st-1", [stamp(fact, source="simulated", station="st-1")])
        assert await kit.known(BADGE) == []
        assert kit.room().badges == ()


async def test_nothing_is_written_of_a_badge_while_it_is_being_erased(tmp_path):
    async with running(tmp_path) as kit:
        await kit.hear([presence()], "live")
        wish = asyncio.create_task(kit.deliver("st-1", [stamp(ForgetBadge(beacon=BADGE))]))
        await asyncio.sleep(0)
        await kit.hear([presence("moved", "st-2")], "live")
        await wish
        assert await kit.known(BADGE) == []


async def test_changes_of_a_badge_stay_in_order_while_the_card_is_slow(tmp_path):
    async with running(tmp_path) as kit:
        kit.station("st-1", "Station 1", Status(screen="attract"))
        # A stranger enters, which takes a face as well, and is gone before the card has taken that in.
        await asyncio.gather(kit.hear([presence()], "live"), kit.hear([presence("left")], "live"))
        assert kit.room().badges == ()
        assert [fact.kind for fact in facts(kit, PresenceChanged)] == ["entered", "left"]


async def test_a_simulated_badge_goes_with_a_kiosk_that_was_killed(tmp_path):
    async with running(tmp_path) as kit:
        placed = stamp(PresenceChanged(kind="entered", beacon=BADGE, proximity="touch"), source="simulated")
        for end in (
            lambda: kit.station_away("st-1"),
            lambda: kit.station("st-1", "Station 1", Status(screen="attract")),
        ):
            kit.station("st-1", "Station 1", Status(screen="playing", demo="d"))
            await kit.deliver("st-1", [placed])
            assert len(kit.room().badges) == 1
            end()
            assert kit.room().badges == ()
        # It comes back, and hands over what its outbox still holds of the run that never ended.
        await kit.deliver("st-1", [placed])
        assert kit.room().badges == ()


async def test_strangers_without_end_do_not_get_in_and_known_badges_do(tmp_path, caplog):
    async with running(tmp_path) as kit:
        await kit.hear([presence()], "live")
        admitted = sum(kit.admits(f"u/1/{minor}") for minor in range(2000))
        assert AT_ONCE <= admitted <= AT_ONCE + 1
        assert kit.admits(BADGE)
        assert caplog.text.count("unknown badges") == 1


async def test_a_full_card_does_not_stop_the_room(tmp_path, caplog):
    async with running(tmp_path) as kit:

        async def full(drafts):
            raise StoreError("The card is full.")

        writing, kit.writer.append = kit.writer.append, full
        kit.station("st-1", "Station 1", Status(screen="attract"))
        for kind in ("entered", "moved", "left", "entered"):
            await kit.hear([presence(kind)], "live")
        assert len(kit.room().badges) == 1
        assert len([record for record in caplog.records if "not stored" in record.message]) == 1
        kit.writer.append = writing
        await kit.hear([presence("moved")], "live")
        assert len(facts(kit, PresenceChanged)) == 1
        # Nor is the face forgotten that was given meanwhile.
        assert [fact.beacon for fact in facts(kit, BadgeGiven)] == [BADGE]


async def test_the_setup_code_leaves_when_the_pin_was_set(tmp_path):
    async with running(tmp_path) as kit:
        kit.tell_info(setup_code="000123")
        await asyncio.to_thread(kit.pin_was_set)
        await asyncio.sleep(0)
        plain = {"kit": kit.log.kit, "name": "Xperience Lab", "version": kit.info().version}
        assert kit.info() == KitInfo(**plain, takes=True, checks=True)


async def test_a_touch_from_another_thread_reaches_nobody_where_nobody_is(tmp_path):
    async with running(tmp_path) as kit:
        assert not await asyncio.to_thread(kit.touch, "st-1", "down", 0.5, 0.5)
