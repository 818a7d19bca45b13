"""How a data file is to be read, said on the command line."""

import argparse
from pathlib import Path

from bpexplorer.cli.console import numbers
from bpexplorer.cli.console.progress import passing
from bpexplorer.cli.names import is_there
from bpexplorer.data.readers.text.encoding import ENCODINGS
from bpexplorer.data.reading.order import read_in_child
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.project.tables import TABLES
from bpexplorer.translation import tr

#: What a delimiter may be called that a shell makes hard to write.
_SIGNS = {"tab": "\t", "blank": " ", "none": ""}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the options of reading, all of which may be left out."""
    group = parser.add_argument_group(
        "reading", tr("What isn't told of a file is guessed, and said: bpexplorer data FILE shows it.")
    )
    group.add_argument("--encoding", choices=ENCODINGS, help=tr("the encoding of a text"))
    group.add_argument(
        "--delimiter",
        type=_sign,
        metavar="SIGN",
        help=tr("what parts the cells of a text: one sign, or tab, blank (any number of them) or none"),
    )
    group.add_argument(
        "--quote", type=_sign, metavar="SIGN", help=tr("what stands around cells: one sign, or none")
    )
    group.add_argument("--decimal", choices=(".", ","), help=tr("the decimal sign"))
    group.add_argument(
        "--thousands", type=_sign, metavar="SIGN", help=tr("what parts thousands: one sign, blank or none")
    )
    group.add_argument(
        "--header",
        type=numbers.whole,
        metavar="ROW",
        help=tr("the row with the names, 0 the first; -1 if there is none"),
    )
    group.add_argument(
        "--skip-rows", type=numbers.count, metavar="N", help=tr("how many lines come before the table")
    )
    group.add_argument("--sheet", metavar="NAME", help=tr("the sheet of a spreadsheet"))
    group.add_argument(
        "--missing",
        action="append",
        metavar="TEXT",
        help=tr("what stands where a value is missing, instead of NA, ? and the like; repeatable"),
    )
    group.add_argument(
        "--text",
        action="append",
        default=[],
        metavar="COLUMN",
        help=tr("take the values of this column as names, also if they are numbers; repeatable"),
    )


def reading_of(options: argparse.Namespace) -> Reading:
    """What the options say."""
    return Reading(
        encoding=options.encoding,
        delimiter=options.delimiter,
        quote=options.quote,
        decimal=options.decimal,
        thousands=options.thousands,
        header=options.header,
        skip_rows=options.skip_rows,
        sheet=options.sheet,
        missing_marks=None if options.missing is None else tuple(options.missing),
        as_text=tuple(options.text),
    )


def file_of(name: str) -> Path:
    """The file that is meant: of one of the program's own tables, unless there is a file called like it."""
    return TABLES[name].path if name in TABLES and not is_there(name) else Path(name)


def read(name: str, options: argparse.Namespace) -> Table:
    """Read a file, or one of the program's own tables, in a child; raises BpExplorerError."""
    path = file_of(name)
    with passing(tr("Reading {name} …", name=path.name)):
        return read_in_child(path, reading_of(options))


def _sign(text: str) -> str:
    sign = _SIGNS.get(text, text)
    if len(sign) > 1:
        raise argparse.ArgumentTypeError(
            tr("“{text}” isn't one sign; give one, or tab, blank or none", text=text)
        )
    return sign
