"""A stand-in for the Bluetooth service (BlueZ) on a private system bus, so that unmodified bleak can be tested.

It starts a real ``dbus-daemon`` on a socket of its own and answers there as ``org.bluez``: adapters that are plugged,
powered and unplugged, discovery sessions for each client, devices that appear and are heard again. It follows BlueZ
where a client can tell the difference: nothing is reported while nobody scans; manufacturer data of one address is
merged by company; switching off forgets who was scanning; a crash says nothing to anybody.

The service lives in a thread with a loop of its own. All methods may be called from any other thread; they return when
the service has acted.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from dbus_fast import Message, MessageType, NameFlag, Variant
from dbus_fast.aio import MessageBus

from tests.fakes.private_bus import PrivateBus

T = TypeVar("T")
ADAPTER = "org.bluez.Adapter1"
DEVICE = "org.bluez.Device1"
OBJECTS = "org.freedesktop.DBus.ObjectManager"
PROPERTIES = "org.freedesktop.DBus.Properties"
ANSWER_SECONDS = 10.0
CURES = ("scan", "bus", "adapter", "service", "mended")
Cure = Literal["scan", "bus", "adapter", "service", "mended"]
"""What ends a breakdown: a new scan, a scan of somebody new on the bus, new power, a new process, a repair. Each ends
what the earlier ones end, too."""
# Types of the properties, in the order BlueZ documents them.
TYPES = {
    ADAPTER: {"Address": "s", "Name": "s", "Powered": "b", "PowerState": "s", "Discovering": "b", "Roles": "as"},
    DEVICE: {"Address": "s", "Alias": "s", "Adapter": "o", "RSSI": "n", "ManufacturerData": "a{qv}", "Connected": "b"},
}


class _Refused(Exception):
    """What a method call is answered with instead of a result."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class _Adapter:
    def __init__(self, name: str, powered: bool) -> None:
        self.path = f"/org/bluez/{name}"
        self.props: dict[str, Any] = {
            "Address": "00:00:00:00:5E:01", "Name": name, "Powered": powered, "PowerState": "on" if powered else "off",
            "Discovering": False, "Roles": ["central", "peripheral"],
        }  # fmt: skip
        self.clients: set[str] = set()
        self.filters: dict[str, dict[str, Any]] = {}


