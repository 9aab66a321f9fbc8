"""The part of the interface that is about rounds: what facilitators do, what phones do, and what both hear."""

from typing import Any

import msgspec

from xlab.dashboard import phones, rounds, visitors
from xlab.dashboard.ports.visitors import Me
from xlab.dashboard.rounds_now import Asked, Count, RoundsNow

_FOR_PHONES = (
    "Server-sent events for every phone in the room. `rounds` carries the newest rounds whenever one opened, closed or"
    " has another idea; `counts` carries how many phones joined, and of each round how many answered and the result,"
    " once it may be seen and five people answered; `still` says that nothing happened."
)
_FOR_FACILITATORS = "Server-sent events: `everything` carries all rounds with every idea, first and after every change."
_ROUND = [{"name": "round_id", "in": "path", "required": True, "schema": {"type": "string"}}]

PHONE = {
    "type": "apiKey",
    "in": "cookie",
    "name": "xlab-<kit>-voter",
    "description": "The random word of a phone that joined. Requests must be JSON, and from a page of this kit.",
}
"""How a phone shows that it joined."""


def described() -> tuple[dict[str, Any], dict[str, Any]]:
    """The operations by path, and the schemas they name."""
    kinds = [phones.MineNow, RoundsNow, rounds.Opened, Asked, Count, Me]
    wishes = phones.WISHES | visitors.WISHES
    bodies = {path: kind for path, (_, kind) in [*wishes.items(), *rounds.ORDERS.items()] if _says_something(kind)}
    found, schemas = msgspec.json.schema_components(
        [*kinds, *bodies.values()], ref_template="#/components/schemas/{name}"
    )
    mine, now, opened, asked, count, me = found[: len(kinds)]
    body = dict(zip(bodies, found[len(kinds) :], strict=True))
    answers = {
        "/api/v1/rounds/join": {"type": "array", "items": mine},
        "/api/v1/rounds/open": opened,
    }
    counts = {
        "type": "object",
        "properties": {"joined": {"type": "integer"}, "rounds": {"type": "array", "items": count}},
    }
    stream = {"anyOf": [{"type": "array", "items": asked}, counts]}
    posts = [(path, summary, "voter") for path, (summary, _) in wishes.items()]
    posts += [(path, summary, "session") for path, (summary, _) in rounds.ORDERS.items()]
    paths: dict[str, Any] = {}
    for path, summary, who in posts:
        open_to_all = path.endswith(("/join", "/forget"))
        told = summary + (" Browsers send the page's token as X-CSRFToken." if who == "session" else "")
        paths[path] = {"post": _operation(path, told, answers.get(path), "" if open_to_all else who, body.get(path))}
    paths["/api/v1/rounds"] = {"get": _operation("rounds", "Every round, the newest first.", now, "session")}
    said = {"type": "array", "items": mine}
    paths["/api/v1/rounds/mine"] = {"get": _operation("mine", "What this phone said so far.", said, "voter")}
    told = "For whom this phone speaks, what it offered for the board, and whether the board takes more."
    paths["/api/v1/visitors/me"] = {"get": _operation("visitors_me", told, me, "voter")}
    paths["/join/live"] = {"get": _operation("join_live", _FOR_PHONES, stream, "", kind="text/event-stream")}
    paths["/rounds/live"] = {
        "get": _operation("rounds_live", _FOR_FACILITATORS, now, "session", kind="text/event-stream")
    }
    return paths, schemas


def _operation(
    name: str,
    summary: str,
    answer: dict[str, Any] | None,
    who: str,
    body: dict[str, Any] | None = None,
    kind: str = "application/json",
) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    done = {"200": {"description": "Done.", "content": {kind: {"schema": answer}}}}
    responses: dict[str, Any] = {
        **(done if answer else {"204": {"description": "Done."}}),
        "4XX": {"description": "Not done.", "content": error},
        "503": {"description": "The kit is busy, or takes no further phone.", "content": error},
        "507": {"description": "The card cannot be written.", "content": error},
    }
    if who:
        responses["401"] = {"description": _WHO[who], "content": error}
    operation: dict[str, Any] = {
        "operationId": name.removeprefix("/api/v1/").replace("/{round_id}", "").replace("/", "_"),
        "summary": summary,
        "security": [{who: []}] if who else [],
        "responses": responses,
    }
    if "{round_id}" in name:
        operation["parameters"] = _ROUND
    if body:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return operation


_WHO = {"voter": "This phone has not joined.", "session": "Not signed in."}


def _says_something(kind: type[msgspec.Struct]) -> bool:
    return bool(kind.__struct_fields__)
