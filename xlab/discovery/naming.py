"""What a kit is called on the network."""

HOST_PREFIX = "xlab-"
"""With this the host name of every kit begins, so that kits know each other from other devices."""

_LABEL_BYTES = 63
"""What DNS allows for one part of a name."""


def host_name(kit: str) -> str:
    """The kit's name in URLs, as ``xlab-1a2b3c4d.local``: the end of its id, which is random in every kind of UUID."""
    short = "".join(letter for letter in kit.lower() if letter.isascii() and letter.isalnum())[-8:]
    return f"{HOST_PREFIX}{short}.local"


def instance_name(name: str, number: int) -> str:
    """What to call the ``number``-th kit of this name: within DNS's 63 bytes and without what DNS would trip over."""
    suffix = f" ({number})" if number > 1 else ""
    # A dot is legal in such a name, but most software takes it for the end of it.
    plain = "".join(letter for letter in name.replace(".", "\N{MIDDLE DOT}") if letter.isprintable()).strip()
    room = _LABEL_BYTES - len(suffix)
    return (plain.encode()[:room].decode(errors="ignore").strip() or "Xperience Lab") + suffix
