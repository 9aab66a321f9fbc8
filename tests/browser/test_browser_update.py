"""IT renews the kit in a real browser: a file sent in pieces over a bad network, one button, and across the restart."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.fakes.kit import FakeKit
from tests.fakes.updating import USED
from tests.fakes.visitor import PASSWORD, PIN
from xlab.dashboard import it_update
from xlab.dashboard.keys import Keys

NEW = "0.3.0-b0e8b50a"


@pytest.fixture
def kit(tmp_path, monkeypatch):
    monkeypatch.setattr(it_update, "PIECE", 4000)
    kit = FakeKit(tmp_path)
    Keys(tmp_path).pin.set_first(PIN)
    Keys(tmp_path).it.set_first(PASSWORD)
    kit.pin_was_set()
    kit.root.install()
    return kit


@pytest.fixture
def page(url, new_page) -> Page:
    page = new_page()
    page.goto(f"{url}/it/sign-in")
    page.fill("#password", PASSWORD)
    page.click("form .button")
    page.wait_for_url("**/it/demos")
    page.goto(f"{url}/it/update")
    return page


def test_a_file_is_sent_installed_and_seen_to_the_end(page, kit, url, watch):
    watch.expected = ("net::ERR", "503")
    lost = iter((False, True, True))

    def bad_network(route: Route) -> None:
        if next(lost, False):
            route.abort()
        else:
            route.continue_()

    page.route("**/it/update/piece*", bad_network)
    sent = {"name": "spring.xlab-update", "mimeType": "application/octet-stream"}
    page.locator("#send input").set_input_files([sent | {"buffer": kit.root.update_file(NEW)}])
    expect(page.locator("#files .version")).to_have_text(NEW)

    page.get_by_text("Install it").click()
    page.get_by_role("button", name="Install now").click()
    expect(page.locator("[aria-current=step]")).to_have_text("Checking the file")
    assert kit.root.asked.wait(60)
    kit.root.says("switching", version=NEW, before=USED)
    expect(page.locator("[aria-current=step]")).to_contain_text("The kit starts again.")

    # The hub ends and another begins: the page asks until it is answered.
    page.route(url + "/it/update", lambda route: route.fulfill(status=503, body=""))
    kit.root.says("done", version=NEW, before=USED)
    page.unroute(url + "/it/update")
    expect(page.locator("#how")).to_contain_text(f"Version {NEW} is in use.")


def test_something_else_is_refused_in_words(page, kit):
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8" * 3000}
    page.locator("#send input").set_input_files([photo])
    expect(page.locator("#files")).to_contain_text("This is not an update file of a kit.")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#files")).to_contain_text("No update file is here.")
