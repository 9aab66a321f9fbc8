"""Taking over the settings file of the boot partition, in steps that a pulled plug may end anywhere.

The secrets are taken out of the file last, when all that it asks for is on the card. Until then the next start finds
the same file, and does the same again, which changes nothing more.
"""

import datetime
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from xlab.bootnotes import NOTES_FILE, Notes
from xlab.box.wifi import profile, profile_file
from xlab.firstboot.asked import Asked, Wifi, asked
from xlab.firstboot.marking import marked, unchanged
from xlab.firstboot.places import Places, plain, replace_wiped, rights_of, set_country, writable
from xlab.firstboot.reading import decoded, lines
from xlab.keyfiles import replace_file
from xlab.look.saying import Say, say
from xlab.look.words import Words
from xlab.settings import whatever

_log = logging.getLogger(__name__)

NAME: Final = "xlab.toml"
PROBLEMS: Final = "xlab-problems.txt"
_ALSO: Final = ("xlab.toml.txt", "xlab.txt", NAME)
"""What editors make of the name. Who wrote the first two meant them, whatever lies there beside them."""
MOST_BYTES: Final = 64 * 1024
"""Of a file that people wrote by hand."""


class Taken(msgspec.Struct, frozen=True):
    """What was taken over, by name, and what could not be. ``changed``: there was something new to look at."""

    changed: bool
    names: tuple[str, ...] = ()
    problems: tuple[Say, ...] = ()


def take_over(places: Places, now: datetime.datetime) -> Taken:
    """Take over what the file asks for, if anybody changed it. Never raises: what fails is a problem of the result."""
    try:
        found = _find(places.boot)
        content = b"" if found is None else _content(found)
    except OSError as error:
        _log.error("The boot partition cannot be read: %s", error)
        return Taken(False)
    if found is None:
        return Taken(False)
    text = decoded(content) if len(content) <= MOST_BYTES else None
    if text is None:
        return _told(places, Taken(True, (), (Say("firstboot.not_text", {"name": found.name}),)), now)
    wanted = asked(lines(text))
    if wanted.country:
        _tried([], "country", lambda: set_country(places.system, wanted.country))
    if (found.name.casefold() == NAME and unchanged(text)) or wanted == Asked():
        return Taken(False)
    return _take(places, found, text, wanted, now)


def _find(boot: Path) -> Path | None:
    there = {path.name.casefold(): path for path in sorted(boot.iterdir()) if path.is_file()}
    return next((there[name] for name in _ALSO if name in there), None)


def _content(path: Path) -> bytes:
    return plain(path, MOST_BYTES + 1)


def _take(places: Places, found: Path, text: str, wanted: Asked, now: datetime.datetime) -> Taken:
    failed: list[Say] = []
    names = [*wanted.settings]
    if wanted.settings:
        _tried(failed, "settings", lambda: _keep_settings(places.home, wanted))
    if wanted.pin:
        names.append("pin")
        _tried(failed, "pin", lambda: _keep_pin(places.home, wanted.pin))
    if wanted.wifi is not None:
        names.append("wifi")
        wifi = wanted.wifi
        _tried(failed, "wifi", lambda: _keep_wifi(places.networks, wifi))
    if wanted.country:
        names.append("country")
    if failed:  # the file stays as it is, so that the next start tries again
        return _told(places, Taken(True, (), (*wanted.problems, *failed)), now)
    taken = _told(places, Taken(True, tuple(names), wanted.problems), now)
    words = _words(places.home)
    notes = [say(words, "firstboot.taken", {"at": f"{now:%Y-%m-%d %H:%M}", "names": ", ".join(names) or "-"})]
    if taken.problems:
        notes.append(say(words, "firstboot.see_problems", {"name": PROBLEMS}))
    after = found if found.name.casefold() == NAME else found.with_name(NAME)
    # Whatever encoding it came in: this is what every editor reads.
    content = marked(text, wanted.secrets, notes).encode()

    def put() -> None:
        with writable(places.boot):
            replace_wiped(after, content, found)

    _tried(failed, "file", put)
    return _told(places, msgspec.structs.replace(taken, problems=(*taken.problems, *failed)), now) if failed else taken


def _tried(failed: list[Say], what: str, step: Callable[[], None]) -> None:
    try:
        step()
    except OSError as error:
        _log.error("%s: %s", what, error)
        failed.append(Say(f"firstboot.unkept_{what}"))


def _keep_settings(home: Path, wanted: Asked) -> None:
    from xlab.hub.kitfile import KitFile

    with rights_of(home):
        KitFile(home).change(wanted.settings)


def _keep_pin(home: Path, pin: str) -> None:
    from xlab.dashboard.hashed import Hashed
    from xlab.dashboard.keys import PIN_FILE

    with rights_of(home):
        kept = Hashed(home, PIN_FILE)
        if not kept.matches(pin):  # the same one again would only end everybody's session
            kept.change(pin)


def _keep_wifi(folder: Path, wifi: Wifi) -> None:
    path = folder / profile_file(wifi.name)
    if not wifi.password and path.exists():
        return  # its password was taken out of the file when it was taken over
    replace_file(path, profile(wifi.name, wifi.password).encode())


def _told(places: Places, taken: Taken, now: datetime.datetime) -> Taken:
    """Leave word of what came of it: in the kit's home, and beside the file for who reads the card on a laptop."""
    notes = Notes(now.isoformat(timespec="seconds"), taken.names, taken.problems)
    failed: list[Say] = []

    def keep() -> None:
        with rights_of(places.home):
            replace_file(places.home / NOTES_FILE, msgspec.json.encode(notes))

    _tried(failed, "settings", keep)
    _tried(failed, "file", lambda: _leave_problems(places, taken.problems))
    return msgspec.structs.replace(taken, problems=(*taken.problems, *failed))


def _leave_problems(places: Places, problems: tuple[Say, ...]) -> None:
    path = places.boot / PROBLEMS
    words = _words(places.home)
    lines = [say(words, "firstboot.lead", {}), "", *(f"- {say(words, each.key, each.values)}" for each in problems)]
    told = "".join(f"{line}\r\n" for line in lines).encode()
    before = plain(path, MOST_BYTES) if path.exists() else None
    if problems and told != before:
        with writable(places.boot):
            replace_file(path, told)
    elif not problems and before is not None:
        with writable(places.boot):
            path.unlink()


def _words(home: Path) -> Words:
    try:
        with rights_of(home):
            return Words(whatever(home, environ={})[0].language)
    except OSError:
        return Words("en")
