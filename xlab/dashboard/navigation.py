"""The pages in the order of the bar, and of IT's own bar: a page that is not here is not found."""

from typing import Final

PAGES: Final = (
    ("room.home", "dashboard.nav_room"),
    ("today.home", "visit.nav"),
    ("rounds.home", "rounds.nav"),
    ("stations.home", "stations.nav"),
    ("badges.home", "badges.nav"),
    ("prints.home", "print.nav"),
    ("teach.home", "teach.nav"),
    ("radio.home", "radio_page.nav"),
    ("network.home", "network.nav"),
)
"""Endpoint and word of each page, what a session needs most first."""

ON_PHONE: Final = 4
"""How many of them stand in the bar of a phone, each with a picture (``_nav.html``); the others come up with More. Five
keys across 390 px are 78 px each, as wide as a thumb and as the longest of the words."""

BELONGS: Final = {
    **dict.fromkeys(("charter", "board", "decisions", "notes", "evidence", "report"), "today.home"),
    **dict.fromkeys(("preflight", "packing", "power"), "today.home"),
    **{"how.decision": "today.home", "how.suggestion": "today.home", "how.round_": "rounds.home"},
    **{"rounds.invite": "rounds.home", "lines.one": "rounds.home", "room.station": "room.home"},
}
"""The page in the bar that a further page belongs to, by its endpoint or by the part in front of the dot."""

IT_PAGES: Final = (
    ("it_kit.home", "kit_page.nav"),
    ("demos.home", "demos.nav"),
    ("badges.home", "badges.nav"),
    ("prints.home", "print.nav"),
    ("network.home", "network.nav"),
    ("it.access", "it.access"),
    ("it_backups.home", "backups.nav"),
    ("it_update.home", "update.nav"),
    ("it_logs.home", "logs.nav"),
)
"""The same for IT."""
