"""``make vm-test ARGS=--pictures``: the pictures of ``deploy/README.md``, taken of the installed kit from outside.

A kit that starts for the first time, its attract picture, and its dashboard in a browser outside.
"""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET
from tests.vm.kit import HOME, PIN, Kit

SIZE = (1280, 720)
"""Of the screen; a page shows it smaller."""
WIDTH, QUALITY = 800, 82
"""Of the files: pixels, and what keeps each of them below a hundred kilobytes."""


CALM = 60.0
"""Seconds without another picture of a demo: all of them have been drawn."""
LOADS = 300_000
"""Milliseconds that a page of an emulated machine may take."""


def take(kit: Kit, folder: Path) -> None:
    """Take them all, from a fresh kit, into ``folder``."""
    kit.renew()
    kit.power_on()
    kit.until("The demos are pictured", _calm(kit))
    _keep(kit.picture("album-first-start"), folder / "appliance-first-start.jpg")
    kit.facilitator()
    # Who was told the code for the PIN was a station of its own; a hub that begins anew knows nothing of it.
    kit.run("systemctl", "restart", "xlab-hub.service")
    kit.until("The hub hears badges", lambda: kit.state == "scanning")
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(LOADS)
        page.goto(f"{kit.machine.url}/sign-in", timeout=LOADS)
        page.fill("input[name=pin]", PIN)
        page.click("main button.button")
        page.wait_for_selector("main canvas, main svg", state="attached")
        page.wait_for_timeout(20_000)  # until the picture of the station's screen and the badges have come
        shot = kit.look().with_name("album-dashboard.png")
        page.screenshot(path=shot)
        _keep(shot, folder / "appliance-dashboard.jpg")
        browser.close()
    kit.shows("attract")
    _keep(kit.picture("album-attract"), folder / "appliance-attract.jpg")


def _calm(kit: Kit) -> Callable[[], bool]:
    drawn, since = 0, 0.0

    def calm() -> bool:
        nonlocal drawn, since
        now = len(kit.run("find", f"{HOME}/pictures", "-name", "*.png", check=False).output.split())
        if now != drawn:
            drawn, since = now, kit.now()
        return drawn > 0 and kit.now() > since + CALM

    return calm


def _keep(shot: Path, path: Path) -> None:
    with Image.open(shot) as picture:
        size = (WIDTH, round(picture.height * WIDTH / picture.width))
        picture.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(path, quality=QUALITY, optimize=True)
