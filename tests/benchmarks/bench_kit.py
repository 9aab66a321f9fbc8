"""The whole kit, measured from outside: start, memory, and an advertisement on its way to the live feed."""

import statistics
import sys
import threading
import time
from pathlib import Path

import psutil

from tests.fakes.badge import UUID, ibeacon
from tests.fakes.bluez import BlueZStandIn
from tests.menu import place_of
from tests.running import RunningKit
from tests.screen import Screen
from xlab.hub.pipeline import SPACING

NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}
NEW_BADGES = 90
"""Every one is a stranger to the kit, which lets in a hundred at once and later ones slowly."""

FOAM = 60
"""A sum of red, green and blue that an X root window (black) does not have and the kiosk's foam does."""


def main() -> None:
    """Print the figures beside the promises of the design."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    starts = [start() for _ in range(runs)]
    pictures, answers = zip(*starts, strict=True)
    row("start to attract screen in a window", "s", pictures, 2.0)
    row("start to first dashboard answer", "s", answers, None)
    memory()
    row("advertisement to event on /live", "ms", adverts(NEW_BADGES), 100.0)


def row(what: str, unit: str, values: object, promise: float | None) -> None:
    """One line: median, p95 and what was promised."""
    ordered = sorted(values)  # type: ignore[type-var]
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    said = f"{promise:.3g} {unit}" if promise is not None else "-"
    figures = f"median {statistics.median(ordered):7.2f}  p95 {p95:7.2f} {unit:<3} n={len(ordered)}"
    print(f"{what:<40} {figures}  promise {said}")


def start() -> tuple[float, float]:
    """Seconds from ``xlab up`` to our first picture on an X screen, and to the first answer of the dashboard."""
    with Screen() as screen:
        began = time.monotonic()
        seen: list[float] = []

        def look() -> None:
            while not seen:
                time.sleep(0.02)
                if sum(screen.picture().convert("RGB").getpixel((640, 300))) > FOAM:  # type: ignore[arg-type]
                    seen.append(time.monotonic() - began)

        watcher = threading.Thread(target=look)
        kit = RunningKit("--size", "1280x720", env=NO_BUS | screen.env)
        watcher.start()
        with kit:
            kit.wait(lambda health: True)
            answered = time.monotonic() - began
            watcher.join()
    return seen[0], answered


def memory() -> None:
    """Memory of each process while a demo plays: its own pages and its share of common ones (PSS)."""
    with Screen() as screen, RunningKit("--size", "1280x720", env=NO_BUS | screen.env) as kit:
        kit.wait(lambda health: health["stations"] and health["stations"][0]["state"] == "attract")
        screen.tap(0.5, 0.5)
        kit.wait(lambda health: health["stations"][0]["state"] == "menu")
        screen.settle()
        screen.tap(*place_of("warm-welcome"))
        kit.wait(lambda health: health["stations"][0]["state"] == "playing")
        screen.settle(timeout=5)
        shares: dict[str, float] = {}
        for process in psutil.Process(kit.process.process.pid).children(recursive=True):
            command = " ".join(process.cmdline())
            name = "demo" if "host.runner" in command else "kiosk" if "xlab_kiosk" in command else "hub"
            shares[name] = shares.get(name, 0.0) + pss(process.pid)
    for name, share in sorted(shares.items()):
        print(f"{'memory of ' + name + ' while a demo plays':<40} {share:7.1f} MB")
    print(f"{'memory of all three':<40} {sum(shares.values()):7.1f} MB  promise 250 MB")


def pss(pid: int) -> float:
    """Proportional set size in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def adverts(count: int) -> list[float]:
    """Milliseconds from a new badge's first advertisement on the air to its event on the live feed, through bleak."""
    with BlueZStandIn() as bluez:
        bluez.add_adapter()
        with RunningKit(part="hub", env={"DBUS_SYSTEM_BUS_ADDRESS": bluez.address}) as kit:
            kit.sign_in()
            kit.wait(lambda health: health["radio"]["state"] == "scanning")
            feed = kit.live(timeout=120)
            next(feed)
            taken = []
            for minor in range(1, count + 1):
                time.sleep(2 * SPACING)  # one badge on its own: of a crowd the hub tells together, on purpose
                sent = time.monotonic()
                bluez.advertise(f"00:00:00:00:{minor >> 8:02X}:{minor & 255:02X}", ibeacon(minor=minor), -60)
                beacon = f"{UUID}/1/{minor}"
                for at, event, _, data in feed:
                    if event == "event" and data["fact"].get("beacon") == beacon and "kind" in data["fact"]:
                        taken.append((at - sent) * 1000)
                        break
    return taken


if __name__ == "__main__":
    main()
