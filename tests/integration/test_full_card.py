"""A card that is really full: everything is refused, nothing lies there half written, and with room it all goes on."""

from tests.fakes.tight import on_a_tight_card

WRITERS = """
import asyncio, logging
from xlab.dashboard.ports.demos import DemosRefused
from xlab.dashboard.ports.machine import NotSet
from xlab.events import Recorded
from xlab.hub import backups
from xlab.hub.card import Card
from xlab.hub.held import Held
from xlab.hub.inbox import Inbox
from xlab.hub.kitfile import KitFile
from xlab.keyfiles import write_key
from xlab.link import RunReport
from xlab.logfile import keep_log
from xlab.store import Outbox, SqliteLog, StoreError, stamp
from xlab_kiosk.shell.care.kept import write_kept
from xlab_kiosk.shell.care.troubles import Troubles

async def main():
    log, outbox = SqliteLog.open(home / "events.db"), Outbox.open(home / "outbox.db")
    keep_log(home, "hub")
    card = Card(home, lambda keeps: None, lambda: 0.0)
    text = "x" * 20_000
    report = RunReport(run="r", demo="d", version="1", outcome="crashed", detail="", text=text, picture=b"", wall=0.0)
    number = 0

    def draft():
        nonlocal number
        number += 1
        return stamp(Recorded(run="r", demo="d", values={"text": "x" * 2000}, beacon=None))

    def upload():
        path = Path("/tmp") / f"upload-{os.getpid()}"
        path.write_bytes(bytes(200_000))
        Inbox(home, free=lambda folder: 1 << 40).upload(path, "demo.xlabdemo")

    jobs = {
        "settings": (lambda: KitFile(home).change({"kit_name": "Blue box"}), OSError),
        "key": (lambda: write_key(home, "secret", bytes(20_000)), OSError),
        "log": (lambda: log.append([draft() for _ in range(20)]), StoreError),
        "outbox": (lambda: [outbox.put(draft()) for _ in range(20)], StoreError),
        "backup": (lambda: backups.write(home, log, home / "backups", why="asked", kit_name="k", version="1",
                                         now=0.0, demos=False, progress=lambda share: None), backups.BackupError),
        "state": (lambda: write_kept(home / "state.json", "x" * 20_000), OSError),
        "trouble": (lambda: Troubles(home / "troubles", lambda report: None).keep(report), OSError),
    }
    jobs["settings"][0]()
    log.append([draft()])
    outbox.put(draft())
    kept = log.last(), len(outbox.pending(999))
    fill()
    assert card.look() == "full", card.look()
    settings = (home / "kit.toml").read_bytes()
    for name, (job, refusal) in jobs.items():
        try:
            job()
        except refusal:
            print("refused", name)
    try:
        upload()
    except DemosRefused:
        print("refused upload")
    logging.getLogger("x").error("y" * 9000)
    assert (home / "kit.toml").read_bytes() == settings
    assert (log.last(), len(outbox.pending(999))) == kept
    print("lies there:", *sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()))
    free()
    for job, _ in jobs.values():
        job()
    assert card.look() in ("low", "yes") and (log.last(), len(outbox.pending(999))) == (kept[0] + 20, kept[1] + 20)
    print("all taken")

asyncio.run(main())
"""


def test_a_full_card_takes_nothing_by_halves_and_goes_on_when_there_is_room(tmp_path):
    *refused, there, last = on_a_tight_card(tmp_path, WRITERS).splitlines()
    names = ("settings", "key", "log", "outbox", "backup", "state", "trouble", "upload")
    assert refused == [f"refused {name}" for name in names]
    databases = {f"{name}.db{end}" for name in ("events", "outbox") for end in ("", "-shm", "-wal")}
    assert set(there.split()[2:]) == databases | {"filler", "kit.toml", "logs/hub.log"}
    assert last == "all taken"


REOPEN = """
from xlab.events import KitStarted
from xlab.store import Outbox, SqliteLog, StoreError, _reserve, stamp

_reserve.PLENTY = 2 * 1024 * 1024
for kind, name in ((SqliteLog, "events.db"), (Outbox, "outbox.db")):
    kind.open(home / name, reserve=True).close()
fill()
log, outbox = SqliteLog.open(home / "events.db", reserve=True), Outbox.open(home / "outbox.db", reserve=True)
fill()
try:
    outbox.put(stamp(KitStarted(version="x" * 9000)))
except StoreError:
    print("refused")
free()
log.append([stamp(KitStarted(version="1"))])
log.close()
SqliteLog.open(home / "events.db", reserve=True)
print("laid back" if (home / ".reserve").stat().st_size == _reserve.SIZE else "gone")
"""


def test_a_kit_that_was_switched_off_in_order_starts_on_a_full_card(tmp_path):
    """Its databases need a file beside them, for which room was kept back while there was some."""
    assert on_a_tight_card(tmp_path, REOPEN) == "refused\nlaid back\n"
