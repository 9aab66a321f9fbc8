"""What is told to the service manager, at the other end of a real socket."""

import os
import socket

import pytest

from tests.fakes.manager import ServiceManager
from xlab.notify import BEATS, Manager, service_manager


@pytest.fixture
def systemd(tmp_path):
    with ServiceManager(tmp_path, patience=30.0) as manager:
        yield manager


def test_it_is_told_when_it_is_up_and_when_it_ends(systemd):
    manager = service_manager(dict(systemd.env))
    manager.ready("The dashboard\nanswers.")
    manager.stopping("It ends.")
    assert systemd.told() == {"READY": "1", "STATUS": "The dashboard answers."}
    assert systemd.told() == {"STOPPING": "1", "STATUS": "It ends."}


def test_a_loop_that_turns_quickly_says_so_as_often_as_is_waited_for(systemd):
    manager = service_manager(dict(systemd.env))
    assert manager.every == 30.0 / BEATS
    for turn in range(0, 2 * int(manager.every) + 1):
        manager.alive(1000.0 + turn)
    manager.stopping("It ends.")
    assert [set(message) for message in systemd.until("STOPPING")] == 3 * [{"WATCHDOG"}] + [{"STOPPING", "STATUS"}]


def test_what_it_starts_can_not_speak_in_its_name(systemd):
    environ = dict(systemd.env) | {"WATCHDOG_PID": str(os.getpid()), "HOME": "/"}
    service_manager(environ)
    assert environ == {"HOME": "/"}


@pytest.mark.parametrize(
    "said", [{"WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": ""}, {"WATCHDOG_USEC": "soon"}, {"WATCHDOG_USEC": "0"}]
)
def test_who_is_not_waited_for_gives_no_sign_of_life(systemd, said):
    manager = service_manager(dict(systemd.env) | said)
    manager.alive(1000.0)
    manager.ready("It is up.")
    assert "READY" in systemd.told()


def test_an_abstract_socket_is_found():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind("")  # the kernel chooses an abstract name
        name = line.getsockname().decode()
        service_manager({"NOTIFY_SOCKET": name.replace("\0", "@", 1)}).ready("It is up.")
        assert line.recv(100) == b"READY=1\nSTATUS=It is up."


@pytest.mark.parametrize("address", ["", "vsock:2:1234", "/nowhere/notify"])
def test_where_nobody_listens_nothing_happens(address):
    for manager in (service_manager({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "1"}), Manager()):
        manager.ready("It is up.")
        manager.alive(1.0)
        manager.stopping("It ends.")
