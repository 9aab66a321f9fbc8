"""The wall in a real Chromium at a projector's size: it follows the visit by itself, and all of it is whole."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import comes_true
from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import PHONE
from xlab.dashboard import wall_live
from xlab.dashboard.starters import starters
from xlab.events.rounds import Option, Question
from xlab.events.visits import Decided, Platform, Stakeholder

PROJECTOR = {"width": 1280, "height": 720}
WHOLE = """() => {
  const stage = document.querySelector("#stage").getBoundingClientRect();
  const shown = [...document.querySelectorAll("#stage *")].filter((one) => one.checkVisibility());
  const root = document.documentElement;
  return root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight && shown.every((one) => {
    const box = one.getBoundingClientRect();
    return box.top >= stage.top - 2 && box.bottom <= stage.bottom + 2;
  });
}"""


@pytest.fixture
def kit(tmp_path) -> FakeKit:
    fresh = FakeKit(tmp_path)
    fresh.pin_was_set()
    return fresh


def scene(page: Page, name: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-scene", name)


class Clock:
    """Seconds that pass only when a test says so: a result stays on the wall for a minute."""

    def __init__(self) -> None:
        self.seconds = time.monotonic()

    def monotonic(self) -> float:
        return self.seconds


def test_the_wall_follows_a_visit_by_itself(kit: FakeKit, url: str, new_page, monkeypatch) -> None:
    clock = Clock()
    monkeypatch.setattr(wall_live, "time", clock)
    wall: Page = new_page(viewport=PROJECTOR, reduced_motion="reduce")
    wall.goto(f"{url}/wall")
    scene(wall, "attract")
    kit.visits.plan("en", practice=True)
    scene(wall, "planned")
    kit.visits.write_charter(CHARTER)
    kit.visits.step("open")
    kit.visits.put(Stakeholder(id="s", group="customer", name="<b>Painters</b>", values=("time",)))
    kit.visits.put(Platform(id="p", pattern="open challenge", stage="sell", stakeholder="s", value="time"))
    expect(wall.locator(".platform span")).to_have_text("<b>Painters</b>")
    expect(wall.locator("#marks .stamp").first).to_contain_text("PRACTICE")
    expect(wall.locator("#stage h1")).to_have_text(CHARTER.vision)
    comes_true(wall, WHOLE)
    opened = kit.rounds.open(starters()[0], "on_close")
    for number in range(7):
        kit.rounds.put_answer(kit.rounds.join(), opened, "", ("o1" if number else "o2",))
    expect(wall.locator(".holes [data-full]")).to_have_count(7)
    expect(wall.locator(".result")).to_be_hidden()
    comes_true(wall, WHOLE)
    # What a demo asks all day long is newer, and leaves the wall to what the facilitator asks.
    kit.rounds.lasting["round-2"] = "common-ground"
    lasting = kit.rounds.open(starters()[0], "live")
    kit.rounds.close(opened)
    scene(wall, "result")
    expect(wall.locator(".result .told").first).to_have_text("6 of 7")
    expect(wall.locator("#code")).to_have_attribute("src", f"/take/{opened}.svg")
    expect(wall.locator("#also-code")).to_have_attribute("src", f"/visit/how/round/{opened}/code.svg")
    comes_true(
        wall, "() => [...document.querySelectorAll('#join img:not([hidden])')].every((one) => one.naturalWidth > 0)"
    )
    comes_true(wall, WHOLE)
    long = Question(
        kind="choice",
        text={"en": "Should we open the planning system to suppliers, and who would have to agree to that? " * 3},
        options=tuple(Option(id=f"o{n}", text={"en": f"Answer {n}, with a few words more"}) for n in range(9)),
    )
    late = kit.rounds.open(long, "live")
    scene(wall, "round")
    expect(wall.locator(".options li")).to_have_count(8)
    comes_true(wall, WHOLE)
    kit.visits.decide(Decided(decision="d", what="Begin", owner="Sales"))
    kit.rounds.close(late)
    kit.rounds.close(lasting)
    kit.visits.step("close")
    scene(wall, "result")
    expect(wall.locator("#code")).to_have_attribute("src", f"/visit/how/round/{late}/code.svg")
    wall.reload()
    scene(wall, "result")
    clock.seconds += 3600.0
    wall.reload()
    scene(wall, "closed")
    expect(wall.locator(".decided strong")).to_have_text("Begin")
    comes_true(wall, WHOLE)
    wall.set_viewport_size(PHONE)
    comes_true(wall, "document.documentElement.scrollWidth <= innerWidth")
