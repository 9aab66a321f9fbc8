"""What a tap means in the preflight."""

import msgspec

from xlab_kiosk.shell.preflight.walk import Step


class Answer(msgspec.Struct, frozen=True):
    """Yes or no, to the question of the step."""

    yes: bool


class GoOn(msgspec.Struct, frozen=True):
    """What the step found was read."""


class PassBy(msgspec.Struct, frozen=True):
    """Not this step."""


class Again(msgspec.Struct, frozen=True):
    """The step once more, from its beginning."""


class Dead(msgspec.Struct, frozen=True):
    """The spot that is asked for does not answer."""


class Repeat(msgspec.Struct, frozen=True):
    """From the summary to this step."""

    step: Step


Meaning = Answer | GoOn | PassBy | Again | Dead | Repeat
