"""The functions that numba compiles for the engine, by name, and what calls them.

Loading numba takes a quarter of a second, so that waits for the first call: the program's start doesn't pay for it.
"""

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

from bpexplorer.core.engine.base import EngineError
from bpexplorer.core.engine.compiled import cache

log = logging.getLogger(__name__)

#: The training thread and whoever answers questions may want the first one at the same time.
_loading = Lock()


def call(name: str, *arguments: Any) -> Any:
    """Call a compiled function; EngineError, and nothing is changed, if the engine can't be loaded."""
    try:
        return kernel(name)(*arguments)
    except EngineError:
        raise
    except Exception as error:  # compiled code raises nothing: it is numba that can't load it, for any reason
        if cache.is_being_made():
            raise
        log.info("the compiled engine can't be loaded", exc_info=True)
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise EngineError(f"The compiled engine in {cache.folder()} can't be loaded ({reason}).") from error


def kernel(name: str) -> Callable[..., Any]:
    """A compiled function; EngineError if what was compiled isn't there as it was."""
    with _loading:
        return _load()[name]


@lru_cache(maxsize=1)
def _load() -> Mapping[str, Callable[..., Any]]:
    if not cache.is_being_made() and (damage := cache.damage()) is not None:
        raise EngineError(f"The compiled engine in {cache.folder()} can't be used: {damage}.")
    with cache.used_by_numba():
        from bpexplorer.core.engine.compiled.evaluation import evaluate
        from bpexplorer.core.engine.compiled.steps import make_steps
    return {"make_steps": make_steps, "evaluate": evaluate}
