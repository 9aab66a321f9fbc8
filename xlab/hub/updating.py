"""Renewing the kit: update files on sticks and from browsers, checked here, and then asked of root.

Root's task believes none of this and checks for itself (``deploy/lib``); it is checked here so that who asks is told at
once, and in their language, what is wrong. How it goes then is read from root's own file: the hub that began it is not
the one that sees it end.
"""

import asyncio
import errno
import hashlib
import logging
import re
import shutil
import threading
import time
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec
from packaging.version import Version

from xlab.box import tasks
from xlab.box.systembus import BusTrouble
from xlab.dashboard.ports.updating import Candidate, NotUpdated, UpdatingNow
from xlab.hub.aside import aside
from xlab.hub.stick import ROOTS, label, mounts, removable
from xlab.upkeep import SUFFIX, Machine, Refused, State, judge, read_state
from xlab.upkeep.asking import Request, ask, open_update, ready
from xlab.upkeep.place import ROOM, ROOT, TRUSTED, UPDATES, machine, trusted, used
from xlab.upkeep.updatefile import MOST, first_look

_log = logging.getLogger(__name__)

EVERY: Final = 3.0
"""Seconds between looks for sticks: who puts one in still stands there when it shows."""

STARTS: Final = 20.0
"""Seconds in which root's task must have said something; a machine that is busy takes some to start it."""

_FOLDERS: Final = ("", "xlab")
_MOST_FILES: Final = 10
_NO_AGE: Final = (Version("0"), 0.0)
_PART: Final = ".part"
_PLAIN: Final = re.compile(r"[A-Za-z0-9][\w. +-]{0,80}", re.ASCII)

Begin = Callable[[tasks.Task], Awaitable[None]]


