"""The station's end of the link, over real WebSockets: it never dies, never waits, and hands over all there is."""

import threading
import time

import pytest

from tests.fakes.scripted_hub import ScriptedHub
from tests.waiting import PATIENCE, ends, until
from xlab import link
from xlab.events import Recorded, RunStarted
from xlab.store import Outbox, StoreError, stamp
from xlab_kiosk.shell.hublink import HubLink


class Woken:
    """Waits until the link woke the screen's thread and a condition holds."""

    def __init__(self) -> None:
        self._due = threading.Event()

    def __call__(self) -> None:
        self._due.set()

    def until(self, condition) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"the link was woken in vain for {PATIENCE:.0f} s"
            self._due.wait(0.2)
            self._due.clear()


class BrokenCard:
    """An outbox on a card that fails as often as it is told, then is well again."""

    def __init__(self, outbox: Outbox, failures: int) -> None:
        self._outbox = outbox
        self.failures = failures

    def _fail(self) -> None:
        if self.failures:
            self.failures -= 1
            raise StoreError("The disk has no room left.")

    def pending(self, limit: int):
        self._fail()
        return self._outbox.pending(limit)

    def done(self, ids) -> None:
        self._fail()
        self._outbox.done(ids)


@pytest.fixture
def outbox(tmp_path):
    opened = Outbox.open(tmp_path / "outbox.db")
    yield opened
    opened.close()


@pytest.fixture
def linked(tmp_path, outbox):
    """``linked(url)`` is a started link; all are closed in the end, and none leaves a thread."""
    links = []

    def make(*urls: str, keep=outbox) -> tuple[HubLink, Woken]:
        woken = Woken()
        made = HubLink(lambda key: urls, tmp_path, station="st-1", name="One", outbox=keep, wake=woken)
        links.append(made)
        made.start()
        return made, woken

    yield make
    for made in links:
        made.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("hub link")]


def run_started() -> object:
    return stamp(RunStarted(run="r", demo="d", version="1.0.0", language="en"))


def test_it_greets_and_says_its_status_on_every_connection(tmp_path, linked):
    with ScriptedHub(tmp_path) as hub:
        made, woken = linked(hub.url)
        made.send(link.Status(screen="menu"))
        woken.until(lambda: made.connected and made.room is not None)
        assert hub.hear(link.Status) == link.Status(screen="menu")
        hub.connections.get(timeout=PATIENCE).close()
        assert hub.hear(link.Status) == link.Status(screen="menu")


@pytest.mark.parametrize("failures", [1, 3])
def test_a_card_that_fails_for_a_while_does_not_end_the_link(tmp_path, outbox, linked, failures):
    draft = run_started()
    outbox.put(draft)
    card = BrokenCard(outbox, failures)
    with ScriptedHub(tmp_path) as hub:
        made, woken = linked(hub.url, keep=card)
        connection = hub.connections.get(timeout=PATIENCE)
        woken.until(lambda: made.connected)
        while card.failures:
            made.deliver()
            time.sleep(0.01)
        made.deliver()
        assert hub.hear(link.Deliver) == link.Deliver(drafts=(draft,))
        card.failures = 1
        hub.say(connection, link.Delivered(ids=(draft.id,)))
        woken.until(lambda: not card.failures)
        hub.say(connection, link.Delivered(ids=(draft.id,)))
        woken.until(lambda: not outbox.pending(1))
        assert made.connected


def test_large_drafts_go_in_as_many_messages_as_the_hub_takes(tmp_path, outbox, linked):
    drafts = [stamp(Recorded(run="r", demo="d", values={"text": "x" * 15_000})) for _ in range(120)]
    for draft in drafts:
        outbox.put(draft)
    with ScriptedHub(tmp_path) as hub:
        linked(hub.url)
        connection = hub.connections.get(timeout=PATIENCE)
        got = []
        while len(got) < len(drafts):
            said = hub.hear(link.Deliver)
            got += [draft.id for draft in said.drafts]
            hub.say(connection, link.Delivered(ids=tuple(draft.id for draft in said.drafts)))
        assert got == [draft.id for draft in drafts]


def test_what_was_not_acknowledged_is_handed_over_at_once_on_the_next_connection(tmp_path, outbox, linked):
    draft = run_started()
    outbox.put(draft)
    with ScriptedHub(tmp_path) as hub:
        linked(hub.url)
        for _ in range(3):
            connection = hub.connections.get(timeout=PATIENCE)
            assert hub.hear(link.Deliver) == link.Deliver(drafts=(draft,))
            connection.close()


def test_a_hub_that_hangs_does_not_keep_the_link_from_closing(tmp_path, linked):
    with ScriptedHub(tmp_path, deaf=True) as hub:
        made, woken = linked(hub.url)
        woken.until(lambda: made.connected)
        for _ in range(200):
            made.send_screen(b"\xff" * 100_000)
        ends(made.close, "closing the link of a hub that hangs")


def test_only_the_newest_picture_waits(tmp_path, linked):
    with ScriptedHub(tmp_path) as hub:
        made, woken = linked(hub.url)
        woken.until(lambda: made.connected)
        for number in range(100):
            made.send_screen(b"%d" % number)
        while hub.hear(bytes) != b"99":
            pass


@pytest.mark.parametrize("url", ["", "nonsense", "http://127.0.0.1:99999", "http://[::1", "http://127.0.0.1:1"])
def test_an_address_that_is_none_does_not_keep_it_from_the_next(tmp_path, linked, url):
    with ScriptedHub(tmp_path) as hub:
        made, woken = linked(url, hub.url)
        woken.until(lambda: made.connected)


def test_before_the_first_start_of_the_hub_the_log_says_so_in_words(tmp_path, linked, caplog):
    made, _ = linked("http://127.0.0.1:1")
    until(lambda: "away" in caplog.text, lambda: caplog.text)
    assert f"no hub has started in {tmp_path} yet" in caplog.text
    assert "Errno" not in caplog.text and not made.connected


def test_a_token_file_that_is_damaged_is_no_end(tmp_path, linked, caplog):
    with ScriptedHub(tmp_path) as hub:
        token = tmp_path / "keys" / "station.token"
        good = token.read_bytes()
        token.write_bytes(b"\xff\x00\xfe")
        made, woken = linked(hub.url)
        until(lambda: "away" in caplog.text, lambda: caplog.text)
        token.write_bytes(good)
        woken.until(lambda: made.connected)
