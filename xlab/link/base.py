"""What all messages of the link have in common. Pure."""

from typing import Annotated

import msgspec
from msgspec import Meta

Name = Annotated[str, Meta(max_length=200)]
Sentence = Annotated[str, Meta(max_length=1000)]


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """One frame of the link, tagged by the name of its class."""
