"""What is wrong with the settings that the kit was given: it runs without that, and says so."""

from collections.abc import Iterable

from xlab.box.finding import Finding
from xlab.look.saying import Say, Value
from xlab.settings import Mistake


def check_settings(mistakes: Iterable[Mistake]) -> list[Finding]:
    """A finding for each; none where all is right."""
    return [Finding("settings", False, mistake.key, _gaps(mistake)) for mistake in mistakes]


def _gaps(mistake: Mistake) -> dict[str, Value]:
    allowed: dict[str, Value] = {"allowed": Say(mistake.allowed)} if mistake.allowed else {}
    return {**mistake.gaps, **allowed}
