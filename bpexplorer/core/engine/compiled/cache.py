"""Whether the compiled engine can be used at once: numba is installed, and has compiled it for this machine.

Compiling takes half a minute, so a process of its own does it (``warm``) and leaves a stamp; without the stamp the
engine isn't chosen. Nothing here imports numba: the program's start doesn't pay for it.

What numba compiled lies with its stamp in a folder of the user's cache whose name is made of all that the result
depends on: the sources, the versions, and the processor. After a change of any of them the folder is another one, so
a stamp is never wrong. The folder is made under another name and moved into place, so it is never half done, and the
stamp has the SHA-256 of each of its files, so what was damaged since is found before numba reads it. The stamp's date
is that of the last use: whoever compiles removes the folders that nobody has used for a month.

numba's files are pickles and machine code, and reading them runs what they say. That is safe as far as the folder
is the user's own and nobody else may write to it: who can change it can change the program and the user's start-up
scripts as well. So it is made with mode 0700, and a folder that belongs to somebody else, or that others may write to,
isn't used. The SHA-256 finds damage, not malice.
"""

import hashlib
import inspect
import json
import os
import platform
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.engine.compiled.codes import Codes, known
from bpexplorer.core.optimizers import OPTIMIZERS

_CORE = Path(__file__).parents[2]

#: Types of numbers that there is compiled code for.
DTYPES = ("float64", "float32")

#: How the names of folders begin that something is being compiled in, and after how long nobody is any more.
_BEGUN = "compiling-"
_LEFT_AFTER_SECONDS = 3600.0
#: How the names of folders begin that engines lie in, and after how long without a use one is taken for forgotten.
_ENGINE = "engine-"
_FORGOTTEN_AFTER_SECONDS = 30 * 86400.0
#: Where the engine is being compiled to by this process, if it is.
_made_in: Path | None = None
#: Whether it couldn't be loaded in this process: then it isn't tried again.
_is_given_up = False


def is_installed() -> bool:
    """Whether numba is there."""
    return find_spec("numba") is not None


def is_warm() -> bool:
    """Whether the engine is compiled, for all types of numbers."""
    try:
        return not _is_given_up and is_installed() and _stamp().is_file()
    except OSError:  # a folder that can't be looked into
        return False


def damage() -> str | None:
    """What keeps the files in ``folder`` from being used, in a few words; None if they are as they were compiled."""
    try:
        return _damage(folder())
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or "the list of its files can't be read"


def _damage(where: Path) -> str | None:
    about = where.lstat()
    if not stat.S_ISDIR(about.st_mode):
        return "it is no folder"
    if hasattr(os, "geteuid") and about.st_uid != os.geteuid():
        return "it belongs to another user"
    if os.name == "posix" and about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return "other users may write to it"
    if not os.access(
        where, os.W_OK
    ):  # numba then looks elsewhere, finds nothing, and compiles for half a minute
        return "it can't be written to"
    listed = json.loads(_stamp().read_text(encoding="utf-8"))
    if not (isinstance(listed, dict) and listed):
        return "the list of its files is damaged"
    for name, digest in listed.items():
        path = where / name
        if not path.is_file() or _sha256(path) != digest:
            return f"{path.name} isn't as it was compiled"
    return None


def give_up() -> bool:
    """Use the engine no more in this process, and drop its folder for a new one; say whether it is gone."""
    global _is_given_up
    _is_given_up = True
    return drop()


def drop() -> bool:
    """Remove what was compiled; say whether it is gone. What isn't this user's stays."""
    where = folder()
    try:
        if where.is_dir() and not where.is_symlink():
            shutil.rmtree(where)
        else:
            where.unlink(missing_ok=True)
    except OSError:
        return False
    return True


@contextmanager
def made_anew() -> Iterator[None]:
    """Let what is compiled within be the engine in ``folder``; nothing is there unless all of it is.

    Raises OSError where it can't be kept.
    """
    global _made_in
    cache = _user_cache()
    cache.mkdir(parents=True, exist_ok=True)
    _remove_forgotten(cache)
    _remove_leftovers(cache)
    # Only the user can look into a folder that is made so (mode 0700).
    with tempfile.TemporaryDirectory(dir=cache, prefix=_BEGUN, ignore_cleanup_errors=True) as made:
        _made_in = Path(made) / "engine"
        _made_in.mkdir(mode=0o700)
        try:
            yield
            files = sorted(path for path in _made_in.rglob("*") if path.is_file())
            if not files:
                raise OSError("numba has kept nothing there")
            listed = {path.relative_to(_made_in).as_posix(): _sha256(path) for path in files}
            (_made_in / "ready").write_text(json.dumps(listed), encoding="utf-8")
            if damage() is not None:  # else another process was faster
                drop()
                _made_in.rename(folder())
        finally:
            _made_in = None


