"""The hub: builds the parts of a kit and keeps them running."""

from xlab.hub.service import HubError, run_hub

__all__ = ["HubError", "run_hub"]
