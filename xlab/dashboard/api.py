"""The interface for programs: open health, the room for facilitators, and a description of both."""

import msgspec
from flask import Blueprint, Response

from xlab import __version__
from xlab.dashboard.health import health_of
from xlab.dashboard.openapi import description
from xlab.dashboard.parts import facilitator_only, parts

pages = Blueprint("api", __name__, url_prefix="/api/v1")


@pages.get("/health")
def health() -> Response:
    """Open to all."""
    kit = parts().kit
    return _json(health_of(kit.info(), kit.room(), kit.uptime()))


@pages.get("/room")
@facilitator_only
def room() -> Response:
    """The room as the live feed sends it."""
    return _json(parts().kit.room())


@pages.get("/openapi.json")
def openapi() -> Response:
    """What can be asked here."""
    return _json(description(__version__))


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")
