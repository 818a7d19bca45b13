"""Ways round what libraries do while they are loaded and a start can't wait for. Nothing behaves differently.

Each is a workaround with its reason, for `bpexplorer.launcher` to take before the program is imported. What they
spare is in `benchmarks/README.md`.
"""

import dataclasses
import importlib
import re
import reprlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from types import ModuleType
from typing import Any, Final

#: What ``pyqtgraph.Qt`` mirrors of PySide6.
_MIRRORED: Final = ("QtCore", "QtGui", "QtWidgets")


def import_pyqtgraph() -> None:
    """Import pyqtgraph with only those classes of Qt that somebody asks for.

    WORKAROUND: ``pyqtgraph.Qt`` copies everything there is in Qt's modules, for which PySide6 has to make the Python
    classes of all of Qt, most of which nobody needs: a twentieth of the start. Here its modules take from PySide6
    what they are asked for, when they are.
    """
    if "pyqtgraph" in sys.modules:
        return
    with _nothing_to_copy([_mirror(name) for name in _MIRRORED]):
        importlib.import_module("pyqtgraph")


def _mirror(name: str) -> ModuleType:
    """Give ``pyqtgraph.Qt`` a module that takes what it is asked for from PySide6's, which is returned."""
    of_qt = importlib.import_module(f"PySide6.{name}")
    mirror = ModuleType(f"pyqtgraph.Qt.{name}")

    def take(attribute: str) -> Any:
        value = getattr(of_qt, attribute)
        setattr(mirror, attribute, value)
        return value

    mirror.__getattr__ = take  # type: ignore[method-assign]
    sys.modules[mirror.__name__] = mirror
    return of_qt


@contextmanager
def _nothing_to_copy(modules: list[ModuleType]) -> Iterator[None]:
    """Let these modules, which say by a function what is in them, list nothing meanwhile."""
    listings = [module.__dir__ for module in modules]
    for module in modules:
        module.__dir__ = list  # type: ignore[method-assign]
    try:
        yield
    finally:
        for module, listing in zip(modules, listings, strict=True):
            module.__dir__ = listing  # type: ignore[method-assign]


def make_dataclasses_quickly() -> None:
    """Let those methods of dataclasses that say nothing but the names of their fields be functions that know these,
    and ``__init__`` be compiled when the first value is made.

    WORKAROUND: Python before 3.13 writes and compiles the source of each of the six methods of a frozen dataclass. The
    program has more than three hundred, of many of which no start makes a value: a tenth of the start.
    """
    if sys.version_info < (3, 13):
        for name, replacement in QUICK.items():
            setattr(dataclasses, name, replacement)


def _init_fn(*arguments: Any, **options: Any) -> Callable[..., None]:
    def __init__(self: Any, *values: Any, **named: Any) -> None:
        compiled = _pythons_init_fn(*arguments, **options)
        compiled.__qualname__ = __init__.__qualname__
        for each in type(self).__mro__:
            if vars(each).get("__init__") is __init__:
                each.__init__ = compiled  # type: ignore[misc]
        compiled(self, *values, **named)

    return __init__


def _repr_fn(fields: list[Any], _globals: object = None, **_: object) -> Callable[[Any], str]:
    names = [field.name for field in fields]

    @reprlib.recursive_repr()
    def __repr__(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return __repr__


def _hash_fn(fields: list[Any], _globals: object = None, **_: object) -> Callable[[Any], int]:
    values = _values_of([field.name for field in fields])

    def __hash__(self: Any) -> int:
        return hash(values(self))

    return __hash__


def _cmp_fn(name: str, op: str, self_tuple: str, other_tuple: str, globals: Any) -> Callable[..., Any]:
    if op != "==":
        return _pythons_cmp_fn(name, op, self_tuple, other_tuple, globals=globals)
    values = _values_of(re.findall(r"self\.(\w+)", self_tuple))

    def __eq__(self: Any, other: Any) -> Any:
        if other.__class__ is self.__class__:
            return values(self) == values(other)
        return NotImplemented

    return __eq__


def _frozen_get_del_attr(
    cls: type, fields: list[Any], _globals: object = None, **_: object
) -> tuple[Callable[..., None], ...]:
    names = frozenset(field.name for field in fields)

    def __setattr__(self: Any, name: str, value: Any) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)  # type: ignore[arg-type]

    def __delattr__(self: Any, name: str) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)  # type: ignore[arg-type]

    return __setattr__, __delattr__


def _values_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives the tuple of these attributes."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


_pythons_init_fn: Callable[..., Any] = getattr(dataclasses, "_init_fn", _init_fn)
_pythons_cmp_fn: Callable[..., Any] = getattr(dataclasses, "_cmp_fn", _cmp_fn)
#: By what they replace in ``dataclasses``.
QUICK: Final = {
    function.__name__: function for function in (_init_fn, _repr_fn, _hash_fn, _cmp_fn, _frozen_get_del_attr)
}
