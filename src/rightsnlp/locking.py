"""One process at a time: a lock of the operating system on an open file, gone when the process is.

Source: flock(2) on POSIX systems, ``_locking`` of the C runtime on Windows.
"""

from __future__ import annotations

import os
import sys


def try_lock(descriptor: int) -> bool:
    """Lock an open file for this process; return whether no other process holds it.

    The lock goes with the last descriptor of the opened file: closing it, or the death of the process by whatever
    signal, gives it back. Programs that are started from here do not inherit it.

    Parameters
    ----------
    descriptor : int
        Of a file that is open for writing.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryFile() as one:
    ...     try_lock(one.fileno())
    True
    """
    if sys.platform == "win32":
        import msvcrt

        # A byte far behind any content: a locked byte can be neither read nor written there.
        os.lseek(descriptor, 1 << 40, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
