"""What an exhibit is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bpexplorer.data.table.table import Reading, Table


@dataclass(frozen=True)
class Taken:
    """The table that is right: each column with its kind and the texts of its first cells."""

    columns: Mapping[str, tuple[str, ...]]
    rows: int
    #: Words that the notes must say.
    says: tuple[str, ...] = ()
    image_shape: tuple[int, int] | None = None
    #: What was done, where it matters: field of `Reading` → value.
    reading: Mapping[str, object] = field(default_factory=dict)

    def differs_from(self, table: Table) -> str:
        """In words, what of a table isn't as it must be; nothing if all is."""
        found = {
            column.name: (column.kind.value, *(column.text(row) for row in range(len(self.columns.get(column.name, "x")) - 1)))
            for column in table.columns
        }  # fmt: skip
        if found != dict(self.columns):
            return f"columns: {found}"
        if table.rows != self.rows:
            return f"{table.rows} rows"
        if table.image_shape != self.image_shape:
            return f"image {table.image_shape}"
        notes = " ".join(table.notes)
        if missing := [words for words in self.says if words not in notes]:
            return f"doesn't say {missing}: {notes}"
        assert table.origin is not None
        done = {name: getattr(table.origin.reading, name) for name in self.reading}
        return "" if done == dict(self.reading) else f"read with {done}"


@dataclass(frozen=True)
class Refused:
    """The refusal that is right: its code, and words of its sentence."""

    code: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exhibit:
    """Files, of which the first is opened, and what must come of it."""

    title: str
    files: Mapping[str, bytes]
    right: Taken | Refused
    reading: Reading = field(default_factory=Reading)
    #: Modules without which it can't be seen.
    needs: tuple[str, ...] = ()

    def write(self, folder: Path) -> Path:
        """Write the files, and give the path of what is opened."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        first = next(iter(self.files))
        return folder / first.partition("/")[0]


def text(
    title: str,
    content: str | bytes,
    right: Taken | Refused,
    *,
    name: str = "table.csv",
    written: str = "utf-8",
    **reading: object,
) -> Exhibit:
    """An exhibit of one text, read with what is told in ``reading``."""
    data = content if isinstance(content, bytes) else content.encode(written)
    return Exhibit(title, {name: data}, right, Reading(**reading))  # type: ignore[arg-type]


def taken(
    rows: int,
    columns: Mapping[str, tuple[str, ...]],
    *says: str,
    image_shape: tuple[int, int] | None = None,
    **reading: object,
) -> Taken:
    """The right table, in short."""
    return Taken(columns, rows, says, image_shape, reading)


def number(*texts: str) -> tuple[str, ...]:
    """A column of numbers."""
    return ("number", *texts)


def category(*texts: str) -> tuple[str, ...]:
    """A column of categories."""
    return ("category", *texts)


def yes_no(*texts: str) -> tuple[str, ...]:
    """A column of yes and no."""
    return ("yes_no", *texts)


def day(*texts: str) -> tuple[str, ...]:
    """A column of dates."""
    return ("date", *texts)
