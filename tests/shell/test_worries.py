"""What a station says to whoever looks after it: wrong settings, and a card that refuses evidence for a while."""

import logging

import pytest

from tests.fakes.station import trial_entry
from tests.waiting import until
from xlab.link import KitInfo
from xlab.look.saying import Say
from xlab.look.words import LANGUAGES, Words
from xlab.settings import whatever
from xlab.store import OutboxFull, StoreError
from xlab_kiosk.shell import evidence as module
from xlab_kiosk.shell.evidence import Evidence
from xlab_kiosk.shell.late_outbox import LateOutbox
from xlab_kiosk.shell.worries import Worries


class TightOutbox:
    """Keeps drafts in a list; while ``refuses`` is set it raises that."""

    def __init__(self) -> None:
        self.kept: list[object] = []
        self.refuses: Exception | None = None
        self.tried = 0

    def put(self, draft: object) -> None:
        self.tried += 1
        if (refuses := self.refuses) is not None:  # looked at once: the test changes it meanwhile
            raise refuses
        self.kept.append(draft)

    def pending(self, limit: int) -> list:
        return self.kept[:limit]

    def forget(self, beacon: str, **_: object) -> None:
        self.put(f"forget {beacon}")


@pytest.fixture
def outbox(monkeypatch):
    monkeypatch.setattr(module, "AGAIN", 0.01)
    return TightOutbox()


def begun(outbox, answered=lambda: None):
    evidence = Evidence(outbox, "st-1", kept=lambda: None, answered=answered)
    evidence.start(trial_entry().manifest, "en", 0.0, simulated=False)
    return evidence


def kinds(outbox):
    return [one if isinstance(one, str) else type(one.fact).__name__ for one in outbox.kept]


def test_what_a_full_card_refuses_is_kept_in_its_order_when_there_is_room(outbox):
    woken: list[bool] = []
    outbox.refuses = StoreError("The disk has no room left for it.")
    evidence = begun(outbox, lambda: woken.append(True))
    evidence.forget("b")
    evidence.end("home", "", 1.0)
    evidence.ask("b")  # reading is no matter of room
    assert until(evidence.answers) == [("b", [])]
    assert evidence.refusing == "full" and woken and outbox.kept == []
    outbox.refuses = None
    until(lambda: len(outbox.kept) == 3)
    evidence.close(10)
    assert kinds(outbox) == ["RunStarted", "forget b", "RunEnded"] and evidence.refusing == ""


def late_count(outbox):
    try:
        return len(outbox.pending())
    except StoreError:
        return 0


def test_an_outbox_that_cannot_be_opened_at_first_is_opened_when_the_card_is_there_and_nothing_is_lost(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(module, "AGAIN", 0.01)
    home = tmp_path / "home"
    home.write_text("no folder")
    late = LateOutbox(home)
    quiet = Evidence(late, "st-1", kept=lambda: None, answered=lambda: None)
    until(lambda: quiet.refusing == "failing")  # before anything was to be kept
    evidence = begun(late)
    evidence.ask("b")
    assert until(evidence.answers) == [("b", [])]
    with pytest.raises(StoreError, match="cannot be used"):
        late.pending()
    home.unlink()
    until(lambda: late_count(late) == 1 and not quiet.refusing and not evidence.refusing)
    late.done([late.pending()[0].id])
    assert late.pending() == []
    for writing in (evidence, quiet):
        writing.close(10)
    late.close()
    late.close()
    with pytest.raises(StoreError, match="closed"):
        late.pending()


def test_a_station_whose_card_never_came_closes_its_outbox_as_well(tmp_path):
    (tmp_path / "home").write_text("no folder")
    late = LateOutbox(tmp_path / "home")
    late.close()
    with pytest.raises(StoreError, match="closed"):
        late.pending()


@pytest.mark.parametrize(
    ("error", "said"), [(StoreError("It fails."), "failing"), (OutboxFull("outbox.db", 3), ""), (ValueError("odd"), "")]
)
def test_each_refusal_is_told_apart(outbox, error, said):
    outbox.refuses = error
    evidence = begun(outbox)
    until(lambda: outbox.tried >= (1 if isinstance(error, ValueError) else 3))
    assert evidence.refusing == said
    outbox.refuses = None
    evidence.close(10)
    assert len(outbox.kept) == (0 if isinstance(error, ValueError) else 1)


def test_what_the_card_refuses_until_the_end_is_counted_in_the_log(outbox, caplog):
    outbox.refuses = StoreError("It fails.")
    evidence = begun(outbox)
    with caplog.at_level(logging.ERROR):
        evidence.close(10)
    assert "1 facts are lost" in caplog.text


def test_a_card_that_refuses_for_ever_does_not_fill_the_memory(outbox, monkeypatch, caplog):
    monkeypatch.setattr(module, "MOST_LATE", 2)
    outbox.refuses = StoreError("It fails.")
    evidence = begun(outbox)
    for _ in range(3):
        evidence.forget("b")
    until(lambda: "is lost" in caplog.text)
    outbox.refuses = None
    evidence.close(10)
    assert kinds(outbox) == ["RunStarted", "forget b"]


def test_the_screen_says_it_in_every_language_the_card_first(tmp_path):
    (tmp_path / "kit.toml").write_text("port = 99999\nlangu\n")
    _, mistakes = whatever(tmp_path, {}, {})
    info = KitInfo(kit="k", name="Kit", version="1")
    for language in LANGUAGES:
        assert Worries().told(language, None) == Worries().told(language, info) == ()
        card, settings = Worries(mistakes, lambda: "full").told(language, info)
        assert card != settings and "kit.toml" in settings and "1" in settings
    alone = Worries(mistakes[:1]).told("en", None)
    assert len(alone) == 1 and alone[0].startswith("kit.toml, line 2")
    hub = KitInfo(kit="k", name="Kit", version="1", keeps="failing")
    assert Worries().told("en", hub)[0].startswith("The card is failing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_taken_over_from_the_boot_partition_is_said(language):
    unread = (Say("firstboot.country_uk"), Say("firstboot.unknown", {"line": 3, "name": "colour"}))
    (told,) = Worries(unread=unread).told(language, None)
    assert "GB" in told and "1" in told and "{" not in told
    assert Worries(unread=unread[:1]).told(language, None) == (Words(language)("firstboot.country_uk"),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kit_that_renews_itself_asks_to_be_left_plugged_in(language):
    told = Worries().told(language, KitInfo(kit="k", name="Kit", version="1", renews=True))
    assert told == (Words(language)("update.screen"),)
    assert not Worries().told(language, KitInfo(kit="k", name="Kit", version="1"))
