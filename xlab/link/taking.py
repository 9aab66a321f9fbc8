"""A picture that a visitor takes home from a station, and where it can be fetched. Pure."""

from typing import Annotated

from msgspec import Meta

from xlab.link.base import Message

MAX_TAKEN = 1_000_000
"""Bytes of a picture: on its way it is a third larger, and the hub takes messages of 1.5 MB."""


class TakeHome(Message, frozen=True):
    """A visitor wants this picture (JPEG) on their phone; ``ask`` is of the station's making, for the answer.

    Said only to a hub whose :class:`xlab.link.room.KitInfo` has ``takes``: an older one does not know the word.
    """

    ask: Annotated[str, Meta(min_length=1, max_length=40)]
    picture: Annotated[bytes, Meta(min_length=1, max_length=MAX_TAKEN)]


class TakenHome(Message, frozen=True):
    """Where the picture is for so many ``seconds``; ``path`` hangs on the kit's address, and is empty if refused."""

    ask: str
    path: str = ""
    seconds: float = 0.0
