"""Which version may be installed where, and which of two is the older."""

import pytest

from tests.upkeep.conftest import ABOUT, prepared
from xlab.upkeep import AboutError, Machine, Refused, judge
from xlab.upkeep.about import parse
from xlab.upkeep.place import build, machine, power_is_low

HERE = Machine(arch="aarch64", suite="trixie", python="3.13")


def about(**said: str):
    said = ABOUT | said
    if "version" in said and "name" not in said:
        said["name"] = f"{said['version']}-0123abcd"
    return parse(prepared(said).decode())


def version(number: str, *, when: str = ABOUT["when"], sum_: str = "0123abcd"):
    return about(version=number, name=f"{number}-{sum_}", when=when)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "../../etc"},
        {"name": "0.3.0-0123abcd"},
        {"version": "one"},
        {"when": "yesterday"},
        {"name": "0.2.0-xyz"},
    ],
)
def test_what_cannot_be_is_no_version(wrong):
    with pytest.raises(AboutError):
        about(**wrong)


@pytest.mark.parametrize("left_out", ["name", "version", "arch", "suite", "python"])
def test_what_is_missing_is_said(left_out):
    said = {name: value for name, value in ABOUT.items() if name != left_out}
    with pytest.raises(AboutError, match=left_out):
        parse(prepared(said).decode())


@pytest.mark.parametrize("key", ["arch", "suite", "python"])
def test_another_machine_is_refused(key):
    with pytest.raises(Refused) as refused:
        judge(about(**{key: "other"}), HERE, None)
    assert refused.value.reason == key


@pytest.mark.parametrize(
    ("now", "new"),
    [
        (version("0.10.0"), version("0.9.0")),
        (version("0.2.0", when="2026-11-22T08:00:01Z", sum_="0000aaaa"), version("0.2.0")),
        (version("1.0.0"), version("1.0.0rc1")),
    ],
)
def test_an_older_one_is_taken_only_where_it_was_chosen(now, new):
    with pytest.raises(Refused) as refused:
        judge(new, HERE, now)
    assert refused.value.reason == "older"
    judge(new, HERE, now, older=True)
    judge(now, HERE, new)


def test_what_is_in_use_is_not_installed_again():
    with pytest.raises(Refused) as refused:
        judge(about(), HERE, about(when="2020-01-01T00:00:00Z"), older=True)
    assert refused.value.reason == "same"


def test_a_process_knows_which_version_it_is_of(tmp_path):
    assert build(tmp_path / "releases" / "0.2.0-0123abcd") == "0.2.0-0123abcd"
    assert build(tmp_path / "releases" / "mine") == "" == build(tmp_path / "0.2.0-0123abcd")


def test_the_machine_says_what_it_is(tmp_path):
    release = tmp_path / "os-release"
    release.write_text('NAME="Debian"\nVERSION_CODENAME=trixie\n')
    assert machine(release).suite == "trixie" and machine(release).arch
    assert machine(tmp_path / "none").suite == ""


@pytest.mark.parametrize(
    ("name", "alarm", "low"), [("rpi_volt", "1", True), ("rpi_volt", "0", False), ("cpu", "1", False)]
)
def test_power_is_low_where_the_pi_says_so(tmp_path, name, alarm, low):
    (tmp_path / "hwmon0").mkdir()
    (tmp_path / "hwmon0" / "name").write_text(f"{name}\n")
    (tmp_path / "hwmon0" / "in0_lcrit_alarm").write_text(f"{alarm}\n")
    assert power_is_low(tmp_path) is low
