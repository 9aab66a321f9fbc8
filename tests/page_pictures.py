"""A picture of every page on a phone and on a laptop, of a made-up visit: part of ``make pictures``.

All of them go to ``build/pages``, to be looked at; the README shows those of ``SHOWN``.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.conftest import comes_true
from tests.browser.test_browser_accessible import (
    CHARTED,
    OPEN_TO_ALL,
    READY,
    STYLED,
    Judge,
    closed,
    examples,
    furnish,
    opened,
    pages,
)
from tests.fakes.kit import FakeKit
from tests.fakes.server import Served
from tests.fakes.visitor import LAPTOP, PHONE
from xlab.dashboard import make_asgi
from xlab.dashboard.replies import Receive, Scope, Send

ROOT = Path(__file__).resolve().parents[1]
ALL = ROOT / "build" / "pages"
SIZES = {"phone": PHONE, "laptop": LAPTOP, "wall": {"width": 1920, "height": 1080}}
SHOWN = {
    ("open", "/visit", "phone"): "visit-today",
    ("open", "/visit/board", "phone"): "visit-board",
    ("open", "/rounds", "phone"): "visit-rounds",
    ("open", "/wall", "wall"): "visit-wall",
}
"""What the README shows, by state, page and size."""


def take_all(chromium: Browser, shelf: Path) -> None:
    """Every page of a visit that is open, then of one that is closed; those of the README go to ``shelf``."""
    ALL.mkdir(parents=True, exist_ok=True)
    for state, build in (("open", opened), ("closed", closed)):
        with tempfile.TemporaryDirectory() as home:
            kit = FakeKit(Path(home))
            furnish(kit)
            build(kit)
            with Served(make_asgi(kit, _no_link)) as url:
                _take(chromium, url, kit, state, shelf)
                kit.end_streams()


def _take(chromium: Browser, url: str, kit: FakeKit, state: str, shelf: Path) -> None:
    context = chromium.new_context(viewport=LAPTOP, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    judge = Judge(url, page)
    for path in [*OPEN_TO_ALL, "", *pages(kit)[0], *examples(kit)]:
        if path == "":
            judge.sign_in()
            continue
        page.goto(url + path, wait_until="domcontentloaded")
        if page.evaluate("document.contentType") != "text/html":
            continue
        comes_true(page, STYLED)
        if path in READY:
            page.wait_for_selector(READY[path], state="attached")
        for size, viewport in SIZES.items():
            if size == "wall" and path != "/wall":
                continue
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            comes_true(page, CHARTED)
            page.wait_for_timeout(400)  # pictures fade in, and charts are drawn anew
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.save(ALL / f"{state}{path.replace('/', '-')}-{size}.png")
            if name := SHOWN.get((state, path, size)):
                picture.save(shelf / f"{name}.jpg", quality=85, optimize=True, progressive=True)
    context.close()


async def _no_link(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError("no station calls here")