class BlueZStandIn:
    """A private system bus with a Bluetooth service on it; a context manager.

    ``address`` is what ``DBUS_SYSTEM_BUS_ADDRESS`` must say for the code under test. ``errors`` maps a method's name
    (``StartDiscovery``, ``GetManagedObjects``, ...) to the D-Bus error it fails with while it is in there.
    """

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}
        self.mute: set[str] = set()
        """Methods that are carried out but not answered, as by a service that hangs; see :meth:`answer_late`."""
        self.started = 0
        """How often somebody asked for a scan."""
        self.cycled = 0
        """How often somebody switched an adapter off."""
        self._broken: tuple[Literal["deaf", "busy"], Cure] | None = None
        self._clients: set[str] = set()  # who was on the bus when it broke down
        self._callers: set[str] = set()
        self._unanswered: list[Message] = []
        self._called: dict[str, threading.Event] = defaultdict(threading.Event)
        self._adapters: dict[str, _Adapter] = {}
        self._devices: dict[str, dict[str, Any]] = {}
        self._bus: MessageBus | None = None
        self._system_bus = PrivateBus(activatable="org.bluez")
        self.address = self._system_bus.address
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="BlueZ stand-in")

    def __enter__(self) -> Self:
        self._thread.start()
        self.start_bus()
        self.restart()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop_bus()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()
        self._system_bus.remove()

    # The bus

    def start_bus(self) -> None:
        """Start the message bus again; nobody is on it yet."""
        self._system_bus.start()

    def stop_bus(self) -> None:
        """End the message bus and the service with it."""
        self._system_bus.stop()
        self.crash()

    # The service

    def crash(self) -> None:
        """The service dies: its name vanishes and nothing else is said."""
        self._do(self._leave)

    def restart(self) -> None:
        """The service starts (again), on the adapters that are plugged in; nobody is scanning."""
        asyncio.run_coroutine_threadsafe(self.come_back(), self.loop).result(ANSWER_SECONDS)

    async def come_back(self) -> None:
        """What :meth:`restart` does, for those who run in the service's own loop."""
        self._leave()
        self._cure("service")
        await self._join()

    def break_down(self, how: Literal["deaf", "busy"], until: Cure) -> None:
        """Until it is cured, ``deaf``: it scans and reports nothing; ``busy``: it refuses every start."""

        def act() -> None:
            self._broken, self._clients = (how, until), set(self._callers)

        self._do(act)

    def mend(self) -> None:
        """Cure it from outside."""
        self._do(lambda: self._cure("mended"))

    def _cure(self, cure: Cure) -> None:
        if self._broken is not None and CURES.index(cure) >= CURES.index(self._broken[1]):
            self._broken = None

    async def _join(self) -> None:
        self._devices.clear()
        self._bus = await MessageBus(bus_address=self.address).connect()
        self._bus.add_message_handler(self._answer)
        await self._bus.request_name("org.bluez", NameFlag.DO_NOT_QUEUE)
        watch = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"
        await self._bus.call(
            Message("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch",
                    signature="s", body=[watch])
        )  # fmt: skip
        for adapter in self._adapters.values():
            self._added(adapter.path, ADAPTER, adapter.props)

    def _leave(self) -> None:
        if self._bus is not None:
            self._bus.disconnect()
            self._bus = None
        for adapter in self._adapters.values():
            self._forget_clients(adapter)

    # Adapters

    def add_adapter(self, name: str = "hci0", *, powered: bool = True) -> None:
        """Plug in an adapter."""

        def add() -> None:
            adapter = self._adapters[name] = _Adapter(name, powered)
            self._added(adapter.path, ADAPTER, adapter.props)

        self._do(add)

    def remove_adapter(self, name: str = "hci0") -> None:
        """Unplug an adapter."""

        def remove() -> None:
            adapter = self._adapters.pop(name)
            for path in [path for path in self._devices if path.startswith(adapter.path + "/")]:
                del self._devices[path]
                self._signal("/", OBJECTS, "InterfacesRemoved", "oas", [path, [DEVICE]])
            self._signal("/", OBJECTS, "InterfacesRemoved", "oas", [adapter.path, [ADAPTER, PROPERTIES]])

        self._do(remove)

    def power(self, on: bool, name: str = "hci0", *, blocked: bool = False) -> None:
        """Switch an adapter on or off; ``blocked`` is off by a flight-mode switch."""

        self._do(lambda: self._switch(self._adapters[name], on, blocked=blocked))

    def _switch(self, adapter: _Adapter, on: bool, *, blocked: bool = False) -> None:
        if not on:
            self._cure("adapter")
            self._forget_clients(adapter)
            for path, props in self._devices.items():
                if props.pop("RSSI", None) is not None:
                    self._signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [DEVICE, {}, ["RSSI"]])
        state = "on" if on else "off-blocked" if blocked else "off"
        self._change(adapter, Powered=on, PowerState=state, Discovering=False)

    def scanning(self, name: str = "hci0") -> bool:
        """Whether somebody has a discovery session on this adapter."""
        return bool(self._do(lambda: self._adapters[name].clients))

    def powered(self, name: str = "hci0") -> bool:
        """Whether this adapter is on."""
        return bool(self._do(lambda: self._adapters[name].props["Powered"]))

    def filters(self, name: str = "hci0") -> list[dict[str, Any]]:
        """The discovery filters of those who scan."""
        adapter = self._adapters[name]
        return self._do(lambda: [adapter.filters.get(client, {}) for client in adapter.clients])

    def stop_scanning(self, name: str = "hci0") -> None:
        """The adapter was reset behind everybody's back: sessions are gone, and only a property says so."""

        def stop() -> None:
            self._forget_clients(self._adapters[name])
            self._change(self._adapters[name], Discovering=False)

        self._do(stop)

    def lose_flag(self, name: str = "hci0") -> None:
        """It stops to scan, says so, and still holds everybody's session."""
        self._do(lambda: self._change(self._adapters[name], Discovering=False))

    def keep_flag(self, name: str = "hci0") -> None:
        """It says that somebody scans, though nobody we know of does."""
        self._do(lambda: self._change(self._adapters[name], Discovering=True))

    def connect(self, address: str, name: str = "hci0") -> None:
        """A device, a loudspeaker perhaps, is connected."""

        def add() -> None:
            adapter = self._adapters[name]
            path = f"{adapter.path}/dev_{address.replace(':', '_')}"
            self._devices[path] = {"Address": address, "Alias": "", "Adapter": adapter.path, "Connected": True}
            self._added(path, DEVICE, self._devices[path])

        self._do(add)

    # The air

    def advertise(self, address: str, manufacturer_data: dict[int, bytes], rssi: int, name: str = "hci0") -> bool:
        """A device sends one advertisement. False if nobody heard it, because nobody scans."""

        def hear() -> bool:
            adapter = self._adapters.get(name)
            deaf = self._broken is not None and self._broken[0] == "deaf"
            if adapter is None or not adapter.clients or deaf:
                return False
            path = f"{adapter.path}/dev_{address.replace(':', '_')}"
            data = {company: Variant("ay", value) for company, value in manufacturer_data.items()}
            known = self._devices.get(path)
            if known is None:
                alias = address.replace(":", "-")
                props = {
                    "Address": address,
                    "Alias": alias,
                    "Adapter": adapter.path,
                    "RSSI": rssi,
                    "ManufacturerData": data,
                }
                self._devices[path] = props
                self._added(path, DEVICE, props)
            else:
                known["RSSI"] = rssi
                known["ManufacturerData"] |= data
                changed = {"RSSI": rssi, "ManufacturerData": known["ManufacturerData"]}
                self._signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [DEVICE, _typed(DEVICE, changed), []])
            return True

        return self._do(hear)

    # Answers

    def wait_called(self, method: str) -> None:
        """Wait until somebody has called this method. Blocks; in a loop, use it in a thread."""
        assert self._called[method].wait(ANSWER_SECONDS), f"Nobody called {method}"

    def answer_late(self) -> None:
        """Answer again, and give the answers that were held back."""

        def answer() -> None:
            self.mute.clear()
            while self._unanswered and self._bus is not None:
                self._bus.send(self._unanswered.pop(0))

        self._do(answer)

    def _answer(self, message: Message) -> Message | bool | None:
        if message.message_type is MessageType.SIGNAL and message.member == "NameOwnerChanged":
            self._client_left(message.body[0], message.body[2])
            return None
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        self._callers.add(message.sender or "")
        reply = self._reply(message)
        self._called[message.member or ""].set()
        if message.member in self.mute:
            self._unanswered.append(reply)
            return True
        return reply

    def _reply(self, message: Message) -> Message:
        try:
            if message.member in self.errors:
                raise _Refused(self.errors[message.member], "as the test wanted it")
            signature, body = self._call(message)
        except _Refused as refused:
            return Message.new_error(message, refused.name, str(refused))
        return Message.new_method_return(message, signature, body)

    def _call(self, message: Message) -> tuple[str, list[Any]]:
        if message.member == "GetManagedObjects":
            objects = {a.path: {ADAPTER: _typed(ADAPTER, a.props)} for a in self._adapters.values()}
            objects |= {path: {DEVICE: _typed(DEVICE, props)} for path, props in self._devices.items()}
            return "a{oa{sa{sv}}}", [objects]
        adapter = next((a for a in self._adapters.values() if a.path == message.path), None)
        if adapter is None:
            raise _Refused("org.freedesktop.DBus.Error.UnknownObject", f"No object at {message.path}")
        match message.member:
            case "GetAll":
                return "a{sv}", [_typed(ADAPTER, adapter.props)]
            case "SetDiscoveryFilter":
                adapter.filters[message.sender] = {key: value.value for key, value in message.body[0].items()}
            case "Set":
                on = message.body[2].value
                self.cycled += not on
                self._switch(adapter, on)
            case "StartDiscovery":
                self.started += 1
                self._cure("scan")
                if message.sender not in self._clients:
                    self._cure("bus")
                if self._broken is not None and self._broken[0] == "busy":
                    raise _Refused("org.bluez.Error.InProgress", "Operation already in progress")
                if not adapter.props["Powered"]:
                    raise _Refused("org.bluez.Error.NotReady", "Resource Not Ready")
                if message.sender in adapter.clients:
                    raise _Refused("org.bluez.Error.InProgress", "Operation already in progress")
                adapter.clients.add(message.sender)
                self._change(adapter, Discovering=True)
            case "StopDiscovery":
                if not adapter.props["Powered"]:
                    raise _Refused("org.bluez.Error.NotReady", "Resource Not Ready")
                if message.sender not in adapter.clients:
                    raise _Refused("org.bluez.Error.Failed", "No discovery started")
                self._client_left(message.sender, "")
            case _:
                raise _Refused("org.freedesktop.DBus.Error.UnknownMethod", f"No method {message.member}")
        return "", []

    def _client_left(self, client: str, new_owner: str) -> None:
        for adapter in self._adapters.values():
            if not new_owner and client in adapter.clients:
                adapter.clients.discard(client)
                adapter.filters.pop(client, None)
                self._change(adapter, Discovering=bool(adapter.clients))

    def _forget_clients(self, adapter: _Adapter) -> None:
        adapter.clients.clear()
        adapter.filters.clear()
        adapter.props["Discovering"] = False

    def _change(self, adapter: _Adapter, **changed: Any) -> None:
        adapter.props |= changed
        body = [ADAPTER, _typed(ADAPTER, changed), []]
        self._signal(adapter.path, PROPERTIES, "PropertiesChanged", "sa{sv}as", body)

    def _added(self, path: str, interface: str, props: dict[str, Any]) -> None:
        self._signal("/", OBJECTS, "InterfacesAdded", "oa{sa{sv}}", [path, {interface: _typed(interface, props)}])

    def _signal(self, path: str, interface: str, member: str, signature: str, body: list[Any]) -> None:
        if self._bus is not None:
            self._bus.send(Message.new_signal(path, interface, member, signature, body))

    def _do(self, work: Callable[[], T]) -> T:
        """Run ``work`` in the service's own thread, where all of its state lives, and wait for the result."""

        async def run() -> T:
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(ANSWER_SECONDS)


def _typed(interface: str, props: dict[str, Any]) -> dict[str, Variant]:
    return {key: Variant(TYPES[interface][key], value) for key, value in props.items()}
