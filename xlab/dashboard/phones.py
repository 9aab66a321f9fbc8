"""What a visitor's phone asks of the kit, plain ASGI on the loop: a room that answers at once waits for no thread.

Its page is :mod:`xlab.dashboard.join`, and what it hears :mod:`xlab.dashboard.rounds_live`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import msgspec

from xlab.dashboard.guard import PHONES, TOO_LARGE
from xlab.dashboard.parts import Parts
from xlab.dashboard.ports.rounds import IdeaNow, Mine, Refusal, RoundRefused
from xlab.dashboard.replies import ASGIApp, Receive, Scope, Send, header, reply_error, start
from xlab.dashboard.tidy import tidy
from xlab.dashboard.voters import VoterCookie, same_site
from xlab.events.rounds import AnswerValue
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

PATIENCE: Final = 5.0
"""Seconds an answer may take to the card; a phone that hears nothing for ten sends it again."""

REFUSED: Final[dict[Refusal, tuple[int, str]]] = {
    "closed": (409, "This round is closed, or the visit is."),
    "unknown": (404, "This kit has no such round."),
    "wrong": (422, "This is no answer to this question."),
    "busy": (429, "This phone answers faster than a person. Wait a second."),
    "full": (503, "No further phone can join now."),
    "not_stored": (507, "The kit could not store it. Nothing was changed."),
}
"""Status and sentence for each reason why nothing was stored."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer to one item of a round, or to the round where it has one."""

    value: AnswerValue
    item: str = msgspec.field(default="")


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a visitor."""

    text: str


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wish that says all by its name."""


class MineNow(msgspec.Struct, frozen=True, kw_only=True):
    """What this phone said in one round: its answers by item, and its ideas with what became of them."""

    round: str
    answers: dict[str, AnswerValue]
    ideas: tuple[IdeaNow, ...]


WISHES: Final[dict[str, tuple[str, type[msgspec.Struct]]]] = {
    "/api/v1/rounds/join": ("Join with this phone; the cookie it gets is a random word.", Nothing),
    "/api/v1/rounds/{round_id}/answer": ("Answer, or change an answer. Sending it again changes nothing.", Answer),
    "/api/v1/rounds/{round_id}/idea": ("Write an idea; it waits for the facilitator.", Own),
    "/api/v1/rounds/forget": ("Erase what this phone said, and leave.", Nothing),
}
"""What a phone may POST, and with what."""

Wish = TypeVar("Wish", Answer, Own, Nothing)

_encode = msgspec.json.Encoder().encode


class _Refuse(Exception):
    """Answered with a status, a code and a sentence, and nothing is done."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Phones:
    """Answers what phones ask, and leaves all else to ``rest``. Bodies come whole (see :mod:`xlab.dashboard.guard`)."""

    def __init__(self, parts: Parts, rest: ASGIApp) -> None:
        self._kit = parts.kit
        self._cookie = VoterCookie(parts)
        self._rest = rest
        self._wishes: dict[str, Callable[[Scope, bytes, str, Send], Awaitable[None]]] = {
            "join": self._join,
            "answer": self._answer,
            "idea": self._idea,
            "forget": self._forget,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        asked = PHONES.fullmatch(scope["path"])
        if asked is None:
            return await self._rest(scope, receive, send)
        try:
            await self._obey(scope, receive, send, asked["what"], asked["round"] or "")
        except _Refuse as no:
            await reply_error(send, no.status, no.code, no.message)
        except RoundRefused as no:
            status, sentence = REFUSED[no.reason]
            await reply_error(send, status, no.reason, sentence)
        except TimeoutError:
            _log.warning("A phone was not answered in time: the kit is busy.")
            await reply_error(send, 503, "busy", "The kit is busy and did not answer in time. Try again.")
        except Exception:
            _log.exception("what a phone asked failed")
            await reply_error(send, 500, "failed", "Something went wrong in the kit. Nothing is lost; try again.")

    async def _obey(self, scope: Scope, receive: Receive, send: Send, what: str, round_id: str) -> None:
        method = "GET" if what == "mine" else "POST"
        if scope["method"] != method and (scope["method"], method) != ("HEAD", "GET"):
            return await reply_error(send, 405, "method", f"Only {method} is known here.", allow=method)
        if what == "mine":
            return await self._tell_mine(send, self._voter(scope))
        if scope.get(TOO_LARGE):
            raise _Refuse(413, "too_large", "This is more than a phone may send.")
        body = (await receive()).get("body", b"") or b"{}"
        await self._wishes[what](scope, body, round_id, send)

    async def _join(self, scope: Scope, body: bytes, _: str, send: Send) -> None:
        """Take this phone in; one that is in stays who it is."""
        _wish(scope, body, Nothing)
        known = self._cookie.read(header(scope, b"cookie"))
        if known is not None:
            return await self._tell_mine(send, known)
        voter = self._kit.rounds.join()
        await self._tell_mine(send, voter, set_cookie=self._cookie.give(voter))

    async def _answer(self, scope: Scope, body: bytes, round_id: str, send: Send) -> None:
        """Take an answer; it is on the card when this says so."""
        said = _wish(scope, body, Answer)
        voter = self._voter(scope)
        async with asyncio.timeout(PATIENCE):
            await self._kit.rounds.answer(voter, round_id, said.item, said.value)
        await _done(send)

    async def _idea(self, scope: Scope, body: bytes, round_id: str, send: Send) -> None:
        """Take an idea; it is on the card when this says so."""
        own = _wish(scope, body, Own)
        voter = self._voter(scope)
        if not (text := tidy(own.text)):
            raise RoundRefused("wrong")
        async with asyncio.timeout(PATIENCE):
            await self._kit.rounds.add_idea(voter, round_id, text)
        await _done(send)

    async def _forget(self, scope: Scope, body: bytes, _: str, send: Send) -> None:
        """Erase all this phone said, however long that takes, and take its word away."""
        _wish(scope, body, Nothing)
        if (voter := self._cookie.read(header(scope, b"cookie"))) is not None:
            await self._kit.rounds.forget(voter)
        await _done(send, set_cookie=self._cookie.take())

    def _voter(self, scope: Scope) -> str:
        voter = self._cookie.read(header(scope, b"cookie"))
        if voter is None:
            raise _Refuse(401, "not_joined", "This phone has not joined. Open the page of the code again.")
        return voter

    async def _tell_mine(self, send: Send, voter: str, **more: str) -> None:
        body = _encode([_told(one) for one in self._kit.rounds.mine(voter)])
        await send(start(200, "application/json", content_length=str(len(body)), **more))
        await send({"type": "http.response.body", "body": body})


def _wish(scope: Scope, body: bytes, kind: type[Wish]) -> Wish:
    """What is asked for, if one of the kit's own pages or a program asks for it."""
    try:
        wish = msgspec.json.decode(body, type=kind)
    except NONSENSE as error:
        raise _Refuse(400, "bad_request", f"This is nothing a phone may ask: {error}") from error
    if header(scope, b"content-type").partition(";")[0].strip().lower() != "application/json":
        raise _Refuse(400, "bad_request", "Phones speak JSON, and say so.")
    if not same_site(scope):
        raise _Refuse(403, "forbidden", "Only a page of this kit may ask this.")
    return wish


def _told(one: Mine) -> MineNow:
    return MineNow(round=one.round, answers=dict(one.answers), ideas=one.ideas)


async def _done(send: Send, **more: str) -> None:
    await send(start(204, "application/json", **more))
    await send({"type": "http.response.body", "body": b""})
