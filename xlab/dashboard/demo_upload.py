"""Bundles sent to the kit: by a form with a file, or as plain bytes by a program and by the page's script."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from flask import Blueprint, Request, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard import uploads
from xlab.dashboard.demo_api import reply
from xlab.dashboard.demos import page
from xlab.dashboard.languages import words
from xlab.dashboard.parts import it_only, json_error, parts
from xlab.dashboard.ports.demos import DemosRefused, Offer

pages = Blueprint("demo_upload", __name__)

_NAME: Final = 100
"""Letters of a file's name that are kept: it is for people to recognise."""


class BundleRequest(Request):
    """A request whose files go to the kit's card, as the guard's do: where ``/tmp`` is memory, they would fill it."""

    def _get_file_stream(
        self, total_content_length: int | None, content_type: str | None, filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:  # fmt: skip
        return tempfile.TemporaryFile(dir=_folder())


@pages.post(uploads.PATHS[0])
@it_only
def by_form() -> ResponseReturnValue:
    """A file from the page."""
    sent = request.files.get("bundle")
    if sent is None or not sent.filename:
        return page(problem=words()("demos.no_file")), 422
    with _fresh() as path:
        sent.save(path)
        try:
            offer = parts().kit.demos.take_in(path, _plain(sent.filename))
        except DemosRefused as refused:
            return page(problem=refused), 409
    if offer.problem:
        return page(problem=DemosRefused(offer.problem)), 422
    if offer.verdict == "trusted":
        return page(said=_installed(offer))
    return redirect(url_for("demos.home", _anchor="questions"), 303)


@pages.post(uploads.PATHS[1])
@it_only
def by_program() -> ResponseReturnValue:
    """The bytes of a bundle; ``?name=`` is the file's name, for people."""
    with _fresh() as path:
        with path.open("wb") as file:
            while data := request.stream.read(1024 * 1024):
                file.write(data)
        try:
            offer: Offer = parts().kit.demos.take_in(path, _plain(request.args.get("name", "")))
        except DemosRefused as refused:
            return json_error(409, "refused", str(refused))
    return reply(offer) if not offer.problem else json_error(422, "bad_bundle", offer.problem)


def _installed(offer: Offer) -> str:
    """Whoever made it is known, so it was installed at once."""
    t, named = words(), offer.manifest
    title = (named.title.get(t.language) or named.title["en"]) if named else offer.file
    return t("demos.installed", title=title)


def _folder() -> Path:
    folder = parts().kit.home / uploads.FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def _fresh() -> Iterator[Path]:
    """A path that is free; what is still there after is removed."""
    path = _folder() / f"{secrets.token_hex(8)}.xlabdemo"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _plain(name: str) -> str:
    """The last part of a file's name, whatever system it comes from, and nothing that does not print."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:_NAME] or "bundle.xlabdemo"
