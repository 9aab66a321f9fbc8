"""Asking the hub that runs on this machine, as the kit's own user: the token in the kit's home opens its door."""

import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import click

from xlab.hubfile import hub_here
from xlab.settings import Settings, hub_url

PATIENCE = 5.0
"""Seconds to wait for an answer: a hub that is well answers in a few milliseconds, on a busy Pi in a second."""


class HubTrouble(click.ClickException):
    """The hub cannot be asked, or says no. Printed as the sentence it is; ends the command with status 1.

    ``code`` is the hub's word for it, as its interface describes; empty where no hub of this kit answered.
    """

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code

    def show(self, file: Any = None) -> None:
        """Print the sentence."""
        click.echo(self.message, err=file is None, file=file)


class Hub:
    """The hub of the kit at ``home``. Paths are the interface's, as ``/api/v1/room``; answers are what JSON holds.

    Every method raises :class:`HubTrouble`.
    """

    def __init__(self, home: Path, settings: Settings) -> None:
        self._token_file = home / "keys" / "station.token"
        self._url = hub_here(home) or hub_url(settings, settings.port)
        # No proxy stands between two programs on one machine, whatever the environment says.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def get(self, path: str) -> Any:
        """What is there."""
        return self._ask(urllib.request.Request(self._url + path))  # noqa: S310 - our own hub, by http

    def post(self, path: str, body: object = None) -> Any:
        """Send ``body`` as JSON; the answer, None where it is empty."""
        import msgspec

        data = msgspec.json.encode({} if body is None else body)
        headers = {"Content-Type": "application/json"}
        return self._ask(urllib.request.Request(self._url + path, data, headers))  # noqa: S310 - as above

    def _ask(self, request: urllib.request.Request) -> Any:
        import msgspec

        from xlab.nonsense import NONSENSE

        request.add_header("Authorization", f"Bearer {self._token()}")
        request.add_header("Accept", "application/json")
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                body = answer.read()
            return msgspec.json.decode(body) if body else None
        except urllib.error.HTTPError as error:
            raise self._refusal(error) from error
        except (OSError, *NONSENSE) as error:
            raise HubTrouble(
                f"No hub answers at {self._url}. Start it with xlab hub, or name its port as XLAB_PORT."
            ) from error

    def _token(self) -> str:
        try:
            return self._token_file.read_text("ascii").strip()
        except FileNotFoundError as error:
            raise HubTrouble(
                f"No hub has run in {self._token_file.parents[1]} yet. "
                "Start it with xlab hub, or name its home with --home."
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise HubTrouble(
                f"{self._token_file} cannot be read ({error}). Run this command as the user the hub runs as."
            ) from error

    def _refusal(self, error: urllib.error.HTTPError) -> HubTrouble:
        import msgspec

        from xlab.nonsense import NONSENSE

        if error.code == 401:
            return HubTrouble(
                f"The hub at {self._url} is not this kit's: it does not know the token in {self._token_file}. "
                "Name this kit's home with --home and its port as XLAB_PORT.",
                "signed_out",
            )
        try:
            said = msgspec.json.decode(error.read())["error"]
            return HubTrouble(f"The hub says: {said['message']}", str(said["code"]))
        except (OSError, KeyError, TypeError, *NONSENSE):
            return HubTrouble(f"The hub at {self._url} answers with error {error.code}. See what it logged.")
