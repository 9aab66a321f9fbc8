"""The machine as IT sees it, and changing kit.toml without losing what people wrote there."""

import tomllib

import pytest

from xlab.dashboard.ports.machine import NotSet
from xlab.hub.kitfile import rewritten
from xlab.hub.machine import Machine
from xlab.link import Radio, Room, WayNow
from xlab.look.words import table
from xlab.settings import Settings, load

WRITTEN = '# Ours since May\nkit_name = "Blue box"  # on the lid\nport = 8090\n'
ROOM = Room(revision=1, spots=(), radio=Radio(state="missing", source="live", reason="There is no radio."))

WAYS = (WayNow(way="address", ok=True, key="network.address_works", values={"address": "192.168.4.1:8080"}),)


def machine(home, running=None):
    return Machine(home, running or load(home, environ={}), lambda: ROOM, lambda: 1_790_000_000.0, lambda: WAYS)


def waiting(found):
    return {one.name: one.value for one in found if one.waits}


def test_a_change_keeps_what_people_wrote_and_waits_for_the_next_start(tmp_path):
    file = tmp_path / "kit.toml"
    file.write_text(WRITTEN)
    kit = machine(tmp_path)
    assert waiting(kit.settings()) == {}
    kit.change({"kit_name": 'Kit "Süd"', "language": "de", "idle_seconds": 45.0})
    assert file.read_text() == '# Ours since May\nkit_name = "Kit \\"Süd\\""\nport = 8090\nlanguage = "de"\n'
    assert waiting(kit.settings()) == {"kit_name": 'Kit "Süd"', "language": "de"}
    assert load(tmp_path, environ={}).kit_name == 'Kit "Süd"'
    assert waiting(machine(tmp_path).settings()) == {}


def test_the_licences_are_those_of_what_runs_and_of_the_card_where_its_image_brought_them(tmp_path):
    told = machine(tmp_path).licences()
    for work in ("Python  msgspec ", "Files   noto-sans: ", "Files   vega: "):
        assert f"\n{work}" in told
    assert "SIL OPEN FONT LICENSE" in told and "portable-xperience-lab" not in told
    for of_card in (tmp_path / "none.txt", tmp_path / "licences.txt"):
        (tmp_path / "licences.txt").write_text("Debian  libx 2-1: Expat\n")
        kit = Machine(tmp_path, Settings(), lambda: ROOM, lambda: 0.0, lambda: WAYS, of_card)
        assert kit.card_licences() == (of_card if of_card.name == "licences.txt" else None)


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(tmp_path):
    kit = machine(tmp_path)
    with pytest.raises(NotSet) as caught:
        kit.change({"kit_name": "", "language": "de", "idle_seconds": 1.0, "beacon_uuids": ("no",)})
    assert caught.value.reason == "wrong"
    assert caught.value.wrong == ("kit_name", "beacon_uuids", "idle_seconds")
    assert not (tmp_path / "kit.toml").exists()


def test_what_the_command_line_says_is_fixed_and_not_written(tmp_path):
    kit = machine(tmp_path, Settings(kit_name="From the command line"))
    fixed = [one for one in kit.settings() if one.fixed]
    assert [one.name for one in fixed] == ["kit_name"] and not fixed[0].waits
    kit.change({"kit_name": "Another", "reduced_motion": True})
    assert tomllib.loads((tmp_path / "kit.toml").read_text()) == {"reduced_motion": True}


@pytest.mark.parametrize("text", ["kit_name = \nport = 8090\n", 'port = 8090\nlanguage = "xx"\ncolour = 1\n'])
def test_saving_mends_a_file_with_mistakes_and_keeps_it_beside(tmp_path, text):
    file = tmp_path / "kit.toml"
    file.write_text(text)
    kit = machine(tmp_path, Settings(port=8090))
    assert [one.area for one in kit.findings() if one.area == "settings"]
    kit.change({"language": "en"})
    assert file.read_text() == "port = 8090\n"
    assert (tmp_path / "kit.toml.wrong").read_text() == text
    assert not [one for one in kit.findings() if one.area == "settings"]


def test_saving_mends_what_is_no_text_or_no_file_at_all(tmp_path):
    file = tmp_path / "kit.toml"
    file.write_bytes(b"\xff\xfe\x00" * 30000)
    kit = machine(tmp_path, Settings())
    kit.change({"language": "de"})
    assert file.read_text() == 'language = "de"\n' and (tmp_path / "kit.toml.wrong").is_file()
    file.unlink()
    for _ in range(2):
        (file / "inside").mkdir(parents=True)
        kit.change({"language": "fr"})
        assert file.read_text() == 'language = "fr"\n' and (tmp_path / "kit.toml.wrong" / "inside").is_dir()
        file.unlink()


def test_a_full_card_changes_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    kit = machine(tmp_path)
    monkeypatch.setattr("xlab.hub.kitfile.replace_file", full)
    with pytest.raises(NotSet) as caught:
        kit.change({"language": "de"})
    assert caught.value.reason == "not_stored"
    assert not (tmp_path / "kit.toml").exists()


@pytest.mark.parametrize(
    "text", ['beacon_uuids = [\n  "a",\n  "b",\n]\nport = 1\n', '"beacon_uuids" = ["a"]\nport = 1\n', "port = 1\n"]
)
def test_a_list_over_several_lines_or_a_name_in_quotes_comes_out_right(text):
    assert tomllib.loads(rewritten(text, {"beacon_uuids": ("c", "d")})) == {"port": 1, "beacon_uuids": ["c", "d"]}
    assert tomllib.loads(rewritten(text, {"beacon_uuids": None})) == {"port": 1}


def test_what_needs_somebody_comes_first(tmp_path):
    found = machine(tmp_path).findings()
    assert found[0].area == "radio" and found[0].ok is False
    assert all(f"area_{one.area}" in table("preflight", "en") for one in found)
    order = [{False: 0, None: 1, True: 2}[one.ok] for one in found]
    assert order == sorted(order)
    now = machine(tmp_path).now()
    assert 0 < now.free <= now.size and 0 < now.memory_free <= now.memory and now.up > 0
