"""The pages in the order of the bar at the top, and of IT's own bar: a page that is not here is not found."""

from typing import Final

PAGES: Final = (
    ("room.home", "dashboard.nav_room"),
    ("today.home", "visit.nav"),
    ("rounds.home", "rounds.nav"),
    ("badges.home", "badges.nav"),
    ("stations.home", "stations.nav"),
    ("teach.home", "teach.nav"),
    ("radio.home", "radio_page.nav"),
)
"""Endpoint and word of each page."""

IT_PAGES: Final = (
    ("demos.home", "demos.nav"),
    ("it.access", "it.access"),
)
"""The same for IT."""
