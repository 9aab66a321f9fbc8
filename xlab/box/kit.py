"""The kit's own parts: its demos, the dashboard's port, fonts and charts."""

import http.client
import socket
import urllib.request
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

from xlab.box.finding import Finding
from xlab.catalogue import Entry
from xlab.nonsense import NONSENSE

HEALTH_SECONDS = 2.0
"""A kit answers in milliseconds; a busy Pi that just starts is given this long."""
HEALTH_BYTES = 64 * 1024


class _Health(msgspec.Struct):
    """What tells a kit from any other program that answers on the port."""

    kit: str
    version: str


def check_demos(entries: Sequence[Entry]) -> list[Finding]:
    """One finding for the demos that are ready, and one for each that is not, with its reason."""
    ready = [entry.name for entry in entries if entry.status == "ready"]
    if ready:
        noun = "demo is" if len(ready) == 1 else "demos are"
        findings = [Finding("demos", True, f"{len(ready)} {noun} ready: {', '.join(ready)}.")]
    else:
        step = "Install the kit again; its own demos come with it."
        findings = [Finding("demos", False, "No demo is ready: visitors would find an empty menu.", step)]
    for entry in entries:
        if entry.status == "unapproved":
            findings.append(Finding("demos", None, f"{entry.name} is not shown. {entry.reason}", "Have IT look at it."))
        elif entry.status == "bad":
            where = f" in {entry.folder}" if entry.folder else ""
            step = f"Mend or remove the demo{where}."
            findings.append(Finding("demos", False, f"{entry.name} cannot be used: {entry.reason}", step))
    return findings


def check_port(host: str, port: int) -> Finding:
    """Whether the dashboard can open its port, or a kit has it already."""
    if port == 0:
        return Finding("dashboard", True, "The dashboard takes any free port.")
    health = _health(port)
    if health is not None:
        return Finding("dashboard", True, f"A kit is running here on port {port} (version {health.version}).")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family):
            return Finding("dashboard", True, f"Port {port} is free for the dashboard.")
    except PermissionError:
        step = "Choose one above 1023 with --port, or as port in kit.toml."
        return Finding("dashboard", False, f"This user may not open port {port} for the dashboard.", step)
    except OSError as error:
        step = (
            f"End the program that uses it (find it with: ss -ltnp 'sport = :{port}'), or choose another with --port."
        )
        reason = str(error.strerror).partition(" (while")[0]  # Python adds the address, which is said already
        return Finding("dashboard", False, f"The dashboard cannot open port {port} at {host}: {reason}.", step)


def _health(port: int) -> _Health | None:
    """What a kit on this port says of itself; None if there is no kit, whatever else there may be."""
    # No proxy: the question is about this machine, whatever the environment says.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/api/v1/health", timeout=HEALTH_SECONDS) as answer:
            return msgspec.json.decode(answer.read(HEALTH_BYTES), type=_Health)
    except (OSError, http.client.HTTPException, *NONSENSE):
        return None


def check_assets(files: Collection[Path]) -> Finding:
    """Whether fonts and charts were built; ``files`` are those the kit needs."""
    missing = sorted(path.name for path in files if not path.is_file())
    if not missing:
        return Finding("assets", True, "The fonts and charts of screens and pages are in place.")
    text = f"{len(missing)} of {len(files)} files of fonts and charts are missing ({missing[0]}, ...)."
    return Finding("assets", False, text, "Run make setup, or install the kit's wheel again.")


def check_prints(lacking: str) -> Finding:
    """Whether reports and prints come as PDF; ``lacking`` is what is missing and what to do, or empty."""
    if not lacking:
        return Finding("prints", True, "Reports and prints are made as PDF.")
    text = "Reports come as a page and as data, but nothing as PDF."
    return Finding("prints", None, text, lacking)
