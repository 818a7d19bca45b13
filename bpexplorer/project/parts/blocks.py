"""Long bytes, block by block: what a file is made of is never in memory as a whole beside the arrays themselves."""

from collections.abc import Iterable, Iterator
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray
from typing_extensions import override

from bpexplorer.data.readers.progress import Progress, silent

#: So many bytes at a time are hashed, packed and written: whoever takes more would keep the interpreter meanwhile.
AT_ONCE = 2**18

Block: TypeAlias = bytes | memoryview


class Numbers:
    """The numbers of an array, row by row, as bytes of a type: none is copied where they lie so already.

    Parameters
    ----------
    array : ndarray
    dtype : DTypeLike
        The type of the bytes. Another one than the array's is made of each block for itself.
    """

    def __init__(self, array: NDArray[Any], dtype: DTypeLike) -> None:
        self._flat, self._dtype = array.reshape(-1), np.dtype(dtype)

    def __len__(self) -> int:
        return int(self._flat.size) * self._dtype.itemsize

    def __iter__(self) -> Iterator[Block]:
        count = AT_ONCE // self._dtype.itemsize
        for at in range(0, self._flat.size, count):
            yield np.ascontiguousarray(self._flat[at : at + count], self._dtype).view(np.uint8).data


class Blocks:
    """Bytes that are put together from parts, as often as one goes through them; `bytes` of it are all at once."""

    def __init__(self, *parts: "bytes | Numbers | Blocks") -> None:
        self._parts = parts

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[Block]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from part

    def __bytes__(self) -> bytes:
        return b"".join(self)


def follow(blocks: Iterable[Block], size: int, progress: Progress) -> Iterator[Block]:
    """The same blocks; ``progress`` takes what share of ``size`` bytes has been taken."""
    taken = 0
    for block in blocks:
        yield block
        taken += len(block)
        progress(min(1.0, taken / size))


class Followed(Blocks):
    """The same bytes, of which is told how far each going through them is: 0…1 to one ``progress`` after the other."""

    def __init__(self, blocks: Blocks, *progress: Progress) -> None:
        super().__init__(blocks)
        self._progress = list(progress)

    @override
    def __iter__(self) -> Iterator[Block]:
        progress = self._progress.pop(0) if self._progress else silent
        return follow(super().__iter__(), len(self), progress)


def goes_on_with(file: IO[bytes], blocks: Iterable[Block]) -> bool:
    """Whether an open file goes on with these very bytes; raises OSError."""
    # Two objects of type bytes are compared much faster than anything with a memoryview.
    return all(file.read(len(block)) == bytes(block) for block in blocks)


def is_made_of(file: IO[bytes], blocks: Iterable[Block]) -> bool:
    """Whether an open file is these very bytes from where it stands to its end; raises OSError."""
    return goes_on_with(file, blocks) and not file.read(1)


def is_same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Whether shape, type and every bit are the same: tells 0 from −0, and NaN equals itself."""
    if (one.shape, one.dtype) != (other.shape, other.dtype):
        return False
    pairs = zip(Numbers(one, one.dtype), Numbers(other, one.dtype), strict=True)
    return all(np.array_equal(np.asarray(mine), np.asarray(theirs)) for mine, theirs in pairs)
