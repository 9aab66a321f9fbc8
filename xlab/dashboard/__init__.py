"""The dashboard: pages for facilitators, phones and IT, the API and the live feed."""

from xlab.dashboard.app import make_app
from xlab.dashboard.asgi import make_asgi
from xlab.dashboard.keys import pin_exists
from xlab.dashboard.ports import Kit

__all__ = ["Kit", "make_app", "make_asgi", "pin_exists"]
