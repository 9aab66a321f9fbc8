"""What a demo sees of the machine from inside its sandbox, and what it may take of it."""

import os
import subprocess

from tests.fakes.quiet_shell import DEMOS, QuietShell, demo_process
from xlab_kiosk.host import Record, sandbox

SLOW = 0.1
"""The pace of the shell's clock where a demo's processes may keep the machine too busy for a sign of life."""


def test_a_demo_sees_itself_and_its_data_and_nothing_else(play, tmp_path):
    assert sandbox.missing() == ""
    data, secret = tmp_path / "data", tmp_path / "events.db"
    data.mkdir()
    secret.touch()
    (data / "where.txt").write_text(str(secret))
    shell = play("look_around", data=data)
    shell.until(lambda: shell.said)
    (said,) = shell.said
    assert isinstance(said, Record)
    could = {name for name, could in said.values.items() if could}
    # Where the demos lie below /tmp, what it wrote above itself went into its own scratch memory.
    assert could - {"writes_above"} == {"reads_itself", "writes_its_data"}
    assert (data / "kept.txt").read_text() == "kept"
    assert not (DEMOS / "mine.txt").exists()


def test_a_demo_sees_nothing_in_its_folder_that_no_digest_covers(tmp_path):
    folder = tmp_path / "xlab_demo_one"
    for place in (".hidden", "__pycache__", "inner/.git", "inner"):
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / "payload").write_text("changed")
    (folder / ".payload").write_text("changed")
    look = f"grep -rl changed {folder}; touch {folder}/.hidden/more"
    boxed = sandbox.boxed(["sh", "-c", look], folder, None, network=False)
    done = subprocess.run(boxed, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, f"{folder}/inner/payload\n"), done


def test_memory_is_counted_over_all_processes_of_a_demo(play):
    ended = play("eat_memory", hurry=SLOW).until_end()
    assert (ended.outcome, ended.detail[:14]) == ("crashed", "The demo took "), ended


def test_a_demo_has_few_processes(play):
    ended = play("many_processes", hurry=SLOW).until_end()
    assert (ended.outcome, ended.detail[:13]) == ("crashed", "The demo had "), ended


def test_a_core_is_left_to_all_others(play):
    shell = play("good")
    shell.until(lambda: shell.frames)
    ours = os.sched_getaffinity(0)
    assert set(demo_process().cpu_affinity()) == (ours - {min(ours)} or ours)


def test_the_next_demo_is_none_the_worse(play):
    play("eat_memory", hurry=SLOW).until_end()
    shell: QuietShell = play("good")
    shell.until(lambda: shell.frames)