def _remove_leftovers(cache: Path) -> None:
    """Remove what compilers that were killed have left, and nothing that may still be worked at."""
    for left in cache.glob(f"{_BEGUN}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_AFTER_SECONDS:
                shutil.rmtree(left)


def _remove_forgotten(cache: Path) -> None:
    """Remove engines of other versions that haven't been used for a month."""
    for other in cache.glob(f"{_ENGINE}*"):
        with suppress(OSError):
            if other == folder() or time.time() - _last_use(other) <= _FORGOTTEN_AFTER_SECONDS:
                continue
            # At once for every other process: it finds all of an engine or nothing. If we are killed here, it is a
            # leftover like others.
            left = other.rename(cache / f"{_BEGUN}{other.name}")
            shutil.rmtree(left)


def _last_use(engine: Path) -> float:
    """When an engine was used last, in seconds since 1970; one without a stamp never was, and is as old as it is."""
    try:
        return (engine / "ready").lstat().st_mtime
    except (FileNotFoundError, NotADirectoryError):
        return engine.lstat().st_mtime


def is_the_programs_own() -> bool:
    """Whether any process of the program would compile the same: none of the entries was added from outside."""
    return all(Path(inspect.getfile(type(one))).is_relative_to(_CORE) for one in _entries(known()))


def is_being_made() -> bool:
    """Whether this process is compiling the engine now."""
    return _made_in is not None


@contextmanager
def used_by_numba() -> Iterator[None]:
    """Let numba keep in ``folder`` what the functions that are defined within are compiled to."""
    from numba import config

    if _made_in is None:
        with suppress(OSError):
            os.utime(_stamp())
    before, config.CACHE_DIR = config.CACHE_DIR, str(_made_in or folder())
    try:
        yield
    finally:
        config.CACHE_DIR = before


def folder() -> Path:
    """Where the compiled engine of these sources, these versions and this processor lies."""
    return _user_cache() / f"{_ENGINE}{_fingerprint(known())}"


def _stamp() -> Path:
    return folder() / "ready"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _user_cache() -> Path:
    if given := os.environ.get("BPEXPLORER_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home()) / "bpexplorer" / "Cache"
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches" / "bpexplorer"
    return Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache") / "bpexplorer"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # a user without a name, as in containers
        return Path(tempfile.gettempdir())


@lru_cache(maxsize=4)
def _fingerprint(codes: Codes) -> str:
    """numba looks at the date of the one file whose function is kept; what that calls lies in others."""
    facts = [
        str(codes),
        *(
            f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}"
            for path in (*_sources(codes), *_packages())
        ),
        sys.version,
        platform.machine(),
        _processor(),
    ]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def _sources(codes: Codes) -> list[Path]:
    """The files that compiled code is made of: the engine's own, and those of the entries with what they share."""
    folders = (Path(__file__).parent, _CORE / "activations", _CORE / "costs", _CORE / "optimizers")
    return sorted(
        {file for folder in folders for file in folder.glob("*.py")}
        | {Path(inspect.getfile(type(one))) for one in _entries(codes)}
    )


def _entries(codes: Codes) -> list[Any]:
    return [
        *(ACTIVATIONS[name] for name in codes.activations),
        *(COSTS[name] for name in codes.costs),
        *(OPTIMIZERS[name] for name in codes.optimizers),
    ]


def _packages() -> list[Path]:
    """The files that are another in another version of what compiles, or of what is called."""
    # `importlib.metadata` would bring all of `email` to the program's start.
    found = [find_spec(name) for name in ("numba", "llvmlite", "numpy")]
    folders = [Path(spec.origin).parent for spec in found if spec is not None and spec.origin is not None]
    return [path for folder in folders for path in sorted(folder.glob("*version.py"))]


def _processor() -> str:
    """What processor this is: compiled code is made for one kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # not Linux
        return platform.processor()
    return "\n".join(sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))}))
