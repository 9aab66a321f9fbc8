"""Everything the screens show, in one frozen value: a screen draws what it was shown and asks nobody anything."""

from collections.abc import Callable
from typing import Literal

import msgspec
import pygame

from xlab.catalogue import Entry
from xlab.catalogue.manifest import Text
from xlab.events import Source
from xlab.link import BadgeHere, Face, NetworkNow
from xlab.look import tokens
from xlab.station.showing import Showing
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.forgetting import Wish
from xlab_kiosk.shell.preflight import taps
from xlab_kiosk.shell.preflight.seen import Seen
from xlab_kiosk.shell.taken import Taken

Tone = Literal["coral", "amber", "leaf", "sky", "violet", "paper"]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A demo as visitors see it: words in one language, and the colour of its place in the supply chain."""

    demo: str
    title: str
    question: str
    minutes: int
    tone: Tone


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to see. ``here`` are the badges at this station, ``room`` all of them; ``source`` is the radio's.

    ``pairing`` is the code to show while the station wishes to belong to a kit.

    ``offered`` is the simulated badge where it may be used, ``placed`` tells whether it lies on the pad.

    ``pinned``: the one item is the demo that the station stays with. ``message`` is the facilitator's, over everything.
    ``left_out`` are titles of demos that the station was started without.

    ``mark`` begins the charter's SHA-256, empty until it froze; ``group`` counts those of the day; in a ``practice``
    all is simulated. ``wish`` is what becomes of the badge on the pad while the notice is open.

    ``offers_check``: the facilitator has just locked the station here, and may check it. ``preflight`` is that check.

    ``network`` is how the kit is reached, None while the hub says nothing of it.

    ``worries`` are sentences for whoever looks after the kit.

    ``takes``: what the demo shows may be taken home; ``taken`` is what becomes of that.
    """

    language: str = "en"
    kit: str = ""
    urls: tuple[str, ...] = ()
    setup_code: str | None = None
    network: NetworkNow | None = None
    pairing: Showing | None = None
    alone: bool = False
    source: Source = "live"
    here: tuple[BadgeHere, ...] = ()
    room: tuple[BadgeHere, ...] = ()
    items: tuple[Item, ...] = ()
    demo: Item | None = None
    offered: Face | None = None
    placed: bool = False
    pinned: bool = False
    message: str = ""
    left_out: tuple[str, ...] = ()
    worries: tuple[str, ...] = ()
    mark: str = ""
    group: int = 1
    practice: bool = False
    wish: Wish = Wish()
    takes: bool = False
    taken: Taken = Taken()
    offers_check: bool = False
    preflight: Seen | None = None

    @property
    def has_slip(self) -> bool:
        """Whether a slip of paper for the facilitator lies in the case."""
        return bool(self.setup_code) or self.pairing is not None


class TogglePad(msgspec.Struct, frozen=True):
    """The simulated badge was tapped: onto the pad, or away from it."""


class TurnPage(msgspec.Struct, frozen=True):
    """Another page of the menu."""

    page: int


class MakeOwn(msgspec.Struct, frozen=True):
    """The kit is to open its own Wi-Fi."""


class AskForget(msgspec.Struct, frozen=True):
    """The badge on the pad is to be forgotten."""


class SureForget(msgspec.Struct, frozen=True):
    """Yes, really."""


class KeepBadge(msgspec.Struct, frozen=True):
    """No, after all."""


Target = flow.Event | TogglePad | TurnPage | MakeOwn | AskForget | SureForget | KeepBadge | taps.Meaning
"""What a tap can mean."""

Pressed = Callable[[Target], bool]
"""Is a finger on this target now?"""

Picture = Callable[[str, tuple[int, int]], pygame.Surface | None]
"""The attract picture of a demo that suits a size best; None while there is none."""


def item(entry: Entry, language: str) -> Item:
    """How a demo looks in a language. The entry must have a manifest."""
    manifest = entry.manifest
    assert manifest is not None
    stages = manifest.engagement.stages
    tone = tokens.STAGE_ACCENTS[stages[0]] if stages else "paper"
    return Item(
        demo=manifest.id,
        title=_said(manifest.title, language) or manifest.id,
        question=_said(manifest.engagement.question, language) or _said(manifest.summary, language),
        minutes=manifest.minutes,
        tone=tone,  # type: ignore[arg-type]
    )


def _said(text: Text, language: str) -> str:
    said = {str(code): words for code, words in text.items()}
    return said.get(language) or said.get("en") or ""
