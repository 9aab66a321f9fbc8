"""The demos of the kit for programs, and the one list of what IT may do with them: pages post the same orders."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Annotated, Final

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from msgspec import Meta, Struct

from xlab.dashboard.parts import it_only, json_error, parts
from xlab.dashboard.ports.demos import DemosRefused, Library
from xlab.nonsense import NONSENSE

pages = Blueprint("demo_api", __name__, url_prefix="/api/v1/demos")

Id = Annotated[str, Meta(min_length=1, max_length=100)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class OneDemo(Struct, frozen=True):
    """The demo that is meant, by its id."""

    demo: Id


class Switch(Struct, frozen=True):
    """A demo, and whether stations show it."""

    demo: Id
    on: bool


class Files(Struct, frozen=True):
    """A demo, and the digest of the files that were looked at: no others are meant."""

    demo: Id
    digest: Hash


class Order(Struct, frozen=True):
    """Demos in the order in which stations show them."""

    demos: Annotated[tuple[Id, ...], Meta(max_length=400)]


class Choose(Struct, frozen=True):
    """A station, and the demos it shows; null: all that are on."""

    station: Id
    demos: Annotated[tuple[Id, ...], Meta(max_length=400)] | None


class Accept(Struct, frozen=True):
    """A bundle that was offered, and its seal as it was shown: no other is meant."""

    offer: Id
    seal: Hash


class Decline(Struct, frozen=True):
    """A bundle that was offered."""

    offer: Id


OPERATIONS: Final[dict[str, tuple[str, type[Struct]]]] = {
    "switch": ("Switch a demo on or off for the whole kit.", Switch),
    "order": ("Set the order in which stations show demos.", Order),
    "choose": ("Choose which demos one station shows.", Choose),
    "approve": ("Let the files with this digest run.", Files),
    "refuse": ("Take the approval of these files back.", Files),
    "release": ("Lift the quarantine of a demo.", OneDemo),
    "accept": ("Install a bundle that was offered.", Accept),
    "decline": ("Forget a bundle that was offered.", Decline),
    "rollback": ("Go back to the version before.", OneDemo),
    "remove": ("Remove an installed bundle with all its versions and what it kept.", OneDemo),
    "check": ("Check a demo in the background.", OneDemo),
}
"""What can be asked by POST to ``/api/v1/demos/<operation>``, and with what; the answer is how the demos stand then."""


@pages.get("")
@it_only
def state() -> ResponseReturnValue:
    """All demos, what waits for IT, and the stations."""
    return reply(parts().kit.demos.now())


@pages.get("/reports/<run>")
@it_only
def report(run: str) -> ResponseReturnValue:
    """What is known of a run that went wrong."""
    found = parts().kit.demos.report(run)
    return reply(found) if found else json_error(404, "no_report", "Nothing was kept of this run.")


@it_only
def change(operation: str) -> ResponseReturnValue:
    """Do one of :data:`OPERATIONS`."""
    library = parts().kit.demos
    try:
        obey(library, operation, msgspec.json.decode(request.get_data(), type=OPERATIONS[operation][1]))
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This cannot be read: {error}")
    except DemosRefused as refused:
        return json_error(409, "refused", str(refused))
    return reply(library.now())


for _operation in OPERATIONS:
    _view = update_wrapper(partial(change, _operation), change)
    pages.add_url_rule(f"/{_operation}", _operation, _view, methods=["POST"])


def obey(library: Library, operation: str, asked: Struct) -> None:
    """Do what was asked. Raises :class:`DemosRefused`, and TimeoutError where the kit is too busy."""
    match asked:
        case Switch():
            library.switch(asked.demo, asked.on)
        case Files():
            (library.approve if operation == "approve" else library.refuse)(asked.demo, asked.digest)
        case Order():
            library.order(asked.demos)
        case Choose():
            library.choose(asked.station, asked.demos)
        case Accept():
            library.accept(asked.offer, asked.seal)
        case Decline():
            library.decline(asked.offer)
        case OneDemo():
            plain: dict[str, Callable[[str], None]] = {
                "release": library.release,
                "rollback": library.rollback,
                "remove": library.remove,
                "check": library.check,
            }
            plain[operation](asked.demo)


def reply(value: object) -> Response:
    """``value`` as JSON; what bytes it holds as Base64."""
    return Response(msgspec.json.encode(value), mimetype="application/json")
