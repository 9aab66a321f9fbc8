"""A hub whose card cannot be written, as a service: it comes up, says that nothing is kept, and goes back by itself."""

import asyncio
import contextlib
import json

import pytest

from tests.fakes.tight import on_a_tight_card
from xlab.hub import HubError, run_hub
from xlab.hub.opening import LOG, Return, open_home
from xlab.hubfile import AnotherHub
from xlab.settings import Settings

A_WHOLE_HUB = """
import asyncio, contextlib, io, json, logging, re, urllib.error, urllib.parse, urllib.request
from http.cookiejar import CookieJar
from xlab.cli.backup import backup
from xlab.dashboard.hashed import Hashed
from xlab.dashboard.keys import PIN_FILE
from xlab.events import KitStarted
from xlab.hub import opening, run_hub
from xlab.look.words import Words
from xlab.settings import Settings
from xlab.store import SqliteLog, stamp

opening.EVERY = 0.05
logging.disable()
words = Words("en")("visit.refused_not_stored")
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/nonexistent"
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({}))

def get(url, **form):
    data = urllib.parse.urlencode(form).encode() if form else None
    try:
        with browser.open(url, data) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()

def token(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

def look(url):
    health = json.loads(get(url + "api/v1/health")[1])
    _, page = get(url + "sign-in")
    get(url + "sign-in", pin="2468", csrf_token=token(page))
    _, room = get(url)
    _, visit = get(url + "visit")
    status, refused = get(url + "visit/plan", csrf_token=token(visit), kind="visit", language="en")
    print(json.dumps({
        "kit": health["kit"], "keeps": health["keeps"], "room": 'data-keeps="failing"' in room,
        "refused": status < 500 and words in refused, "kept": "visit/step" in get(url + "visit")[1],
    }))

async def main():
    log = SqliteLog.open(home / "events.db")
    log.append([stamp(KitStarted(version="1"))])
    print(log.kit)
    log.close()
    Hashed(home, PIN_FILE).set_first("2468")
    mounted("ro")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        backup.main(["/dev/shm", "--json", "--home", str(home)], standalone_mode=False)
    saved = json.loads(said.getvalue())
    print(saved["events"])
    Path(saved["file"]).unlink()
    for number in range(2):
        told, stop = asyncio.Queue(), asyncio.Event()
        settings = Settings(host="127.0.0.1", port=0)
        running = asyncio.create_task(run_hub(home, settings, stop, told.put_nowait, anyway=True))
        waiting = asyncio.create_task(told.get())
        await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            await running
        info = await waiting
        if number == 0:
            await asyncio.to_thread(look, info.urls[0])
            assert not running.done()
            mounted("rw")  # upon which it ends by itself
        else:
            print(info.keeps)
            stop.set()
        await running
    log = SqliteLog.open(home / "events.db")
    print(len(log.read()))

asyncio.run(main())
"""


def test_a_whole_hub_on_a_read_only_home_serves_its_pages_keeps_nothing_and_ends_when_it_can_be_written(tmp_path):
    kit, saved, saw, keeps, events = on_a_tight_card(tmp_path, A_WHOLE_HUB).splitlines()
    told = json.loads(saw)
    assert saved == "1"  # a backup on a stick is what everyone is told to make
    assert told == {"kit": kit, "keeps": "failing", "room": True, "refused": True, "kept": False}
    assert keeps == "yes" and int(events) >= 2  # the second start is in the log, and the first event still


def test_by_hand_a_log_that_cannot_be_opened_ends_the_hub_with_a_sentence(tmp_path):
    (tmp_path / LOG).mkdir()
    with pytest.raises(HubError, match="cannot be opened"):
        asyncio.run(run_hub(tmp_path, Settings(host="127.0.0.1", port=0), asyncio.Event(), lambda info: None))


@pytest.fixture
def opened(tmp_path):
    """Opens the home as a service does, and closes it again."""
    with contextlib.ExitStack() as closing:
        yield lambda: open_home(tmp_path, "http://127.0.0.1:1", closing, anyway=True)


FULL_THEN_DAMAGED = """
import contextlib
from xlab.hub.opening import LOG, Return, open_home
from xlab.store import SealedLog

(home / "keys").mkdir()
fill()
with contextlib.ExitStack() as closing:
    print(open_home(home, "http://127.0.0.1:1", closing, anyway=True).keeps)
free()
(home / LOG).write_bytes(b"SQLite format 3\\0" + bytes(9000))
mounted("ro")
with contextlib.ExitStack() as closing:
    found = open_home(home, "http://127.0.0.1:1", closing, anyway=True)
    back = Return(home, lambda: None)
    print(isinstance(found.log, SealedLog), found.keeps, found.log.read(), back.look())
    mounted("rw")
    could = back.look()
with contextlib.ExitStack() as closing:
    print(could, open_home(home, "http://127.0.0.1:1", closing, anyway=True).keeps)
"""


def test_a_full_card_is_told_as_full_and_a_damaged_log_that_cannot_be_put_aside_is_an_empty_one(tmp_path):
    said = on_a_tight_card(tmp_path, FULL_THEN_DAMAGED)
    assert said == "full\nTrue failing [] False\nTrue yes\n"


def test_a_log_that_never_opens_is_no_reason_to_end_however_well_the_card_takes_other_things(tmp_path, opened):
    (tmp_path / LOG).mkdir()
    assert opened().keeps == "failing"
    assert not Return(tmp_path, lambda: None).look()
    (tmp_path / LOG).rmdir()
    assert Return(tmp_path, lambda: None).look()


def test_the_station_here_is_known_as_before_and_a_hub_that_runs_is_still_the_only_one(tmp_path, opened):
    with contextlib.ExitStack() as closing:
        well = open_home(tmp_path, "http://127.0.0.1:1", closing, anyway=True)
        assert well.keeps == "yes"
        with pytest.raises(AnotherHub):
            opened()
    (tmp_path / LOG).unlink()
    (tmp_path / LOG).mkdir()
    assert opened().token == well.token
