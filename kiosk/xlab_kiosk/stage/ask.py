"""Asking the room: a question on the phones of all who are here, and the answers as they come."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from xlab.events.rounds import AnswerValue, Question, Shows, Words
from xlab.events.visits import EditedLine
from xlab.workshop.answers import BETWEEN, fits, flaw, items
from xlab_kiosk.stage._texts import Texts
from xlab_kiosk.stage.inputs import Answer, Idea
from xlab_kiosk.stage.room import (
    SEATS,
    AnswerHere,
    AskRoom,
    CloseRoom,
    FromRoom,
    IdeaHere,
    RoomAnswers,
    RoomIdeas,
    RoomNow,
    ToRoom,
)
from xlab_kiosk.stage.way_in import WayIn

MAX_QUESTION = 48 * 1024
"""Bytes of a question with its options in all languages: it must fit one packet to the kit."""

_LANGUAGES = ("en", "fr", "de")


class Asked:
    """A question that the demo put to the room, and what came of it so far. Made by :meth:`Stage.ask`.

    ``url`` is where phones join, for a :class:`QRCode`, which knows of the kit's own Wi-Fi too while only those in it
    can; it is empty while no phone can, and the screen alone answers.
    ``open``: answers are taken. ``answered`` counts people, here and on phones. ``ideas`` are those that the
    facilitator let through. With ``shows="on_close"`` there are no answers to see until the question is closed.
    With ``lasts=True``, what visitors of earlier runs answered at this screen is there as well, as that of others.

    >>> asked = stage.ask(kind="choice", text="ask.title", options=("ask.yes", "ask.no"))
    >>> asked.answer("ask.yes")  # somebody tapped it at this screen
    True
    >>> [(answer.voter, answer.value) for answer in asked.answers]
    [(0, ('ask.yes',))]
    >>> asked.close()
    >>> asked.answer("ask.no")  # too late
    False
    """

    def __init__(
        self, asked: AskRoom, say: Callable[[ToRoom], None], redraw: Callable[[], None], language: str
    ) -> None:
        self.url = ""
        self.open = True
        self.question = asked.question
        self._number = asked.number
        self._shows: Shows = asked.shows
        self._lasts = asked.lasts
        self._ended = False
        self._say = say
        self._redraw = redraw
        self._language = language
        self._answered = 0
        self._own: dict[tuple[int, str], AnswerValue] = {}
        self._authors: set[int] = set()
        self._others: dict[tuple[int, str], AnswerValue] = {}
        self._ideas: dict[str, Idea] = {}
        self._news: list[Answer] = []
        say(asked)

    @property
    def answered(self) -> int:
        """How many people answered or wrote something, on phones and at this screen."""
        return self._answered + len({voter for voter, _ in self._own} | self._authors)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answer of each voter to each item as it is now; nothing while results are hidden."""
        if self._hidden:
            return ()
        return tuple(Answer(*key, value) for key, value in (*self._own.items(), *self._others.items()))

    @property
    def ideas(self) -> tuple[Idea, ...]:
        """What visitors wrote and the facilitator let through."""
        return tuple(self._ideas.values())

    def answer(self, value: AnswerValue | Sequence[str], item: str = "", seat: int = 0) -> bool:
        """Somebody answered at this screen; ``seat`` (0 to 9) tells players apart. False if it was closed by then.

        ``item`` is the statement, or the two options of a pair as ``"one|other"``. Call it when the visitor has
        decided, not while a finger moves. Raises ValueError for what answers nothing.
        """
        _check_seat(seat)
        settled, item = self._settled(value), self._in_order(item)
        if not fits(self.question, item, settled, self._ideas):
            raise ValueError(f"{value!r} does not answer this question of the kind {self.question.kind}.")
        if self.open and self._own.get((-seat, item)) != settled:
            self._own[-seat, item] = settled
            self._say(AnswerHere(settled, item, seat))
            self._tell([Answer(-seat, item, settled)])
        return self.open

    def idea(self, text: str, seat: int = 0) -> bool:
        """Somebody wrote something at this screen; it waits for the facilitator. False if it was closed by then.

        Raises ValueError if the question takes no ideas, or for a text that is empty or has over 300 letters.
        """
        _check_seat(seat)
        if not (self.question.ideas or self.question.kind == "text"):
            raise ValueError("This question takes no ideas; ask it with ideas=True.")
        if not 0 < len(text) <= 300:
            raise ValueError(f"An idea has 1 to 300 letters; this one has {len(text)}.")
        if self.open:
            self._authors.add(-seat)
            self._say(IdeaHere(text, seat))
            self._redraw()
        return self.open

    def close(self) -> None:
        """Take no more answers; results that waited for it can be seen. The end of the run does the same.

        A question that lasts is then over for all, and the next run asks anew; the end of a run leaves it open.
        """
        if self.open:
            self._say(CloseRoom())
            self._closed()

    def _make_way(self) -> None:
        """The demo asks something else, or the same of whoever comes next."""
        if self._lasts:
            self.open = False  # the kit knows what goes on and what ends
        else:
            self.close()

    def _goes_on_as(self, other: "Asked") -> bool:
        """Whether a question that is asked after this one is the same, and takes up its answers."""
        same = (self.question, self._shows) == (other.question, other._shows)
        return self._lasts and other._lasts and same and not self._ended

    def _hear(self, said: FromRoom) -> None:
        """News from the kit."""
        if said.number != self._number:
            return
        match said:
            case RoomNow(url=url, open=still, answered=answered, wifi=wifi):
                self.url = WayIn(url, wifi, self._language) if wifi else url
                self._answered = answered
                if self.open and not still:
                    self._closed()
            case RoomAnswers(changed=changed, gone=gone):
                for key in gone:
                    self._others.pop(key, None)
                for voter, item, value in changed:
                    self._others[voter, item] = value
                self._tell([Answer(*one) for one in changed])
            case RoomIdeas(changed=ideas, gone=lost):
                for one in lost:
                    self._ideas.pop(one, None)
                self._ideas |= {idea.id: idea for idea in ideas}
        self._redraw()

    def _take_news(self) -> list[Answer]:
        """Answers that the demo was not told yet."""
        news, self._news = self._news, []
        return news

    @property
    def _hidden(self) -> bool:
        return self.open and self._shows == "on_close"

    def _closed(self) -> None:
        hidden, self.open, self._ended = self._hidden, False, True
        if hidden:
            self._news += self.answers
        self._redraw()

    def _tell(self, answers: list[Answer]) -> None:
        if not self._hidden:
            self._news += answers
        self._redraw()

    def _settled(self, value: AnswerValue | Sequence[str]) -> AnswerValue:
        """One id is a choice of one, and a list is as good as a tuple."""
        if self.question.kind == "choice" and isinstance(value, str):
            return (value,)
        return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value

    def _in_order(self, item: str) -> str:
        """A pair is the same pair whichever of the two is named first."""
        return BETWEEN.join(sorted(items(item))) if self.question.kind == "pair" else item


