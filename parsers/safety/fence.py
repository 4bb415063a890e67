"""Limits that a process puts on itself for good: no network, no programs, bounded resources."""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
from dataclasses import dataclass
from typing import Final

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_PR_SET_DUMPABLE: Final = 4
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2

# Classic BPF, <linux/filter.h>: load a word, jump if equal, return.
_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | EPERM
# Audit architecture and the numbers of socket, execve and execveat (<asm/unistd.h>).
_CALLS: Final = {
    "x86_64": (0xC000003E, (41, 59, 322)),
    "aarch64": (0xC00000B7, (198, 221, 281)),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. Memory in bytes, time in seconds.

    `address_space` is RLIMIT_AS; `data` is RLIMIT_DATA, for runtimes that reserve far more
    addresses than memory.
    """

    address_space: int | None = 512 * 2**20
    data: int | None = None
    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    json_bytes: int = 5 * 2**20
    result_bytes: int = 64 * 2**20


def no_network() -> None:
    """Give up the network and the starting of programs, for this process and its children.

    Both ways are tried, since either may be refused: a network namespace of its own (needs rights
    or user namespaces), and a system call filter (needs none).
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _filter_calls(libc)


def limit(limits: Limits) -> None:
    """Set the limits for the job that starts now; CPU time counts from here."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_seconds
    _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, hardest))
    if limits.address_space is not None:
        resource.setrlimit(resource.RLIMIT_AS, (limits.address_space, limits.address_space))
    if limits.data is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (limits.data, limits.data))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _filter_calls(libc: ctypes.CDLL) -> None:
    """Install the filter: socket, execve and execveat answer EPERM (seccomp(2))."""
    if platform.machine() not in _CALLS:
        return  # the namespace stands alone on other machines
    architecture, calls = _CALLS[platform.machine()]
    program = [
        (_LOAD, 0, 0, 4),  # struct seccomp_data: the architecture
        (_JUMP_EQUAL, 0, len(calls) + 1, architecture),
        (_LOAD, 0, 0, 0),  # the number of the call
        *((_JUMP_EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    header = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    )
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0)