class Updating:
    """Implements :class:`xlab.dashboard.ports.updating.Updating`, and is a part of the hub that looks for sticks."""

    def __init__(
        self,
        home: Path,
        *,
        tell: Callable[[bool], None] = lambda _: None,
        begin: Begin = tasks.begin,
        mounted: Callable[[], Collection[Path]] = lambda: removable(mounts(), ROOTS),
        root: Path = ROOT,
        key: Path = TRUSTED,
        here: Machine | None = None,
    ) -> None:
        """``tell`` is told on the loop whenever an update comes under way or ends.

        ``begin`` asks for a task of root, ``mounted`` says which folders are sticks now.
        """
        self._folder = home / UPDATES
        self._tell, self._told = tell, False
        self._home, self._begin, self._mounted = home, begin, mounted
        self._root, self._key, self._here = root, key, here or machine()
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int, int], Candidate] = {}
        self._found: tuple[tuple[Path, Candidate], ...] = ()
        self._own, self._said = State(), State()
        self._since = 0.0

    async def run(self, started: Callable[[], None]) -> None:
        """Look for update files until cancelled. One that was sent goes once it has done its work."""
        started()
        await aside(self._tidy)
        while True:
            await aside(self.look)
            if (now := self._state().under_way) != self._told:
                self._told = now
                self._tell(now)
                await aside(self._tidy)
            await asyncio.sleep(EVERY)

    def look(self) -> None:
        """See which files there are; what is in one is read once."""
        seen: dict[tuple[str, int, int], Candidate] = {}
        found = []
        for path, stick in self._files():
            with suppress(OSError):
                about = path.stat()
                mark = (str(path), about.st_size, about.st_mtime_ns)
                seen[mark] = self._known.get(mark) or self._read(path, about.st_size, stick)
                found.append((path, seen[mark]))
        self._known, self._found = seen, tuple(found)

    def now(self) -> UpdatingNow:
        """See :class:`xlab.dashboard.ports.updating.Updating`."""
        current = used(self._root)
        before = used(self._root, "previous")
        if before is not None and current is not None and before.name == current.name:
            before = None
        said = [self._judged(candidate) for _, candidate in self._found]
        # The newest first, and what cannot be told last.
        said.sort(key=lambda one: one.about.age if one.about else _NO_AGE, reverse=True)
        return UpdatingNow(used=current, before=before, state=self._state(), candidates=tuple(said))

    def piece(self, name: str, at: int, total: int, data: bytes) -> int:
        """See :class:`xlab.dashboard.ports.updating.Updating`."""
        with self._lock, _plainly():
            self._must_be_free()
            part = self._folder / _PART
            have = part.stat().st_size if at and part.exists() else 0
            if at != have:
                return have
            if not 0 < total <= MOST or at + len(data) > total:
                raise NotUpdated("large")
            if at == 0:
                self._clear()
                self._folder.mkdir(mode=0o700, exist_ok=True)
                # The file, what is unpacked of it, and what is installed.
                if shutil.disk_usage(self._folder).free < 2 * total + ROOM:
                    raise NotUpdated("room")
            with part.open("ab") as file:
                file.write(data)
            have = at + len(data)
            if have == total:
                stem = name.removesuffix(SUFFIX)
                part.rename(self._folder / f"{stem if _PLAIN.fullmatch(stem) else 'sent'}{SUFFIX}")
        if have == total:
            self.look()
        return have

    def begin(self, candidate: str, *, older: bool = False) -> None:
        """See :class:`xlab.dashboard.ports.updating.Updating`."""
        found = next(((path, one) for path, one in self._found if one.id == candidate), None)
        if found is None:
            raise NotUpdated("gone")
        path, one = found
        with self._lock, _plainly():
            self._must_be_free()
            if one.about is None:
                raise NotUpdated(one.refused or "damaged")
            judge(one.about, self._here, used(self._root), older=older)
            self._say(State(state="checking", version=one.about.name))
        threading.Thread(target=self._check_and_ask, args=(path, older), name="update", daemon=True).start()

    def back(self) -> None:
        """See :class:`xlab.dashboard.ports.updating.Updating`."""
        with self._lock:
            if self._state().under_way and self._state().state != "watching":
                raise NotUpdated("busy")
            now = self.now()
            if now.used is None:
                raise NotUpdated("no_kit")
            if now.before is None:
                raise NotUpdated("nothing_before")
            self._say(State(state="checking", version=now.before.name, before=now.used.name))
        self._ask_root("xlab-update-back.service")

    def drop(self) -> None:
        """See :class:`xlab.dashboard.ports.updating.Updating`."""
        with self._lock, _plainly():
            self._must_be_free()
            self._clear()
        self.look()

    def _files(self) -> Iterator[tuple[Path, str]]:
        """Update files, and the label of the stick each is on."""
        places = [(self._folder, "")]
        mountinfo = mounts()
        for stick in sorted(self._mounted()):
            places += [(stick / folder, label(stick, mountinfo)) for folder in _FOLDERS]
        for folder, called in places:
            with suppress(OSError):
                if not folder.is_symlink():
                    names = sorted(path for path in folder.glob(f"[!.]*{SUFFIX}") if not path.is_symlink())
                    yield from ((path, called) for path in names[:_MOST_FILES])

    def _read(self, path: Path, size: int, stick: str) -> Candidate:
        number = hashlib.sha256(f"{path}".encode("utf-8", "surrogateescape")).hexdigest()[:12]
        plain = Candidate(id=number, file=path.name, size=size, stick=stick)
        try:
            file, _ = open_update(path)
            with file:
                return msgspec.structs.replace(plain, about=first_look(file, trusted(self._key)))
        except Refused as refused:
            return msgspec.structs.replace(plain, refused=refused.reason)
        except OSError:
            return msgspec.structs.replace(plain, refused="gone")

    def _judged(self, candidate: Candidate) -> Candidate:
        if candidate.about is None:
            return candidate
        try:
            judge(candidate.about, self._here, used(self._root))
        except Refused as refused:
            return msgspec.structs.replace(candidate, refused=refused.reason)
        return candidate

    def _check_and_ask(self, path: Path, older: bool) -> None:
        """On a thread of its own: reading it all takes a slow stick a minute."""
        try:
            ready(path, older=older, root=self._root, key=self._key, here=self._here, progress=self._share)
            ask(self._home, Request(str(path), older))
        except Refused as refused:
            self._fail(refused.reason)
        except OSError:
            _log.warning("the update %s could not be asked for", path, exc_info=True)
            self._fail("not_stored")
        else:
            self._ask_root("xlab-update.service")

    def _ask_root(self, task: tasks.Task) -> None:
        try:
            asyncio.run(self._ask(task))
        except BusTrouble as trouble:
            self._fail("refused" if trouble.reason == "refused" else "not_started")
        else:
            self._since = time.monotonic()

    async def _ask(self, task: tasks.Task) -> None:
        await self._begin(task)

    def _state(self) -> State:
        """Ours, until root has said something newer; then root's."""
        said = read_state(self._root)
        own = self._own
        # No clock decides: it may be set in between.
        if not own.state or said != self._said:
            return said
        if own.under_way and self._since and time.monotonic() > self._since + STARTS:
            self._fail("not_started")
        return self._own

    def _say(self, state: State) -> None:
        self._since = 0.0
        self._said = read_state(self._root)
        self._own = msgspec.structs.replace(state, when=time.time())

    def _share(self, share: float) -> None:
        self._own = msgspec.structs.replace(self._own, share=share)

    def _fail(self, problem: str) -> None:
        self._own = msgspec.structs.replace(self._own, state="failed", problem=problem, when=time.time())

    def _must_be_free(self) -> None:
        if used(self._root) is None:
            raise NotUpdated("no_kit")
        if self._state().under_way:
            raise NotUpdated("busy")

    def _clear(self) -> None:
        for path in (*self._folder.glob(f"*{SUFFIX}"), self._folder / _PART):
            path.unlink(missing_ok=True)

    def _tidy(self) -> None:
        if read_state(self._root).state == "done":
            with suppress(OSError):
                self._clear()


@contextmanager
def _plainly() -> Iterator[None]:
    """What stands in the way, as the page says it."""
    try:
        yield
    except Refused as refused:
        raise NotUpdated(refused.reason) from None
    except OSError as error:
        raise NotUpdated("room" if error.errno == errno.ENOSPC else "not_stored") from error
