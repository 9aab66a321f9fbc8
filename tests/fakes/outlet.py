"""A kit that only listens: what a demo said to it, in order."""

from xlab.events import Value
from xlab_kiosk.stage.room import ToRoom


class ListeningOutlet:
    """Stands in for the pipe to the shell; ``said`` holds one tuple for each thing a demo said."""

    def __init__(self) -> None:
        self.said: list[tuple[object, ...]] = []

    def record(self, values: dict[str, Value], beacon: str | None) -> None:
        """Evidence."""
        self.said.append(("record", values, beacon))

    def forget(self, beacon: str) -> None:
        """A wish to be forgotten."""
        self.said.append(("forget", beacon))

    def ask_known(self, beacon: str) -> None:
        """A question about a badge."""
        self.said.append(("ask_known", beacon))

    def sound(self, name: str) -> None:
        """A sound."""
        self.said.append(("sound", name))

    def room(self, said: ToRoom) -> None:
        """Something about a question to the room."""
        self.said.append(("room", said))

    def finish(self) -> None:
        """The demo's own end."""
        self.said.append(("finish",))
