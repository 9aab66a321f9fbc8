"""The live table of ``xlab beacons scan``: steady rows that fit any terminal, called what everyone calls the badges."""

from pathlib import Path

import pytest
from rich.console import Console

from tests.fakes.air import UUID
from xlab.beacons.sighting import Sighting
from xlab.cli._beacon_names import LogReader, Names
from xlab.cli._beacon_table import STAYS, BeaconTable
from xlab.events import BadgeGiven, BeaconRegistered
from xlab.look.tokens import ACCENTS
from xlab.store import SqliteLog, stamp


def heard(minor: int = 7, rssi: int = -60, t: float = 0.0, scanner: str = "st-1") -> Sighting:
    return Sighting(t, scanner, UUID, 1, minor, -59, rssi)


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture
def table(names: Names) -> BeaconTable:
    return BeaconTable(names, {"st-1": "Entrance"})


def drawn(table: BeaconTable, now: float, width: int = 100, **options: object) -> list[str]:
    """The rows of badges, as a terminal of this width shows them."""
    console = Console(width=width, **options)  # type: ignore[arg-type]
    with console.capture() as captured:
        console.print(table.draw(now))
    lines = captured.get().splitlines()
    assert all(len(line) <= width for line in lines) or options
    return lines


def rows(table: BeaconTable, now: float, width: int = 100) -> list[str]:
    return [line for line in drawn(table, now, width) if ", " in line and "dBm" not in line]


def test_a_row_says_who_where_how_strong_how_often_and_when(table: BeaconTable) -> None:
    table.tell("Listening.")
    assert "No badge of this kit is heard." in drawn(table, 0)
    for n in range(50):
        table.hear(heard(t=100 + n / 10))
    assert "Listening." in drawn(table, 104.9)
    (row,) = rows(table, 104.9)
    name, _, rest = row.partition("Entrance")
    assert name.strip().count(", ") == 1
    assert rest.split() == ["near", "▆▆▆▆▆", "-60", "10.0", "now"]


def test_rows_do_not_jump_and_the_silent_stay_a_while(table: BeaconTable) -> None:
    for t, minor in ((0, 7), (1, 8), (2, 9)):
        table.hear(heard(minor, t=t))
    before = [row.split(",")[0] for row in rows(table, 2)]
    for t in range(3, 59):
        table.hear(heard(9, t=t))
        table.hear(heard(8, -50, t=t))
    after = rows(table, 59)
    assert [row.split(",")[0] for row in after] == before
    assert after[0].rstrip().endswith("59 s")
    assert " left " in after[0] and "Entrance" not in after[0]
    assert len(rows(table, STAYS + 1)) == 2


def test_a_silent_row_fades(table: BeaconTable) -> None:
    table.hear(heard(t=0))
    loud, faded = (
        "".join(drawn(table, now, force_terminal=True, color_system="truecolor", width=100)) for now in (1, 6)
    )
    assert "\x1b[2" not in loud.replace("\x1b[2mCtrl-C", "")
    assert "\x1b[2" in faded.replace("\x1b[2mCtrl-C", "")


@pytest.mark.parametrize("width", [80, 99, 100, 160])
def test_every_figure_is_there_at_any_width(table: BeaconTable, names: Names, width: int) -> None:
    table = BeaconTable(names, {"st-1": "The long table beside the window"})
    for t in range(31):
        table.hear(heard(rssi=-40 - t, t=t))
    (row,) = rows(table, 30, width)
    assert row.split()[-3:] == ["-70", "1.0", "now"]
    assert ("█" in row) and len([letter for letter in row if letter in "▁▂▃▄▅▆▇█"]) in (15, 30)


def test_a_terminal_without_such_letters_or_colours_works(table: BeaconTable, monkeypatch: pytest.MonkeyPatch) -> None:
    table.hear(heard(t=0))

    class Latin(Console):
        encoding = "ascii"

    console = Latin(width=80, color_system=None)
    with console.capture() as captured:
        console.print(table.draw(0.5))
    assert captured.get().isascii() and "\x1b" not in captured.get()


def test_a_name_has_the_colour_of_its_accent(names: Names) -> None:
    text = names.of(f"{UUID}/1/7")
    assert text.style in ACCENTS.values()


def test_badges_are_called_what_the_kit_calls_them_as_soon_as_it_does(names: Names, tmp_path: Path) -> None:
    fox, prop = f"{UUID}/1/7", f"{UUID}/1/9"
    reader = LogReader(tmp_path)
    assert reader.news() == []
    log = SqliteLog.open(tmp_path / "events.db")
    log.append([stamp(BadgeGiven(beacon=fox, animal="snail", accent="leaf"))])
    names.learn(reader.news())
    assert names.of(fox).plain == "Snail, green"
    log.append(
        [
            stamp(BeaconRegistered(identity=fox, role="badge", animal="fox", accent="sky")),
            stamp(BeaconRegistered(identity=prop, role="prop", label="Cotton, raw")),
        ]
    )
    names.learn(reader.news())
    assert (names.of(fox).plain, names.of(prop).plain) == ("Fox, blue", "Cotton, raw")
    assert reader.news() == []
    reader.close()
    log.close()


def test_a_damaged_log_names_nobody_and_stops_nothing(names: Names, tmp_path: Path) -> None:
    (tmp_path / "events.db").write_bytes(b"no database" * 100)
    assert LogReader(tmp_path).news() == []
    assert (tmp_path / "events.db").read_bytes() == b"no database" * 100
