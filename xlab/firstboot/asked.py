"""What a settings file asks for, and what is wrong with it. Pure: one mistake never hides the rest."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from xlab.box.wifi import name_fits, password_fits
from xlab.firstboot.countries import COUNTRIES
from xlab.firstboot.reading import Line, Unreadable
from xlab.look.saying import Say
from xlab.settings import PIN, wrong

SETTINGS: Final = ("kit_name", "station_name", "language")
"""Those of ``kit.toml`` that the file may hold."""
KNOWN: Final = (*SETTINGS, "pin", "wifi.name", "wifi.password", "wifi.country")
SECRETS: Final = ("pin", "wifi.password")
"""What is taken out of the file, once it is taken over."""

MOST_PROBLEMS: Final = 20
"""Lines that are told of, of a file that is something else than settings: nobody reads thousands."""


class Wifi(msgspec.Struct, frozen=True):
    """A network to join. An empty password: it is open, or the kit knows its password already."""

    name: str
    password: str


class Asked(msgspec.Struct, frozen=True):
    """What is right of a file. What is empty or None was not asked for."""

    settings: Mapping[str, str] = {}
    pin: str = ""
    wifi: Wifi | None = None
    country: str = ""
    problems: tuple[Say, ...] = ()
    secrets: tuple[int, ...] = ()
    """The lines (from 0) that hold a secret, right or wrong."""


def asked(found: Iterable[Line | Unreadable]) -> Asked:
    """What these lines ask for. Of what is said twice the last holds."""
    values: dict[str, Line] = {}
    secrets: list[int] = []
    problems: list[Say] = []
    for line in found:
        if isinstance(line, Unreadable):
            problems.append(Say("firstboot.unreadable", {"line": line.at + 1}))
            continue
        name = _known(line.name)
        if name is None:
            problems.append(Say("firstboot.unknown", {"line": line.at + 1, "name": line.name[:40]}))
            continue
        if name in SECRETS and line.value:
            secrets.append(line.at)
        values[name] = line
    del problems[MOST_PROBLEMS:]
    given = {name: line.value.strip() if name != "wifi.password" else line.value for name, line in values.items()}
    given = {name: value for name, value in given.items() if value}
    settings = _settings(given, problems)
    pin = given.get("pin", "")
    if pin and not PIN.fullmatch(pin):
        problems.append(Say("firstboot.pin"))
        pin = ""
    wifi = _wifi(values, given, problems)
    country = _country(given, problems)
    return Asked(settings, pin, wifi, country, tuple(problems), tuple(secrets))


def _known(name: str) -> str | None:
    """The setting that is meant, also where it stands in the wrong part of the file."""
    last = name.rpartition(".")[2]
    if name in KNOWN:
        return name
    if last in KNOWN:
        return last
    return f"wifi.{last}" if last in ("password", "country") else None


def _settings(given: Mapping[str, str], problems: list[Say]) -> dict[str, str]:
    settings = {name: given[name] for name in SETTINGS if name in given}
    if "language" in settings:
        settings["language"] = settings["language"].casefold()
    bad = wrong(settings)
    problems += [Say(f"firstboot.{name}") for name in bad]
    return {name: value for name, value in settings.items() if name not in bad}


def _wifi(values: Mapping[str, Line], given: Mapping[str, str], problems: list[Say]) -> Wifi | None:
    # Spaces around a name may be part of it: the network decides, and TOML's quotes say what is meant.
    name = values["wifi.name"].value if "wifi.name" in given else ""
    password = given.get("wifi.password", "")
    if not name:
        if password:
            problems.append(Say("firstboot.wifi_nameless"))
        return None
    if not name_fits(name):
        problems.append(Say("firstboot.wifi_name"))
        return None
    if password and not password_fits(password):
        problems.append(Say("firstboot.wifi_password", {"length": len(password)}))
        return None
    return Wifi(name, password)


def _country(given: Mapping[str, str], problems: list[Say]) -> str:
    country = given.get("wifi.country", "").upper()
    if not country or country in COUNTRIES:
        return country
    problems.append(Say("firstboot.country_uk" if country == "UK" else "firstboot.country"))
    return ""
