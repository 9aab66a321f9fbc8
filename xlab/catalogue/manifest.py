"""``demo.toml``: what a demo says of itself, read before any of its code runs."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

API = 1
"""The demo interface this kit speaks."""

MAX_BYTES = 64 * 1024
"""A manifest is a page of text; anything larger is a mistake or an attack and is not read."""

Language = Literal["en", "fr", "de"]
Text = dict[Language, Annotated[str, Meta(min_length=1, max_length=200)]]
Stage = Literal["sourcing", "design", "make", "sell", "use", "govern"]
Stakeholder = Literal["customer", "supplier", "regulator", "gatekeeper", "ngo", "competitor", "team"]
Use = Literal["touch", "beacons", "camera", "phones", "sound", "network"]


class ManifestError(ValueError):
    """The manifest cannot be used; the message is a sentence naming file, field and what is allowed."""


class Engagement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which engagement platform the demo stands for."""

    question: Text
    pattern: Annotated[str, Meta(min_length=1, max_length=40)]
    stages: tuple[Stage, ...]
    stakeholders: tuple[Stakeholder, ...] = ()


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing the demo records, and how the report draws it."""

    type: Literal["bool", "int", "float", "str"]
    label: Text
    chart: Literal["share", "count", "histogram", "map", "rank", "none"] = "none"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``demo.toml``."""

    api: int
    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
    version: Annotated[str, Meta(pattern=r"^\d+\.\d+\.\d+$")]
    entry: Annotated[str, Meta(pattern=r"^[A-Za-z_]\w*:[A-Za-z_]\w*$")]
    title: Text
    summary: Text
    engagement: Engagement
    minutes: Annotated[int, Meta(ge=1, le=30)] = 2
    players: Annotated[int, Meta(ge=1, le=10)] = 1
    uses: tuple[Use, ...] = ("touch",)
    evidence: dict[Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")], Field] = {}


def folder_name(demo: str) -> str:
    """The folder of the demo with this id: ``warm-welcome`` lives in ``xlab_demo_warm_welcome``."""
    return "xlab_demo_" + demo.replace("-", "_")


def read_manifest(folder: Path) -> Manifest:
    """Read and check ``folder/demo.toml``. Raises :class:`ManifestError` with a sentence saying what to mend."""
    path = folder / "demo.toml"
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ManifestError(f"{path} is larger than {MAX_BYTES // 1024} kB; a manifest is a page of text")
        table = tomllib.loads(data.decode("utf-8"))
    except FileNotFoundError:
        raise ManifestError(f"{path} is missing; every demo needs one") from None
    except UnicodeDecodeError:
        raise ManifestError(f"{path} is not UTF-8 text; save it as UTF-8") from None
    except (OSError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ManifestError(f"{path} cannot be read: {error}") from None
    if table.get("api") != API:
        raise ManifestError(f"{path}: api = {table.get('api')!r}, but this kit speaks api = {API}")
    try:
        manifest = msgspec.convert(table, Manifest)
    except msgspec.ValidationError as error:
        raise ManifestError(f"{path}: {error}") from None
    if folder.name != folder_name(manifest.id):
        raise ManifestError(f"{path}: id {manifest.id!r} belongs in a folder named {folder_name(manifest.id)}")
    for name, text in (("title", manifest.title), ("summary", manifest.summary)):
        if "en" not in text:
            raise ManifestError(f"{path}: {name} has no English text; it is what other languages fall back to")
    return manifest
