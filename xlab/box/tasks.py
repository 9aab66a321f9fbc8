"""Asking systemd to begin a task of root, by its unit: needs a rule of polkit for that unit, never root."""

from typing import Final, Literal

from xlab.box import systembus

_SERVICE: Final = "org.freedesktop.systemd1"
_PATH: Final = "/org/freedesktop/systemd1"

Task = Literal["xlab-update.service", "xlab-update-back.service"]
"""Each is allowed by name in ``deploy/polkit``."""


async def begin(task: Task) -> None:
    """Begin the task; it goes on by itself. Raises :class:`xlab.box.systembus.BusTrouble`."""
    call = (f"{_SERVICE}.Manager", "StartUnit", "ss", [task, "replace"])
    (reply,) = await systembus.ask(_SERVICE, _PATH, [call])
    if word := systembus.error_word(reply):
        raise systembus.trouble(word)
