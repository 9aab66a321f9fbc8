"""A browser without a screen, the PIN and the password its tests use, and a clock they move."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PIN = "246810"
PASSWORD = "three plain words"

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
"""Sizes of a window in CSS pixels."""


class HandClock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_(self, seconds: float) -> None:
        self.seconds += seconds


class Visitor:
    """A browser: keeps cookies, and reads the token out of a page before it posts a form."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **options: object) -> TestResponse:
        return self.client.get(path, **options)  # type: ignore[arg-type]

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf[-_]token" (?:value|content)="([^"]+)"', self.get(path).text)
        assert found, f"no token on {path}"
        return found[1]

    def post(self, path: str, *, address: str = "192.168.4.20", **fields: str) -> TestResponse:
        data = {"csrf_token": self.token(path), **fields}
        return self.client.post(path, data=data, environ_base={"REMOTE_ADDR": address})

    def sign_in(self, pin: str = PIN, **options: str) -> TestResponse:
        return self.post("/sign-in", pin=pin, **options)

    def is_in(self) -> bool:
        return self.get("/api/v1/room").status_code == 200
