"""What went wrong, said in the kit's look with one clear next step; to programs in JSON."""

import logging

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from xlab.dashboard.parts import wants_json
from xlab.dashboard.replies import error_body

_log = logging.getLogger(__name__)

_CODES = {400: "bad_request", 403: "forbidden", 404: "not_found", 405: "method", 413: "too_large", 429: "too_often"}
_PAGES = (400, 403, 404, 413, 429, 500)
"""Errors with words of their own; others speak like the general one of their kind."""


def init_app(app: Flask) -> None:
    """Answer every error, expected or not."""
    app.register_error_handler(CSRFError, lambda error: _answer(400, "csrf", str(error.description)))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(TimeoutError, _busy)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response:
    answer = error.get_response()
    if answer.status_code < 400:
        return Response(answer.get_data(), answer.status_code, dict(answer.headers))
    status = answer.status_code
    response = _answer(status, _CODES.get(status, "error"), error.description or error.name)
    if "Allow" in answer.headers:
        response.headers["Allow"] = answer.headers["Allow"]
    return response


def _busy(error: TimeoutError) -> Response:
    _log.warning("%s %s was not answered in time: the kit is busy.", request.method, request.path)
    return _answer(503, "busy", "The kit is busy and did not answer in time. Try again.")


def _unexpected(error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.path, exc_info=error)
    try:
        return _answer(500, "failed", "Something went wrong in the kit. Nothing is lost; try again.")
    except Exception:
        # Whatever broke the page broke its error page too. The hub runs on.
        _log.exception("the error page failed as well")
        return Response("Something broke in the kit. Nothing is lost. Reload it.\n", 500, mimetype="text/plain")


def _answer(status: int, code: str, message: str) -> Response:
    if wants_json():
        return Response(error_body(code, message), status, mimetype="application/json")
    kind = "csrf" if code == "csrf" else str(status if status in _PAGES else 500 if status > 499 else 400)
    return Response(render_template("error.html", kind=kind), status)
