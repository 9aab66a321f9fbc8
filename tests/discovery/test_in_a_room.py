"""A kit and a laptop on one cable. Where the system forbids namespaces, the same on loopback, see ``room.py``."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.discovery.room import HERE, Loopback, Process, Room, make_room

KIT = "3f2c1b7a-0000-4000-8000-0000abcd1234"
OTHER = "3f2c1b7a-0000-4000-8000-0000ffff9999"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room | Loopback]:
    room = make_room(tmp_path)
    yield room
    room.close()


def state(kit: Process) -> dict[str, Any]:
    assert kit.stdout
    said: dict[str, Any] = json.loads(kit.stdout.readline())
    return said


def look_again(kit: Process) -> dict[str, Any]:
    assert kit.stdin
    kit.stdin.write("\n")
    kit.stdin.flush()
    return state(kit)


def stop(kit: Process) -> dict[str, Any]:
    assert kit.stdin
    kit.stdin.close()
    return state(kit)


@pytest.fixture
def start(room: Room | Loopback) -> Callable[..., Process]:
    def start(kit: str = KIT, name: str = "Otter box", port: int = 8080) -> Process:
        return room.kit.start(sys.executable, HERE / "kit_process.py", kit, name, str(port), *room.kit_options)

    return start


def find(room: Room | Loopback, kits: int) -> list[dict[str, Any]]:
    """What a second process finds, asked again until it is so many kits: an answer may be late on a busy machine."""
    for _ in range(8):
        found: list[dict[str, Any]] = json.loads(room.laptop.run(*room.find, "1.5"))
        if len(found) == kits:
            break
    return found


def test_a_second_process_finds_it_and_no_more_after_its_goodbye(
    room: Room | Loopback, start: Callable[..., Process]
) -> None:
    room.plug()
    room.give(1)
    kit = start()
    assert state(kit) == {"name": "Otter box", "host": "xlab-abcd1234.local", "problem": ""}
    url = f"http://{room.address(1)}:8080/"
    assert find(room, 1) == [{"kit": KIT, "name": "Otter box", "version": "0.1.0", "urls": [url]}]
    assert stop(kit) == {"tasks": 0, "sockets": 0, "threads": ["MainThread"]}
    assert find(room, 0) == []


def test_avahi_finds_it_and_hears_its_goodbye(
    room: Room | Loopback, start: Callable[..., Process], tmp_path: Path
) -> None:
    room.plug()
    room.give(1)
    kit = start()
    state(kit)
    if isinstance(room, Loopback):
        # avahi wants a machine of its own; what is left is python-zeroconf's browser, which the others ask too.
        assert [found["kit"] for found in find(room, 1)] == [KIT]
        return
    room.start_avahi(tmp_path)
    for kind in ("_xlab._tcp", "_http._tcp"):
        lines = [line for line in room.laptop.run("avahi-browse", "-rpt", kind).splitlines() if line.startswith("=")]
        assert lines
        for line in lines:
            assert ";Otter\\032box;" in line
            assert ";xlab-abcd1234.local;10.77.0.1;8080;" in line
            assert all(f'"{text}"' in line for text in ("v=1", f"kit={KIT}", "ver=0.1.0", "path=/"))
    assert room.laptop.run("avahi-resolve", "-4", "-n", "xlab-abcd1234.local").split()[1] == "10.77.0.1"
    browser = room.laptop.start("stdbuf", "-oL", "avahi-browse", "-p", "_xlab._tcp")
    assert browser.stdout
    assert browser.stdout.readline().startswith("+;cable;")
    stop(kit)
    assert any(line.startswith("-;cable;") and "Otter\\032box" in line for line in browser.stdout)


def test_without_a_network_it_waits_and_is_announced_when_one_comes(
    room: Room | Loopback, start: Callable[..., Process]
) -> None:
    kit = start()
    assert state(kit) == {"name": "", "host": "xlab-abcd1234.local", "problem": ""}
    assert look_again(kit)["problem"] == ""
    room.plug()
    room.give(1)
    assert look_again(kit)["name"] == "Otter box"
    assert [found["urls"] for found in find(room, 1)] == [[f"http://{room.address(1)}:8080/"]]
    assert stop(kit)["sockets"] == 0


def test_a_changed_address_is_announced_again_under_the_same_name(
    room: Room | Loopback, start: Callable[..., Process]
) -> None:
    room.plug()
    room.give(1)
    kit = start()
    state(kit)
    room.give(2)
    assert look_again(kit)["name"] == "Otter box"
    urls = [f"http://{room.address(number)}:8080/" for number in (1, 2)]
    assert [sorted(found["urls"]) for found in find(room, 1)] == [urls]
    room.take(1)
    assert look_again(kit)["name"] == "Otter box"
    assert [found["urls"] for found in find(room, 1)] == [urls[1:]]
    room.take(2)
    assert look_again(kit)["problem"] == ""
    room.give(3)
    assert look_again(kit)["name"] == "Otter box"
    assert [found["urls"] for found in find(room, 1)] == [[f"http://{room.address(3)}:8080/"]]
    assert stop(kit) == {"tasks": 0, "sockets": 0, "threads": ["MainThread"]}


def test_two_kits_of_one_name_both_run(room: Room | Loopback, start: Callable[..., Process]) -> None:
    room.plug()
    room.give(1)
    first = start()
    assert state(first)["name"] == "Otter box"
    other = start(OTHER, "Otter box", 9090)
    assert state(other)["problem"] == ""
    found = find(room, 2)
    assert {kit["name"]: kit["urls"][0][-5:-1] for kit in found} in (
        {"Otter box": "8080", "Otter box (2)": "9090"},
        {"Otter box": "9090", "Otter box (2)": "8080"},
    )
    assert {kit["kit"] for kit in found} == {KIT, OTHER}
    stop(first)
    assert [kit["kit"] for kit in find(room, 1)] == [OTHER]
    stop(other)
