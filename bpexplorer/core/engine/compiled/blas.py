"""Where numpy's own BLAS has its matrix product, for compiled code to call.

It is numpy's and no other: so its number of threads is set once for both engines.
"""

import ctypes
from functools import lru_cache
from typing import Any

import numpy as np
from threadpoolctl import threadpool_info

#: Names under which OpenBLAS is built with 64-bit integers, as in numpy's wheels. Under plain names the size of its
#: integers can't be told.
_NAMES = ("scipy_cblas_{}gemm64_", "cblas_{}gemm64_")


@lru_cache(maxsize=2)
def gemm_address(dtype: "np.dtype[np.floating[Any]]") -> int:
    """The address of the matrix product for float64 or float32; 0 if numpy's BLAS isn't one that we know."""
    letter = {8: "d", 4: "s"}[dtype.itemsize]
    for library in threadpool_info():
        if library["user_api"] != "blas" or "numpy" not in library["filepath"]:
            continue
        loaded = ctypes.CDLL(library["filepath"])
        for name in _NAMES:
            function = getattr(loaded, name.format(letter), None)
            if function is not None:
                return ctypes.cast(function, ctypes.c_void_p).value or 0
    return 0
