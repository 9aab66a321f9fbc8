"""A stand-in for systemd's timedated on a system bus of its own: keeps a clock, or refuses as polkit does."""

from dbus_fast import Message, Variant

from tests.fakes.system_service import UNASKED, SystemService

SERVICE = "org.freedesktop.timedate1"


class TimedateStandIn(SystemService):
    """Answers as ``org.freedesktop.timedate1``; see :class:`SystemService`.

    ``allows`` is what polkit says, ``steered`` whether the
    network is meant to set the clock, ``synchronised`` whether it did. ``wall`` is what the clock was set to.
    """

    def __init__(self, *, allows: bool = True, steered: bool = False, synchronised: bool = False) -> None:
        super().__init__(SERVICE)
        self.allows = allows
        self.steered = steered
        self.synchronised = synchronised
        self.wall = 0.0

    def answer(self, message: Message) -> Message:
        """See :class:`SystemService`."""
        if message.member == "Get":
            return Message.new_method_return(message, "v", [Variant("b", self.synchronised)])
        if not self.allows:
            return Message.new_error(message, UNASKED, "Interactive authentication required.")
        if message.member == "SetNTP":
            self.steered = message.body[0]
        elif self.steered:
            return Message.new_error(message, f"{SERVICE}.AutomaticTimeSyncEnabled", "Automatic time sync is enabled")
        else:
            self.wall = message.body[0] / 1_000_000
        return Message.new_method_return(message)
