"""The real handwritten digits, 8×8 pixels; their source and licence are in resources/datasets/README.md."""

import zipfile
from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from bpexplorer.assets import asset
from bpexplorer.core.errors import DataError
from bpexplorer.core.types import FloatArray, IntArray

DIGITS_SAMPLES = 1797
DIGITS_SHAPE = (8, 8)
#: Each pixel counts the ink in a block of 4×4 dots, so it is 0…16.
DIGITS_MAX = 16


@lru_cache(maxsize=1)
def load_digits() -> tuple[FloatArray, IntArray]:
    """The pixels, shape (1797, 64), and the digits, shape (1797,).

    A pixel is 0…16; the rows of a picture follow one another from the top.

    Raises
    ------
    DataError
        If the file that came with the program is missing or damaged.
    """
    try:
        content = asset("datasets/digits.npz").read_bytes()
    except OSError as error:
        raise DataError(f"The digits can't be read: {error}") from error
    pixels, digits = parse_digits(content)
    x, labels = pixels.astype(np.float64), digits.astype(np.intp)
    for array in (x, labels):  # the cache hands out the same arrays again
        array.setflags(write=False)
    return x, labels


def parse_digits(content: bytes) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read pixels and digits from the bytes of the npz file, and check shapes, types and ranges."""
    try:
        archive = np.load(BytesIO(content), allow_pickle=False)
        if not isinstance(archive, NpzFile):
            raise _damaged("it is not an npz archive")
        pixels, digits = archive["pixels"], archive["digits"]
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise _damaged(str(error)) from error
    expected = {
        "pixels": (pixels, (DIGITS_SAMPLES, 64), DIGITS_MAX),
        "digits": (digits, (DIGITS_SAMPLES,), 9),
    }
    for name, (array, shape, largest) in expected.items():
        if array.dtype != np.uint8 or array.shape != shape or array.max() > largest:
            raise _damaged(f"the array “{name}” isn't bytes of shape {shape} up to {largest}")
    return pixels, digits


def _damaged(reason: str) -> DataError:
    return DataError(
        f"The file datasets/digits.npz of the program is damaged ({reason}). Install bpexplorer again."
    )
