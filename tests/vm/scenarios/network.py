"""The kit in a strange room: its own Wi-Fi, a venue's, and back, with the real NetworkManager and three virtual radios.

The kernel's mac80211_hwsim makes the radios: the kit's, and two that live in network namespaces of their own. One is a
phone, which joins by wpa_supplicant, asks for an address by DHCP and opens the dashboard; the other is the access point
of the venue (hostapd), with its DHCP. The machine's cable is pulled, so there is no other way in.
"""

import json
from textwrap import dedent
from typing import Any

from tests.vm.case import Case, Notes, Wrong
from tests.vm.kit import PIN, Kit
from tests.vm.radio import PATIENCE

VENUE = "Café am Fluß ☕"
PASSWORD = "a cup of coffee"
VENUE_IP = "192.168.77.1"
PHONE = "/usr/local/lib/xlab-phone.py"
_PHONE = dedent(
    '''\
    """A phone's browser: `phone.py URL PAGE` reads a page, with ` TO name=value ...` it fills in a form there."""

    import re, sys, urllib.error, urllib.parse, urllib.request
    from http.cookiejar import LWPCookieJar

    jar = LWPCookieJar("/run/xlab-phone.cookies")
    try:
        jar.load(ignore_discard=True)
    except OSError:
        pass
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar))
    url, page, fields = sys.argv[1], sys.argv[2], dict(word.split("=", 1) for word in sys.argv[4:])
    read = opener.open(url + page, timeout=30).read().decode()
    if len(sys.argv) > 3:
        token = re.search(r'name="csrf[-_]token" (?:value|content)="([^"]+)"', read)[1]
        data = urllib.parse.urlencode({"csrf_token": token, **fields}).encode()
        try:
            answer = opener.open(url + sys.argv[3], data, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        read = answer.read().decode()
    jar.save(ignore_discard=True)
    print(read)
    '''
)
_HOSTAPD = f"""interface=wlan2
driver=nl80211
utf8_ssid=1
ssid={VENUE}
hw_mode=g
channel=6
auth_algs=1
wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase={PASSWORD}
"""
OPENS = PATIENCE
"""Seconds for what takes the kit a minute at the most on a real machine."""


class Room:
    """The radios around the kit."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit

    def furnish(self) -> None:
        """Three radios, two of them in rooms of their own; the venue is on the air, the phone is in nothing."""
        kit = self.kit
        kit.machine.put(PHONE, _PHONE)
        kit.machine.put("/run/xlab-venue.conf", _HOSTAPD)
        kit.run("modprobe", "mac80211_hwsim", "radios=3")
        for name, radio in (("phone", "wlan1"), ("venue", "wlan2")):
            kit.run("ip", "netns", "add", name)
            kit.until(f"There is {radio}", lambda radio=radio: self._phy(radio))
            kit.run("iw", "phy", self._phy(radio), "set", "netns", "name", name)
            self._in(name, "ip", "link", "set", "lo", "up")
        self.venue(True)

    def _phy(self, radio: str) -> str:
        return self.kit.run("cat", f"/sys/class/net/{radio}/phy80211/name", check=False).output.strip()

    def venue(self, on: bool) -> None:
        """The venue's access point and its DHCP come, or go."""
        kit = self.kit
        if not on:
            kit.run("systemctl", "stop", "xlab-venue-ap.service", "xlab-venue-dhcp.service", check=False)
            return
        self._in("venue", "ip", "link", "set", "wlan2", "up")
        self._in("venue", "ip", "addr", "replace", f"{VENUE_IP}/24", "dev", "wlan2")
        self._serve("xlab-venue-ap", "venue", "hostapd", "/run/xlab-venue.conf")
        lease = VENUE_IP.rpartition(".")[0]
        options = (
            "--keep-in-foreground",
            "--port=0",
            "--interface=wlan2",
            "--bind-interfaces",
            "--conf-file=/dev/null",
        )
        leases = (f"--dhcp-range={lease}.10,{lease}.99,1h", "--dhcp-leasefile=/run/xlab-venue.leases")
        self._serve("xlab-venue-dhcp", "venue", "dnsmasq", *options, *leases)

    def joins(self, ssid: str, password: str) -> str:
        """The phone joins a Wi-Fi and asks for an address, which this returns."""
        kit = self.kit
        secret = f'ssid={ssid.encode().hex()}\n psk="{password}"\n key_mgmt=WPA-PSK\n scan_ssid=1'
        kit.machine.put("/run/xlab-phone.conf", f"ctrl_interface=/run/xlab-phone\nnetwork={{\n {secret}\n}}\n")
        kit.run("systemctl", "stop", "xlab-phone.service", check=False)
        self._in("phone", "ip", "addr", "flush", "dev", "wlan1")
        self._serve("xlab-phone", "phone", "wpa_supplicant", "-i", "wlan1", "-c", "/run/xlab-phone.conf")
        said = ("wpa_cli", "-p", "/run/xlab-phone", "-i", "wlan1", "status")
        kit.until(f"The phone joins {ssid}", lambda: "COMPLETED" in self._in("phone", *said, check=False), OPENS)
        self._in(
            "phone",
            "dhclient",
            "-1",
            "-v",
            "-pf",
            "/run/xlab-dhclient",
            "-lf",
            "/run/xlab-lease",
            "wlan1",
            timeout=120.0,
        )
        shown = json.loads(self._in("phone", "ip", "-j", "-4", "addr", "show", "dev", "wlan1"))
        return str(shown[0]["addr_info"][0]["local"])

    def phone(self, *words: str, check: bool = True) -> str:
        """What the phone's browser reads."""
        return self._in("phone", "python3", PHONE, *words, check=check)

    def leave(self) -> None:
        """Everything as before."""
        kit = self.kit
        for unit in ("xlab-phone", "xlab-venue-ap", "xlab-venue-dhcp"):
            kit.run("systemctl", "stop", f"{unit}.service", check=False)
        for name in ("phone", "venue"):
            kit.run("ip", "netns", "delete", name, check=False)
        kit.run("modprobe", "-r", "mac80211_hwsim", check=False)

    def _in(self, name: str, *words: str, check: bool = True, timeout: float = 60.0) -> str:
        return self.kit.run("ip", "netns", "exec", name, *words, check=check, timeout=timeout).output

    def _serve(self, unit: str, name: str, *words: str) -> None:
        self.kit.run("systemctl", "reset-failed", f"{unit}.service", check=False)
        where = ("systemd-run", "--collect", f"--unit={unit}", "-p", f"NetworkNamespacePath=/run/netns/{name}")
        self.kit.run(*where, *words)


