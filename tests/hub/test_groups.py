"""The next group: stations hear of it, a badge that came back is nobody's, and one that walks stays known."""

from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_kit import facts, presence, running
from tests.hub.test_visits import CHOICE, off, opened, refused
from xlab import link
from xlab.beacons.presence import PresenceEvent
from xlab.beacons.room import Here
from xlab.events import BadgeReturned, BeaconRegistered, Event, PresenceChanged, Recorded
from xlab.hub.groups import since_return, walking
from xlab.link import Status

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"
AWAY, PAD, SILENT, BOX, FRESH, PROP = (f"{UUID}/1/{number}" for number in range(1, 7))


def at(station: str, beacon: str, proximity: str) -> PresenceEvent:
    return PresenceEvent(1.0, "entered", beacon, station, proximity)  # type: ignore[arg-type]


async def the_room(kit) -> None:
    """Two stations; one badge still walks, one lies on a pad, one at the box, one is silent, one was never heard."""
    kit.station("st-1", "One", Status(screen="attract"))
    kit.station("st-2", "Two", Status(screen="playing", demo="d"))
    for beacon in (AWAY, PAD, SILENT, BOX, FRESH):
        await off(kit.badges.register, beacon, "badge", "")
    await off(kit.badges.register, PROP, "prop", "Cotton, raw")
    await kit.hear([at("st-2", AWAY, "near"), at("st-2", PAD, "touch"), at("st-1", BOX, "near")], "live")
    await kit.hear([at("st-2", SILENT, "near"), presence("left", beacon=SILENT), at("st-2", PROP, "touch")], "live")


async def test_badges_that_came_back_are_nobodys_and_one_that_walks_is_known(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        await the_room(kit)
        faces = {beacon: kit.room_state.faces()[beacon] for beacon in (PAD, AWAY)}
        began = await off(kit.groups.begin)
        assert (began.number, began.reset, began.late, began.back, began.out) == (2, 2, 0, 3, 1)
        assert {fact.beacon for fact in facts(kit, BadgeReturned)} == {PAD, SILENT, BOX}
        for beacon in (PAD, SILENT, BOX):
            assert await kit.known(beacon) == []
        assert [type(event.fact) for event in await kit.known(AWAY)] == [PresenceChanged]
        # The sticker stays what it is.
        assert {beacon: kit.room_state.faces()[beacon] for beacon in (PAD, AWAY)} == faces
        await kit.hear([presence("moved", beacon=PAD)], "live")
        assert [event.fact.kind for event in await kit.known(PAD)] == ["moved"]
        # Who was not worn since is not unlinked again.
        assert [(await off(kit.groups.begin)).back for _ in range(2)] == [1, 0]
    async with running(tmp_path) as kit:
        assert await kit.known(SILENT) == []


async def test_a_badge_of_another_kit_comes_back_with_another_face_also_after_a_restart(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        await kit.hear([presence(beacon="u/1/1")], "live")
        worn = kit.room_state.faces()["u/1/1"]
        await kit.hear([presence("left", beacon="u/1/1")], "live")
        assert (await off(kit.groups.begin)).back == 1
        await kit.hear([presence(beacon="u/1/1")], "live")
        fresh = kit.room_state.faces()["u/1/1"]
        assert fresh != worn
    async with running(tmp_path) as kit:
        assert kit.room_state.faces()["u/1/1"] == fresh


async def test_a_round_left_open_asks_first(tmp_path):
    async with running(tmp_path) as kit:
        assert await refused(kit.groups.begin) == "state"
        await opened(kit)
        await off(kit.rounds.open, CHOICE, "live")
        assert await off(kit.groups.left_open) == 1
        assert await refused(kit.groups.begin) == "rounds"
        assert await refused(kit.groups.begin, "close", 4) == "state"
        assert (await off(kit.groups.begin, "leave", 2)).closed == 0
        assert (await off(kit.groups.begin, "close")).closed == 1
        assert kit.visits.now().group == 3
        assert await off(kit.groups.left_open) == 0


async def test_a_station_that_is_here_hears_of_it_and_one_that_is_away_when_it_returns(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        async with KioskEnd(kit.stations):
            pass
        began = await off(kit.groups.begin)
        assert (began.reset, began.late) == (0, 1)
        assert kit.groups.last() == began
        async with KioskEnd(kit.stations) as kiosk:
            assert kit.groups.last().late == 0
            kiosk.heard()
            assert (await off(kit.groups.begin)).reset == 1
            assert (await kiosk.hear(link.Welcome)).info.visit.group == 3
        await off(kit.visits.step, "close")
        assert await refused(kit.groups.begin) == "state"


def test_walking_is_neither_on_a_pad_nor_at_the_box():
    here = [
        Here("pad", "st-2", "touch", "live"),
        Here("box", "st-1", "near", "live"),
        Here("far from the box", "st-1", "far", "live"),
        Here("elsewhere", "st-2", "near", "live"),
        # Heard at two places: in a recording of before, and on the pad where it lies.
        Here("twice", "st-2", "near", "recorded"),
        Here("twice", "st-2", "touch", "live"),
    ]
    assert walking(here, "st-1") == {"far from the box", "elsewhere"}


def test_what_a_station_hands_over_late_is_not_the_next_visitors():
    def event(seq: int, wall: float, fact, boot: str = "station", mono: float = 0.0) -> Event:
        return Event(id=str(seq), wall=wall, boot=boot, mono=mono, fact=fact, kit="k", seq=seq)

    heard = Recorded(run="r", demo="d", values={"a": 1}, beacon="u/1/1")
    before, returned = event(1, 10.0, heard), event(2, 20.0, BadgeReturned(beacon="u/1/1"), "hub", 100.0)
    late, fresh = event(3, 15.0, heard), event(4, 25.0, heard)
    # The clock was set back meanwhile; of one boot the seconds are counted on.
    set_back = event(5, 3.0, heard, "hub", 101.0)
    assert since_return([before, returned, late, fresh, set_back]) == [fresh, set_back]
    assert since_return([before]) == [before]


async def test_registering_says_nothing_of_a_visitor(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        await off(kit.badges.register, FRESH, "badge", "")
        assert facts(kit, BeaconRegistered)
        assert (await off(kit.groups.begin)).back == 0
