"""What whoever looks after the kit should read on this station's screen: a card that takes nothing, wrong settings.

Small, and beside the address that is for them anyway: a visitor's two minutes go on as if nothing were.
"""

from collections.abc import Callable, Sequence

from xlab.link import KitInfo
from xlab.look.saying import Say, say
from xlab.look.words import Words
from xlab.settings import Mistake


class Worries:
    """Of one station.

    ``mistakes`` are those of its settings, ``unread`` what was not taken over from the file on the boot partition;
    ``refusing`` says whether its own card is ``full`` or ``failing``.
    """

    def __init__(
        self,
        mistakes: Sequence[Mistake] = (),
        refusing: Callable[[], str] = lambda: "",
        unread: Sequence[Say] = (),
    ) -> None:
        self._mistakes = tuple(mistakes)
        self._unread = tuple(unread)
        self._refusing = refusing

    def told(self, language: str, info: KitInfo | None) -> tuple[str, ...]:
        """In sentences, the worst first; ``info`` is what the hub said last."""
        words = Words(language)
        keeps = self._refusing() or (info.keeps if info is not None else "yes")
        said = [words(f"card.screen_{keeps}")] if keeps in ("full", "failing") else []
        if info is not None and info.renews:
            said.append(words("update.screen"))
        wrong = [_sentence(words, mistake) for mistake in self._mistakes]
        wrong += [say(words, each.key, each.values) for each in self._unread]
        if wrong:
            first, more = wrong[0], len(wrong) - 1
            said.append(words("settings.more", first=first, more=more) if more else first)
        return tuple(said)


def _sentence(words: Words, mistake: Mistake) -> str:
    allowed = {"allowed": Say(mistake.allowed)} if mistake.allowed else {}
    return say(words, mistake.key, {**mistake.gaps, **allowed})
