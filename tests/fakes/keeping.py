"""Backups in memory: each job waits until a test lets it end, so that a page can be seen while it goes on."""

from pathlib import Path

import msgspec

from xlab.dashboard.ports.keeping import Backup, Job, KeepingNow, KeepingReason, NotKept, Target

MADE = 1_790_000_000.0
"""Seconds since 1970 of the oldest backup; each comes a day after the one before."""

STICK = Target(id="sda1", label="LAB-STICK", free=7_400_000_000, size=7_800_000_000)


class FakeKeeping:
    """Implements :class:`xlab.dashboard.ports.keeping.Keeping`."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "backups"
        self.state = KeepingNow(free=21_000_000_000, most=14, limit=2_000_000_000)
        self.refusal: KeepingReason | None = None
        """Refuse whatever is asked, as a card that is full does."""

    def now(self) -> KeepingNow:
        return self.state

    def make(self, target: str = "") -> None:
        stick = next((one for one in self.state.targets if one.id == target), None)
        if target and stick is None:
            raise NotKept("gone")
        self._begin(Job(what="make", target=stick.label if stick else ""))

    def verify(self, name: str) -> None:
        if name not in {one.name for one in self.state.backups}:
            raise NotKept("unknown")
        self._begin(Job(what="verify", backup=name))

    def find(self, name: str) -> Path | None:
        known = next((one for one in self.state.backups if one.name == name), None)
        return known.path if known is not None and known.path.exists() else None

    def delete(self, name: str) -> None:
        if self.refusal is not None:
            raise NotKept(self.refusal)
        self._become(backups=tuple(one for one in self.state.backups if one.name != name))

    # What tests do to it.

    def add(self, **about: object) -> Backup:
        """Put a backup there, with these values."""
        number = len(self.state.backups)
        name = str(about.get("name", f"backup-2026-09-{21 + number}-1353-asked.xlabbackup"))
        self.folder.mkdir(exist_ok=True)
        path = self.folder / name
        path.write_bytes(b"as if it were a backup")
        made = MADE + 86_400 * number
        backup = Backup(name=name, path=path, made=made, size=1_240_000, why="closed", events=3120)
        backup = msgspec.structs.replace(backup, **about)
        self._become(backups=(backup, *self.state.backups))
        return backup

    def plug(self, *sticks: Target) -> None:
        """These are the sticks that are in now."""
        self._become(targets=sticks)

    def go(self, share: float) -> None:
        """The job is this far."""
        assert self.state.job is not None
        self._become(job=msgspec.structs.replace(self.state.job, share=share))

    def end(self, refused: KeepingReason | None = None) -> None:
        """Let the job end, well or not."""
        job = self.state.job
        assert job is not None
        if job.what == "make" and refused is None and not job.target:
            job = msgspec.structs.replace(job, backup=self.add(why="asked").name)
        if job.what == "verify":
            self._become(
                backups=tuple(
                    msgspec.structs.replace(one, whole=refused is None) if one.name == job.backup else one
                    for one in self.state.backups
                )
            )
        self._become(job=msgspec.structs.replace(job, done=True, share=1.0, refused=refused or ""))

    def _begin(self, job: Job) -> None:
        if self.refusal is not None:
            raise NotKept(self.refusal)
        if self.state.job is not None and not self.state.job.done:
            raise NotKept("busy")
        self._become(job=job)

    def _become(self, **changes: object) -> None:
        self.state = msgspec.structs.replace(self.state, **changes)
        self.state = msgspec.structs.replace(self.state, held=sum(one.size for one in self.state.backups))
