"""Whether the compiled engine can be used at once: numba is installed, and has compiled it for this machine.

Compiling takes half a minute, so a process of its own does it (``warm``) and leaves a stamp; without the stamp the
engine isn't chosen. Nothing here imports numba: the program's start doesn't pay for it.

What numba compiled and the stamps lie in a folder of the user's cache whose name is made of all that the result
depends on: the sources, the versions, and the processor. After a change of any of them the folder is another one, so
a stamp is never wrong.
"""

import hashlib
import importlib.metadata
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

#: Types of numbers that there is compiled code for.
DTYPES = ("float64", "float32")


def is_installed() -> bool:
    """Whether numba is there."""
    return _version("numba") is not None


def is_warm() -> bool:
    """Whether the engine is compiled, for all types of numbers."""
    return is_installed() and _stamp().is_file()


def note_warm() -> None:
    """Leave the stamp that ``is_warm`` looks for."""
    folder().mkdir(parents=True, exist_ok=True)
    _stamp().touch()


@contextmanager
def used_by_numba() -> Iterator[None]:
    """Let numba keep in ``folder`` what the functions that are defined within are compiled to."""
    from numba import config

    before, config.CACHE_DIR = config.CACHE_DIR, str(folder())
    try:
        yield
    finally:
        config.CACHE_DIR = before


def folder() -> Path:
    """Where the compiled engine of these sources, these versions and this processor lies."""
    return _user_cache() / f"engine-{_fingerprint()}"


def _stamp() -> Path:
    return folder() / "ready"


def _user_cache() -> Path:
    if given := os.environ.get("BPEXPLORER_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "bpexplorer" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "bpexplorer"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bpexplorer"


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    """numba looks at the date of the one file whose function is kept; what that calls lies in others."""
    here = Path(__file__).parent
    sources = [*sorted(here.glob("*.py")), here.parents[1] / "activations.py"]
    facts = [
        *(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in sources),
        *(f"{name} {_version(name)}" for name in ("numba", "llvmlite", "numpy")),
        sys.version,
        platform.machine(),
        _processor(),
    ]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _processor() -> str:
    """What processor this is: compiled code is made for one kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # not Linux
        return platform.processor()
    return "\n".join(sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))}))
