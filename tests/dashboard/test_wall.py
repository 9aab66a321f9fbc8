"""The wall: open to all, so it hears nothing before everybody may; whole again after a gap; hostile words stay so."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.dashboard.test_rounds_live import CHOICE, SECRET, Ear
from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import FakeKit
from tests.fakes.library import PRESS
from tests.fakes.network import OWN
from tests.fakes.server import Served
from tests.fakes.visitor import Visitor
from xlab.dashboard import wall_live
from xlab.dashboard.asgi import make_asgi
from xlab.dashboard.join import Invitation
from xlab.dashboard.ports.demos import DemosNow
from xlab.dashboard.wall_scene import NUDGES, scene
from xlab.events.rounds import Question
from xlab.events.visits import Decided, Pilot, Platform, Stakeholder
from xlab.look.words import LANGUAGES, table

DASHBOARD = Path(__file__).parents[2] / "xlab" / "dashboard"


@pytest.fixture
def url(kit: FakeKit) -> Iterator[str]:
    async def no_link(*_: object) -> None:
        raise AssertionError("no station calls here")

    with Served(make_asgi(kit, no_link)) as address:
        yield address
        kit.end_streams()


def answer(kit: FakeKit, opened: str, people: int) -> None:
    for _ in range(people):
        kit.rounds.put_answer(kit.rounds.join(), opened, "", ("b",))


def open_visit(kit: FakeKit) -> None:
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    kit.visits.step("open")


def test_results_reach_the_wall_when_the_round_closes_and_not_a_word_before(
    url: str, kit: FakeKit, visitor: Visitor
) -> None:
    kit.rounds.source = "simulated"
    ear = Ear(url, "/wall/live")
    opened = kit.rounds.open(CHOICE, "on_close")
    hidden = kit.rounds.open(Question(kind="text", text={"en": "Why?"}), "live")
    kit.rounds.put_idea(kit.rounds.join(), hidden, SECRET)
    answer(kit, opened, 7)
    heard: list[object] = []
    while not heard or '"answered": 7' not in json.dumps(heard[-1]):
        heard.append(ear.next("rounds", "counts"))
    told = json.dumps(heard)
    assert SECRET not in told and '"rows"' not in told and "v0000" not in told
    page = visitor.get("/wall").text
    assert SECRET not in page and "Which?" not in page
    kit.rounds.close(opened)
    while not (row := next(one for one in ear.next("counts")["rounds"] if one["round"] == opened)["result"]):
        pass
    assert [(one["id"], one["value"]) for one in row["rows"]] == [("a", 0), ("b", 7)]
    again = Ear(url, "/wall/live")
    assert {one["source"] for one in again.next("rounds")} == {"simulated"}
    ear.close()
    again.close()


def test_a_wall_that_was_away_hears_everything_with_its_first_word(url: str, kit: FakeKit) -> None:
    ear = Ear(url, "/wall/live")
    assert ear.next("scene")["state"] == "none"
    open_visit(kit)
    while (now := ear.next("scene"))["state"] != "open":
        pass
    assert (now["vision"], now["charter"]) == (CHARTER.vision, kit.visits.now().versions[-1].sha256[:12])
    ear.close()
    kit.visits.step("close")
    again = Ear(url, "/wall/live")
    assert again.next("scene")["state"] == "closed"
    kit.show(spots=())
    assert again.next("scene")["stations"] == []
    kit.end_streams()
    assert again.next("scene") is None
    again.close()


def test_more_walls_than_any_building_has_are_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall_live, "MOST", 1)
    ear = Ear(url, "/wall/live")
    ear.next("scene")
    assert Ear(url, "/wall/live").answer.status == 503
    ear.close()


def test_the_scene_says_what_is_missing_and_what_holds(kit: FakeKit) -> None:
    room = kit.room()
    assert scene(None, room, Invitation()).state == "none"
    kit.visits.plan("de", practice=True)
    planned = scene(kit.visits.now(), room, Invitation(address="http://x/join"))
    assert planned.practice and planned.charter == "" and planned.lacks.count("measures") == 1 and not planned.missing
    kit.visits.write_charter(CHARTER)
    kit.visits.step("open")
    kit.visits.put(Stakeholder(id="s", group="customer", name="Painters", values=("time",)))
    kit.visits.put(Platform(id="p", pattern="open challenge", stage="sell", stakeholder="s", value="time"))
    kit.visits.put(Platform(id="q", pattern="presence", stage="use", stakeholder="gone", value="time"))
    kit.visits.put(Pilot(platform="q"))
    kit.visits.decide(Decided(decision="d1", what="Begin now", owner="Sales"))
    kit.visits.decide(Decided(decision="d2", what="Begin later", instead_of="d1"))
    invited = Invitation(own=OWN, address="http://x/join")
    assert {one.password for one in (scene(kit.visits.now(), room, invited), scene(None, room, invited))} == {
        OWN.password
    }
    now = scene(kit.visits.now(), room, Invitation())
    assert len(now.missing) == NUDGES and now.more > 0 and "s" not in {one.name for one in now.missing}
    assert [(one.pattern, one.who, one.pilot) for one in now.rail] == [
        ("presence", "", True),
        ("open challenge", "Painters", False),
    ]
    assert [one.what for one in now.decisions] == ["Begin later"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wall_speaks_the_language_of_the_visit_unless_somebody_chose(
    visitor: Visitor, kit: FakeKit, language: str
) -> None:
    title = {"en": "'\"><script>alert(1)</script>"}
    hostile = msgspec.structs.replace(PRESS, manifest=msgspec.structs.replace(PRESS.manifest, title=title))
    kit.demos.shown = DemosNow(demos=(hostile,))
    kit.visits.plan(language)
    page = visitor.get("/wall").text
    assert f'<html lang="{language}">' in page and "<script>alert" not in page
    assert '<html lang="fr">' in visitor.get("/wall?lang=fr").text


def test_every_word_of_the_wall_is_used() -> None:
    files = [*DASHBOARD.glob("wall*.py"), *DASHBOARD.glob("templates/*"), *DASHBOARD.glob("static/wall*.js")]
    text = "".join(path.read_text("utf-8") for path in files)
    named = set(re.findall(r"[\"'.]([a-z]+(?:_[a-z]+)*)[\"']", text)) | {"badges_recorded", "badges_simulated"}
    assert set(table("wall", "en")) - named == set()
