"""The diagnostic bundle of a real kit that knows much: nothing of that is in it, and what helps is."""

import io
import json
import logging
import zipfile
from pathlib import Path

import pytest

from tests.fakes.journal import HandingOut
from tests.hub.test_kit import BADGE, presence, running
from tests.hub.test_visits import CHARTER, CHOICE, off, opened
from tests.waiting import come
from xlab.box import Finding
from xlab.dashboard.keys import Keys
from xlab.events import Answered, IdeaAdded, Recorded
from xlab.events.visits import Decided, Noted, Stakeholder
from xlab.hub.bundle import bundle
from xlab.hub.bundle_hiding import hider
from xlab.hub.bundle_words import written
from xlab.logfile import Discreet, log_file
from xlab.settings import Settings
from xlab.store import SqliteLog, stamp

PIN, PASSWORD, WIFI, TOKEN = "86420975", "Zitronenfalter-77", "Blumenkohl am Freitag", "st-token-0123456789abcdef"
WORDS = ("Quittengelee for everyone", "Rhabarber", "Nobody listens to the night shift", "Mirabellenmus & Söhne")
FOUND = (
    Finding("disk", False, "preflight.disk_full", {"free": 0.1}),
    Finding("clock", True, "preflight.clock_right", {"year": 2026}),
)


