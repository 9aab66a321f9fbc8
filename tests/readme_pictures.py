"""The pictures of the README, taken from the running program: ``make pictures``."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests import walk
from tests.browser.conftest import CHROMIUM, QUIET
from tests.fakes.visitor import PHONE
from tests.menu import place_of
from tests.page_pictures import take_all
from tests.running import PIN, RunningKit
from tests.screen import Screen

WALL = (960, 540)
"""Pixels of a picture on the wall of stations."""

NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}
FOLDER = Path(__file__).resolve().parents[1] / "deploy" / "pictures"


def keep(picture: Image.Image, name: str) -> None:
    """Store a picture small enough for a repository."""
    FOLDER.mkdir(exist_ok=True)
    picture.convert("RGB").save(FOLDER / f"{name}.jpg", quality=85, optimize=True, progressive=True)


def main() -> None:
    """Walk through the kit as a facilitator and a visitor would, and take a picture at each stop."""
    walk.main()
    for demo in walk.FACES:
        keep(walk.face(demo).resize(WALL), demo)
    with (
        Screen() as screen,
        RunningKit("--size", "1280x720", "--kit-name", "Blue box", env=NO_BUS | screen.env) as kit,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(kit.url)
        page.fill("#code", kit.code)
        page.fill("#pin", PIN)
        page.fill("#again", PIN)
        page.click("form .button")
        page.wait_for_selector(".badge[data-at]", timeout=60_000)
        page.wait_for_timeout(1500)
        keep(Image.open(io.BytesIO(page.screenshot())), "dashboard")
        keep(screen.picture(), "attract")
        screen.tap(0.5, 0.5)
        kit.wait(lambda health: health["stations"][0]["state"] == "menu")
        screen.settle()
        keep(screen.picture(), "menu")
        screen.tap(*place_of("warm-welcome"))
        kit.wait(lambda health: health["stations"][0]["state"] == "playing")
        screen.settle()
        phone = chromium.new_page(viewport=PHONE, storage_state=page.context.storage_state(), has_touch=True)
        phone.goto(f"{kit.url}/stations/st-1")
        phone.wait_for_selector("#device.seen")
        phone.wait_for_timeout(1000)  # the picture fades in
        keep(Image.open(io.BytesIO(phone.screenshot())), "live-screen")
        take_all(chromium, FOLDER)
        chromium.close()


if __name__ == "__main__":
    main()
