"""Which arrays of a file are inputs, targets and the test set, and the table that they make."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.arrays.stored import StoredArray
from bpexplorer.data.readers.columns import coded, number_columns
from bpexplorer.data.readers.progress import Progress, silent
from bpexplorer.data.readers.refusal import check_size, quoted, refused
from bpexplorer.data.table.limits import MAX_CLASSES, MAX_NUMBERS
from bpexplorer.data.table.table import PART, TEST, TRAIN, Column, Kind, Table
from bpexplorer.translation import tr

#: Pairs of names for inputs and targets, in small letters.
_PAIRS = (
    ("x", "y"),
    ("data", "target"),
    ("data", "targets"),
    ("data", "labels"),
    ("inputs", "targets"),
    ("inputs", "outputs"),
    ("features", "labels"),
    ("features", "target"),
    ("images", "labels"),
    ("pixels", "digits"),
    ("train_data", "train_labels"),
)
#: How the names of the four arrays are made of those of a pair: for training, for testing.
_PARTED = (("{}_train", "{}_test"), ("train_{}", "test_{}"), ("{}train", "{}test"), ("train{}", "test{}"))
_FEATURE_NAMES, _CLASS_NAMES = "feature_names", ("target_names", "class_names")
#: Whole numbers of more different values are rather numbers than names of classes.
_MOST_CODES = 100
_LAYOUTS = tr(
    "Give the arrays names that say what they are: x and y, data and target, or x_train, y_train, x_test and y_test."
)


@dataclass(frozen=True, slots=True)
class Roles:
    """The arrays that a table is made of."""

    x: StoredArray
    y: StoredArray | None
    x_test: StoredArray | None = None
    y_test: StoredArray | None = None


def find(arrays: Mapping[str, StoredArray]) -> Roles:
    """Tell the arrays apart by their names, or by their shapes where there are two; DataFileError if that can't be."""
    by_name = {name.lower(): array for name, array in arrays.items()}
    if len(by_name) == len(arrays):
        for x, y in _PAIRS:
            for train, test in _PARTED:
                if train.format(x) in by_name and train.format(y) in by_name:
                    return Roles(
                        by_name[train.format(x)],
                        by_name[train.format(y)],
                        by_name.get(test.format(x)),
                        by_name.get(test.format(y)),
                    )
            if x in by_name and y in by_name:
                return Roles(by_name[x], by_name[y])
    data = [array for array in arrays.values() if array.samples > 1 and (array.is_numbers or array.is_text)]
    if len(data) == 1:
        return Roles(data[0], None)
    if len(data) == 2 and data[0].samples == data[1].samples and data[0].width != data[1].width:
        inputs, targets = sorted(data, key=lambda array: array.width, reverse=True)
        if inputs.is_numbers:
            return Roles(inputs, targets)
    names = ", ".join(quoted(name) for name in list(arrays)[:8])
    raise refused(
        tr("it isn't told which of its arrays are inputs and targets: {names}", names=names or "–"),
        code="arrays",
        remedy=_LAYOUTS,
    )


def table(
    roles: Roles,
    progress: Progress,
    *,
    features: Sequence[str] = (),
    classes: Sequence[str] = (),
    target: str = "",
) -> Table:
    """Read the arrays; raises DataFileError if they don't fit each other.

    Parameters
    ----------
    features, classes : sequence of str
        Names of the inputs, and of the classes that whole numbers stand for, where the file has them.
    target : str
        What the targets are called, if not as their array.
    """
    check(roles)
    return _Reader(roles, progress, features, classes, target).table()


def check(roles: Roles) -> None:
    """Raise DataFileError if the headers say that the arrays don't fit each other, or are too large."""
    for array in (roles.x, roles.y, roles.x_test, roles.y_test):
        if array is not None:
            array.check()
    check_size(roles.x.samples, roles.x.width)
    if not roles.x.is_numbers:
        raise refused(
            tr("the inputs are texts"),
            code="wrong_dtype",
            place=roles.x.name,
            remedy=tr("Write them as numbers, or the whole table as CSV."),
        )
    _check_pair(roles.x, roles.y)
    _check_pair(roles.x_test, roles.y_test)
    if roles.x_test is not None and roles.x_test.shape[1:] != roles.x.shape[1:]:
        raise refused(
            tr("its samples aren't as those for training: {shape}", shape=roles.x_test.shape),
            code="arrays",
            place=roles.x_test.name,
            remedy=tr("Give both the same shape but for the first axis."),
        )


def _check_pair(x: StoredArray | None, y: StoredArray | None) -> None:
    if x is not None and y is not None and x.samples != y.samples:
        raise refused(
            tr(
                "it has {targets} targets for {inputs} samples",
                targets=count(y.samples),
                inputs=count(x.samples),
            ),
            code="arrays",
            place=y.name,
            remedy=tr("The first axis of both is that of the samples: give it one length."),
        )


