"""``xlab beacons teach``: the two lessons in a terminal, through the hub that runs on this machine."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from xlab.cli._hub import Hub
from xlab.cli.options import home, settled

LOOK: Final = 0.2
"""Seconds between looks at the lesson."""

WIDTH: Final = 24
"""Columns of the picture of a level, a third of a narrow terminal."""

LOW, HIGH = -15.0, 30.0
"""dB at the ends of that picture: some metres away, and more than any pad gives."""

WIDEST: Final = 12.0
"""dB at the end of a bar of an offset."""

_DOING: Final = {"waiting": "Waiting for a badge", "holding": "Leave it there", "standing": "Turn round slowly, once"}

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def teach() -> None:
    """Teach the running kit its pads and its room, see what it knows, take the last lesson back.

    Example: xlab beacons teach pad --station st-1
    """


@teach.command(short_help="Learn a pad from a badge that is held on it.")
@click.option("--station", metavar="ID", help="Whose pad; this machine's station if none is given.")
@click.option("--badge", metavar="UUID/MAJOR/MINOR", help="Only this badge; otherwise the one that is heard best.")
@json_option
@home
def pad(station: str | None, badge: str | None, as_json: bool, home: Path | None) -> None:
    """Hold a badge on the pad of a station for five seconds: the station learns what a touch is there.

    Ctrl-C ends the lesson, and nothing of it remains. Exit status 1 if nothing was learned.

    Example: xlab beacons teach pad --station st-1
    """
    folder, settings = settled(home)
    hub = Hub(folder, settings)
    lesson = hub.post("/api/v1/teach/pad", {"station": station or settings.station, "beacon": badge})
    name = _names(lesson)[lesson["station"]]
    click.echo(f"Put a badge on the pad of {name}, and leave it there.", err=True)
    with _cancelling(hub):
        lesson = _follow(hub)
    _conclude(hub, lesson, as_json)


@teach.command(short_help="Learn from one walk what stations hear above each other.")
@json_option
@home
def walk(as_json: bool, home: Path | None) -> None:
    """Walk past every station with a badge, and say at each that you stand there.

    Press Enter at the station that is offered, or type the number of another one first; then turn round once, slowly.
    On a phone the dashboard's page Teach does the same. Ctrl-C ends the lesson, and nothing of it remains. Exit
    status 1 if nothing was learned.

    Example: xlab beacons teach walk
    """
    hub = Hub(*settled(home))
    lesson = hub.post("/api/v1/teach/walk")
    with _cancelling(hub):
        while lesson["state"] == "walking":
            at = _ask_where([station for station in lesson["stations"] if station["there"]])
            if at is None:
                lesson = hub.post("/api/v1/teach/finish")
                break
            hub.post("/api/v1/teach/here", {"station": at})
            lesson = _follow(hub)
            if lesson["note"]:
                click.echo(lesson["note"]["message"], err=True)
    _conclude(hub, lesson, as_json)


@teach.command(short_help="Show what the stations have learned.")
@json_option
@home
def show(as_json: bool, home: Path | None) -> None:
    """Show what each station has learned of its pad and of its ear.

    Example: xlab beacons teach show --json
    """
    _print(Hub(*settled(home)).get("/api/v1/teach"), as_json)


@teach.command(short_help="Take the last lesson back.")
@json_option
@home
def undo(as_json: bool, home: Path | None) -> None:
    """Go back to what the stations knew before the last lesson. Can be repeated until nothing is left.

    Example: xlab beacons teach undo
    """
    _print(Hub(*settled(home)).post("/api/v1/teach/undo"), as_json)


def _ask_where(stations: list[dict[str, Any]]) -> str | None:
    """Where somebody stands now; None for "that is all"."""
    done = sum(station["visited"] for station in stations)
    for number, station in enumerate(stations, 1):
        click.echo(f"  {number}  {'x' if station['visited'] else ' '}  {station['name']}", err=True)
    following = next((number for number, one in enumerate(stations, 1) if not one["visited"]), 1)
    text = f"{done} of {len(stations)} stations. Stand before one with a badge on you; its number"
    if done >= 2:
        text += " (0: leave out the others)"
    number = click.prompt(text, default=following, type=click.IntRange(0 if done >= 2 else 1, len(stations)), err=True)
    return stations[number - 1]["id"] if number else None


def _follow(hub: Hub) -> dict[str, Any]:
    """Show a lesson until it asks for something or ends."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(WIDTH), TextColumn("{task.fields[level]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=1.0, level="")
        while True:
            lesson: dict[str, Any] = hub.get("/api/v1/teach")
            if lesson["state"] not in _DOING:
                return lesson
            doing = _DOING[lesson["state"]]
            progress.update(task, description=doing, completed=lesson["progress"], level=_level(lesson["level"]))
            time.sleep(LOOK)


