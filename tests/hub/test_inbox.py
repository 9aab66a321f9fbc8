"""Bundles that wait for IT: few, small, looked into, and gone with the hub."""

import os

import pytest

from tests.catalogue.bundles import forge, pack
from xlab.dashboard.ports.demos import DemosRefused
from xlab.hub.inbox import MOST, Inbox


def files(home):
    return sorted((home / "demos" / ".inbox").iterdir())


def test_what_is_no_bundle_or_was_changed_after_signing_is_returned_with_the_reason_and_not_kept(tmp_path):
    inbox = Inbox(tmp_path)
    nonsense = tmp_path / "x"
    nonsense.write_bytes(b"no zip at all")
    offer = inbox.upload(nonsense, "holiday.xlabdemo")
    assert offer.problem.startswith("holiday.xlabdemo is refused.")
    broken = forge(tmp_path / "broken.xlabdemo", signer="ab" * 32)
    offer = inbox.upload(broken, "broken.xlabdemo")
    assert (offer.verdict, offer.problem.partition(":")[0]) == ("broken", "Its signature does not fit")
    with pytest.raises(DemosRefused):
        inbox.upload(tmp_path / "gone", "gone.xlabdemo")
    assert files(tmp_path) == []


def test_a_stick_full_of_rubbish_keeps_no_good_one_from_coming_in(tmp_path):
    inbox = Inbox(tmp_path)
    for number in range(3 * MOST):
        rubbish = tmp_path / f"{number:02}.xlabdemo"
        rubbish.write_bytes(b"no zip")
        assert inbox.copy(rubbish, lambda seal: True) is not None
    assert not inbox.upload(pack(tmp_path, key=None).path, "good.xlabdemo").problem
    assert [offer.file for offer in inbox.offers()] == [*(f"{n}.xlabdemo" for n in range(10, 15)), "good.xlabdemo"]


def test_few_may_wait_and_declining_one_makes_room(tmp_path):
    inbox = Inbox(tmp_path)
    for number in range(MOST):
        last = inbox.upload(pack(tmp_path, version=f"{number}.0.0", key=None).path, "a.xlabdemo")
    with pytest.raises(DemosRefused, match="5 demos wait already"):
        inbox.upload(pack(tmp_path, version="9.0.0", key=None).path, "a.xlabdemo")
    inbox.drop(last.id)
    inbox.upload(tmp_path / "good-9.0.0.xlabdemo", "a.xlabdemo")
    assert len(files(tmp_path)) == MOST


def test_what_is_too_large_or_would_fill_the_card_is_refused_plainly(tmp_path):
    bundle = pack(tmp_path, key=None).path
    with pytest.raises(DemosRefused, match="too large: what waits may take 0 MB"):
        Inbox(tmp_path, most_bytes=100).upload(bundle, "a.xlabdemo")
    with pytest.raises(DemosRefused, match="card is full"):
        Inbox(tmp_path, free=lambda folder: 1_000_000).upload(bundle, "a.xlabdemo")
    assert bundle.exists()


def test_an_offer_is_installed_by_one_at_a_time(tmp_path):
    inbox = Inbox(tmp_path)
    offer = inbox.upload(pack(tmp_path, key=None).path, "a.xlabdemo")
    _, path = inbox.claim(offer.id)
    assert path.is_file()
    with pytest.raises(DemosRefused, match="being installed already"):
        inbox.claim(offer.id)
    inbox.give_back(offer.id)
    inbox.claim(offer.id)
    inbox.drop(offer.id)
    with pytest.raises(DemosRefused, match="not there any more"):
        inbox.claim(offer.id)


def test_the_next_hub_begins_with_an_empty_inbox(tmp_path):
    Inbox(tmp_path).upload(pack(tmp_path, key=None).path, "a.xlabdemo")
    Inbox(tmp_path).clear()
    assert not (tmp_path / "demos" / ".inbox").exists()


def test_a_pipe_or_a_link_on_a_stick_is_not_waited_for_or_followed(tmp_path):
    inbox = Inbox(tmp_path / "home")
    os.mkfifo(tmp_path / "pipe.xlabdemo")
    (tmp_path / "link.xlabdemo").symlink_to(pack(tmp_path, key=None).path)
    for name in ("pipe.xlabdemo", "link.xlabdemo"):
        assert inbox.copy(tmp_path / name, lambda seal: True) is None
    assert inbox.offers() == ()