def opened_up(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def log_of(home: Path, who: str, *lines: str) -> None:
    """What such a process logged, as it is written."""
    file = log_file(home, who)
    file.parent.mkdir(exist_ok=True)
    records = [logging.LogRecord(f"xlab.{who}", logging.ERROR, "", 0, line, None, None) for line in lines]
    file.write_text("\n".join(Discreet().format(one) for one in records) + "\n")


async def live(kit, home: Path) -> None:
    """A visit with something of every kind in it, and secrets wherever a kit has some."""
    keys = Keys(home)
    keys.pin.set_first(PIN)
    keys.it.set_first(PASSWORD)
    (home / "keys" / "station.token").write_text(TOKEN)
    (home / "keys" / "stations.json").write_text(json.dumps({"pi-a": {"key": "Kaffeemaschine-42"}}))
    (home / "kit.toml").write_text(f'kit_name = "Blue"\npin = "{PIN}"\n[wifi]\nname = "Gast"\npassword = "{WIFI}"\n')
    await off(lambda: kit.badges.register(BADGE, "badge", ""))
    await opened(kit)
    await off(kit.visits.put, Stakeholder(id="s", group="supplier", name=WORDS[3], values=("recognition",)))
    await off(kit.visits.note, Noted(note="n1", kind="open", text=WORDS[2]))
    await off(kit.visits.decide, Decided(decision="d", what=WORDS[0], owner="Sales"))
    await kit.hear([presence()], "live")
    round_ = await off(kit.rounds.open, CHOICE, "on_close")
    await kit.writer.append(
        [
            stamp(IdeaAdded(round=round_, idea="i", voter="v-secret-voter", text=WORDS[1])),
            stamp(Answered(round=round_, voter="v-secret-voter", value=WORDS[0])),
            stamp(Recorded(demo="hello", run="r", values={"said": "Holunderblüten everywhere"})),
        ]
    )
    for folder, name in (("recordings", "Rhabarber.jsonl"), ("reports", "Rhabarber.pdf"), ("demos", "Rhabarber")):
        (home / folder).mkdir(exist_ok=True)
        (home / folder / name).write_text(" ".join((*WORDS, PIN, WIFI)))
    (home / "Rhabarber.txt").write_text("somebody put this here")
    log_of(
        home,
        "hub",
        f"Badge {BADGE} was heard from 192.168.4.23 (aa:bb:cc:dd:ee:ff).",
        f"The station sent its token={TOKEN} and the key Kaffeemaschine-42.",
        f'NetworkManager: psk="{WIFI}" and a password: another-secret',
        f"GET /setup?code=271828&pin={PIN} by a phone",
        "The card is fine.",
    )
    log_of(home, "kiosk", f"hello crashed: ValueError: could not convert {WORDS[0]!r}", "Holunderblüten everywhere")


PLANTED = (
    *(PIN, PASSWORD, WIFI, TOKEN, "Kaffeemaschine-42", "another-secret", "271828", "v-secret-voter", "192.168.4.23"),
    *(*WORDS, "Holunderblüten", BADGE, BADGE.split("/")[0], "aa:bb:cc:dd:ee:ff", CHARTER.purpose, CHARTER.unit),
)


async def test_nothing_of_a_visit_and_no_secret_is_in_it(tmp_path, monkeypatch):
    for name, lacking in (("print_lacks", ""), ("gap", None)):  # programs of their own, tried elsewhere
        monkeypatch.setattr(f"xlab.hub.preflight_steps.{name}", lambda lacking=lacking: lacking)
    async with running(tmp_path) as kit:
        await live(kit, tmp_path)
        kit.care.preflight.now()
        await come(lambda: kit.care.preflight.now().at is not None)
        data = await off(lambda: b"".join(kit.care.bundle()))
    files = opened_up(data)
    for name, text in files.items():
        for planted in PLANTED:
            assert planted.casefold() not in text.casefold(), f"{planted} is in {name}"
            assert planted.casefold() not in name.casefold()
    assert "The card is fine." in files["logs/hub.log"] and "hello crashed: ValueError" in files["logs/kiosk.log"]
    assert "events.db: " in files["home.txt"] and "others: " in files["home.txt"]


def test_of_very_many_texts_the_newest_are_looked_for(tmp_path, monkeypatch):
    monkeypatch.setattr("xlab.hub.bundle_words.MOST", 2)
    log = SqliteLog.open(tmp_path / "events.db")
    log.append([stamp(Noted(note=f"n{n}", kind="open", text=f"text number {n}")) for n in range(4)])
    assert list(written(log)) == ["text number 2", "text number 3"]
    log.close()


def test_what_helps_is_in_it_and_its_first_file_says_what(tmp_path):
    data = b"".join(bundle(tmp_path, Settings, lambda: FOUND))
    files = opened_up(data)
    assert next(iter(files)) == "README.txt"
    for name in set(files) - {"README.txt"}:
        assert name.split("/")[0] in files["README.txt"]
    assert [one["area"] for one in json.loads(files["findings.json"])] == ["disk", "clock"]
    assert "Room on the card: NEEDS SOMEBODY" in files["findings.txt"]
    assert "msgspec" in files["versions.txt"] and "kernel" in files["versions.txt"]
    assert "language = 'en'" in files["settings.txt"] and "beacon_uuids is as it comes" in files["settings.txt"]
    assert "hello" in files["demos.txt"] and "bytes free" in files["machine.txt"]


def test_what_the_system_logged_of_an_installed_kit_is_in_it_without_what_may_not_be(tmp_path, monkeypatch):
    lines = [f"2026-11-22T14:05:{n:02} box systemd[1]: xlab-hub.service: Killing process" for n in range(50)]
    lines.append(f"2026-11-22T14:06:00 box xlab[7]: {BADGE} came from 192.168.4.23")
    with HandingOut(tmp_path / "journal", "\n".join(lines)) as system:
        monkeypatch.setattr("xlab.hub.bundle_facts.journal.__defaults__", (system.path,))
        told = opened_up(b"".join(bundle(tmp_path, Settings, lambda: FOUND)))["journal.txt"]
    assert told.count("Killing process") == 50 and told.endswith("box xlab[7]: (hidden) came from (hidden)")


def test_a_kit_that_is_half_broken_still_gives_one(tmp_path, monkeypatch):
    def broken(*_):
        raise OSError(5, "Input/output error: secret-path")

    for name in ("demos", "sizes", "machine", "log", "versions"):
        monkeypatch.setattr(f"xlab.hub.bundle.facts.{name}", broken)

    def hidden():
        yield "Rhabarber"
        raise OSError("the log is damaged")

    files = opened_up(b"".join(bundle(tmp_path / "gone", Settings, broken, hidden)))
    assert files["demos.txt"] == files["findings.json"] == "This could not be read: OSError.\n"
    assert files["README.txt"] and "language" in files["settings.txt"]


def test_nothing_touches_the_card_and_long_logs_keep_their_end(tmp_path, monkeypatch):
    monkeypatch.setattr("xlab.hub.bundle.MOST", 2000)
    monkeypatch.setattr("xlab.hub.bundle.facts.log", lambda *_: "x" * 3000 + " the end")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no such folder"))
    pieces = list(bundle(tmp_path, Settings, lambda: FOUND))
    assert len(pieces) > 10, "it goes out as it is made"
    files = opened_up(b"".join(pieces))
    assert len(files["logs/hub.log"]) == 2000 and files["logs/hub.log"].endswith(" the end")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        "psk=abcd1234",
        'PIN is "1357"',
        "wifi_password: x y",
        "Authorization: Bearer abc.def",
        "  Setup code 271828  Type",
    ],
)
def test_what_looks_like_a_secret_is_hidden_though_nobody_knows_it(tmp_path, line):
    text = hider(tmp_path)(line)
    assert "(hidden)" in text and not any(one in text for one in ("abcd1234", "1357", "abc.def", "271828"))


def test_what_only_looks_a_little_like_one_stays_readable(tmp_path):
    line = "The demo ended with exit code 9 at 14:05:12; its token was taken, the pin board is full (rpi_volt, 0.4 V)."
    assert hider(tmp_path, ["board"])(line) == line.replace("board", "(hidden)")
