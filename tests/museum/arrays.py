"""Arrays."""

import zipfile

import numpy as np

from tests.museum import made
from tests.museum.exhibits import Exhibit, Refused, Taken, category, number, taken

X = np.array([[1.5, 2.0, np.nan], [3.0, 4.0, 5.0], [0.5, 6.0, 7.0], [1.0, 1.0, 1.0]])
COLUMNS = {"column 0": number("1.5", "3"), "column 1": number("2", "4"), "column 2": number("", "5")}
Y = np.array([0, 1, 1, 0])
SHADES = np.arange(12, dtype=np.uint8).reshape(3, 2, 2)
PIXELS = {f"row {row}, column {column}": number(str(2 * row + column)) for row in (0, 1) for column in (0, 1)}


def one(title: str, name: str, data: bytes, right: Taken | Refused) -> Exhibit:
    return Exhibit(title, {name: data}, right)


EXHIBITS = (
    one("npz: x and y", "data.npz", made.npz(x=X, y=Y), taken(4, COLUMNS | {"y": category("0", "1", "1", "0")})),
    one("npz: X and y, compressed", "data.npz", made.npz(compressed=True, X=X, y=Y), taken(4, COLUMNS | {"y": category("0", "1")})),
    one("npz: data, target and their names", "data.npz", made.npz(data=X, target=Y, feature_names=np.array(["l", "w", "h"]), target_names=np.array(["no", "yes"])),
        taken(4, {"l": number("1.5"), "w": number("2"), "h": number(""), "target": category("no", "yes", "yes", "no")})),
    one("npz: targets as one of 0 and 1 for each class", "data.npz", made.npz(x=X, y=np.eye(2)[Y]), taken(4, COLUMNS | {"y": category("0", "1", "1")}, "column of classes")),
    one("npz: several targets", "data.npz", made.npz(x=X, y=X[:, :2] / 3), taken(4, COLUMNS | {"y 0": number("0.5"), "y 1": number("0.6666666666666666")})),
    one("npz: real targets", "data.npz", made.npz(x=X, y=X[:, 1] / 8), taken(4, COLUMNS | {"y": number("0.25", "0.5")})),
    one("npz: targets that are words", "data.npz", made.npz(x=X, y=np.array(["a", "b", "b", "a"])), taken(4, COLUMNS | {"y": category("a", "b")})),
    one("npz: two arrays of any names", "data.npz", made.npz(values=X, kinds=Y), taken(4, COLUMNS | {"kinds": category("0", "1")})),
    one("npz: one array", "data.npz", made.npz(X), taken(4, COLUMNS)),
    one("npz: yes and no", "data.npz", made.npz(x=X > 2, y=Y), taken(4, {"column 0": number("0", "1"), "column 1": number("0", "1"), "column 2": number("0", "1"), "y": category("0", "1")})),
    one("npz: pictures with an axis for one shade", "data.npz", made.npz(x=SHADES[..., np.newaxis], y=Y[:3]), taken(3, PIXELS | {"y": number("0", "1", "1")}, image_shape=(2, 2))),
    one("npz: half and quarter precision", "data.npz", made.npz(x=X.astype(np.float16), y=Y.astype(np.int8)), taken(4, COLUMNS | {"y": category("0", "1")})),
    one("npz: arrays that nobody can tell apart", "data.npz", made.npz(a=X, b=X, c=X), Refused("arrays", ("“a”, “b”, “c”", "x_train"))),
    one("npz: as many targets as not samples", "data.npz", made.npz(x=X, y=Y[:3]), Refused("arrays", ("3 targets for 4 samples", "“y”"))),
    one("npz: inputs of another shape for testing", "data.npz", made.npz(x_train=X, y_train=Y, x_test=X[:, :2], y_test=Y), Refused("arrays", ("“x_test”",))),
    one("npz: infinity", "data.npz", made.npz(x=np.array([[1.0], [np.inf]]), y=np.array([0.5, 1.5])), Refused("not_finite", ("[1, 0]", "“x”"))),
    one("npz: objects", "data.npz", made.npz(x=np.array([{}, 1], object), y=Y[:2]), Refused("objects", ("“x”", "run anything"))),
    one("npz: complex numbers", "data.npz", made.npz(x=X * 1j, y=Y), Refused("wrong_dtype", ("“x”",))),
    one("npz: no samples", "data.npz", made.npz(x=np.empty((0, 3)), y=np.empty(0)), Refused("empty", ("“x”",))),
    one("npz: cut off", "data.npz", made.npz(x=X, y=Y)[:300], Refused("damaged")),
    one("npz: an array cut off", "data.npz", made.archive({"x.npy": made.npy(X)[:-8], "y.npy": made.npy(Y)}), Refused("damaged", ("“x”",))),
    one("npz: compressed in another way", "data.npz", made.archive({"x.npy": made.npy(X), "y.npy": made.npy(Y)}, zipfile.ZIP_BZIP2), Refused("compression")),
    one("npz: a bomb", "data.npz", made.npz(compressed=True, x=np.zeros((600, 9000), np.uint8)), Refused("too_large", ("9,000 columns",))),
    one("npy: a table", "data.npy", made.npy(X), taken(4, COLUMNS)),
    one("npy: in Fortran's order", "data.npy", made.npy(np.asfortranarray(X)), taken(4, COLUMNS)),
    one("npy: big-endian", "data.npy", made.npy(X.astype(">f4")), taken(4, COLUMNS)),
    one("npy: one column", "data.npy", made.npy(X[:, 1]), taken(4, {"column 0": number("2", "4")})),
    one("npy: pictures", "data.npy", made.npy(SHADES), taken(3, PIXELS, image_shape=(2, 2))),
    Exhibit("npy: x with y beside it", {"X.npy": made.npy(X), "y.npy": made.npy(Y)}, taken(4, COLUMNS | {"y": category("0", "1")}, "“y.npy”")),
    one("npy: one number", "data.npy", made.npy(np.array(3.0)), Refused("arrays")),
    one("npy: a table with fields", "data.npy", made.npy(np.zeros(3, [("a", "f8"), ("b", "i4")])), Refused("damaged")),
    one("npy: objects", "data.npy", made.npy(np.array([{}, 1], object)), Refused("objects")),
    one("npy: cut off", "data.npy", made.npy(X)[:-3], Refused("damaged")),
    one("npy: more than its header says", "data.npy", made.npy(X) + b"1234", Refused("damaged")),
    one("IDX: a table of real numbers", "table.idx", made.idx(X.astype("f8")), taken(4, COLUMNS, "No file with its labels")),
    one("IDX: fewer pictures than it says", "images.idx", made.idx(SHADES, shape=(4, 2, 2)), Refused("damaged", ("(4, 2, 2)",))),
    one("IDX: more than it says", "images.idx", made.idx(SHADES) + b"\0", Refused("damaged")),
    one("IDX: compressed, fewer pictures than it says", "images.idx.gz", made.packed(made.idx(SHADES, shape=(4, 2, 2))), Refused("damaged")),
    one("IDX: compressed, more than it says", "images.idx.gz", made.packed(made.idx(SHADES) + b"\0\0"), Refused("damaged")),
    one("IDX: compressed and cut off", "images.idx.gz", made.packed(made.idx(SHADES))[:-12], Refused("damaged")),
    one("IDX: three bytes of its header", "images.idx", made.idx(SHADES)[:3], Refused("null")),
    one("IDX: a claim of 4 billion pictures", "images.idx", made.idx(SHADES, shape=(2**32 - 1, 28, 28)), Refused("too_large")),
    Exhibit("IDX: labels of another number", {"train-images-idx3-ubyte": made.idx(SHADES), "train-labels-idx1-ubyte": made.idx(Y.astype("u1"))}, Refused("arrays", ("4 targets for 3 samples",))),
)  # fmt: skip