@contextmanager
def _cancelling(hub: Hub) -> Iterator[None]:
    """Ctrl-C, or an input that ends, cancels the lesson and ends the command."""
    try:
        yield
    except (KeyboardInterrupt, click.Abort):
        hub.post("/api/v1/teach/cancel")
        click.echo("The lesson was cancelled. Nothing was changed.", err=True)
        sys.exit(1)


def _level(level: float | None) -> str:
    """A level as a picture: how far along from some metres away to the pad."""
    if level is None:
        return "no badge heard"
    along = round((WIDTH - 1) * min(1.0, max(0.0, (level - LOW) / (HIGH - LOW))))
    return f"away {'.' * along}o{'.' * (WIDTH - 1 - along)} pad"


def _conclude(hub: Hub, lesson: dict[str, Any], as_json: bool) -> None:
    """Keep what was learned and print it, or say why there is nothing."""
    if lesson["problem"]:
        hub.post("/api/v1/teach/cancel")
        click.echo(f"{lesson['problem']['message']} Nothing was changed.", err=True)
        sys.exit(1)
    if lesson["state"] != "learned":
        click.echo("Somebody else ended the lesson. Nothing was changed.", err=True)
        sys.exit(1)
    kept = hub.post("/api/v1/teach/keep")
    if not as_json:
        click.echo(_learned(lesson))
    _print(kept, as_json)


def _learned(lesson: dict[str, Any]) -> str:
    if lesson["kind"] == "walk":
        return "Kept. From now on this is evened out when stations are compared."
    learned = lesson["pad"]
    how = "easy" if learned["sure"] else "a little hard"
    return f"Kept. A badge on this pad and one worn nearby are {how} to tell apart."


def _print(lesson: dict[str, Any], as_json: bool) -> None:
    """What is known of each station."""
    if as_json:
        import msgspec

        known = {
            "stations": [
                {key: station[key] for key in ("id", "name", "offset", "touch")} for station in lesson["stations"]
            ],
            "undo": lesson["undo"],
        }
        click.echo(msgspec.json.encode(known))
        return
    names = _names(lesson)
    width = max(map(len, names.values()), default=0)
    for station in lesson["stations"]:
        touch, offset = station["touch"], station["offset"]
        of_pad = "usual pad" if touch is None else f"touch from {touch:+.0f} dB"
        click.echo(f"{station['name']:{width}}  {of_pad:18}{'' if offset is None else _bar(offset)}".rstrip())
    if lesson["undo"]:
        click.echo("xlab beacons teach undo takes the last lesson back.", err=True)


def _bar(offset: float) -> str:
    """An offset as a bar to the left or the right of a middle."""
    half = WIDTH // 2
    length = min(half, round(half * abs(offset) / WIDEST))
    left = ("#" * length if offset < 0 else "").rjust(half)
    right = ("#" * length if offset > 0 else "").ljust(half)
    words = "like the others" if abs(offset) < 1 else f"{'more' if offset > 0 else 'less'} than the others"
    return f"{left}|{right}  hears {words} ({offset:+.0f} dB)"


def _names(lesson: dict[str, Any]) -> dict[str, str]:
    return {station["id"]: station["name"] for station in lesson["stations"]}
