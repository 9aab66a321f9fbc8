"""A stand-in for systemd on a system bus of its own: begins tasks, or refuses as polkit does."""

from dbus_fast import Message

from tests.fakes.system_service import SystemService

SERVICE = "org.freedesktop.systemd1"


class TaskStandIn(SystemService):
    """Answers as ``org.freedesktop.systemd1``; see :class:`SystemService`.

    ``error`` is what it answers instead, ``begun`` what it did.
    """

    def __init__(self, error: str = "") -> None:
        super().__init__(SERVICE)
        self.error = error
        self.begun: list[str] = []

    def answer(self, message: Message) -> Message:
        """See :class:`SystemService`."""
        if self.error:
            return Message.new_error(message, self.error, "No.")
        self.begun.append(f"{message.member} {message.body[0]}")
        return Message.new_method_return(message, "o", ["/org/freedesktop/systemd1/job/1"])
