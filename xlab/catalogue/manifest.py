"""``demo.toml``: what a demo says of itself, read before any of its code runs."""

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from xlab.catalogue.lines import LinesError, read_lines
from xlab.events.rounds import Language
from xlab.events.visits import StakeholderClass, SupplyStage

API = 1
"""The demo interface this kit speaks."""

MAX_BYTES = 64 * 1024
"""A manifest is a page of text; anything larger is a mistake or an attack and is not read."""

Text = dict[Language, Annotated[str, Meta(min_length=1, max_length=200)]]
Use = Literal["touch", "beacons", "camera", "phones", "sound", "network"]
Kind = Literal["bool", "int", "float", "str"]
Drawn = Literal["share", "count", "histogram", "map", "rank", "none"]


class ManifestError(ValueError):
    """The manifest cannot be used; the message is a sentence naming file, field and what is allowed."""


class Engagement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which engagement platform the demo stands for."""

    question: Text
    pattern: Annotated[str, Meta(min_length=1, max_length=40)]
    stages: tuple[SupplyStage, ...]
    stakeholders: tuple[StakeholderClass, ...] = ()


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing the demo records, and how the report draws it."""

    type: Kind
    label: Text
    chart: Drawn = "none"
    values: Annotated[dict[Annotated[str, Meta(min_length=1, max_length=80)], Text], Meta(max_length=40)] = {}
    """What each text that is recorded means, in words for a reader; one without words is shown as it is."""


class Python(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What of Python's the demo needs for itself: requirements as pip reads them; its bundle carries the wheels."""

    requires: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=100)], ...], Meta(max_length=50)] = ()


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``demo.toml``."""

    api: int
    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z", max_length=40)]
    version: Annotated[str, Meta(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+\Z")]
    entry: Annotated[str, Meta(pattern=r"^[A-Za-z_]\w*:[A-Za-z_]\w*\Z")]
    title: Text
    summary: Text
    engagement: Engagement
    minutes: Annotated[int, Meta(ge=1, le=30)] = 2
    players: Annotated[int, Meta(ge=1, le=10)] = 1
    uses: tuple[Use, ...] = ("touch",)
    evidence: dict[Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\Z")], Field] = {}
    editable: Annotated[str, Meta(pattern=r"^([a-z][a-z0-9_]*)?\Z", max_length=30)] = ""
    """The table of its words that the facilitator may edit for a visit, or none."""
    python: Python = Python()


def folder_name(demo: str) -> str:
    """The folder of the demo with this id: ``warm-welcome`` lives in ``xlab_demo_warm_welcome``."""
    return "xlab_demo_" + demo.replace("-", "_")


def said_of(manifest: Manifest) -> dict[str, Text]:
    """All words about what the demo records, by where they stand in its manifest."""
    labels = {f"evidence.{name}.label": field.label for name, field in manifest.evidence.items()}
    values = {
        f"evidence.{name}.values.{value}": text
        for name, field in manifest.evidence.items()
        for value, text in field.values.items()
    }
    return labels | values


def read_manifest(folder: Path) -> Manifest:
    """Read and check ``folder/demo.toml``. Raises :class:`ManifestError` with a sentence saying what to mend."""
    path = folder / "demo.toml"
    table = _table(path)
    if table.get("api") != API:
        raise ManifestError(f"{path}: api = {table.get('api')!r:.40}, but this kit speaks api = {API}")
    try:
        manifest = msgspec.convert(table, Manifest)
    except msgspec.ValidationError as error:
        raise ManifestError(f"{path}: {_told(error)}") from None
    if folder.name != folder_name(manifest.id):
        raise ManifestError(f"{path}: id {manifest.id!r} belongs in a folder named {folder_name(manifest.id)}")
    texts = {"title": manifest.title, "summary": manifest.summary, "engagement.question": manifest.engagement.question}
    texts |= said_of(manifest)
    for name, text in texts.items():
        _check_text(f"{path}: {name}", text)
        if "en" not in text:
            raise ManifestError(f"{path}: {name} has no English text; it is what other languages fall back to")
    _check_requires(path, manifest.python.requires)
    if manifest.editable:
        try:
            read_lines(folder, manifest.editable)
        except LinesError as error:
            raise ManifestError(f"{path}: editable cannot be used. {error}") from None
    return manifest


_CHOICES = {"stages": SupplyStage, "stakeholders": StakeholderClass, "uses": Use, "type": Kind, "chart": Drawn}
_BREAKS = "\n\u00ad"
"""Where a line breaks, and where a word may."""

_FORMS = {
    "id": "small letters and digits with single hyphens between words, as in apple-core",
    "version": "three numbers, as in 1.0.0",
    "entry": "a module and its class, as in apple_core:AppleCoreDemo",
    "evidence": "small letters, digits and _ for each name, as in evidence.best_fruit",
    "editable": "the name of a table in locale, in small letters, digits and _, as in statements",
}
_UNFIT = re.compile(
    r"(Invalid enum value (?P<value>.+)|Expected `str` matching regex .+) - at (?P<key>`key` in )?`\$\.(?P<field>.+)`"
)


def _told(error: msgspec.ValidationError) -> str:
    """What is wrong, and what is allowed there where the error does not say it in words."""
    said = _UNFIT.fullmatch(str(error))
    if said is None:
        return str(error)
    field = re.sub(r"\[[^]]*\]", "", said["field"])
    if said["value"] is None:
        return f"{field}: write {_FORMS[field]}"
    choices = Language if said["key"] else _CHOICES[field.rpartition(".")[2]]
    return f"{field}: {said['value']} is none of {', '.join(get_args(choices))}"


def _check_text(field: str, text: Text) -> None:
    """IT decides by what it reads: nothing in it may steer a screen, hide, or turn what stands beside it around."""
    for language, written in text.items():
        for letter in written:
            if unicodedata.category(letter)[0] == "C" and letter not in _BREAKS:
                raise ManifestError(f"{field}.{language} holds a character that cannot be seen: U+{ord(letter):04X}")
        if not written.strip():
            raise ManifestError(f"{field}.{language} is empty")


def _check_requires(path: Path, requires: tuple[str, ...]) -> None:
    if not requires:
        return
    # Most demos need nothing; the kiosk starts sooner without this.
    from packaging.requirements import InvalidRequirement, Requirement

    for number, text in enumerate(requires):
        field = f"{path}: python.requires[{number}]"
        try:
            requirement = Requirement(text)
        except InvalidRequirement as error:
            reason = str(error).partition("\n")[0]
            raise ManifestError(f"{field}: {text!r:.60} is no requirement that pip can read ({reason})") from None
        if requirement.url:
            raise ManifestError(f"{field}: {text!r:.60} is an address; write a name and versions, as in numpy>=2")


def _table(path: Path) -> dict[str, Any]:
    try:
        if path.exists() and not path.is_file():
            # A named pipe, for one: reading it would wait for ever for somebody to write.
            raise ManifestError(f"{path} is not a file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ManifestError(f"{path} is larger than {MAX_BYTES // 1024} kB; a manifest is a page of text")
        # Some editors put a mark before UTF-8 text; TOML does not know it.
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        raise ManifestError(f"{path} is missing; every demo needs one") from None
    except UnicodeDecodeError:
        raise ManifestError(f"{path} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise ManifestError(f"{path} cannot be read: {error.strerror}") from None
    except RecursionError:
        raise ManifestError(f"{path} cannot be read: it is nested too deeply") from None
    except ManifestError:
        raise
    except ValueError as error:  # TOML's own errors, and Python's about numbers of thousands of digits
        raise ManifestError(f"{path} cannot be read: {error}") from None
