"""A kiosk off screen and what its hub tells it: pictures, answers, another group; and how it goes on without one."""

import io

import pygame
import pytest
from msgspec import structs

from tests.fakes.hublink import KIT
from tests.fakes.station import Station
from tests.shell.test_app import FOX, Make, of, wait_for, with_the_fox
from tests.waiting import until
from xlab import events
from xlab.link import AskKnown, Known, VisitInfo, Watch, Welcome
from xlab.store import Outbox
from xlab_kiosk import host
from xlab_kiosk.shell.care.caretaker import Caretaker

OPEN = VisitInfo(visit="v1", state="open", unit="Coatings", charter="3f9a12c077de")


def welcome(kiosk: Station, visit: VisitInfo | None) -> None:
    """The hub says who it is, as at each connection and whenever the visit changed."""
    kiosk.hub.info = structs.replace(KIT, visit=visit)
    kiosk.hub.say(Welcome(info=kiosk.hub.info))
    kiosk.turn()


def test_another_group_begins_anew_and_the_same_one_goes_on(station: Make, outbox: Outbox):
    kiosk = station(hub=with_the_fox())
    welcome(kiosk, OPEN)
    kiosk.open_demo()
    welcome(kiosk, structs.replace(OPEN, charter="000000000000"))
    assert kiosk.place == "playing"
    welcome(kiosk, structs.replace(OPEN, group=2))
    assert (kiosk.place, kiosk.demo.stopped, kiosk.hub.status.screen) == ("attract", True, "attract")
    kiosk.until(lambda: of(outbox, events.RunEnded), "the end in the outbox")
    assert of(outbox, events.RunEnded)[0].fact.outcome == "stopped"


def test_who_plays_as_a_visit_begins_goes_on_and_a_visit_that_ends_takes_all_along(station: Make):
    kiosk = station()
    welcome(kiosk, None)
    kiosk.open_demo()
    welcome(kiosk, OPEN)
    assert kiosk.place == "playing"
    welcome(kiosk, None)
    assert kiosk.place == "attract"


def test_a_lock_of_the_facilitator_outlives_the_group(station: Make):
    from xlab.link import Orders, OrdersAre

    kiosk = station()
    welcome(kiosk, OPEN)
    kiosk.hub.say(OrdersAre(orders=Orders(locked=True)))
    kiosk.turn()
    welcome(kiosk, structs.replace(OPEN, group=2))
    assert kiosk.place == "locked"


def test_a_station_that_was_away_begins_anew_when_it_hears_of_another_group(station: Make):
    kiosk = station(hub=with_the_fox())
    welcome(kiosk, OPEN)
    kiosk.hub.go_away()
    kiosk.open_demo()
    kiosk.demo.says.append(host.Record({"language": "en"}, FOX.beacon))
    kiosk.turn()
    kiosk.hub.come_back(with_the_fox().room)
    welcome(kiosk, structs.replace(OPEN, group=3))
    assert kiosk.place == "attract"
    # What waits here of the group before is told to nobody of this one.
    kiosk.open_demo()
    kiosk.demo.says.append(host.AskKnown(FOX.beacon))
    kiosk.until(lambda: AskKnown(beacon=FOX.beacon) in kiosk.hub.sent, "the question")
    kiosk.hub.say(Known(beacon=FOX.beacon, events=()))
    kiosk.until(lambda: kiosk.demo.knowns, "the answer")
    assert kiosk.demo.knowns == [(FOX.beacon, ())]


def test_what_a_demo_keeps_is_gone_with_its_group(station: Make, tmp_path):
    kept = tmp_path / "demo-data" / "try-station" / "keep.json"
    care = Caretaker(tmp_path, lambda message: None, begun=0.0)
    kiosk = station(care=care)
    kept.parent.mkdir(parents=True)
    welcome(kiosk, OPEN)
    kept.write_text('{"best": 12}')
    welcome(kiosk, structs.replace(OPEN, state="closed"))
    assert kept.exists()
    welcome(kiosk, structs.replace(OPEN, group=2))
    kiosk.turn()
    until(lambda: not kept.exists())


@pytest.mark.parametrize(("practice", "source"), [(False, "live"), (True, "simulated")])
def test_what_is_recorded_names_its_visit_and_in_a_practice_it_is_simulated(
    station: Make, outbox: Outbox, practice: bool, source: str
):
    kiosk = station()
    welcome(kiosk, structs.replace(OPEN, practice=practice))
    kiosk.open_demo()
    kiosk.demo.says.append(host.Record({"language": "en"}))
    kiosk.turn()
    kiosk.until(lambda: of(outbox, events.Recorded), "the record")
    (draft,) = of(outbox, events.Recorded)
    assert (draft.visit, draft.source) == ("v1", source)


def test_a_facilitator_taps_from_the_dashboard(station: Make):
    kiosk = station()
    for phase in ("down", "up"):
        kiosk.remote(phase, 0.5, 0.5)
    assert kiosk.place == "menu"
    kiosk.turn(skip=0.5)  # a look at the choice
    box = kiosk.app.scene.screen.boxes["object 0"]
    for phase in ("down", "up"):
        kiosk.remote(phase, box.centerx / 800, box.centery / 480)
    assert kiosk.place == "opening"


