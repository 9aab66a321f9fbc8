from xlab_kiosk.host import limits
from xlab_kiosk.host.limits import Budget, Watchdog
from xlab_kiosk.host.loop import BEAT_EVERY
from xlab_kiosk.host.process import PARTING


def looks(dog: Watchdog, *times: float) -> None:
    for now in times:
        dog.look(now)


def test_a_process_has_ten_seconds_to_come_up():
    dog = Watchdog()
    looks(dog, *range(10))
    assert not dog.hung
    dog.look(10)
    assert dog.hung


def test_a_start_is_given_as_much_as_the_machine_is_slow_and_no_less_than_an_update():
    for took, allowed in ((0.1, limits.SILENCE_LIMIT), (1.0, 4.0), (60.0, limits.START_LIMIT)):
        dog = Watchdog()
        looks(dog, 0, 0.9)
        dog.here(took)
        assert dog.limit == allowed
        looks(dog, *(0.9 + step / 2 for step in range(round(2 * allowed))))
        assert not dog.hung
        dog.look(0.9 + allowed)
        assert dog.hung


def test_an_update_has_two_seconds_from_the_last_beat():
    dog = Watchdog()
    looks(dog, 0, 1)
    dog.ready()
    looks(dog, 1.9)
    dog.beat()
    looks(dog, 2.8, 3.7)
    assert dog.suspicious and not dog.hung
    looks(dog, 3.9)
    assert dog.hung


def test_a_start_is_not_made_longer_by_saying_again_that_it_began_or_by_beats():
    dog = Watchdog()
    looks(dog, 0, 0.5)
    dog.here(0.5)
    for now in (1.5, 2.0, 2.4):
        looks(dog, now)
        dog.here(2.5)
        dog.beat()
    assert not dog.hung
    looks(dog, 2.5)
    assert dog.hung


def test_a_beat_ends_the_suspicion():
    dog = Watchdog()
    dog.ready()
    looks(dog, 0, 1, 1.9)
    dog.beat()
    assert not dog.suspicious


def test_a_shell_that_stood_still_blames_no_demo():
    dog = Watchdog()
    dog.ready()
    looks(dog, 0, 60)
    assert not dog.hung


def test_a_clock_that_goes_back_counts_nothing():
    dog = Watchdog()
    dog.ready()
    looks(dog, 100, 0, 0.5)
    assert not dog.suspicious


def test_a_card_is_shown_within_three_seconds_of_any_trouble():
    assert limits.SILENCE_LIMIT + BEAT_EVERY + PARTING < 3


def test_a_budget_allows_a_burst_and_then_the_rate():
    budget = Budget(rate=2, most=3)
    budget.refill(100)
    assert [budget.spend() for _ in range(4)] == [True, True, True, False]
    budget.refill(100.4)
    assert not budget.spend()
    budget.refill(101)
    assert [budget.spend() for _ in range(3)] == [True, True, False]


def test_a_budget_never_grows_above_its_most():
    budget = Budget(rate=2, most=3)
    budget.refill(0)
    budget.refill(1000)
    assert [budget.spend() for _ in range(4)] == [True, True, True, False]
