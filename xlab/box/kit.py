"""The kit's own parts: its demos, the dashboard's port, fonts and charts."""

import http.client
import socket
import urllib.request
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from xlab.box.finding import Finding
from xlab.catalogue import Entry
from xlab.link.network import WayNow
from xlab.look.saying import Say, Value
from xlab.nonsense import NONSENSE
from xlab.report.rendering import LIBRARIES

HEALTH_SECONDS = 2.0
"""A kit answers in milliseconds; a busy Pi that just starts is given this long."""
HEALTH_BYTES = 64 * 1024


class _Health(msgspec.Struct):
    """What tells a kit from any other program that answers on the port."""

    kit: str
    version: str
    keeps: str = "yes"
    ways: tuple[WayNow, ...] = ()


def check_demos(entries: Sequence[Entry]) -> list[Finding]:
    """One finding for the demos that are ready, and one for each that is not, with its reason."""
    ready = [entry.name for entry in entries if entry.status == "ready"]
    if ready:
        key = "preflight.demos_ready_one" if len(ready) == 1 else "preflight.demos_ready"
        findings = [Finding("demos", True, key, {"count": len(ready), "names": ", ".join(ready)})]
    else:
        findings = [Finding("demos", False, "preflight.demos_none")]
    for entry in entries:
        why: dict[str, Value] = {"name": entry.name, "why": entry.reason}
        if entry.status == "unapproved":
            findings.append(Finding("demos", None, "preflight.demos_unapproved", why))
        elif entry.status == "bad" and entry.folder:
            findings.append(Finding("demos", False, "preflight.demos_bad_at", why | {"folder": str(entry.folder)}))
        elif entry.status == "bad":
            findings.append(Finding("demos", False, "preflight.demos_bad", why))
    return findings


def check_port(host: str, port: int) -> Finding:
    """Whether the dashboard can open its port, or a kit has it already; one that keeps nothing says so."""
    if port == 0:
        return Finding("dashboard", True, "preflight.dashboard_any")
    health = _health(port)
    if health is not None and health.keeps in ("full", "failing"):
        return Finding("dashboard", False, f"preflight.dashboard_{health.keeps}", {"port": port})
    if health is not None:
        return Finding("dashboard", True, "preflight.dashboard_runs", {"port": port, "version": health.version})
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family):
            return Finding("dashboard", True, "preflight.dashboard_free", {"port": port})
    except PermissionError:
        return Finding("dashboard", False, "preflight.dashboard_refused", {"port": port})
    except OSError as error:
        why = str(error.strerror).partition(" (while")[0]  # Python adds the address, which is said already
        return Finding("dashboard", False, "preflight.dashboard_taken", {"port": port, "host": host, "why": why})


def _health(port: int) -> _Health | None:
    """What a kit on this port says of itself; None if there is no kit, whatever else there may be."""
    # No proxy: the question is about this machine, whatever the environment says.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/api/v1/health", timeout=HEALTH_SECONDS) as answer:
            return msgspec.json.decode(answer.read(HEALTH_BYTES), type=_Health)
    except (OSError, http.client.HTTPException, *NONSENSE):
        return None


def ways_of(url: str) -> tuple[WayNow, ...]:
    """How people reach the kit whose hub listens at ``url`` on this machine, as it says; nothing if it does not."""
    port = urlsplit(url).port
    health = _health(port) if port else None
    return health.ways if health is not None else ()


def check_assets(files: Collection[Path]) -> Finding:
    """Whether fonts and charts were built; ``files`` are those the kit needs."""
    missing = sorted(path.name for path in files if not path.is_file())
    if not missing:
        return Finding("assets", True, "preflight.assets_there")
    values: dict[str, Value] = {"missing": len(missing), "count": len(files), "first": missing[0]}
    return Finding("assets", False, "preflight.assets_missing", values)


def check_prints(lacking: str) -> Finding:
    """Whether reports and prints come as PDF; ``lacking`` is what is missing and what to do, or empty."""
    if not lacking:
        return Finding("prints", True, "preflight.prints_made")
    known = LIBRARIES in lacking
    todo = Say("preflight.prints_install", {"packages": LIBRARIES}) if known else lacking
    return Finding("prints", None, "preflight.prints_lack", {"todo": todo})
