"""Which doors of the kernel stay shut for a demo, with a sandbox and without: a filter of system calls (seccomp(2)).

A demo needs files, memory, threads and child processes. It never needs to look into other processes, new namespaces,
keys, file systems, clocks or priorities, nor memory that counts for nobody; many a hole in a kernel was behind one of
these. Where no network was asked for, it also gets no socket but pairs between its own processes, so that the
network is shut even where there is no sandbox.

Once shut, a door stays shut for the process and all it starts. On other machines than these two nothing is filtered.
"""

import ctypes
import os
import platform
from collections.abc import Iterator
from errno import EAFNOSUPPORT, ENOSYS, EPERM
from struct import calcsize, pack
from typing import Final

MACHINES: Final = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""The column of a machine below, and how the kernel names it to a filter (``AUDIT_ARCH_*`` in linux/audit.h)."""

SHUT: Final[dict[str, tuple[int, int]]] = {
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # namespaces and file systems
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "fanotify_init": (300, 262),
    # memory that is no process's own
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_secret": (447, 447),
    # the machine
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "vhangup": (153, 58),
    "personality": (135, 92),
    # what had most holes
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
}
"""System calls that are refused: their numbers on each machine (asm/unistd_64.h, asm-generic/unistd.h)."""

ABSENT: Final[dict[str, tuple[int, int]]] = {
    "memfd_create": (319, 279),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "clone3": (435, 435),
}
"""Those that libraries do without where the kernel does not have them. A filter cannot read the flags of clone3."""

CLONE: Final = (56, 220)
NAMESPACES: Final = 0x7E020000
"""All ``CLONE_NEW*`` flags."""

PRCTL: Final = (157, 167)
HIDING: Final = (1, 4, 36, 0x59616D61)
"""``PR_SET_PDEATHSIG``, ``_DUMPABLE``, ``_CHILD_SUBREAPER``, ``_PTRACER``: how to be ended and looked at is ours."""

SOCKET: Final = (41, 198)
FAMILIES: Final = (1, 2, 10, 16)
"""Unix, IPv4, IPv6 and netlink, by which names of hosts are found: what a demo with a network may open."""

SIGNALS: Final = ((62, 129), (200, 130), (234, 131), (129, 138), (297, 240), (302, 261))
"""kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo, and prlimit64, which reaches other processes alike."""

LOAD, EQUAL, AT_LEAST, ANY_OF, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Instructions of the filter (linux/bpf_common.h)."""

NUMBER, MACHINE, FIRST = 0, 4, 16
"""Where in ``struct seccomp_data`` the call's number, the machine and the lower half of the first argument are."""

ALLOW, REFUSE = 0x7FFF0000, 0x00050000
"""``SECCOMP_RET_ALLOW``, ``SECCOMP_RET_ERRNO``."""

FOREIGN: Final = 0x40000000
"""Calls from here on are the same ones by other numbers (x32)."""

PR_SET_NO_NEW_PRIVS, SECCOMP, FILTER, ALL_THREADS = 38, (317, 277), 1, 1

Instruction = tuple[int, int, int, int]


def shut(*, boxed: bool, network: bool) -> bool:
    """Shut the doors for this process. ``boxed``: in a sandbox, where it sees no others. False if it cannot be done."""
    if platform.machine() not in MACHINES or calcsize("P") != 8:
        return False
    column, machine = MACHINES[platform.machine()]
    lines = list(program(column, machine, network=network, own=0 if boxed else os.getpid()))
    code = ctypes.create_string_buffer(b"".join(pack("=HBBI", *line) for line in lines))
    head = ctypes.create_string_buffer(pack("@HP", len(lines), ctypes.addressof(code)))
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return not libc.syscall(SECCOMP[column], FILTER, ALL_THREADS, head)


def program(column: int, machine: int, *, network: bool, own: int) -> Iterator[Instruction]:
    """The filter as code, two offsets and an operand for each line.

    ``own`` is the id of the process where others can be seen: it can signal itself and its group, nobody else. 0: none
    can be seen. Who is younger cannot be told by the number: numbers begin anew, and threads of others have them too.
    """
    yield LOAD, 0, 0, MACHINE
    yield EQUAL, 1, 0, machine
    yield _refuse(EPERM)
    yield LOAD, 0, 0, NUMBER
    yield AT_LEAST, 0, 1, FOREIGN
    yield _refuse(ENOSYS)
    for calls, error in ((SHUT, EPERM), (ABSENT, ENOSYS)):
        for numbers in calls.values():
            yield EQUAL, 0, 1, numbers[column]
            yield _refuse(error)
    yield from _where(CLONE[column], [(ANY_OF, 0, 1, NAMESPACES), _refuse(EPERM)])
    yield from _where(PRCTL[column], [line for what in HIDING for line in ((EQUAL, 0, 1, what), _refuse(EPERM))])
    if network:
        allowed = [line for family in FAMILIES for line in ((EQUAL, 0, 1, family), (RETURN, 0, 0, ALLOW))]
        yield from _where(SOCKET[column], [*allowed, _refuse(EAFNOSUPPORT)])
    else:
        yield EQUAL, 0, 1, SOCKET[column]
        yield _refuse(EPERM)
    for numbers in SIGNALS if own else ():
        # 0 is its own group. What it starts is ended by the warden.
        yield from _where(numbers[column], [(EQUAL, 2, 0, 0), (EQUAL, 1, 0, own), _refuse(EPERM)])
    yield RETURN, 0, 0, ALLOW


def _where(number: int, judge: list[Instruction]) -> Iterator[Instruction]:
    """Judge the first argument of one call; what is not refused by then is allowed."""
    yield EQUAL, 0, len(judge) + 2, number
    yield LOAD, 0, 0, FIRST
    yield from judge
    yield RETURN, 0, 0, ALLOW


def _refuse(error: int) -> Instruction:
    return RETURN, 0, 0, REFUSE | error