class _Reader:
    def __init__(
        self,
        roles: Roles,
        progress: Progress,
        features: Sequence[str],
        classes: Sequence[str],
        target: str,
    ) -> None:
        self._roles, self._progress, self._target = roles, progress, target
        self._features, self._classes = features, classes
        self._notes: list[str] = []
        y_width = 0 if roles.y is None else roles.y.width
        self._columns = roles.x.width + y_width
        self._train = roles.x.samples
        check_size(self._train, self._columns)
        self._test = self._rows_for_test()
        self._rows = self._train + self._test

    def _rows_for_test(self) -> int:
        """How many samples of the file's own test set there is room for."""
        test = self._roles.x_test
        if test is None or (self._roles.y is not None and self._roles.y_test is None):
            return 0
        room = MAX_NUMBERS // self._columns - self._train
        if test.samples > room:
            self._notes.append(
                tr(
                    "Of the {all} samples for testing, the first {room} are taken: {limit} numbers are read at most.",
                    all=count(test.samples),
                    room=count(room),
                    limit=count(MAX_NUMBERS),
                )
            )
        return min(test.samples, room)

    def table(self) -> Table:
        shape = self._image_shape()
        columns = self._inputs(shape)
        taken = {column.name for column in columns}
        columns += self._target_columns(taken)
        if self._test:
            codes = np.repeat(np.array([0, 1], np.int32), [self._train, self._test])
            columns.append(coded(_free(PART, taken), Kind.CATEGORY, codes, (TRAIN, TEST), (TRAIN, TEST)))
            self._notes.append(
                tr(
                    "The file has a test set of its own: the column “part” says which of the {rows} samples "
                    "are for testing.",
                    rows=count(self._rows),
                )
            )
        return Table(tuple(columns), notes=tuple(self._notes), image_shape=shape)

    def _image_shape(self) -> tuple[int, int] | None:
        """Rows and columns of pictures."""
        shape = self._roles.x.shape[1:]
        if len(shape) == 3 and shape[-1] == 1:
            shape = shape[:2]
        if len(shape) == 3 and shape[-1] in (3, 4):
            self._notes.append(
                tr(
                    "Pictures in colour have {numbers} numbers for each pixel, and aren't drawn as pictures.",
                    numbers=shape[-1],
                )
            )
        return (shape[0], shape[1]) if len(shape) == 2 and min(shape) > 1 else None

    def _inputs(self, shape: tuple[int, int] | None) -> list[Column]:
        x, x_test = self._roles.x, self._roles.x_test if self._test else None
        block = _read_both(x, x_test, self._train, self._test, self._progress, self._rows)
        names = list(self._features)
        if len(names) != x.width or len(set(names)) != len(names) or not all(names):
            names = (
                [
                    tr("row {row}, column {column}", row=row, column=column)
                    for row in range(shape[0])
                    for column in range(shape[1])
                ]
                if shape is not None
                else [tr("column {number}", number=number) for number in range(x.width)]
            )
        return list(number_columns(names, {n: n for n in range(x.width)}, block).values())

    def _target_columns(self, taken: set[str]) -> list[Column]:
        y, y_test = self._roles.y, self._roles.y_test if self._test else None
        if y is None:
            return []
        name = _free(self._target or re.sub(r"^train_?|_?train$", "", y.name) or y.name, taken)
        if y.is_text:
            texts = y.texts(self._train) + (y_test.texts(self._test) if y_test is not None else [])
            codes = {text: code for code, text in enumerate(dict.fromkeys(texts))}
            found = np.array([codes[text] for text in texts], np.int32)
            return [coded(name, Kind.CATEGORY, found, list(codes), sorted(set(codes) - {""}))]
        if y_test is not None and y_test.is_text:
            raise refused(
                tr("the targets for testing are texts, those for training numbers"),
                code="arrays",
                place=y_test.name,
                remedy=tr("Write both alike."),
            )
        values = _read_both(y, y_test, self._train, self._test, silent, self._rows)
        if values.shape[1] > 1:
            return self._several(name, values)
        return [self._one(name, values[:, 0], is_whole=y.dtype.kind in "biu")]

    def _one(self, name: str, values: NDArray[Any], *, is_whole: bool) -> Column:
        """Whole numbers of a few values are classes."""
        if is_whole:
            codes = np.unique(values)
            named = len(self._classes) > 1 and codes[0] >= 0 and codes[-1] < len(self._classes)
            if named or (len(codes) <= _MOST_CODES and 2 * len(codes) <= len(values)):
                texts = [self._classes[int(code)] if named else f"{code:.0f}" for code in codes]
                names = (
                    list(self._classes) if named and len(set(self._classes)) == len(self._classes) else texts
                )
                return coded(
                    name, Kind.CATEGORY, np.searchsorted(codes, values).astype(np.int32), texts, names
                )
        block = np.ascontiguousarray(values)[:, np.newaxis]
        return number_columns([name], {0: 0}, block)[0]

    def _several(self, name: str, values: NDArray[Any]) -> list[Column]:
        """One class a sample, as 0 and 1; else several numbers."""
        width = values.shape[1]
        if width <= MAX_CLASSES and ((values == 0) | (values == 1)).all() and (values.sum(axis=1) == 1).all():
            self._notes.append(
                tr(
                    "{name} has 1 at the class of each sample, and is taken as one column of classes.",
                    name=quoted(name),
                )
            )
            names = (
                list(self._classes)
                if len(set(self._classes)) == width
                else [str(code) for code in range(width)]
            )
            return [coded(name, Kind.CATEGORY, np.argmax(values, axis=1).astype(np.int32), names, names)]
        names = [f"{name} {number}" for number in range(width)]
        return list(number_columns(names, {n: n for n in range(width)}, values).values())


def _read_both(
    train: StoredArray, test: StoredArray | None, rows: int, test_rows: int, progress: Progress, total: int
) -> NDArray[Any]:
    """The rows for training, and behind them those for testing."""
    block = train.read(rows, lambda done: progress(done / total))
    if test is None or not test_rows:
        return block
    more = test.read(test_rows, lambda done: progress((rows + done) / total))
    wide = np.result_type(block, more)
    if block.dtype != wide:
        block = block.astype(wide)
    whole = (rows + test_rows, block.shape[1])
    block.resize(whole, refcheck=False)
    block[rows:] = more
    return block


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name
