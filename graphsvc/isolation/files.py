"""No files for a process but those it is shown: Linux refuses the rest (Landlock, no root needed).

The text guard of free queries is the first fence; this is the one that does not read text.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["forbid_files"]

_SET_NO_NEW_PRIVS: Final = 38
# The numbers of the three calls, on every architecture.
_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_ASK_VERSION: Final = 1
_PATH_BENEATH: Final = 1
_READ: Final = (1 << 2) | (1 << 3)  # files and folders
# How many rights a version of Landlock knows: to execute, write, read, remove, make, and so on.
_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_RIGHTS: Final = 16
_LIBRARIES: Final = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")


def forbid_files(shown: Iterable[Path]) -> bool:
    """Let this thread, and those it starts, read below the folders shown and write nowhere.

    Python's own folders, this package and the system's libraries stay readable. It cannot be
    undone. Where the system has no Landlock (Linux before 5.13) it does nothing; return whether it
    worked.
    """
    if platform.system() != "Linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1 or libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    handled = struct.pack("Q", (1 << _RIGHTS.get(version, _NEWEST_RIGHTS)) - 1)
    rules = libc.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    if rules < 0:
        return False
    try:
        own = (sys.prefix, sys.base_prefix, str(Path(__file__).parents[1]))
        for folder in {*map(Path, (*own, *_LIBRARIES)), *shown}:
            if folder.is_dir():
                _show(libc, rules, folder)
        return not libc.syscall(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _show(libc: ctypes.CDLL, rules: int, folder: Path) -> None:
    handle = os.open(folder, os.O_PATH)
    try:
        libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", _READ, handle), 0)
    finally:
        os.close(handle)
