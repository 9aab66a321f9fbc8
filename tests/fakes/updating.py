"""Root's side of an update, in a folder: versions, the key of who may sign, and tasks that tests let go on and end."""

import hashlib
import threading
import time
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from xlab.box.systembus import BusTrouble
from xlab.box.tasks import Task
from xlab.catalogue.trust import public_key
from xlab.hub.updating import Updating
from xlab.upkeep import Machine, State, make
from xlab.upkeep.state import boot_id, write_state

HERE: Final = Machine(arch="aarch64", suite="trixie", python="3.13")
USED: Final = "0.2.0-aaaa0001"


class FakeRoot:
    """What lies below ``/opt/xlab`` of a kit, and who does what the kit may ask of the system."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.opt, self.key = folder, folder / "opt", folder / "updates.pub"
        self.stick = folder / "media" / "LAB-STICK"
        self.signing = Ed25519PrivateKey.generate()
        self.tasks: list[Task] = []
        self.trouble: BusTrouble | None = None
        """Refuse whatever is asked, as polkit does."""
        self.asked = threading.Event()

    def install(self, name: str = USED, link: str = "current") -> None:
        """A version is there, and a link names it."""
        deploy = self.opt / "releases" / name / "deploy"
        deploy.mkdir(parents=True)
        (deploy / "prepared").write_bytes(prepared(name))
        (self.opt / link).unlink(missing_ok=True)
        (self.opt / link).symlink_to(f"releases/{name}")
        self.key.write_text(f"{public_key(self.signing)}\n")

    def updating(self, home: Path) -> Updating:
        """The hub's part on all this."""
        return Updating(home, begin=self.begin, mounted=self.sticks, root=self.opt, key=self.key, here=HERE)

    def sticks(self) -> list[Path]:
        """The stick, while it is in."""
        return [self.stick] if self.stick.exists() else []

    def bring(self, name: str = "0.3.0-bbbb0002", *, key: Ed25519PrivateKey | None = None, **about: str) -> Path:
        """Plug in the stick, with an update file on it."""
        self.stick.mkdir(parents=True, exist_ok=True)
        path = self.stick / f"{name}.xlab-update"
        path.write_bytes(self.update_file(name, key=key, **about))
        return path

    def update_file(self, name: str, *, key: Ed25519PrivateKey | None = None, **about: str) -> bytes:
        """The bytes of an update file."""
        kit = self.folder / f"kit-{name}"
        kit.mkdir(exist_ok=True)
        files = {"prepared": prepared(name, **about), "install.sh": b"true\n" * 1000}
        for file, data in files.items():
            (kit / file).write_bytes(data)
        sums = (f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in sorted(files.items()))
        (kit / "SHA256SUMS").write_text("".join(sums))
        with (kit / "out").open("wb") as out:
            make(kit, key or self.signing, out)
        return (kit / "out").read_bytes()

    async def begin(self, task: Task) -> None:
        """Take the order, and say nothing yet."""
        if self.trouble:
            raise self.trouble
        self.tasks.append(task)
        self.asked.set()

    def says(self, state: str, **about: object) -> None:
        """The task is this far."""
        write_state(State(state=state, when=time.time() + 1, boot=boot_id(), **about), self.opt)  # type: ignore[arg-type]


def prepared(name: str, **about: str) -> bytes:
    """What a version says of itself."""
    said = {"name": name, "version": name.partition("-")[0], "when": "2026-11-22T08:00:00Z"}
    said |= {"arch": HERE.arch, "suite": HERE.suite, "python": HERE.python} | about
    return "".join(f"{key}={value}\n" for key, value in said.items()).encode()
