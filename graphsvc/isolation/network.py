"""No network for a process: Linux refuses it every socket from then on (seccomp, no root needed).

The text guard of free queries is the first fence; this is the one that does not read text.
"""

from __future__ import annotations

import ctypes
import errno
import platform
from typing import Final

__all__ = ["forbid_network"]

_SET_NO_NEW_PRIVS: Final = 38
_SET_SECCOMP: Final = 22
_MODE_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_ERRNO: Final = 0x00050000
_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_RETURN: Final = 0x06  # BPF_RET | BPF_K
# The architecture's audit number and its number of the call socket(2).
_SOCKET: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("jump_true", ctypes.c_ubyte),
        ("jump_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction)))


def forbid_network() -> bool:
    """Refuse this process, and its threads to come, every socket; return whether that worked.

    It cannot be undone. Elsewhere than on Linux on x86-64 and ARM64 it does nothing.
    """
    if platform.system() != "Linux" or platform.machine() not in _SOCKET:
        return False
    architecture, socket = _SOCKET[platform.machine()]
    # seccomp_data holds the call's number at offset 0 and the architecture at offset 4.
    instructions = (_Instruction * 6)(
        _Instruction(_LOAD, 0, 0, 4),
        _Instruction(_EQUAL, 0, 2, architecture),
        _Instruction(_LOAD, 0, 0, 0),
        _Instruction(_EQUAL, 1, 0, socket),
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _ERRNO | errno.EPERM),
    )
    program = _Program(len(instructions), instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0)
