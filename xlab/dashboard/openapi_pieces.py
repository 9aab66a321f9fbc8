"""What the description of the interface is put together from."""

from typing import Any, Final

import msgspec

REF: Final = "#/components/schemas/{name}"

SIGNED_IN: Final[list[dict[str, list[str]]]] = [{"session": []}]


def json_content(schema: dict[str, Any]) -> dict[str, Any]:
    """A body of JSON."""
    return {"application/json": {"schema": schema}}


_NOT_DONE = {
    "4XX": {"description": "Not done.", "content": json_content({"$ref": "#/components/schemas/Error"})},
    "503": {"description": "The kit is busy.", "content": json_content({"$ref": "#/components/schemas/Error"})},
    "507": {
        "description": "The card cannot be written.",
        "content": json_content({"$ref": "#/components/schemas/Error"}),
    },
}
"""Answers that every operation behind the sign-in may give."""


def get(
    name: str,
    summary: str,
    content: dict[str, Any],
    security: list[dict[str, list[str]]] | None = None,
    refused: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """An operation that only asks; ``refused`` is the answer to whoever is not signed in."""
    responses: dict[str, Any] = {"200": {"description": "As described.", "content": content}}
    if refused:
        responses |= {"401": refused, **_NOT_DONE}
    return {"operationId": name, "summary": summary, "security": security or [], "responses": responses}


def post(
    name: str,
    summary: str,
    body: dict[str, Any] | None,
    security: list[dict[str, list[str]]],
    answer: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """An operation that changes something, with JSON or nothing as its body."""
    described: dict[str, Any] = {
        "operationId": name,
        "summary": f"{summary} Browsers send the page's token as X-CSRFToken.",
        "security": security,
        "responses": {
            **(
                {"200": {"description": "Done.", "content": json_content(answer)}}
                if answer
                else {"204": {"description": "Done."}}
            ),
            **_NOT_DONE,
        },
    }
    return described | ({"requestBody": {"required": True, "content": json_content(body)}} if body else {})


def query(asked: type[msgspec.Struct]) -> list[dict[str, Any]]:
    """Parameters of an address, as the struct says they are read from it."""
    schema = msgspec.json.schema_components([asked])[1][asked.__name__]
    required = schema["required"]
    return [
        {"name": name, "in": "query", "required": name in required, "schema": one}
        for name, one in schema["properties"].items()
    ]