def _own(kit: Kit) -> tuple[str, str]:
    """Name and password of the kit's own Wi-Fi, as NetworkManager keeps them; empty while it is not open."""
    active = kit.run("nmcli", "-g", "UUID,TYPE", "connection", "show", "--active").output.splitlines()
    for uuid in (line.partition(":")[0] for line in active if line.endswith("wireless")):
        show = ("nmcli", "-s", "-g", "802-11-wireless.mode,802-11-wireless.ssid,802-11-wireless-security.psk")
        said = kit.run(*show, "connection", "show", uuid, check=False)  # one that is just being tried may be gone
        if said.status == 0 and said.output.startswith("ap\n"):
            _, ssid, password = said.output.splitlines()
            return ssid, password
    return "", ""


def _address(kit: Kit) -> str:
    shown: list[dict[str, Any]] = json.loads(kit.run("ip", "-j", "-4", "addr", "show", "dev", "wlan0").output)
    return next((one["local"] for one in shown[0]["addr_info"]), "") if shown else ""


def _page(room: Room, url: str, wanted: str) -> None:
    read = room.phone(url, "/network")
    if wanted not in read:
        raise Wrong(f"the page of the network does not say {wanted!r}")


def _room(kit: Kit, notes: Notes) -> None:
    """From a strange room without any network to a venue's Wi-Fi, through a wrong password, and back when that goes."""
    kit.facilitator()
    room = Room(kit)
    wired = kit.run("sh", "-c", "ls /sys/class/net | grep -E '^e' | head -1").output.strip()
    try:
        room.furnish()
        kit.until("The kit hears the venue", lambda: VENUE in kit.run("nmcli", "-g", "SSID", "device", "wifi").output)
        kit.run("ip", "link", "set", wired, "down")
        kit.run("systemctl", "restart", "xlab-hub.service")
        notes.figure("own_wifi_open_s", kit.until("The kit opens its own Wi-Fi", lambda: _own(kit)[0], OPENS))
        ssid, password = _own(kit)
        notes.line(f"Its own Wi-Fi is “{ssid}”, its password “{password}”.")
        kit.picture("network-own-wifi")
        notes.figure("phone_address", room.joins(ssid, password))
        url = f"http://{_address(kit)}:8080"
        kit.until("The phone opens the dashboard", lambda: '"kit"' in room.phone(url, "/api/v1/health", check=False))
        room.phone(url, "/sign-in", "/sign-in", f"pin={PIN}")
        _page(room, url, VENUE)
        heard = VENUE.encode().hex()
        _wrong_password(kit, notes, room, url, heard)
        _right_password(kit, notes, room, url, heard)
        room.venue(False)
        gone = kit.until("The kit opens its own Wi-Fi again", lambda: _own(kit)[0], OPENS + 120)
        notes.figure("own_wifi_after_venue_vanished_s", gone)
        if _own(kit) != (ssid, password):
            notes.wrong("its own Wi-Fi came back with another name or password")
    finally:
        kit.run("ip", "link", "set", wired, "up", check=False)
        room.leave()


def _wrong_password(kit: Kit, notes: Notes, room: Room, url: str, heard: str) -> None:
    room.phone(url, "/network", "/network/join", f"network={heard}", "password=not the right one")
    kit.until("Its own Wi-Fi closes", lambda: not _own(kit)[0], OPENS)
    notes.figure("back_after_wrong_password_s", kit.until("It comes back by itself", lambda: _own(kit)[0], OPENS))
    room.joins(*_own(kit))
    _page(room, url, "did not take the password")
    if VENUE in kit.run("nmcli", "-g", "NAME", "connection", "show").output:
        notes.wrong("a network whose password was wrong is kept")


def _right_password(kit: Kit, notes: Notes, room: Room, url: str, heard: str) -> None:
    room.phone(url, "/network", "/network/join", f"network={heard}", f"password={PASSWORD}")
    network = VENUE_IP.rpartition(".")[0]
    joined = kit.until("The kit is in the venue", lambda: _address(kit).startswith(network), OPENS)
    notes.figure("joined_venue_s", joined)
    room.joins(VENUE, PASSWORD)
    there = f"http://{_address(kit)}:8080"
    kit.until("The phone finds it there", lambda: '"kit"' in room.phone(there, "/api/v1/health", check=False))
    kit.picture("network-venue")


SCENARIOS = (
    Case("network", "a strange room: its own Wi-Fi, a venue's, a wrong password, and back", _room, spoils=True),
)
