"""A stick goes in and comes out: after a backup, in the middle of one, and in the middle of an update."""

import re
import shutil
import time
from pathlib import Path

from tests.vm import stick
from tests.vm.browser import Browser
from tests.vm.case import Case, Notes, Wrong
from tests.vm.kit import HOME, Kit
from tests.vm.scenarios.comeback import HUB
from tests.vm.versions import WHAT, another, signer, update_file
from xlab.hub import backups
from xlab.look.words import Words

STATE = Path(__file__).parents[3] / ".state" / "vm"
MB = 1_000_000
PLACE = "/media/xlab-sda1"
"""Where the machine's rule for sticks mounts it (``deploy/udev``)."""
BACKUPS, UPDATES = "/it/backups", "/it/update"
BALLAST = f"{HOME}/reports/ballast"
"""A report of many pictures: with it, writing a backup takes long enough to be disturbed."""
READ = 3.0
"""Seconds into something that the stick is pulled out."""
WORDS = Words("en")


def _takes_a_backup(kit: Kit, notes: Notes) -> None:
    browser, image = kit.it(), stick.made(STATE / "sticks" / "backup.img", 256 * MB, name="BLUE STICK")
    notes.figure("offered_s", _goes_in(kit, browser, image))
    notes.line(f"  it is called {_target(browser)[1]!r} on the page")
    browser.form(f"{BACKUPS}/make", on=BACKUPS, target=_target(browser)[0])
    kit.until("It is on the stick", lambda: _told(browser, "made_stick"))
    # A hub that starts while the stick is in sees it as one that was put in later, and may write to it.
    kit.run("systemctl", "restart", HUB)
    kit.until("The dashboard answers", kit.answers)
    browser = kit.it()
    kit.until("The page offers the stick again", lambda: _target(browser)[0])
    browser.form(f"{BACKUPS}/make", on=BACKUPS, target=_target(browser)[0])
    kit.until("A second one is on the stick", lambda: _told(browser, "made_stick"))
    notes.figure("away_s", _comes_out(kit, browser))
    if (found := _whole(image, notes)) != 2:
        notes.wrong(f"two backups were made, and {found} are on the stick")


def _is_pulled_from_a_backup(kit: Kit, notes: Notes) -> None:
    kit.run("sh", "-c", f"install -d -o xlab -g xlab {BALLAST}; head -c 80M /dev/urandom > {BALLAST}/pictures.bin")
    browser, image = kit.it(), stick.made(STATE / "sticks" / "pulled.img", 256 * MB)
    try:
        _goes_in(kit, browser, image)
        browser.form(f"{BACKUPS}/make", on=BACKUPS, target=_target(browser)[0])
        time.sleep(READ)
        if _told(browser, "made_stick"):
            raise Wrong("the backup was made before the stick could be pulled")
        notes.figure("away_s", _comes_out(kit, browser))
        notes.figure("told_s", kit.until("It is said", lambda: _told(browser, "refused_gone")))
        if found := _whole(image, notes):
            notes.wrong(f"{found} backups are on a stick that was pulled in the middle of one")
        notes.figure("again_offered_s", _goes_in(kit, browser, image))
        browser.form(f"{BACKUPS}/make", on=BACKUPS, target=_target(browser)[0])
        notes.figure("written_s", kit.until("It is on the stick", lambda: _told(browser, "made_stick")))
        _comes_out(kit, browser)
        if _whole(image, notes) != 1:
            notes.wrong("the second try is not on the stick")
    finally:
        kit.run("rm", "-rf", BALLAST)


def _is_pulled_from_an_update(kit: Kit, notes: Notes) -> None:
    used = kit.run("readlink", "/opt/xlab/current").output
    folder = STATE / "sticks" / "good"
    shutil.rmtree(folder, ignore_errors=True)
    name = another(STATE / "kit", folder, WHAT["good"], when=time.time())
    file = update_file(folder, folder.with_suffix(".xlab-update"), signer())
    image = stick.made(STATE / "sticks" / "update.img", file.stat().st_size + 64 * MB, [file])
    browser = kit.it()
    kit.machine.plug_in(image)
    notes.figure("offered_s", kit.until("The page offers it", lambda: _candidate(browser)))
    browser.form(f"{UPDATES}/begin", on=UPDATES, candidate=_candidate(browser))
    time.sleep(READ)
    kit.machine.take_out()
    gone = WORDS("update.refused_gone").encode()
    notes.figure("told_s", kit.until("It is said", lambda: gone in browser.get(UPDATES).body.replace(b"&#39;", b"'")))
    if kit.run("readlink", "/opt/xlab/current").output != used:
        notes.wrong("another version is in use")
    kit.machine.plug_in(image)
    notes.figure("again_offered_s", kit.until("The page offers it", lambda: _candidate(browser)))
    notes.line(f"  the stick had {name}, and was pulled {READ:g} s after the button")
    kit.machine.take_out()
    kit.shows("attract")


def _goes_in(kit: Kit, browser: Browser, image: Path) -> float:
    """Seconds from putting it in until the page offers it."""
    kit.machine.plug_in(image)
    return kit.until("The page offers the stick", lambda: _target(browser)[0])


def _comes_out(kit: Kit, browser: Browser) -> float:
    """Seconds from pulling it until neither the page nor the system speaks of it."""
    kit.machine.take_out()
    return kit.until(
        "The stick is gone",
        lambda: not _target(browser)[0] and kit.run("mountpoint", "-q", PLACE, check=False).status != 0,
    )


def _target(browser: Browser) -> tuple[str, str]:
    """The stick that the page offers to write to, and what it calls it; empty where there is none."""
    page = browser.get(BACKUPS).body.decode()
    found = re.search(r'name="target" value="([^"]+)">\s*<button[^>]*>([^<]*)<', page)
    return (found[1], found[2]) if found else ("", "")


def _candidate(browser: Browser) -> str:
    found = re.search(r'name="candidate" value="([0-9a-f]+)"', browser.get(UPDATES).body.decode())
    return found[1] if found else ""


def _told(browser: Browser, word: str) -> bool:
    """Whether the page says this sentence; of one that names the stick, what comes before and after the name."""
    said = browser.get(BACKUPS).body.decode()
    return all(part in said for part in WORDS(f"backups.{word}", stick="\0").split("\0"))


def _whole(image: Path, notes: Notes) -> int:
    """How many backups are on a stick, each of which was read back here."""
    work = STATE / "sticks" / "read"
    found = [path for path in stick.got(image, "xlab-backups", work) if path.suffix == backups.SUFFIX]
    for path in found:
        try:
            backups.verify(work, path)
        except backups.BackupError as error:
            notes.wrong(f"{path.name} on the stick is damaged: {error}")
    return len(found)


SCENARIOS = (
    Case("stick", "a stick goes in, takes a backup, and comes out", _takes_a_backup),
    Case("stick-pulled", "a stick is pulled in the middle of a backup, and comes again", _is_pulled_from_a_backup),
    Case("stick-update", "a stick is pulled in the middle of an update", _is_pulled_from_an_update),
)
