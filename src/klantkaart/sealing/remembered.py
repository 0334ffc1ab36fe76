"""What was read from a file, for exactly as long as that very file is still there."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")
Trace = tuple[int, int, int, int]


def _trace(path: Path) -> Trace:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


class Remembered(Generic[Value]):
    """Loads a file once and asks the disk each time whether it is still the same one.

    A file that another process destroyed or replaced is therefore never served from memory. Keeps ``limit``
    values; safe over threads.
    """

    def __init__(self, load: Callable[[Path], Value], *, limit: int) -> None:
        self._load = load
        self._limit = limit
        self._lock = Lock()
        self._kept: OrderedDict[Path, tuple[Trace, Value]] = OrderedDict()

    def get(self, path: Path) -> Value:
        """The loaded value; FileNotFoundError when the file is not there (any more)."""
        try:
            trace = _trace(path)
        except FileNotFoundError:
            self.forget(path)
            raise
        with self._lock:
            kept = self._kept.get(path)
            if kept is not None and kept[0] == trace:
                self._kept.move_to_end(path)
                return kept[1]
        value = self._load(path)
        with self._lock:
            self._kept[path] = (trace, value)
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return value

    def forget(self, path: Path) -> None:
        """Drop what was kept of that file."""
        with self._lock:
            self._kept.pop(path, None)
