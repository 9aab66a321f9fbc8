"""A real Chromium, watched: whatever a page complains about, or asks of anyone but the kit, fails the test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.fakes.kit import FakeKit
from tests.fakes.server import Served
from tests.fakes.visitor import LAPTOP, PIN
from tests.shaking import LATEST, SEED, SLOWER
from tests.waiting import PATIENCE, until
from xlab.dashboard import make_asgi

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), "/usr/bin/chromium")
WITHOUT = (
    # What a window of its own would bring beside each page, in a process of its own that nobody looks at.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    # A second list takes the place of playwright's, so what matters of that stands here too.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay"),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "OptimizationHints", "PaintHolding", "Translate"),
    *("NetworkTimeServiceQuerying", "PreconnectToSearch", "ThirdPartyStoragePartitioning"),
    "AvoidCorsURLLoaderRestartOnRedirect",
)
"""Features of Chromium that no page of the kit needs."""

QUIET = (
    f"--disable-features={','.join(WITHOUT)}",
    "--no-sandbox",  # a test may run as root, where Chromium's own sandbox does not start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


# Playwright gives up after five seconds, which a browser on a busy machine may well take.
expect.set_options(timeout=PATIENCE * 1000)


FITS = "document.fonts.ready.then(() => document.documentElement.scrollWidth <= innerWidth)"
"""Whether nothing is wider than the window, once the letters are those that stay."""

REST = """document.fonts.ready.then(() => Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime !== Infinity).map((one) => one.finished)))"""


def sign_in(page: Page, url: str, path: str) -> None:
    """Sign in as the facilitator, on the way to a page, which is there with its scripts afterwards."""
    page.goto(f"{url}/sign-in?next={path}")
    page.fill("#pin", PIN)
    page.click("form .button")
    page.wait_for_url(f"{url}{path}")


def comes_true(page: Page, holds: str) -> None:
    """Wait until this script says yes. A page of the kit evaluates no strings: what looks again in there is refused."""
    until(lambda: page.evaluate(holds), lambda: f"not so: {holds}")


def at_rest(page: Page) -> None:
    """Wait until the letters are those that stay, and nothing glides any more: now places can be measured."""
    page.evaluate(REST)


class Watch:
    """What went wrong in a page, and whom it asked for something."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.expected: tuple[str, ...] = ()
        """Parts of what a page may complain about at any time of this test."""
        self._pages: list[Page] = []

    def follow(self, page: Page) -> None:
        self._pages.append(page)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({urlsplit(message.location['url']).path})")

    def _request(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).hostname or request.url[:40])

    def refusal(self) -> str:
        """The one complaint there is: a browser notes every answer that refuses. It is expected from now on."""
        until(lambda: self.complaints or self._pages[-1].evaluate("0"))  # what is told comes in meanwhile
        (complaint,) = self.complaints
        self.complaints.clear()
        return complaint

    def check(self) -> None:
        """Fail on anything unexpected."""
        assert [one for one in self.complaints if not any(part in one for part in self.expected)] == []
        assert self.hosts <= {"127.0.0.1"}, "a request left the kit"


def slow_down(page: Page) -> None:
    """Have this page work slowly, and whatever it asks for come late, also from a kit of its own processes."""
    tools = page.context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    late = {"offline": False, "latency": LATEST * 500, "downloadThroughput": -1, "uploadThroughput": -1}
    tools.send("Network.emulateNetworkConditions", late)


@pytest.fixture
def open_pages() -> Iterator[ExitStack]:
    """The test's browsers, closed with the stack: whoever serves pages closes it before the server goes."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def url(kit: FakeKit, open_pages: ExitStack) -> Iterator[str]:
    """Where the dashboard of the module's own ``kit`` is served."""

    async def no_link(*_: object) -> None:
        raise AssertionError("no station calls here")

    with Served(make_asgi(kit, no_link)) as address:
        yield address
        open_pages.close()  # a page that outlives its server complains that it cannot reach it
        kit.end_streams()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each module: while it is open, playwright's event loop counts as running in this thread."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    watching.check()


@pytest.fixture
def new_page(browser: Browser, watch: Watch, open_pages: ExitStack) -> Callable[..., Page]:
    """Open watched pages, each in a browser of its own: ``new_page(viewport=PHONE, locale="fr", has_touch=True)``."""

    def open_page(**options: object) -> Page:
        settings = {"viewport": LAPTOP, "locale": "en-GB", **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE * 1000)
        open_pages.callback(context.close)
        page = context.new_page()
        watch.follow(page)
        if SEED:
            slow_down(page)
        return page

    return open_page


@pytest.fixture
def facilitator(url: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Sign in as the facilitator, on the way to a page: ``facilitator("/visit", viewport=PHONE)``."""

    def open_page(path: str, **options: object) -> Page:
        page = new_page(**options)
        sign_in(page, url, path)
        return page

    return open_page


@pytest.fixture
def browser_page(new_page: Callable[..., Page]) -> Page:
    """One watched page on a laptop."""
    return new_page()


@pytest.fixture
def set_up() -> Callable[[Page, str, str], None]:
    """Choose the first PIN in the browser: ``set_up(page, url, code)``; the page shows the room afterwards."""

    def choose(page: Page, url: str, code: str) -> None:
        page.goto(url)
        page.fill("#code", code)
        page.fill("#pin", PIN)
        page.fill("#again", PIN)
        page.click("form .button")
        page.wait_for_url(f"{url.rstrip('/')}/")
        page.wait_for_selector("#picture .spot")

    return choose
