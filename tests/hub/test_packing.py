"""The packing list: what is heard ticks itself, the rest by hand, and arriving is compared with leaving."""

import errno

import msgspec
import pytest

from xlab.beacons.muster import Muster, Mustered
from xlab.dashboard.ports.packing import MOST_OWN, Item, NotPacked
from xlab.dashboard.ports.pairing import StationNow
from xlab.hub.packing import CHECKED_FOR, THINGS, Packing
from xlab.link import Check, Face

FOX, OWL = Face("fox", "coral"), Face("owl", "violet")
NOON = 1_790_000_000.0


class Box:
    """A box whose badges and stations the test lays in and takes out; ``packing()`` is a hub that starts on it."""

    def __init__(self, home) -> None:
        self.home = home
        self.ago: dict[str, float | None] = {"u/1/1": 5.0, "u/1/2": 5.0}
        self.listening = True
        self.stations = [StationNow(id="st-1", name="Station 1", own=True, screen="attract")]
        self.checks: dict[str, tuple[float, tuple[Check, ...]]] = {}
        self.wall, self.mono = NOON, 100.0

    def muster(self) -> Muster:
        faces = {"u/1/1": FOX, "u/1/2": OWL}
        return Muster(
            beacons=tuple(Mustered(identity=one, face=faces[one], ago=ago) for one, ago in self.ago.items()),
            listening=self.listening,
        )

    def packing(self) -> Packing:
        return Packing(
            self.home, self.muster, lambda: self.stations, self.checks.get, lambda: self.wall, lambda: self.mono
        )


@pytest.fixture
def box(tmp_path) -> Box:
    return Box(tmp_path)


def found(items, **wanted) -> Item:
    (one,) = [item for item in items if all(getattr(item, name) == value for name, value in wanted.items())]
    return one


def names(items) -> list[str]:
    return [one.face.animal if one.face else one.word.rpartition("_")[2] or one.label for one in items]


def test_what_is_heard_and_connected_ticks_itself(box):
    now = box.packing().now("leaving")
    assert found(now.items, face=FOX).seen == 5.0 and found(now.items, kind="station").here
    assert names(now.missing) == ["Station 1", *THINGS], "nobody senses a screen, nor a cloth"


def test_what_fell_silent_is_missing_first_and_may_be_ticked_by_hand(box):
    box.ago["u/1/2"] = 600.0
    packing = box.packing()
    owl = packing.now("leaving").missing[0]
    assert owl.face == OWL
    packing.tick("leaving", owl.id, True)
    assert found(packing.now("leaving").items, face=OWL).ticked == NOON
    packing.tick("leaving", owl.id, False)
    assert packing.now("leaving").missing[0].face == OWL


def test_while_the_radio_is_deaf_nothing_counts_as_heard(box):
    box.listening = False
    now = box.packing().now("leaving")
    assert not now.hears and found(now.items, face=FOX).seen is None


def test_a_screen_and_a_camera_count_as_seen_for_a_while_after_somebody_saw_them_work(box):
    checks = (
        Check(area="display", ok=True, key="preflight.picture_whole", values={"width": 1, "height": 1}),
        Check(area="camera", ok=True, key="preflight.camera_sees"),
    )
    box.checks["st-1"] = (NOON - 60, checks)
    packing = box.packing()
    assert found(packing.now().items, kind="screen").seen == found(packing.now().items, kind="camera").seen == 60
    box.wall += CHECKED_FOR
    assert found(packing.now().items, kind="screen").seen is None, "that was at another place"


def test_a_station_that_was_switched_off_is_known_for_a_moment(box):
    packing = box.packing()
    box.stations = [msgspec.structs.replace(box.stations[0], own=False)]
    packing.now()
    box.stations = [msgspec.structs.replace(box.stations[0], screen="away", radio="away")]
    box.mono += 60
    assert found(packing.now().items, kind="station").seen == 60
    box.mono += 600
    assert found(packing.now().items, kind="station").seen is None


def test_what_was_there_when_leaving_and_is_missing_when_arriving_comes_first(box):
    packing = box.packing()
    packing.anew("leaving")
    packing.tick("leaving", found(packing.now("leaving").items, word="packing.thing_cloth").id, True)
    box.ago["u/1/2"] = None
    arrived = box.packing()
    now = arrived.now()
    assert now.when == "arriving" and now.packed == NOON, "a box that was packed and comes up again has arrived"
    assert names(now.missing)[:2] == ["owl", "cloth"]
    assert [one.left for one in now.missing[:3]] == [True, True, False]
    assert found(now.items, face=FOX).here


def test_ticks_and_own_things_survive_a_restart(box):
    packing = box.packing()
    packing.add("Extension lead")
    packing.add("extension lead")
    packing.remove("t-cloth")
    own = found(packing.now().items, kind="own")
    packing.tick("arriving", own.id, True)
    again = box.packing().now("arriving")
    assert found(again.items, kind="own").ticked == NOON and "cloth" not in names(again.items)
    packing.restore()
    assert "cloth" in names(packing.now().items)
    packing.remove(own.id)
    assert "Extension lead" not in names(box.packing().now().items)


def test_a_new_list_begins_empty_and_forgets_the_last_arrival(box):
    packing = box.packing()
    packing.tick("leaving", "t-cloth", True)
    packing.tick("arriving", "t-cables", True)
    packing.anew("leaving")
    assert not any(one.ticked for when in ("leaving", "arriving") for one in packing.now(when).items)


def test_what_cannot_be_is_refused_and_changes_nothing(box, monkeypatch):
    packing = box.packing()
    for act, reason in (
        (lambda: packing.tick("leaving", "b-none", True), "unknown"),
        (lambda: packing.add(""), "wrong"),
    ):
        with pytest.raises(NotPacked) as caught:
            act()
        assert caught.value.reason == reason
    for number in range(MOST_OWN):
        packing.add(f"Thing {number}")
    with pytest.raises(NotPacked) as caught:
        packing.add("One more")
    assert caught.value.reason == "many"

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xlab.hub.packing.replace_file", full)
    with pytest.raises(NotPacked) as caught:
        packing.tick("leaving", "t-cloth", True)
    assert (
        caught.value.reason == "not_stored"
        and found(packing.now("leaving").items, word="packing.thing_cloth").ticked is None
    )


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"when": "somewhere"}', b"[" * 5000])
def test_a_damaged_file_begins_the_list_anew(box, content):
    (box.home / "packing.json").write_bytes(content)
    packing = box.packing()
    assert packing.now().items
    packing.tick("leaving", "t-cloth", True)
    assert found(box.packing().now("leaving").items, word="packing.thing_cloth").ticked == NOON


def test_no_identity_of_a_badge_is_in_the_file_or_on_the_page(box):
    packing = box.packing()
    packing.anew("leaving")
    assert all("u/1/1" not in one.id for one in packing.now("leaving").items)
    assert b"u/1/1" not in (box.home / "packing.json").read_bytes()
