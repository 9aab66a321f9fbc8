"""Hub and kiosk are killed, or hang, and come back by themselves; visitors' screen goes on while the hub is away."""

from functools import partial
from pathlib import Path

from tests.vm import picture
from tests.vm.browser import Browser
from tests.vm.case import Case, Notes, Wrong
from tests.vm.kit import HOME, Kit
from tests.vm.scenarios.tap import MIDDLE, home

HUB = "xlab-hub.service"
KIOSK = "xlab-kiosk.service"
DEMO = "try-hang-update"
DEMOS = Path(__file__).parents[2] / "data" / "demos"


def _dies(unit: str, signal: str, kit: Kit, notes: Notes) -> None:
    """KILL ends it at once; STOP makes it hang, which systemd's watchdog ends."""
    home(kit)
    before = kit.unit(unit)
    since = kit.now()
    kit.run("systemctl", "kill", "-s", signal, "--kill-whom=main", unit)
    if unit == HUB:
        _screen_goes_on(kit, notes)
    kit.until(f"{unit} is another process", lambda: _is_new(kit, unit, before["MainPID"]))
    notes.figure("up_again_s", kit.now() - since)
    if unit == HUB:
        kit.until("The dashboard answers", kit.answers)
        notes.figure("answers_again_s", kit.now() - since)
    home(kit)
    notes.figure("attract_again_s", kit.now() - since)
    after = kit.unit(unit)
    notes.figure("watchdog", after["WatchdogUSec"])
    if int(after["NRestarts"]) != int(before["NRestarts"]) + 1:
        notes.wrong(f"{unit} was started {int(after['NRestarts']) - int(before['NRestarts'])} times, not once")


def _is_new(kit: Kit, unit: str, pid: str) -> bool:
    now = kit.unit(unit)
    return now["ActiveState"] == "active" and now["MainPID"] not in ("0", pid)


def _screen_goes_on(kit: Kit, notes: Notes) -> None:
    """A visitor taps while the hub is away, and gets the choice of demos."""
    notes.figure("tap_without_hub_s", kit.tap_for("menu", *MIDDLE))
    notes.picture("choice-without-hub")


def _demo_hangs(kit: Kit, notes: Notes) -> None:
    """A demo that hangs comes through the door for folders, is let in by IT, and is begun."""
    home(kit)
    folder = "xlab_demo_" + DEMO.replace("-", "_")
    for file in sorted((DEMOS / folder).glob("*.*")):
        kit.machine.put(f"{HOME}/demos/{folder}/{file.name}", file.read_text("utf-8"))
    kit.run("chown", "-R", "xlab:xlab", f"{HOME}/demos")
    browser = kit.it()
    kit.until("The dashboard lists the demo", lambda: _listed(browser))
    approved = {"demo": DEMO, "digest": _listed(browser)}
    answer = browser.post("/api/v1/demos/approve", approved, token_from="/it/demos")
    if answer.status != 200:
        raise Wrong(f"IT cannot approve the demo: {answer.body.decode()}")
    ready = {"station": "st-1", "demo": DEMO}
    pid = kit.unit(KIOSK)["MainPID"]

    def begun() -> bool:
        browser.post("/api/v1/orders/open", ready, token_from="/stations")
        return kit.wait("It is begun", lambda: kit.screen in ("playing", "trouble"), 20) is not None

    kit.until("The station begins the demo", begun)
    since = kit.now()
    kit.until("The station says that something went wrong", lambda: kit.screen == "trouble")
    notes.figure("card_s", kit.now() - since)
    kit.wait("The card is to be seen", lambda: picture.drawn(kit.look()), 5.0)
    notes.picture("card")
    kit.until("The station goes on by itself", lambda: kit.screen in ("menu", "attract"))
    notes.figure("goes_on_s", kit.now() - since)
    ended = [one["fact"] for one in kit.events(since - 60) if one["fact"]["type"] == "RunEnded"]
    if not any(fact["outcome"] == "hung" for fact in ended):
        notes.wrong(f"the log does not say that the demo hung, but {ended}")
    if kit.unit(KIOSK)["MainPID"] != pid:
        raise Wrong("the kiosk itself was ended")


def _kernel_gives_up(kit: Kit, notes: Notes) -> None:
    home(kit)
    before = kit.run("cat", "/proc/sys/kernel/random/boot_id").output
    kit.run("sh", "-c", "(sleep 1; echo c >/proc/sysrq-trigger) >/dev/null 2>&1 &")
    notes.figure("attract_again_s", kit.comes_back())
    if kit.run("cat", "/proc/sys/kernel/random/boot_id").output == before:
        notes.wrong("the system is the one that was said to have given up")


def _listed(browser: Browser) -> str:
    """The digest of the demo's files as the dashboard shows it; empty while it does not."""
    demos = browser.get("/api/v1/demos").json["demos"]
    return next((str(demo["digest"]) for demo in demos if demo["demo"] == DEMO), "")


SCENARIOS = (
    Case("hub-killed", "the hub is killed; a visitor taps on meanwhile", partial(_dies, HUB, "KILL")),
    Case("kiosk-killed", "the kiosk is killed", partial(_dies, KIOSK, "KILL")),
    Case("demo-hangs", "a demo of somebody's hangs in the middle of a run", _demo_hangs),
    Case("hub-hangs", "the hub hangs; a visitor taps on meanwhile", partial(_dies, HUB, "STOP")),
    Case("kiosk-hangs", "the kiosk hangs", partial(_dies, KIOSK, "STOP")),
    Case("kernel-panics", "the kernel itself gives up, and starts anew", _kernel_gives_up),
)