def question_of(
    folder: Path, lines: Sequence[EditedLine], texts: Mapping[str, object], options: Sequence[str], **rest: object
) -> Question:
    """The question in all languages of the demo in ``folder``; ``texts`` and ``options`` are keys of its words.

    ``lines`` are words that the facilitator edited.

    Raises ValueError with what to mend.
    """
    words = [Texts(folder, language, lines) for language in _LANGUAGES]

    def said(key: str) -> Words:
        found = {language: text for language, one in zip(_LANGUAGES, words, strict=True) if (text := one.find(key))}
        if not found:
            raise ValueError(f"The room cannot be asked: there are no words for {key!r} in the demo's locale files.")
        return found  # type: ignore[return-value]

    table: dict[str, object] = {name: said(str(key)) for name, key in texts.items() if key}
    table["options"] = [{"id": key, "text": said(key)} for key in options]
    try:
        question = msgspec.convert(table | rest, Question)
    except msgspec.ValidationError as error:
        raise ValueError(f"The room cannot be asked: {error}") from None
    if wrong := flaw(question):
        raise ValueError(f"The room cannot be asked. {wrong}")
    if len(msgspec.msgpack.encode(question)) > MAX_QUESTION:
        raise ValueError("The room cannot be asked: the question with its options is too long for a phone.")
    return question


def check_uses(folder: Path) -> None:
    """Raise ValueError unless the demo said in ``demo.toml`` that it uses phones."""
    uses = tomllib.loads((folder / "demo.toml").read_text("utf-8-sig")).get("uses", ())
    if "phones" not in uses:
        raise ValueError('The room cannot be asked: add "phones" to the uses in demo.toml.')


def _check_seat(seat: int) -> None:
    if not 0 <= seat < SEATS:
        raise ValueError(f"There are seats 0 to {SEATS - 1} at a screen, not {seat}.")
