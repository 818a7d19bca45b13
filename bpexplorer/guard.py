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
from types import CodeType
from typing import Any, ParamSpec, TypeVar, overload

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
    about : str
        What the user can mend, where the error says so (`BpExplorerError.key`).
    is_notice : bool
        Whether nothing is wrong, and it only says why nothing was done (`BpExplorerError.is_notice`).
    """

    place: str
    text: str
    by_user: bool
    details: str
    about: str = ""
    is_notice: bool = False


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
        about, is_notice = (error.key, error.is_notice) if isinstance(error, BpExplorerError) else ("", False)
        _reporter(
            Fault(place=place, text=text, by_user=by_user, details=details, about=about, is_notice=is_notice)
        )
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
    # The code object says it, and a signature would be made for hundreds of functions at each start.
    code = function.__code__
    parameters = code.co_varnames[: code.co_argcount]
    if returns_argument is not None and returns_argument not in parameters:
        raise TypeError(f"{function.__qualname__} has no parameter {returns_argument!r}")
    place = None if returns_argument is None else parameters.index(returns_argument)

    def guarded(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Exception as error:
            report(error, place=function.__qualname__)
        return returns if place is None else arguments[place]

    wrapper: Any = _with_arity_of(code, guarded)
    wrapper.__defaults__ = getattr(function, "__defaults__", None)
    return update_wrapper(wrapper, function)


def _with_arity_of(code: CodeType, guarded: Callable[..., Any]) -> Callable[..., Any]:
    """``guarded`` with as many parameters: Qt gives it arguments by place, never by name."""
    # PySide6 decides from the code object how many arguments a slot takes, and drops the slot in silence if
    # that doesn't fit the signal. A wrapper that takes *args has no arity, so there is one for each.
    wrappers: tuple[Callable[..., Any], ...] = (
        lambda: guarded(),
        lambda a, /: guarded(a),
        lambda a, b, /: guarded(a, b),
        lambda a, b, c, /: guarded(a, b, c),
        lambda a, b, c, d, /: guarded(a, b, c, d),
        lambda a, b, c, d, e, /: guarded(a, b, c, d, e),
    )
    others = code.co_kwonlyargcount or code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS)
    if code.co_argcount >= len(wrappers) or others:
        raise TypeError(f"A guarded function takes at most {len(wrappers) - 1} arguments, all by place.")
    return wrappers[code.co_argcount]


def _raised_at(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
