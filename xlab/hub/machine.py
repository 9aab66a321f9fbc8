"""The machine this kit runs on: how it is, what is wrong with it, and what IT sets of the kit."""

import datetime
import os
import shutil
import sysconfig
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from xlab.box import Finding, machine, supply
from xlab.box.card import check_card
from xlab.box.network import check_network
from xlab.box.radio import check_listening
from xlab.box.sandbox import check_sandbox
from xlab.box.settings import check_settings
from xlab.bubblewrap import gap
from xlab.dashboard.files import VENDOR
from xlab.dashboard.ports.machine import Finding as Found
from xlab.dashboard.ports.machine import MachineNow, Name, NotSet, Setting
from xlab.hub.kitfile import KitFile
from xlab.link import Room, WayNow
from xlab.look.fonts_at import FOLDER as FONTS
from xlab.settings import Settings, whatever, wrong
from xlab.store.stamping import seconds_since_boot
from xlab.upkeep.works import files_works, python_works, told

NAMES: Final[tuple[Name, ...]] = get_args(Name)

_MEMORY: Final = Path("/proc/meminfo")

OF_CARD: Final = Path("/usr/share/doc/xlab/licences.txt")
"""Where an image has the licences of all that is in it (``deploy/image``)."""

LOOK_AGAIN: Final = 60.0
"""Seconds between looks that write to the card or start a program: a page that is open asks much more often."""

_RANK: Final = {False: 0, None: 1, True: 2}


class Machine:
    """Implements :class:`xlab.dashboard.ports.machine.Machine` for a kit that runs with ``running`` settings.

    ``wall`` is the kit's clock, ``room`` says how the radio is, ``ways`` how people reach the kit.
    """

    def __init__(
        self,
        home: Path,
        running: Settings,
        room: Callable[[], Room],
        wall: Callable[[], float],
        ways: Callable[[], Sequence[WayNow]],
        of_card: Path = OF_CARD,
    ) -> None:
        self._home = home
        self._file = KitFile(home)
        self._running = running
        self._room = room
        self._wall = wall
        self._ways = ways
        self._of_card = of_card
        self._writing = threading.Lock()
        self._looking = threading.Lock()
        self._looked: tuple[float, tuple[Finding, ...]] | None = None
        at_start, _ = self._file.read()
        self._fixed = {name for name in NAMES if at_start.get(name, _default(name)) != getattr(running, name)}

    def now(self) -> MachineNow:
        """How it is."""
        try:
            disk = shutil.disk_usage(machine.existing(self._home))
            free, size = disk.free, disk.total
        except OSError:
            free = size = 0
        memory_free, memory = _memory()
        return MachineNow(
            free=free,
            size=size,
            memory_free=memory_free,
            memory=memory,
            celsius=supply.celsius(),
            up=seconds_since_boot(),
        )

    def findings(self) -> tuple[Found, ...]:
        """What ``xlab doctor`` would say of a kit that runs."""
        year = datetime.datetime.fromtimestamp(self._wall(), datetime.UTC).year
        found = [
            check_listening(self._room().radio),
            machine.check_clock(year),
            machine.check_disk(self._home),
            *(one for one in check_card(self._home) if one.ok is not True),
            check_network(self._ways()),
            *check_settings(whatever(self._home, environ=os.environ)[1]),
            *self._costly(),
            supply.check_warmth(),
        ]
        told = [Found(area=one.area, ok=one.ok, key=one.key, values=one.values) for one in found]
        return tuple(sorted(told, key=lambda one: _RANK[one.ok]))

    def _costly(self) -> tuple[Finding, ...]:
        """Looks that are not worth being made anew for every glance at the page."""
        with self._looking:
            if self._looked is None or seconds_since_boot() - self._looked[0] > LOOK_AGAIN:
                found = (
                    machine.check_home(self._home),
                    machine.check_display(os.environ, offscreen=self._running.offscreen),
                    check_sandbox(gap()),
                )
                self._looked = (seconds_since_boot(), found)
            return self._looked[1]

    def licences(self) -> str:
        """The list and texts of what of others is in the version that runs."""
        return told([*python_works(Path(sysconfig.get_path("purelib"))), *files_works((FONTS, VENDOR))])

    def card_licences(self) -> Path | None:
        """The list that was made with the image of this card, if it was made from one."""
        return self._of_card if self._of_card.is_file() else None

    def settings(self) -> tuple[Setting, ...]:
        """What IT may set."""
        written, _ = self._file.read()
        return tuple(
            Setting(
                name=name,
                value=written.get(name, _default(name)),
                running=getattr(self._running, name),
                fixed=name in self._fixed,
            )
            for name in NAMES
        )

    def change(self, values: Mapping[str, Any]) -> None:
        """Write these into ``kit.toml``."""
        if bad := wrong(values):
            raise NotSet("wrong", [name for name in NAMES if name in bad])
        with self._writing:
            before, mistakes = self._file.read()
            # What says what the default says needs no line, unless somebody wrote one.
            changed = {
                name: value
                for name, value in values.items()
                if before.get(name, _default(name)) != value and name not in self._fixed
            }
            if not changed and not mistakes:
                return
            try:
                self._file.change(changed)
            except OSError as error:
                raise NotSet("not_stored") from error


def _default(name: str) -> Any:
    return getattr(Settings(), name)


def _memory() -> tuple[int, int]:
    """Bytes that programs could still have, and all there are; zeros where nobody tells."""
    try:
        lines = dict(line.split(":", 1) for line in _MEMORY.read_text("ascii").splitlines())
        return tuple(int(lines[name].split()[0]) * 1024 for name in ("MemAvailable", "MemTotal"))  # type: ignore[return-value]
    except (OSError, ValueError, KeyError):
        return 0, 0
