"""A machine and its logs in memory: tests say how it is, what is set, and what was logged."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from xlab.dashboard.ports.logs import Level, Line, Who
from xlab.dashboard.ports.machine import Finding, MachineNow, Name, NotSet, SetRefusal, Setting
from xlab.settings import Settings, wrong

WELL = MachineNow(
    free=21_400_000_000, size=31_000_000_000, memory_free=612_000_000, memory=1_000_000_000, celsius=51.5, up=93_600.0
)


class FakeMachine:
    """Implements :class:`xlab.dashboard.ports.machine.Machine`. Change its attributes from any thread."""

    def __init__(self) -> None:
        self.state = WELL
        self.found: tuple[Finding, ...] = (
            Finding(area="clock", ok=True, key="preflight.clock_right", values={"year": 2026}),
            Finding(area="disk", ok=True, key="preflight.disk_room", values={"free": 21.4}),
        )
        self.running = Settings()
        self.written: dict[str, Any] = {}
        self.fixed: set[Name] = set()
        self.refusal: SetRefusal | None = None
        self.of_card: Path | None = None

    def now(self) -> MachineNow:
        return self.state

    def findings(self) -> tuple[Finding, ...]:
        return self.found

    def licences(self) -> str:
        return "Python  wheel-of-others 1.0: MIT\n"

    def card_licences(self) -> Path | None:
        return self.of_card

    def settings(self) -> tuple[Setting, ...]:
        return tuple(
            Setting(
                name=name,
                value=self.written.get(name, getattr(self.running, name)),
                running=getattr(self.running, name),
                fixed=name in self.fixed,
            )
            for name in get_args(Name)
        )

    def change(self, values: Mapping[str, Any]) -> None:
        if bad := wrong(values):
            raise NotSet("wrong", [name for name in get_args(Name) if name in bad])
        if self.refusal is not None:
            raise NotSet(self.refusal)
        self.written |= values


class FakeLogs:
    """Implements :class:`xlab.dashboard.ports.logs.Logs`."""

    def __init__(self) -> None:
        self.logged: dict[Who, list[Line]] = {"hub": [], "kiosk": []}

    def lines(self, who: Who, least: Level, limit: int = 200) -> tuple[Line, ...]:
        levels = get_args(Level)[get_args(Level).index(least) :]
        return tuple(line for line in reversed(self.logged[who]) if line.level in levels)[:limit]

    def whole(self, who: Who) -> bytes:
        return "".join(f"{line.when} {line.level} {line.part}: {line.text}\n" for line in self.logged[who]).encode()
