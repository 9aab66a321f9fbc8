"""What a look at one part of the box found."""

from typing import Any

import msgspec

from xlab.look.saying import Value, say, step_of
from xlab.look.words import Words


class Finding(msgspec.Struct, frozen=True):
    """One sentence about one part, and what to do, in any language.

    ``ok`` is True if all is well, None if the kit works but something could be better, False if somebody should act.
    ``key`` names the sentence in the words, as ``preflight.disk_low``; ``<key>_step`` says what to do, if anything.
    """

    area: str
    ok: bool | None
    key: str
    values: dict[str, Value] = {}

    def text(self, words: Words) -> str:
        """What is, in a sentence."""
        return say(words, self.key, self.values)

    def next_step(self, words: Words) -> str:
        """What to do; empty if nothing."""
        return step_of(words, self.key, self.values)

    def told(self, words: Words) -> dict[str, Any]:
        """All of it with its sentences, as ``--json`` and the diagnostic bundle have it."""
        return {
            "area": self.area,
            "ok": self.ok,
            "text": self.text(words),
            "next_step": self.next_step(words),
            "key": self.key,
            "values": self.values,
        }
