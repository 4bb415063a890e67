"""A process whose disk fails: the kernel answers chosen system calls with an error.

A seccomp filter (seccomp(2), "SECCOMP_RET_ERRNO") needs no privilege and no tool, holds for the
process and its children, and can't be taken off: call it in a child that ends after.
"""

from __future__ import annotations

import ctypes
import platform
import struct

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # classic BPF: ld [k], jeq, ret
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_NUMBERS = {  # the kernel's unistd.h
    "x86_64": {
        "pwrite64": (18,),
        "sync": (74, 75),
        "unlink": (87, 263),
        "rename": (82, 264, 316),
        "open": (2, 257),
    },
    "aarch64": {
        "pwrite64": (68,),
        "sync": (82, 83),
        "unlink": (35,),
        "rename": (38, 276),
        "open": (56,),
    },
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def fail(call: str, error: int) -> None:
    """Let a system call (or its family) fail with an error number from now on, in this process."""
    numbers = _NUMBERS[platform.machine()][call]
    steps = [struct.pack("HBBI", _LOAD, 0, 0, 0)]  # the number of the system call
    for place, number in enumerate(numbers):
        steps.append(struct.pack("HBBI", _JUMP_IF_EQUAL, len(numbers) - place, 0, number))
    steps.append(struct.pack("HBBI", _RETURN, 0, 0, _ALLOW))
    steps.append(struct.pack("HBBI", _RETURN, 0, 0, _ERRNO | error))
    code = b"".join(steps)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    program = _Program(len(steps), code)
    if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")
