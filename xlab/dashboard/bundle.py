"""The diagnostic bundle as a download: made as it is sent, for IT and for facilitators on the phone with them."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from xlab.dashboard.parts import parts, staff_only

pages = Blueprint("bundle", __name__)


@pages.get("/it/bundle.zip")
@staff_only
def download() -> ResponseReturnValue:
    """One file for whoever helps from afar."""
    response = Response(parts().kit.care.bundle(), mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="xlab-diagnosis.zip"'
    return response
