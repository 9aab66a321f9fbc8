"""A station gets a bundle from its hub: in pieces, over broken links, past a hub that lies, on a card that is full."""

import asyncio
import threading
from pathlib import Path

import pytest

from tests.catalogue.bundles import pack
from xlab.catalogue.bundle import Bundle
from xlab.catalogue.doors import Entry
from xlab.catalogue.shelf import install
from xlab.catalogue.shelf_state import installed
from xlab.link import BundlePiece, Programme, Slot, WantBundle
from xlab.station.fetching import PAUSE, Fetching


class Side:
    """A station that fetches, and the hub's bundle."""

    def __init__(self, home: Path, bundle: Bundle, room: int = 2**40) -> None:
        self.home, self.bundle, self.now = home, bundle, 0.0
        self.content = bundle.path.read_bytes()
        self.changed = threading.Event()
        self.fetching = Fetching(home, self.changed.set, clock=lambda: self.now, free=lambda folder: room)
        self.programme = Programme(slots=(Slot(demo="test-one", digest=bundle.index.digest, seal=bundle.seal),))

    def want(self) -> list[WantBundle]:
        return self.fetching.want(self.programme, [])

    def answer(self, wanted: WantBundle, most: int = 300) -> BundlePiece:
        data = self.content[wanted.offset : wanted.offset + most]
        return BundlePiece(seal=wanted.seal, offset=wanted.offset, size=len(self.content), data=data)

    def go_on(self, wanted: WantBundle | None, pieces: int = 10_000) -> WantBundle | None:
        while wanted is not None and pieces:
            wanted = self.fetching.take(self.answer(wanted))
            pieces -= 1
        return wanted

    async def settled(self) -> None:
        assert await asyncio.to_thread(self.changed.wait, 20)

    def here(self) -> list[str]:
        return [demo.current.seal for demo in installed(self.home)[0]]

    def parts(self) -> list[Path]:
        return list((self.home / "demos" / ".incoming").iterdir())


@pytest.fixture
def side(tmp_path):
    return Side(tmp_path / "station", pack(tmp_path, key=None))


async def test_a_bundle_comes_in_pieces_and_is_installed_over_a_broken_link(side):
    (wanted,) = side.want()
    left = side.go_on(wanted, 2)
    assert left is not None and left.offset == 600
    again = Side(side.home, side.bundle)  # another process, after a pulled plug
    (wanted,) = again.want()
    assert wanted.offset == 600
    assert again.go_on(wanted) is None
    await again.settled()
    assert again.here() == [side.bundle.seal]
    assert again.parts() == []


async def test_pieces_asked_for_twice_are_taken_once(side):
    (first,), (second,) = side.want(), side.want()
    one = side.fetching.take(side.answer(first))
    assert side.fetching.take(side.answer(second)) is None
    side.go_on(one)
    await side.settled()
    assert side.here() == [side.bundle.seal]


async def test_another_bundle_than_the_one_asked_for_is_not_installed_and_not_asked_for_at_once(side, tmp_path):
    side.content = pack(tmp_path, version="2.0.0").path.read_bytes()
    side.go_on(*side.want())
    await side.settled()
    assert (side.here(), side.parts(), side.want()) == ([], [], [])
    side.now += PAUSE
    assert side.want() == [WantBundle(seal=side.bundle.seal)]


@pytest.mark.parametrize(
    "lie",
    [
        {"size": 0},
        {"size": 2**40},
        {"size": 5},
        {"data": b""},
    ],
)
def test_a_hub_that_lies_or_has_it_no_more_is_asked_for_something_else(side, lie):
    (wanted,) = side.want()
    honest = side.answer(wanted)
    fields = {"seal": honest.seal, "offset": 0, "size": honest.size, "data": honest.data} | lie
    assert side.fetching.take(BundlePiece(**fields)) is None
    assert side.changed.is_set()
    assert (side.want(), side.here()) == ([], [])


def test_pieces_of_what_nobody_asked_for_are_not_kept(side):
    (wanted,) = side.want()
    assert side.fetching.take(BundlePiece(seal="f" * 64, offset=0, size=10, data=b"12345")) is None
    assert side.fetching.take(BundlePiece(seal="", offset=0, size=10, data=b"12345")) is None
    assert side.fetching.take(BundlePiece(seal=wanted.seal, offset=7, size=10, data=b"12345")) is None
    assert side.parts() == []


def test_a_full_card_is_said_plainly_and_nothing_is_begun(tmp_path, caplog):
    side = Side(tmp_path / "station", pack(tmp_path, key=None), room=1_000_000)
    side.go_on(*side.want())
    assert "There is no room on this station's card" in caplog.text
    assert side.parts() == []


def test_a_folder_that_cannot_be_used_costs_the_demo_and_nothing_else(side, caplog):
    side.home.joinpath("demos").mkdir(parents=True)
    side.home.joinpath("demos", ".incoming").write_text("in the way")
    assert side.want() == []
    assert "cannot be used" in caplog.text


def test_what_is_here_is_not_fetched_and_what_nobody_wants_any_more_goes(side):
    side.go_on(side.want()[0], 1)
    assert len(side.parts()) == 1
    digest = side.bundle.index.digest
    here = Entry(name="test-one", door="dropped", folder=Path("x"), status="unapproved", digest=digest)
    assert side.fetching.want(side.programme, [here]) == []
    assert side.parts() == []


async def test_a_bundle_from_the_hub_goes_when_the_hub_shows_the_kits_own_demo_again_and_others_stay(side, tmp_path):
    package = Programme(slots=(Slot(demo="test-one"),))
    install(side.home, side.bundle.path, approved=side.bundle.seal)
    assert side.fetching.want(package, []) == []
    assert side.here() == [side.bundle.seal], "it was installed here by hand"
    side.bundle = pack(tmp_path, version="2.0.0", key=None)
    side.content = side.bundle.path.read_bytes()
    side.programme = Programme(slots=(Slot(demo="test-one", digest=side.bundle.index.digest, seal=side.bundle.seal),))
    side.go_on(*side.want())
    await side.settled()
    assert side.here() == [side.bundle.seal]
    side.fetching.want(Programme(), [])
    assert side.here() == [side.bundle.seal], "what is switched off may come back"
    side.fetching.want(package, [])
    assert side.here() == []
