"""The real handwritten digits, 8×8 pixels; their source and licence are in resources/datasets/README.md."""

import hashlib
from functools import lru_cache
from io import BytesIO

import numpy as np

from bpexplorer.assets import asset
from bpexplorer.core.errors import DataError
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.translation import tr

DIGITS_SAMPLES = 1797
DIGITS_SHAPE = (8, 8)
#: A zip archive has many ways to be damaged; one hash finds them all.
DIGITS_SHA256 = "989d8c4ad0942f2be33d1e6be35ca99ef86ad31e50d5bc08cf6dec8bc870afd1"


@lru_cache(maxsize=1)
def load_digits() -> tuple[FloatArray, IntArray]:
    """The pixels, shape (1797, 64), and the digits, shape (1797,).

    A pixel counts the ink in a block of 4×4 dots, 0…16. The rows of a picture follow one
    another from the top.

    Raises
    ------
    DataError
        If the file that came with the program is missing or damaged.
    """
    try:
        content = asset("datasets/digits.npz").read_bytes()
    except OSError as error:
        raise DataError(tr("The digits can't be read: {error}", error=error)) from error
    x, labels = parse_digits(content)
    for array in (x, labels):  # the cache hands out the same arrays again
        array.setflags(write=False)
    return x, labels


def parse_digits(content: bytes) -> tuple[FloatArray, IntArray]:
    """Pixels and digits from the bytes of the npz file; DataError unless it is the file that we know."""
    if hashlib.sha256(content).hexdigest() != DIGITS_SHA256:
        raise DataError(
            tr(
                "The program's own file “datasets/digits.npz” is damaged: its contents are not "
                "those that came with the program. Install bpexplorer again."
            )
        )
    with np.load(BytesIO(content), allow_pickle=False) as archive:
        return archive["pixels"].astype(np.float64), archive["digits"].astype(np.intp)
