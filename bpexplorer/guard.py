"""The boundary between our code and Qt: no exception of ours passes it.

An exception raised by C code (a numpy shape error, say) inside a Qt override that was itself reached from a
Python call into Qt ends the process on Python 3.11. So every override and every slot of ours carries `guard`,
which logs the fault, reports it once, and hands Qt a harmless value instead.
"""

import inspect
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, ParamSpec, TypeVar, cast, overload

from bpexplorer.core.errors import BpExplorerError

_P = ParamSpec("_P")
_F = TypeVar("_F", bound=Callable[..., Any])

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception that reached the boundary, as text only.

    It holds no exception: a traceback keeps its frames alive, and with them a `QPainter` that must end with
    its paint event.

    Attributes
    ----------
    place : str
        The guarded function, such as ``DeltaPanel.paintEvent``.
    text : str
        One sentence for the screen.
    by_user : bool
        True for a `BpExplorerError`: the user can put it right, and `text` says how.
    details : str
        The formatted traceback.
    """

    place: str
    text: str
    by_user: bool
    details: str


Reporter = Callable[[Fault], None]

_reporter: Reporter | None = None
_reported: set[tuple[str, str, str]] = set()


def set_reporter(reporter: Reporter | None) -> None:
    """Install what shows faults to the user (None: faults are only logged), and forget which were reported.

    The reporter is called in the thread in which the fault happened.
    """
    global _reporter
    _reporter = reporter
    _reported.clear()


def report(error: Exception, *, place: str) -> None:
    """Log a fault and show it to the user.

    A fault of ours is logged and shown the first time it happens in a place: a paint event that fails does so
    sixty times a second. An error that the user caused is shown each time, because the user tried again.
    """
    by_user = isinstance(error, BpExplorerError)
    if not by_user:
        key = (place, type(error).__name__, _raised_at(error))
        if key in _reported:
            return
        _reported.add(key)
    details = "".join(traceback.format_exception(error))
    if by_user:
        log.info("%s: %s", place, error)
    else:
        log.error("%s failed\n%s", place, details)
    if _reporter is None:
        return
    text = (
        str(error)
        if by_user
        else f"Internal error in {place}: {type(error).__name__}. The log has the details."
    )
    try:
        _reporter(Fault(place=place, text=text, by_user=by_user, details=details))
    except Exception:
        log.exception("the fault reporter failed")


@overload
def guard(function: Callable[_P, None], /) -> Callable[_P, None]: ...
@overload
def guard(*, returns: object) -> Callable[[_F], _F]: ...
@overload
def guard(*, returns_argument: str) -> Callable[[_F], _F]: ...
def guard(
    function: Callable[..., Any] | None = None,
    /,
    *,
    returns: object = None,
    returns_argument: str | None = None,
) -> Callable[..., Any]:
    """Keep every exception of a Qt override or slot from reaching Qt.

    `@guard` is for functions that return nothing; `@guard(returns=value)` hands Qt that value after a fault,
    and `@guard(returns_argument="value")` the argument of that name (what `itemChange` was asked to accept).
    It stands directly above the function: below `@override`, and on either side of `@Slot`.
    """

    def decorate(wrapped: Callable[..., Any]) -> Callable[..., Any]:
        return _wrap(wrapped, returns, returns_argument)

    return decorate if function is None else decorate(function)


def _wrap(function: Callable[..., Any], returns: object, returns_argument: str | None) -> Callable[..., Any]:
    # PySide6 decides from the code object how many arguments a slot takes, and drops the slot in silence if
    # that doesn't fit the signal. A wrapper that takes *args has no arity, so this one is compiled with the
    # function's own parameters.
    parameters = inspect.signature(function).parameters
    if returns_argument is not None and returns_argument not in parameters:
        raise TypeError(f"{function.__qualname__} has no parameter {returns_argument!r}")
    fallback = returns_argument if returns_argument is not None else "_guard_returns"
    source = (
        f"def wrapper({_declaration(parameters)}):\n"
        "    try:\n"
        f"        return _guard_function({_forwarding(parameters)})\n"
        "    except Exception as _guard_error:\n"
        "        _guard_report(_guard_error, place=_guard_function.__qualname__)\n"
        f"    return {fallback}\n"
    )
    namespace: dict[str, Any] = {
        "_guard_function": function,
        "_guard_returns": returns,
        "_guard_report": report,
        "_guard_default": object(),
    }
    exec(compile(source, f"<guard of {function.__qualname__}>", "exec"), namespace)
    wrapper: Any = namespace["wrapper"]
    wrapper.__defaults__ = getattr(function, "__defaults__", None)
    wrapper.__kwdefaults__ = getattr(function, "__kwdefaults__", None)
    update_wrapper(wrapper, function)
    return cast(Callable[..., Any], wrapper)


_Parameter = inspect.Parameter
_STARS = {_Parameter.VAR_POSITIONAL: "*", _Parameter.VAR_KEYWORD: "**"}


def _declaration(parameters: Any) -> str:
    """Write the parameter list; default values are put in afterwards, so one name stands for all of them."""
    parts: list[str] = []
    kinds = [parameter.kind for parameter in parameters.values()]
    for index, (name, parameter) in enumerate(parameters.items()):
        kind = parameter.kind
        if kind is _Parameter.KEYWORD_ONLY and not {_Parameter.VAR_POSITIONAL, _Parameter.KEYWORD_ONLY} & set(
            kinds[:index]
        ):
            parts.append("*")
        has_default = parameter.default is not _Parameter.empty
        parts.append(_STARS.get(kind, "") + name + ("=_guard_default" if has_default else ""))
        if kind is _Parameter.POSITIONAL_ONLY and kinds[index + 1 : index + 2] != [
            _Parameter.POSITIONAL_ONLY
        ]:
            parts.append("/")
    return ", ".join(parts)


def _forwarding(parameters: Any) -> str:
    return ", ".join(
        f"{name}={name}"
        if parameter.kind is _Parameter.KEYWORD_ONLY
        else _STARS.get(parameter.kind, "") + name
        for name, parameter in parameters.items()
    )


def _raised_at(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
