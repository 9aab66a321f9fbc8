"""A stand-in for systemd's logind on a system bus of its own: goes down, or refuses as polkit does."""

from dbus_fast import Message

from tests.fakes.system_service import UNASKED, SystemService

SERVICE = "org.freedesktop.login1"


class LogindStandIn(SystemService):
    """Answers as ``org.freedesktop.login1``; see :class:`SystemService`.

    ``says`` is what it answers to whether it can: ``yes``, ``no``, ``challenge`` or ``na``.
    ``asked`` holds what it was told to do.
    """

    def __init__(self, says: str = "yes") -> None:
        super().__init__(SERVICE)
        self.says = says
        self.asked: list[str] = []

    def answer(self, message: Message) -> Message:
        """See :class:`SystemService`."""
        if message.member in ("CanPowerOff", "CanReboot"):
            return Message.new_method_return(message, "s", [self.says])
        if self.says != "yes":
            return Message.new_error(message, UNASKED, "Interactive authentication required.")
        self.asked.append(message.member or "")
        return Message.new_method_return(message)
