"""How much data is taken, named here and checked before memory is."""

from bpexplorer.core.errors import DataError
from bpexplorer.core.numerals import count
from bpexplorer.translation import tr

#: Numbers of a table, rows times columns: MNIST has 4.7·10⁷.
MAX_NUMBERS = 50_000_000
#: Inputs of a network, after categories have become inputs of their own.
MAX_INPUTS = 4_096
MAX_CLASSES = 1_000
#: Columns of a file: those that aren't inputs may be left out.
MAX_COLUMNS = 8_192
#: Characters of all different texts of a table.
MAX_TEXT = 64_000_000
#: What a file may take on the disk: numbers written out have some twenty characters.
MAX_FILE_BYTES = 2**31

MIB = 2**20
#: What reading may take beside the array: programs, the rows that are being read, and the different texts.
READING_MEMORY = 256 * MIB


def check_size(rows: int, columns: int) -> None:
    """Raise DataError for a table that is larger than any this program takes."""
    if columns > MAX_COLUMNS:
        raise DataError(
            tr(
                "It has {columns} columns; at most {limit} are read. Write a file with fewer columns.",
                columns=count(columns),
                limit=count(MAX_COLUMNS),
            )
        )
    if rows * columns > MAX_NUMBERS:
        raise DataError(
            tr(
                "It has {rows} rows of {columns} columns, which are {cells} cells; at most {limit} are read. "
                "Write a file with fewer rows or columns.",
                rows=count(rows),
                columns=count(columns),
                cells=count(rows * columns),
                limit=count(MAX_NUMBERS),
            )
        )
