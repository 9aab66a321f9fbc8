"""A badge walks up to the station and away again, and whoever is signed in to the dashboard sees it."""

from tests.vm.case import Case, Notes
from tests.vm.feed import Feed
from tests.vm.kit import Kit


def _is_seen(kit: Kit, notes: Notes) -> None:
    browser = kit.facilitator()
    kit.until("The radio scans", lambda: kit.state == "scanning")
    with Feed(browser) as feed:
        kit.until("The dashboard shows badges", lambda: feed.room.get("badges"))
        badge = feed.room["badges"][0]["beacon"]

        def near() -> str:
            return next((one["proximity"] for one in feed.room["badges"] if one["beacon"] == badge), "")

        for name, sought in (("on_pad_s", True), ("off_pad_s", False), ("on_pad_again_s", True)):
            notes.figure(name, kit.until(f"The dashboard shows {name}", lambda: (near() == "touch") == sought))  # noqa: B023
        notes.figure("states_of_the_room", len(feed.rooms))
    room = browser.get("/api/v1/room").json
    if not all(one["source"] == "live" for one in room["badges"]):
        notes.wrong(f"not every badge of the dashboard is live: {room['badges']}")
    notes.picture("badges")


SCENARIOS = (Case("stroll", "a badge is laid on the pad and taken away, and the dashboard shows it live", _is_seen),)