def test_the_live_screen_is_a_picture_of_what_is_shown(station: Make):
    kiosk = station(size=(1920, 1080))
    kiosk.hub.say(Watch(on=True))
    kiosk.until(lambda: kiosk.hub.pictures, "the first picture")
    picture = pygame.image.load_extended(io.BytesIO(kiosk.hub.pictures[0]), "screen.jpg")
    assert picture.get_size() == (960, 540)
    ours = pygame.transform.average_color(kiosk.display.surface)
    theirs = pygame.transform.average_color(picture)
    assert all(abs(a - b) < 12 for a, b in zip(ours, theirs, strict=True))


def test_nobody_watches_no_pictures(station: Make):
    kiosk = station()
    kiosk.hub.say(Watch(on=True))
    kiosk.until(lambda: kiosk.hub.pictures, "the first picture")
    kiosk.hub.say(Watch(on=False))
    kiosk.turn()
    wait_for(kiosk.app.screencast._slot.empty)
    number = len(kiosk.hub.pictures)
    kiosk.open_demo()
    assert len(kiosk.hub.pictures) <= number + 1  # one may have been on its way


def test_what_the_hub_knows_is_passed_on_once_asked(station: Make):
    kiosk = station(hub=with_the_fox())
    kiosk.open_demo()
    kiosk.demo.says.append(host.AskKnown("u/1/1"))
    kiosk.until(lambda: AskKnown(beacon="u/1/1") in kiosk.hub.sent, "the question")
    fact = events.PresenceChanged(kind="entered", beacon="u/1/1", proximity="near")
    event = events.Event(id="1", wall=5.0, boot="b", mono=1.0, fact=fact, station="st-1", kit="k", seq=1)
    kiosk.hub.say(Known(beacon="u/1/1", events=(event,)))
    kiosk.turn()
    ((beacon, known),) = kiosk.demo.knowns
    assert (beacon, known[0].what, known[0].detail, known[0].wall) == ("u/1/1", "entered", "near", 5.0)
    kiosk.hub.say(Known(beacon="u/1/1", events=(event,)))
    kiosk.turn()
    assert len(kiosk.demo.knowns) == 1, "an answer nobody asked for was passed on"


def test_a_demo_neither_learns_nor_erases_anything_of_a_badge_it_never_met(station: Make, outbox: Outbox):
    kiosk = station(hub=with_the_fox())
    kiosk.open_demo()
    stranger = "u/1/2"
    kiosk.demo.says += [host.AskKnown(stranger), host.Forget(stranger), host.Record({"language": "en"}, stranger)]
    kiosk.demo.says += [host.Record({"language": "fr"}, FOX.beacon)]
    kiosk.turn()
    kiosk.until(lambda: len(of(outbox, events.Recorded)) == 2, "both records")
    assert [draft.fact.beacon for draft in of(outbox, events.Recorded)] == [None, FOX.beacon]
    assert not of(outbox, events.ForgetBadge)
    assert AskKnown(beacon=stranger) not in kiosk.hub.sent
    assert not kiosk.demo.knowns


def test_a_question_is_asked_again_on_a_new_link_until_it_is_answered(station: Make):
    kiosk = station(hub=with_the_fox())
    kiosk.open_demo()
    kiosk.demo.says.append(host.AskKnown("u/1/1"))
    kiosk.until(lambda: AskKnown(beacon="u/1/1") in kiosk.hub.sent, "the question")
    # The hub was killed and came back between two turns: nobody saw it away.
    kiosk.hub.sent.clear()
    kiosk.hub.say(Welcome(info=KIT))
    kiosk.turn()
    assert AskKnown(beacon="u/1/1") in kiosk.hub.sent
    kiosk.hub.say(Known(beacon="u/1/1", events=()))
    kiosk.turn()
    assert kiosk.demo.knowns == [("u/1/1", ())]
    kiosk.hub.sent.clear()
    kiosk.hub.say(Welcome(info=KIT))
    kiosk.turn()
    assert AskKnown(beacon="u/1/1") not in kiosk.hub.sent


def test_what_was_forgotten_does_not_come_back_with_a_late_answer(station: Make, outbox: Outbox):
    kiosk = station(hub=with_the_fox())
    kiosk.open_demo()
    kiosk.demo.says.append(host.AskKnown("u/1/1"))
    kiosk.until(lambda: AskKnown(beacon="u/1/1") in kiosk.hub.sent, "the question")
    kiosk.demo.says.append(host.Forget("u/1/1"))
    kiosk.turn()
    assert kiosk.demo.knowns == [("u/1/1", ())]
    kiosk.hub.say(Known(beacon="u/1/1", events=()))
    kiosk.turn()
    kiosk.until(lambda: of(outbox, events.ForgetBadge), "the wish in the outbox")
    # Asked again before the hub has obeyed, the answer is what is known here since: nothing.
    kiosk.demo.says.append(host.AskKnown("u/1/1"))
    kiosk.until(lambda: len(kiosk.demo.knowns) == 2, "the answer")
    assert kiosk.demo.knowns[1] == ("u/1/1", ())


def test_without_a_hub_everything_goes_on_and_it_says_so(station: Make):
    kiosk = station(hub=with_the_fox())
    kiosk.hub.go_away()
    kiosk.turn(skip=5.0)
    kiosk.turn()
    assert "bar alone" in kiosk.app.scene.screen.boxes
    kiosk.open_demo()
    kiosk.demo.says.append(host.AskKnown("u/1/1"))
    kiosk.until(lambda: kiosk.demo.knowns, "an answer without the hub")
    kiosk.hub.come_back()
    kiosk.turn()
    assert "bar alone" not in kiosk.app.scene.screen.boxes
