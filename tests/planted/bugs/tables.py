"""Bugs in reading one's own data."""

from typing import Final

from tests.planted.planting import Bug

MUSEUM = ("unit/data/readers/test_museum.py",)
CHILD = ("unit/data/reading/test_reading_in_a_child.py",)
FAULTS = ("unit/data/readers/test_faults.py",)

BUGS: Final = (
    Bug(
        name="types are decided by the first rows",
        where="Collector.add",
        old="column = self.texts[number] = Texts(self.rows, np.empty(self._capacity, np.int32))",
        new="values.append(np.zeros(len(cells))); numbers.append(number); continue",
        tests=MUSEUM,
    ),
    Bug(
        name="a row with too many cells is cut",
        where="_Rows._take",
        old="if len(row) != width and any(map(str.strip, row)):",
        new="if len(row) < width and any(map(str.strip, row)):",
        tests=MUSEUM,
    ),
    Bug(
        name="thousands are decimals",
        where="Signs.value",
        old='text = text.replace(self.thousands, "")',
        new='text = text.replace(self.thousands, ".")',
        tests=MUSEUM,
    ),
    Bug(
        name="numbers are rounded to float32",
        where="block.is_narrow",
        old="return np.array_equal(values.astype(np.float32), values.astype(np.float64), equal_nan=True)",
        new="return np.allclose(values.astype(np.float32), values.astype(np.float64), equal_nan=True)",
        tests=MUSEUM,
    ),
    Bug(
        name="a file that changes meanwhile is taken",
        where="Source.check_unchanged",
        old="if (now.st_size, now.st_mtime_ns) != (self.status.st_size, self.status.st_mtime_ns):",
        new="if now.st_size < self.status.st_size:",
        tests=FAULTS,
    ),
    Bug(
        name="columns of a block arrive in another place",
        where="delivery._blocks",
        old="found.setdefault(id(base), (base, {}))[1][index] = place",
        new="found.setdefault(id(base), (base, {}))[1][index] = index",
        tests=CHILD,
    ),
)
