"""Spreadsheets, by calamine: xlsx, xls and ods."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import Any

from bpexplorer.core.numerals import count
from bpexplorer.data.readers import rows
from bpexplorer.data.readers.arrays.npz_file import directory
from bpexplorer.data.readers.progress import Progress, between
from bpexplorer.data.readers.refusal import (
    RIGHT_FILE,
    WRITE_AGAIN,
    DataFileError,
    check_size,
    quoted,
    refused,
    too_large,
)
from bpexplorer.data.readers.rows import NumberedRow
from bpexplorer.data.readers.source import Source, content_digest
from bpexplorer.data.readers.text import layout
from bpexplorer.data.readers.text.layout import SampleRow
from bpexplorer.data.readers.text.signs import PLAIN
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.translation import tr

#: What the parts of a spreadsheet may have unpacked: all is held in memory while it is parsed.
_MAX_UNPACKED = 2**29
#: Cells that it may have: while it is parsed, each takes some fifty bytes.
_MAX_CELLS = 5_000_000
#: Rows that tell where the table begins.
_SAMPLE_ROWS = 300
_XLSX, _ODS = "xl/workbook.xml", "content.xml"


def check_head(source: Source, reading: Reading) -> None:
    """Raise DataFileError for what the directory condemns."""
    if source.head[:2] != b"PK":
        return  # the older format of Excel has no directory
    with directory(source) as archive:
        names = archive.namelist()
        if not any(each in names for each in (_XLSX, _ODS, "xl/workbook.bin")):
            raise refused(
                tr("this is an archive, and no spreadsheet"),
                code="other_format",
                remedy=tr("Unpack it, and open the table in it."),
            )
        _check_unpacked(archive)


def _check_unpacked(archive: zipfile.ZipFile) -> None:
    if (size := sum(info.file_size for info in archive.infolist())) > _MAX_UNPACKED:
        raise too_large(size, _MAX_UNPACKED)


def read(source: Source, reading: Reading, progress: Progress) -> Table:
    """Read one sheet: the one that is named, or the first that holds something; raises DataFileError."""
    check_head(source, reading)
    digest = content_digest([source])
    progress(0.05)
    sheet = _opened(source, reading.sheet)
    progress(0.3)
    try:
        table, done = _table(sheet, reading, between(progress, 0.3, 1.0))
    except DataFileError as error:
        refusal = error.refusal
        raise DataFileError(
            replace(refusal, place=refusal.place or sheet.name, row=refusal.line, line=None)
        ) from error
    return replace(table, origin=source.origin(digest, done))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with its rows, from the first that holds something; they count from 1."""

    name: str
    first_row: int
    height: int
    #: Gives the rows from the first, as often as it is called.
    rows: Callable[[], Iterator[list[Any]]]
    #: All sheets of the file.
    names: tuple[str, ...]


def _opened(source: Source, wanted: str | None) -> _Sheet:
    """The sheet of this name, or the first that holds something."""
    import python_calamine as calamine

    source.file.seek(0)
    try:
        book = calamine.CalamineWorkbook.from_filelike(source.file)
        names = tuple(
            sheet.name for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        )
        if wanted is not None and wanted not in names:
            raise refused(
                tr("there is no sheet {name}", name=quoted(wanted)),
                code="sheet",
                remedy=tr("Its sheets are {names}.", names=", ".join(map(quoted, names[:8]))),
            )
        for name in names if wanted is None else [wanted]:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None and sheet.height:
                check_size(sheet.height, sheet.width)
                if sheet.height * sheet.width > _MAX_CELLS:
                    raise refused(
                        tr("it has more than {limit} cells", limit=count(_MAX_CELLS)),
                        code="too_large",
                        place=name,
                        remedy=tr("Save it as CSV, of which more is read."),
                    )
                above = sheet.start[0]
                return _Sheet(name, above + 1, sheet.height, partial(_rows_of, sheet, above), names)
    except calamine.PasswordError as error:
        raise refused(
            tr("it is protected by a password"),
            code="encrypted",
            remedy=tr("Save it without the password, or as CSV."),
        ) from error
    except calamine.CalamineError as error:
        raise _damaged() from error
    except DataFileError:
        raise
    except BaseException as error:
        # What its own checks didn't foresee is a panic, which is no Exception.
        if isinstance(error, (MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        raise _damaged() from error
    raise refused(tr("there is nothing in its sheets"), code="empty", remedy=RIGHT_FILE)


def _rows_of(sheet: Any, above: int) -> Iterator[list[Any]]:
    """The rows of a sheet of calamine, which begins with those above the first that holds something."""
    return islice(sheet.iter_rows(), above, None)


def _damaged() -> DataFileError:
    return refused(tr("the spreadsheet is damaged or cut off"), code="damaged", remedy=WRITE_AGAIN)


def _table(sheet: _Sheet, reading: Reading, progress: Progress) -> tuple[Table, Reading]:
    """The table of a sheet, and how it was read."""
    # Rows are counted as the sheet does; those above the first that holds something are passed over anyway.
    above = sheet.first_row - 1
    beginning = list(islice(sheet.rows(), _SAMPLE_ROWS))
    skipped = _title_rows(beginning) if reading.skip_rows is None else max(0, reading.skip_rows - above)
    notes = []
    if reading.sheet is None and len(sheet.names) > 1:
        others = ", ".join(quoted(each) for each in sheet.names if each != sheet.name)
        notes.append(
            tr("Read from the sheet {name}; there are also {others}.", name=quoted(sheet.name), others=others)
        )
    if skipped and reading.skip_rows is None:
        notes.append(tr("Lines before the table that are passed over: {lines}.", lines=count(skipped)))
    first, left = sheet.first_row + skipped, sheet.height - skipped
    sample = [
        SampleRow(first + index, [text_of(cell) for cell in row])
        for index, row in enumerate(islice(sheet.rows(), skipped, skipped + _SAMPLE_ROWS))
        if any(cell != "" for cell in row)
    ]
    if not sample:
        raise refused(tr("there is no row in it"), code="empty", remedy=RIGHT_FILE)
    marks = rows.marks_of(reading)
    is_whole = left <= _SAMPLE_ROWS
    where = layout.find(sample, header=reading.header, signs=PLAIN, is_whole=is_whole, marks=marks)
    begin = sample[where.rows_before].line - first if where.rows_before < len(sample) else left

    def data() -> Iterator[NumberedRow]:
        for index, row in enumerate(islice(sheet.rows(), skipped + begin, None)):
            yield first + begin + index, [text_of(cell) for cell in row]

    where = replace(where, counts_rows=True)
    columns, more = rows.take(data, where, reading, capacity=max(1, left), progress=progress)
    done = Reading(
        sheet=sheet.name,
        header=where.header,
        skip_rows=above + skipped,
        missing_marks=marks,
        as_text=reading.as_text,
    )
    return Table(tuple(columns), notes=(*notes, *where.notes, *more), sheets=sheet.names), done


def _title_rows(cells: Sequence[Sequence[Any]]) -> int:
    """How many rows before the table hold one cell or none: a title, a date, blanks."""
    filled = [sum(cell != "" for cell in row) for row in cells]
    if not filled or max(filled) < 2:
        return next((index for index, cells_there in enumerate(filled) if cells_there), 0)
    return next(index for index, cells_there in enumerate(filled) if cells_there > 1)


def text_of(cell: Any) -> str:
    """A cell as it would stand in a text; numbers with every digit."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return repr(cell / timedelta(days=1))
        case None:
            return ""
        case _:
            return str(cell)
