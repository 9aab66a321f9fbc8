"""The hub of a home on this machine is found while it lives, and is the only one."""

import subprocess
import sys
from pathlib import Path

import pytest

from xlab.hubfile import AnotherHub, hub_here, only_hub

URL = "http://127.0.0.1:8123"


def test_it_is_found_while_it_runs_and_not_before_or_after(tmp_path: Path) -> None:
    assert hub_here(tmp_path) is None
    with only_hub(tmp_path, URL):
        assert hub_here(tmp_path) == URL
    assert hub_here(tmp_path) is None


def test_a_second_one_is_refused_and_told_where_the_first_listens(tmp_path: Path) -> None:
    with only_hub(tmp_path, URL):
        with pytest.raises(AnotherHub) as refused, only_hub(tmp_path, "http://127.0.0.1:9000"):
            pass
        assert refused.value.url == URL
        assert hub_here(tmp_path) == URL


def test_one_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    code = f"from xlab.hubfile import *; from pathlib import Path; w = only_hub(Path({str(tmp_path)!r}), 'x')\n"
    code += "w.__enter__(); print('there', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None and first.stdout.readline() == b"there\n"
        assert hub_here(tmp_path) == "x"
        first.kill()
    assert hub_here(tmp_path) is None
    with only_hub(tmp_path, URL):
        assert hub_here(tmp_path) == URL
