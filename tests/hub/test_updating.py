"""The hub's part of an update: files are found and judged, what is well is asked of root, whose word then counts."""

import asyncio

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.fakes.updating import USED, FakeRoot
from tests.waiting import come, until
from xlab.box.systembus import BusTrouble
from xlab.dashboard.ports.updating import NotUpdated
from xlab.hub import updating as module
from xlab.upkeep.asking import asked

PIECE = 3000


@pytest.fixture
def root(tmp_path):
    root = FakeRoot(tmp_path)
    root.install()
    return root


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def updating(root, home):
    home.mkdir()
    return root.updating(home)


def only(updating):
    updating.look()
    (one,) = updating.now().candidates
    return one


def refused(act, *arguments, **more) -> str:
    with pytest.raises(NotUpdated) as no:
        act(*arguments, **more)
    return no.value.reason


def test_what_is_on_a_stick_is_checked_and_asked_of_root(updating, root, home):
    path = root.bring()
    one = only(updating)
    assert (one.file, one.stick, one.refused) == (path.name, "LAB-STICK", "") and one.about.version == "0.3.0"
    updating.begin(one.id)
    assert root.asked.wait(20) and root.tasks == ["xlab-update.service"]
    assert asked(home).path == str(path) and not asked(home).older
    assert updating.now().state.state == "checking"
    root.says("installing", version="0.3.0-bbbb0002")
    assert updating.now().state.state == "installing"
    assert refused(updating.begin, one.id) == "busy"
    root.says("done", version="0.3.0-bbbb0002")
    assert updating.now().state.state == "done"


@pytest.mark.parametrize(
    ("name", "about", "reason"),
    [
        (USED, {}, "same"),
        ("0.1.0-bbbb0002", {}, "older"),
        ("0.3.0-bbbb0002", {"arch": "x86_64"}, "arch"),
        ("0.3.0-bbbb0002", {"suite": "forky"}, "suite"),
        ("0.3.0-bbbb0002", {"python": "3.14"}, "python"),
    ],
)
def test_what_does_not_fit_is_said_before_anybody_asks(updating, root, name, about, reason):
    root.bring(name, **about)
    one = only(updating)
    assert one.refused == reason
    assert refused(updating.begin, one.id) == reason and not root.tasks


def test_an_older_version_is_installed_where_it_was_chosen(updating, root, home):
    root.bring("0.1.0-bbbb0002")
    updating.begin(only(updating).id, older=True)
    assert root.asked.wait(20) and asked(home).older


def test_somebody_elses_file_is_shown_with_the_reason(updating, root):
    root.bring(key=Ed25519PrivateKey.generate())
    one = only(updating)
    assert one.about is None and one.refused == "signer"
    assert refused(updating.begin, one.id) == "signer"


def test_damage_that_is_only_found_by_reading_all_of_it_ends_there(updating, root):
    path = root.bring()
    path.write_bytes(path.read_bytes().replace(b"true\ntrue\n", b"true\nfals\n", 1))
    one = only(updating)
    assert not one.refused
    updating.begin(one.id)
    until(lambda: updating.now().state.problem == "damaged")
    assert not root.tasks and updating.now().state.state == "failed"


def test_a_stick_that_is_pulled_is_not_asked_for(updating, root):
    path = root.bring()
    one = only(updating)
    path.unlink()
    updating.begin(one.id)
    until(lambda: updating.now().state.problem == "gone")
    updating.look()
    assert not updating.now().candidates and refused(updating.begin, one.id) == "gone"


def test_a_system_that_says_no_is_told(updating, root):
    root.bring()
    root.trouble = BusTrouble("refused")
    updating.begin(only(updating).id)
    until(lambda: updating.now().state.problem == "refused")


def test_a_task_that_never_says_anything_is_no_update_under_way(updating, root, monkeypatch):
    monkeypatch.setattr(module, "STARTS", 0.0)
    root.bring()
    updating.begin(only(updating).id)
    assert root.asked.wait(20)
    until(lambda: updating.now().state.problem == "not_started")


def test_links_and_hidden_files_of_a_stick_are_not_read(updating, root):
    path = root.bring()
    (root.stick / "link.xlab-update").symlink_to(path)
    path.rename(root.stick / "._hidden.xlab-update")
    updating.look()
    assert not updating.now().candidates


def test_a_file_is_sent_in_pieces_and_goes_on_where_it_stopped(updating, root, home):
    data = root.update_file("0.3.0-bbbb0002")
    name, total = "new one.xlab-update", len(data)
    assert updating.piece(name, 0, total, data[:PIECE]) == PIECE
    # Lost on the way back, and sent again; one of another place changes nothing.
    assert updating.piece(name, 0, total, data[:PIECE]) == PIECE
    assert updating.piece(name, 2 * PIECE, total, data[:PIECE]) == PIECE
    have = PIECE
    while have < total:
        have = updating.piece(name, have, total, data[have : have + PIECE])
    (one,) = updating.now().candidates
    assert (one.file, one.stick, one.refused, one.size) == (name, "", "", total)
    updating.begin(one.id)
    assert root.asked.wait(20)
    assert refused(updating.piece, name, 0, total, b"x") == refused(updating.drop) == "busy"
    root.says("failed", problem="room")
    updating.drop()
    assert not updating.now().candidates


@pytest.mark.parametrize("name", ["../../kit.toml", ".hidden.xlab-update", "x" * 200, "a\nb", ""])
def test_a_name_that_leads_elsewhere_is_not_taken(updating, home, name):
    updating.piece(name, 0, 4, b"abcd")
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["sent.xlab-update"]
    assert updating.now().candidates[0].refused == "not_update"


def test_more_than_an_update_ever_has_is_not_taken(updating):
    assert refused(updating.piece, "a", 0, module.MOST + 1, b"x") == "large"
    assert refused(updating.piece, "a", 0, 3, b"four") == "large"


def test_a_card_without_room_takes_nothing(updating, monkeypatch, home):
    monkeypatch.setattr(module, "ROOM", 1 << 60)
    assert refused(updating.piece, "a", 0, 3, b"abc") == "room"
    assert not list(home.rglob("*.part"))


def test_the_version_before_is_gone_back_to(updating, root):
    assert refused(updating.back) == "nothing_before"
    root.install("0.1.0-cccc0003", "previous")
    updating.back()
    assert root.tasks == ["xlab-update-back.service"]
    assert updating.now().state.version == "0.1.0-cccc0003" and refused(updating.back) == "busy"


def test_a_version_that_is_still_watched_may_be_left_at_once(updating, root):
    root.install("0.1.0-cccc0003", "previous")
    root.says("watching", version=USED)
    updating.back()
    assert root.tasks == ["xlab-update-back.service"]


def test_without_an_installed_kit_there_is_nothing_to_renew(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    updating = FakeRoot(tmp_path).updating(home)
    assert updating.now().used is None
    assert refused(updating.back) == refused(updating.piece, "a", 0, 1, b"x") == "no_kit"


async def test_every_screen_is_told_while_the_kit_renews_itself(updating, root, home, monkeypatch):
    monkeypatch.setattr(module, "EVERY", 0.01)
    told = []
    monkeypatch.setattr(updating, "_tell", told.append)
    running = asyncio.create_task(updating.run(lambda: None))
    root.says("installing", version="0.3.0-bbbb0002")
    await come(lambda: told == [True])
    await asyncio.to_thread((home / "updates").mkdir)
    sent = home / "updates" / "sent.xlab-update"
    sent.touch()
    root.says("done", version="0.3.0-bbbb0002")
    await come(lambda: told == [True, False] and not sent.exists())
    running.cancel()
