"""Wall times put right afterwards: within a boot, between boots, over a jump, and at a station elsewhere."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from xlab.events import ClockAgreed, Event, Fact, GroupBegan, KitStarted
from xlab.workshop.clock import SLACK, Timeline

NOON = 1_790_000_000.0
HOUR = 3600.0


class Log:
    """Writes events as a kit would, whose clock says what it is told to."""

    def __init__(self, kit: str = "kit-1") -> None:
        self.kit = kit
        self.events: list[Event] = []

    def note(self, boot: str, mono: float, wall: float, fact: Fact | None = None) -> Event:
        number = len(self.events) + 1
        event = Event(
            id=f"{self.kit}-{number}",
            wall=wall,
            boot=boot,
            mono=mono,
            fact=fact or GroupBegan(number=number),
            kit=self.kit,
            seq=number,
        )
        self.events.append(event)
        return event

    def began(self, boot: str, wall: float) -> Event:
        return self.note(boot, 10.0, wall, KitStarted(version="1"))

    def agreed(self, boot: str, mono: float, wall: float, by: str = "facilitator") -> Event:
        return self.note(boot, mono, wall, ClockAgreed(boot=boot, mono=mono, wall=wall, by=by))

    def right(self, *more: "Log") -> Timeline:
        timeline = Timeline()
        for log in (self, *more):
            for event in log.events:
                timeline.take(event)
        return timeline


def test_a_kit_that_came_up_in_1970_knows_afterwards_when_everything_was():
    log = Log()
    log.began("a", 10.0)
    before = log.note("a", 100.0, 100.0)
    log.agreed("a", 400.0, NOON + 400)
    after = log.note("a", 500.0, NOON + 500)
    timeline = log.right()
    assert timeline.wall(before) == NOON + 100
    assert timeline.put_right([before, after]) == [
        Event(**{**{f: getattr(before, f) for f in before.__struct_fields__}, "wall": NOON + 100}),
        after,
    ]
    assert not timeline.about(before)


def test_a_clock_that_jumped_to_2099_and_back_moves_nothing_out_of_its_place():
    log = Log()
    log.began("a", NOON + 10)
    early = log.note("a", 50.0, NOON + 50)
    wild = log.note("a", 60.0, 4_070_908_800.0)
    late = log.note("a", 70.0, NOON + 70)
    log.agreed("a", 80.0, NOON + 80)
    assert [log.right().wall(event) for event in (early, wild, late)] == [NOON + 50, NOON + 60, NOON + 70]


def test_boots_in_which_nobody_said_the_time_lie_between_their_neighbours_and_are_told_roughly():
    log = Log()
    log.began("a", NOON + 10)
    log.agreed("a", 100.0, NOON + 100)
    log.began("b", 10.0)  # in 1970
    lost = log.note("b", 60.0, 60.0)
    log.began("c", 4_070_908_800.0)  # in 2099
    ahead = log.note("c", 60.0, 4_070_908_850.0)
    log.began("d", NOON + HOUR)
    log.agreed("d", 20.0, NOON + HOUR + 10)
    timeline = log.right()
    walls = [timeline.wall(event) for event in log.events]
    assert walls == sorted(walls)
    assert timeline.about(lost) and timeline.about(ahead)
    assert NOON + 100 <= timeline.wall(lost) <= timeline.wall(ahead) <= NOON + HOUR


def test_a_boot_that_fits_between_its_neighbours_stays_as_it_was_recorded():
    log = Log()
    log.began("a", NOON)
    log.agreed("a", 100.0, NOON + 90)
    log.began("b", NOON + HOUR)
    fits = log.note("b", 30.0, NOON + HOUR + 20)
    log.began("c", NOON + 2 * HOUR)
    log.agreed("c", 20.0, NOON + 2 * HOUR + 10)
    timeline = log.right()
    assert timeline.wall(fits) == fits.wall and not timeline.about(fits)


def test_where_nobody_ever_said_the_time_the_recorded_one_stands():
    log = Log()
    log.began("a", 10.0)
    log.began("b", 5.0)
    assert [log.right().wall(event) for event in log.events] == [10.0, 5.0]


def test_the_network_knows_better_than_a_phone_whichever_spoke_last():
    log = Log()
    log.began("a", 10.0)
    event = log.note("a", 50.0, 50.0)
    log.agreed("a", 60.0, NOON + 60, "ntp")
    log.agreed("a", 70.0, NOON + HOUR, "facilitator")
    assert log.right().wall(event) == NOON + 50


def test_a_station_in_the_past_is_moved_to_when_the_hub_stored_what_it_said():
    log = Log()
    log.began("hub", 10.0)
    told = log.note("station", 7.0, 7.0)
    log.note("hub", 100.5, 100.5)
    later = log.note("station", 17.0, 17.0)
    log.agreed("hub", 200.0, NOON + 200)
    timeline = log.right()
    assert timeline.wall(told) == NOON + 100.5 and timeline.about(told)
    assert timeline.wall(later) == NOON + 110.5


def test_what_a_station_with_a_right_clock_kept_for_hours_keeps_its_time():
    log = Log()
    log.began("hub", NOON + 10)
    kept = log.note("station", 7.0, NOON - 3 * HOUR)
    log.agreed("hub", 200.0, NOON + 200)
    assert log.right().wall(kept) == NOON - 3 * HOUR


def test_what_is_said_in_one_kit_moves_nothing_in_another_whichever_comes_first():
    one, two = Log("kit-1"), Log("kit-2")
    one.began("a", 10.0)
    one.agreed("a", 60.0, NOON + 60)
    two.began("b", 10.0)
    for timeline in (one.right(two), two.right(one)):
        assert timeline.wall(one.events[0]) == NOON + 10
        assert timeline.wall(two.events[0]) == 10.0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(20.0, 40_000.0),  # how long the boot lasted
            st.floats(0.0, 90_000.0),  # how long it was off before
            st.floats(-2e9, 2e9),  # how wrong its clock began
            st.floats(-2e9, 2e9),  # how far it jumped half-way
            st.booleans(),  # whether somebody said the time
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_clocks_said_events_keep_their_order_and_agreed_boots_their_time(boots):
    log, true = Log(), {}
    start = NOON
    for number, (lasted, pause, wrong, jump, agreed) in enumerate(boots):
        start += pause
        boot = f"boot-{number}"
        notes = [log.began(boot, start + 10.0 + wrong), log.note(boot, lasted / 2 + 5.0, start + wrong)]
        notes.append(log.note(boot, lasted, start + lasted + wrong + jump))
        if agreed:
            log.agreed(boot, lasted, start + lasted)
            true |= {event.id: start + event.mono for event in notes}
        start += lasted
    timeline = log.right()
    walls = [timeline.wall(event) for event in log.events]
    if true:
        assert all(later >= earlier - 2 * SLACK for earlier, later in pairwise(walls))
    else:
        assert walls == [event.wall for event in log.events]
    for event in log.events:
        if event.id in true:
            assert abs(timeline.wall(event) - true[event.id]) <= SLACK + 1e-3 and not timeline.about(event)
