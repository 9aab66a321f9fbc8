"""The host's ends of a machine's two sockets, over pairs of sockets: with the real agent, and a scripted monitor."""

import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.vm.agent import TIMED_OUT, serve
from deploy.vm.wire import AgentLine, MachineError, Qmp


@pytest.fixture
def line():
    ours, theirs = socket.socketpair()
    threading.Thread(target=_serve, args=(theirs,), daemon=True).start()
    agent = AgentLine(ours)
    agent.hello.result(5.0)
    yield agent
    theirs.shutdown(socket.SHUT_RDWR)


def _serve(end: socket.socket) -> None:
    try:
        serve(end.fileno())
    except OSError:
        end.close()


def test_a_command_says_how_it_ended_what_it_printed_and_when(line):
    answer = line.run(["sh", "-c", "cat; echo oh >&2; exit 3"], 10.0, "ünter\n" * 5000)
    assert (answer.status, answer.output, answer.errors) == (3, "ünter\n" * 5000, "oh\n")
    assert 0 < answer.began <= answer.ended


def test_what_cannot_be_started_or_takes_too_long_is_answered_too(line):
    assert line.run(["/nowhere"], 10.0).status == 127
    late = line.run(["sh", "-c", "echo begun; sleep 30"], 0.5)
    assert (late.status, late.output) == (TIMED_OUT, "begun\n")


def test_a_slow_command_holds_up_no_other(line, tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(line.run, ["cat", str(fifo)], 10.0)
        line.run(["sh", "-c", f"echo go on >{fifo}"], 10.0)
        assert waiting.result(10.0).output == "go on\n"


def test_a_machine_that_ends_while_a_command_runs_is_an_error_at_once():
    ours, theirs = socket.socketpair()
    agent = AgentLine(ours)
    threading.Thread(target=lambda: (theirs.recv(1000), theirs.close()), daemon=True).start()
    with pytest.raises(MachineError, match="The machine ended"):
        agent.run(["sleep", "60"], 60.0)


def test_the_monitor_tells_answers_from_events_and_refusals_from_answers():
    ours, theirs = socket.socketpair()
    theirs.sendall(
        b'{"QMP": {}}\n{"return": {}}\n'
        b'{"event": "RTC_CHANGE"}\n{"return": {"status": "running"}}\n'
        b'{"error": {"class": "CommandNotFound", "desc": "unknown"}}\n'
    )
    monitor = Qmp(ours)
    assert monitor.ask("query-status") == {"status": "running"}
    with pytest.raises(MachineError, match="refused nonsense: unknown"):
        monitor.ask("nonsense", value=1)
    asked = theirs.recv(1000).decode().splitlines()
    assert '{"execute": "nonsense", "arguments": {"value": 1}}' in asked
    theirs.close()
    with pytest.raises(MachineError, match="ended"):
        monitor.ask("query-status")
