"""What a crash leaves: versions, the names of what was done last, and where the threads were. No data, and no paths.

Each process has a folder of its own, which goes when it ends in order. Where one is left with a trace of its threads,
by Python's faulthandler, that process has crashed.
"""

import contextlib
import faulthandler
import os
import re
import secrets
import shutil
from collections import deque
from pathlib import Path
from typing import TextIO

from bpexplorer.project.disk.locks import Hold, hold

#: So many acts are told, and lines of the log.
MOST_ACTS, MOST_LINES = 200, 200
_HEAD, _ACTS, _TRACE = "head.txt", "acts.txt", "trace.txt"
#: The report of the last crash that was found.
_LAST = "last_crash.txt"
_NAME = r"[0-9a-f]{16}"
#: What may be of the user's: what stands in quotation marks, and paths. Of a source file its name stays, and its
#: folder's if that is one of a package.
_QUOTED = r"“[^”\n]*”"
_SOURCE = r"\"([^\"\n]*[/\\][^\"\n/\\]+\.py)\""
_PACKAGES = re.compile(r"bpexplorer|(site|dist)-packages|python\d[\d.]*", re.IGNORECASE)
_PATH = r"(?<![\w.…])(?:[A-Za-z]:)?[/\\][^\s\"'“”:;,()]*[/\\][^\n\"“”:;,()]*"


class CrashReport:
    """The folder of this process. Whatever the disk says, nothing is raised: a report is worth no trouble."""

    def __init__(self, root: Path, head: str) -> None:
        self._folder = root / secrets.token_hex(8)
        self._acts: deque[str] = deque(maxlen=MOST_ACTS)
        self._descriptor, self._lines = -1, 0
        self._trace: TextIO | None = None
        self._is_tracing = False
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, mode=0o700)
            (self._folder / _HEAD).write_text(head, encoding="utf-8")
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
            self._descriptor = os.open(self._folder / _ACTS, flags, 0o600)
            hold(self._descriptor)
            self._trace = (self._folder / _TRACE).open("w", encoding="utf-8")
            self._is_tracing = (
                not faulthandler.is_enabled()
            )  # else whoever enabled it wants the trace elsewhere
            if self._is_tracing:
                faulthandler.enable(self._trace)

    @property
    def acts(self) -> tuple[str, ...]:
        """The names of what was done last, the newest last."""
        return tuple(self._acts)

    def note(self, act: str) -> None:
        """Remember that this was done, by its name alone."""
        self._acts.append(act)
        with contextlib.suppress(OSError):
            if self._lines >= 2 * MOST_ACTS:
                os.ftruncate(self._descriptor, 0)
                self._lines = len(self._acts)
                os.write(self._descriptor, "".join(f"{each}\n" for each in self._acts).encode())
            else:
                self._lines += 1
                os.write(self._descriptor, f"{act}\n".encode())

    def end(self) -> None:
        """The process ends in order: there is nothing to report."""
        if self._descriptor >= 0:
            if self._is_tracing:
                faulthandler.disable()
            os.close(self._descriptor)
            self._descriptor = -1
        if self._trace is not None:
            self._trace.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def find_crash(root: Path) -> str | None:
    """The report of the newest crash that wasn't found before, or None; it stays the one that `last_crash` gives."""
    newest: tuple[float, str] | None = None
    with contextlib.suppress(OSError):
        for folder in [entry for entry in root.iterdir() if re.fullmatch(_NAME, entry.name)]:
            if not _is_left(folder):
                continue
            trace = _text(folder / _TRACE)
            if trace:
                when = (folder / _TRACE).stat().st_mtime
                newest = max(newest or (when, ""), (when, _composed(folder, trace)))
            shutil.rmtree(folder, ignore_errors=True)
        if newest is not None:
            (root / _LAST).write_text(newest[1], encoding="utf-8")
    return None if newest is None else newest[1]


def last_crash(root: Path) -> str:
    """The report of the crash that was found last; empty if there never was one."""
    return _text(root / _LAST)


def without_data(text: str) -> str:
    """A text without what may be the user's: names in quotation marks, and paths."""
    return re.sub(_PATH, "…", re.sub(_QUOTED, "“…”", re.sub(_SOURCE, _source, text)))


def _source(found: re.Match[str]) -> str:
    *folders, name = re.split(r"[/\\]", found[1])
    is_package = any(_PACKAGES.fullmatch(folder) for folder in folders)
    return f'"…/{folders[-1]}/{name}"' if is_package else f'"…/{name}"'


def end_of_log(log: Path) -> str:
    """The last lines of a log, without what may be the user's."""
    return without_data("\n".join(_text(log).splitlines()[-MOST_LINES:]))


def _composed(folder: Path, trace: str) -> str:
    acts = "\n".join(_text(folder / _ACTS).splitlines()[-MOST_ACTS:])
    return f"{_text(folder / _HEAD)}\n\nDone last, the newest last:\n{acts}\n\nThe threads:\n{without_data(trace)}"


def _is_left(folder: Path) -> bool:
    """Whether its process has ended; one that is just making its folder isn't there yet."""
    try:
        descriptor = os.open(folder / _ACTS, os.O_RDWR)
    except OSError:
        return False
    try:
        return hold(descriptor) is Hold.MINE
    finally:
        os.close(descriptor)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
