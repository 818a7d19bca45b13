"""The header of a ``.npy`` file, with every claim in it checked.

numpy's own readers are not used: they warn, and let a damaged header fail in ways that they don't document.
"""

import ast
import re
from typing import Any

import numpy as np

#: What a header needs at most; those that numpy writes have 128 bytes.
HEADER_ROOM = 4096
#: The first eight bytes of each version of the format, and how many bytes then give the header's length.
_LENGTH_BYTES = {b"\x93NUMPY\x01\x00": 2, b"\x93NUMPY\x02\x00": 4, b"\x93NUMPY\x03\x00": 4}
#: Simple types only: byte order, kind, size.
_DESCR = re.compile(r"[<>=|]?[a-zA-Z][0-9]{0,10}")
#: A header is a Python literal: a damaged one fails in any of these ways.
_FAULTS = (ValueError, KeyError, TypeError, SyntaxError, MemoryError, RecursionError, OverflowError)


def parse_header(head: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    """Shape, whether the order is Fortran's, dtype, and where the numbers begin.

    Parameters
    ----------
    head : bytes
        The beginning of the file, ``HEADER_ROOM`` bytes or all of it.

    Raises
    ------
    ValueError
        If it isn't the beginning of an array of simple type in numpy's format.
    """
    try:
        length_bytes = _LENGTH_BYTES[head[:8]]
        begin = 8 + length_bytes
        end = begin + int.from_bytes(head[8:begin], "little")
        if end > min(len(head), HEADER_ROOM) or b"\\" in head[begin:end]:
            raise ValueError("no header of an array has this length or these characters")
        header = ast.literal_eval(head[begin:end].decode().strip())
        shape, fortran = header["shape"], header["fortran_order"]
        is_shape = isinstance(shape, tuple) and all(type(length) is int and length >= 0 for length in shape)
        if not is_shape or type(fortran) is not bool or not _DESCR.fullmatch(header["descr"]):
            raise ValueError("a field of the header has no such value")
        return shape, fortran, np.dtype(header["descr"]), end
    except _FAULTS as error:
        raise ValueError("it isn't an array in numpy's .npy format") from error
