"""What is left of a visit on the kit: every byte of its folder is looked at, also inside packed files."""

import gzip
import http.client
import io
import json
import re
import urllib.request
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from tests.hub.test_visits import CHARTER
from tests.running import RunningKit
from tests.waiting import PATIENCE, until
from xlab.beacons.shelf import Shelf
from xlab.events import Answered, BadgeGiven, PresenceChanged, Recorded, VisitSignedOff
from xlab.hub.carrying import known_visits
from xlab.store import Outbox, SqliteLog, stamp

BROWSER = "Secretive-Browser/66.6"
ADDRESSES = ("127.0.0.66", "127.0.0.67")
"""Of two phones: any address that begins with 127 is this machine's."""
FORWARDED = "203.0.113.77"
BADGE = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/4242/31337"
TEXT = "marmalade zebra"
SAID = 987654


class Phone:
    """A visitor's phone with an address and a browser of its own."""

    def __init__(self, kit: RunningKit, address: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", kit.port, timeout=PATIENCE, source_address=(address, 0))
        self._headers = {
            "User-Agent": BROWSER,
            "X-Forwarded-For": FORWARDED,
            "Content-Type": "application/json",
            "Accept-Language": "xx-marked",
        }
        self.cookie = ""

    def post(self, path: str, **body: object) -> int:
        self._line.request("POST", f"/api/v1/rounds/{path}", json.dumps(body), self._headers)
        answer = self._line.getresponse()
        answer.read()
        if said := answer.headers.get("Set-Cookie"):
            self.cookie = said.partition("=")[2].partition(";")[0]
            self._headers["Cookie"] = said.partition(";")[0]
        return answer.status

    def get(self, path: str) -> int:
        self._line.request("GET", path, headers=self._headers)
        answer = self._line.getresponse()
        answer.read()
        return answer.status


def found(folder: Path, markers: dict[str, str]) -> dict[str, list[str]]:
    """Where each marker is: in which file below ``folder``, and in what inside it."""
    told: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        try:
            whole = path.read_bytes()
        except FileNotFoundError:
            continue  # a kit at work takes files away and gives them other names
        for place, content in opened(path.relative_to(folder).as_posix(), whole):
            for name, marker in markers.items():
                if marker.encode() in content:
                    told.setdefault(name, []).append(place)
    return told


def opened(place: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file as it lies there, and whatever is packed in it."""
    yield place, content
    if content[:2] == b"\x1f\x8b":
        # One that is still being written has no end yet.
        yield from opened(f"{place}!", zlib.decompressobj(31).decompress(content))
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from opened(f"{place}!{name}", archive.read(name))


def ask(kit: RunningKit, path: str, **body: Any) -> Any:
    """What the facilitator's page asks of the hub."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', kit.get("/visit"))
    assert token
    request = urllib.request.Request(
        f"{kit.url}/api/v1/{path}",
        msgspec.json.encode(body),
        {"Content-Type": "application/json", "X-CSRFToken": token[1]},
    )
    with kit._opener.open(request, timeout=PATIENCE) as answer:
        said = answer.read()
    return json.loads(said) if said else None


def test_nothing_of_a_person_is_kept_and_after_the_sign_off_nothing_raw_at_all() -> None:
    question = {"text": {"en": "Which?"}}
    choice = question | {"kind": "choice", "options": [{"id": one, "text": {"en": one}} for one in "ab"]}
    with RunningKit("--replay", "none", part="hub") as kit:
        kit.sign_in()
        visit = ask(kit, "visits/plan", language="en")["visit"]
        ask(kit, "visits/charter", charter=CHARTER)
        ask(kit, "visits/step", step="open")
        one = ask(kit, "rounds/open", question=choice, shows="live")["round"]
        two = ask(kit, "rounds/open", question=question | {"kind": "text"}, shows="live")["round"]
        phones = [Phone(kit, address) for address in ADDRESSES]
        for phone in phones:
            assert phone.get("/join") == 200
            assert phone.post("join") == 200
            assert phone.post(f"{one}/answer", value=["a"]) in (200, 204)
            assert phone.post(f"{two}/idea", text=f"{TEXT} and more") in (200, 204)
            assert phone.get("/no/such/page") == 404
            assert phone.post(f"{one}/answer", value="nonsense") == 422
        log = SqliteLog.open(kit.home / "events.db")
        # What a station would tell: a badge with its face, where it was, and what a demo recorded of it.
        log.append(
            [
                stamp(BadgeGiven(beacon=BADGE, animal="fox", accent="coral"), visit=visit),
                stamp(PresenceChanged(kind="entered", beacon=BADGE, proximity="touch"), visit=visit, station="st-1"),
                stamp(Recorded(run="r", demo="d", values={"n": SAID}, beacon=BADGE), visit=visit, station="st-1"),
            ]
        )
        voters = {event.fact.voter for event in log.read(kinds=[Answered]) if isinstance(event.fact, Answered)}
        assert len(voters) == 2
        _furnish(kit.home, visit)
        ask(kit, "visits/step", step="close")
        until(lambda: list((kit.home / "backups").glob("*-closed*")), lambda: kit.process.output)

        person = {
            "browser": BROWSER,
            "forwarded": FORWARDED,
            "language": "xx-marked",
            **dict(zip(("first phone", "second phone"), ADDRESSES, strict=True)),
            **{f"cookie {number}": phone.cookie for number, phone in enumerate(phones)},
        }
        raw = {
            "badge": BADGE,
            "text": TEXT,
            "recorded": f'"n":{SAID}',
            **{f"voter {number}": voter for number, voter in enumerate(sorted(voters))},
        }
        assert found(kit.home, person) == {}
        before = found(kit.home, raw)
        assert set(before) == set(raw), "else the search finds nothing, wherever it is"
        assert any("backups/" in place for place in before["text"])
        assert {"recordings/recording.jsonl.gz!", "outbox.db", "events.db"} <= {
            place.removesuffix("-wal") for place in before["badge"]
        }

        ask(kit, "visits/step", step="sign_off")
        assert found(kit.home, person | raw) == {}
        over = known_visits(log)[visit]
        told = log.read(kinds=[VisitSignedOff])[0].fact
        assert isinstance(told, VisitSignedOff)
        assert (told.recordings, told.backups) == (1, 1)
        assert over.purged == {"Answered": 2, "IdeaAdded": 2, "BadgeGiven": 1, "PresenceChanged": 1, "Recorded": 1}
        log.close()
        kit.process.stop()
        assert found(kit.home, person | raw) == {}
        # What the service manager keeps of what the hub says.
        for marker in (*person.values(), *raw.values()):
            assert marker not in kit.process.output


def _furnish(home: Path, visit: str) -> None:
    """A recording of the visit, and what a kiosk on this machine keeps of it."""
    shelf = Shelf(home / "recordings")
    shelf.folder.mkdir(exist_ok=True)
    recording = shelf.folder / "recording.jsonl.gz"
    recording.write_bytes(gzip.compress(BADGE.encode()))
    shelf.made_during(recording, visit)
    outbox = Outbox.open(home / "outbox.db")
    outbox.put(stamp(Recorded(run="r", demo="d", values={"n": SAID}, beacon=BADGE), visit=visit, station="st-1"))
    outbox.close()
