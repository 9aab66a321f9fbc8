"""What the terminal shows once the hub is up: how to reach the kit, a QR code, and the first code."""

import io

import segno

from xlab.link import KitInfo


def banner(info: KitInfo) -> str:
    """Addresses, a QR code of the best one, and the setup code while there is no PIN."""
    code = io.StringIO()
    segno.make(info.urls[0], error="m").terminal(code, compact=True)
    lines = ["", f"  {info.name} is ready.", "", *(f"  Dashboard  {url}" for url in info.urls), ""]
    lines += ["  " + line for line in code.getvalue().rstrip().splitlines()]
    if info.setup_code:
        lines += ["", f"  Setup code {info.setup_code}   Type it on the dashboard to choose the facilitator PIN."]
    return "\n".join([*lines, "", "  Stop with Ctrl-C.", ""])
