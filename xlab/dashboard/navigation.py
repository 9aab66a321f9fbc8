"""The facilitator's pages, in the order of the bar at the top: a page that is not here is not found."""

from typing import Final

PAGES: Final = (
    ("room.home", "dashboard.nav_room"),
    ("badges.home", "badges.nav"),
    ("stations.home", "stations.nav"),
    ("teach.home", "teach.nav"),
    ("radio.home", "radio_page.nav"),
)
"""Endpoint and word of each page."""
