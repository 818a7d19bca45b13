"""The compiled engine without a compiler: the same lines, read by Python.

numba is replaced by stand-ins, and so is ``switch``, which writes what LLVM reads. So the tests of what these lines
compute need neither numba nor half a minute, and a bug planted in them shows at once. What only the compiler adds
(types, fused operations) is for ``test_compiled.py``. Only float64 is right here: numpy's rules would keep single
precision single where numba widens it.
"""

import ctypes
import importlib
import struct
import sys
from collections.abc import Callable
from functools import lru_cache
from types import ModuleType
from typing import Any
from unittest import mock

import pytest

from bpexplorer.core.engine import choice
from bpexplorer.core.engine.compiled import cache, kernels
from bpexplorer.core.engine.compiled.codes import Codes, codes

PACKAGE = "bpexplorer.core.engine.compiled"
#: The modules that import numba.
MODULES = tuple(
    f"{PACKAGE}.{name}"
    for name in (
        "elementary",
        "dispatch",
        "outputs",
        "products",
        "forward",
        "updates",
        "summing",
        "steps",
        "evaluation",
    )
)


def _bits(number: float) -> int:
    return int.from_bytes(struct.pack("<d", number), "little")


def _from_bits(bits: int) -> float:
    """Whole numbers of Python don't end at 64 bits; those of a processor do."""
    number: float = struct.unpack("<d", (bits % 2**64).to_bytes(8, "little"))[0]
    return number


def _call_gemm(address, turn_a, turn_b, m, n, k, add, a, row_a, b, row_b, keep, c, row_c) -> None:
    """The same function of BLAS at the same address, by ctypes."""
    enum, long, real, pointer = ctypes.c_int, ctypes.c_int64, ctypes.c_double, ctypes.c_void_p
    prototype = ctypes.CFUNCTYPE(
        None, enum, enum, enum, long, long, long, real, pointer, long, pointer, long, real, pointer, long
    )
    whole = [int(each) for each in (turn_a, turn_b, m, n, k, a, row_a, b, row_b, c, row_c)]
    prototype(int(address))(101, *whole[:5], float(add), *whole[5:9], float(keep), *whole[9:])


def _intrinsic(function: Callable[..., Any]) -> Callable[..., Any]:
    return {"_bits": _bits, "_from_bits": _from_bits, "_call_gemm": _call_gemm}[function.__name__]


def _njit(**_: object) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return lambda function: function


def _switch(functions: list[Callable[..., Any]]) -> Callable[..., Any]:
    def choose(code: int, *given: Any) -> Any:
        if not 0 <= code < len(functions):
            raise ValueError("no entry has this code")
        return functions[code](*given)

    return choose


def _stand_in(name: str, **contents: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(contents)
    return module


def kernel(name: str) -> Callable[..., Any]:
    """``make_steps`` or ``evaluate`` as a function of Python, with the names that the vocabularies hold now.

    Whatever numba has compiled stays as it is.
    """
    module = {"make_steps": "steps", "evaluate": "evaluation"}[name]
    found: Callable[..., Any] = getattr(_import(module, codes()), name)
    return found


def put_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the compiled engine be there, its lines read by Python, with the names that the vocabularies hold."""
    monkeypatch.setattr(kernels, "kernel", kernel)
    monkeypatch.setattr(cache, "is_warm", lambda: True)
    monkeypatch.delenv(choice.SWITCH)
    # What numba has loaded in this process knows the names that there were then.
    monkeypatch.delitem(sys.modules, f"{PACKAGE}.dispatch", raising=False)


def dispatch() -> ModuleType:
    """``compiled.dispatch`` with functions of Python."""
    return _import("dispatch", codes())


@lru_cache(maxsize=16)
def _import(name: str, known: Codes) -> ModuleType:
    stand_ins = {
        "numba": _stand_in("numba", njit=_njit, types=None),
        "numba.extending": _stand_in("numba.extending", intrinsic=_intrinsic),
        "llvmlite": _stand_in("llvmlite", ir=None),
        f"{PACKAGE}.switch": _stand_in("switch", switch=_switch),
    }
    package = importlib.import_module(PACKAGE)
    with mock.patch.dict(sys.modules, stand_ins), mock.patch.dict(vars(package)):
        for module in MODULES:
            sys.modules.pop(module, None)
        return importlib.import_module(f"{PACKAGE}.{name}")
