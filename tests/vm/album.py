"""``make vm-test ARGS=--pictures``: the pictures of ``deploy/README.md``, taken of the installed kit from outside.

A kit that starts for the first time, its attract picture, and its dashboard in a browser outside.
"""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET
from tests.vm.kit import PIN, Kit
from tests.vm.outpost import setup_code

SIZE = (1280, 720)
"""Of the screen; a page shows it smaller."""
WIDTH, QUALITY = 800, 82
"""Of the files: pixels, and what keeps each of them below a hundred kilobytes."""


CALM = 5
"""Looks in a row at which the kiosk has no process of a demo: all of them have been pictured."""
LOADS = 300_000
"""Milliseconds that a page of an emulated machine may take."""


def take(kit: Kit, folder: Path) -> None:
    """Take them all, from a fresh kit, into ``folder``."""
    kit.renew()
    kit.power_on()
    kit.until("The demos are pictured", _calm(kit))
    _keep(kit.picture("album-first-start"), folder / "appliance-first-start.jpg")
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(LOADS)
        page.goto(f"{kit.machine.url}/setup", timeout=LOADS)
        for name, text in (("code", setup_code(kit)), ("pin", PIN), ("again", PIN)):
            page.fill(f"input[name={name}]", text)
        page.click("main button.button")
        page.wait_for_selector("main canvas, main svg", state="attached")
        kit.until("The dashboard hears badges", lambda: kit.state == "scanning")
        page.wait_for_timeout(20_000)  # until the picture of the station's screen and the badges have come
        shot = kit.look().with_name("album-dashboard.png")
        page.screenshot(path=shot)
        _keep(shot, folder / "appliance-dashboard.jpg")
        browser.close()
    kit.shows("attract")
    _keep(kit.picture("album-attract"), folder / "appliance-attract.jpg")


def _calm(kit: Kit) -> Callable[[], bool]:
    group = kit.unit("xlab-kiosk.service")["ControlGroup"]
    looks: list[int] = []

    def calm() -> bool:
        looks.append(len(kit.run("cat", f"/sys/fs/cgroup{group}/cgroup.procs").output.split()))
        return looks[-CALM:] == [1] * CALM

    return calm


def _keep(shot: Path, path: Path) -> None:
    with Image.open(shot) as picture:
        size = (WIDTH, round(picture.height * WIDTH / picture.width))
        picture.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(path, quality=QUALITY, optimize=True)
