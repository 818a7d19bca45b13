"""What a file is by its first bytes, and how to go on with those that aren't read."""

from bpexplorer.data.readers.refusal import DataFileError, refused
from bpexplorer.translation import tr

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP = b"\x1f\x8b"

_UNPACK = tr("Unpack it first.")
_AS_TABLE = tr("Save its table as CSV or xlsx, and open that.")
_AS_ARRAYS = tr("Write its arrays with numpy.savez(“data.npz”, x=…, y=…), and open that.")

#: First bytes → what such a file is, and what to do instead.
_OTHERS: dict[bytes, tuple[str, str]] = {
    b"%PDF": (tr("this is a PDF document"), _AS_TABLE),
    b"BZh": (tr("this is a file compressed by bzip2"), _UNPACK),
    b"\xfd7zXZ\0": (tr("this is a file compressed by xz"), _UNPACK),
    b"7z\xbc\xaf\x27\x1c": (tr("this is a 7z archive"), _UNPACK),
    b"\x28\xb5\x2f\xfd": (tr("this is a file compressed by zstd"), _UNPACK),
    b"Rar!": (tr("this is a RAR archive"), _UNPACK),
    b"\x89HDF": (tr("this is an HDF5 file"), _AS_ARRAYS),
    b"MATLAB 5.0": (tr("this is a file of MATLAB"), _AS_ARRAYS),
    b"SQLite format 3": (tr("this is a database"), _AS_TABLE),
    b"ARROW1": (tr("this is a Feather file"), tr("Write it as Parquet or CSV, and open that.")),
    b"\x89PNG": (
        tr("this is one picture"),
        tr("Choose a folder that has a folder of pictures for each class."),
    ),
    b"\xff\xd8\xff": (
        tr("this is one picture"),
        tr("Choose a folder that has a folder of pictures for each class."),
    ),
    b"\x7fELF": (tr("this is a program"), tr("Choose a table.")),
    b"<!DOCTYPE": (tr("this is a page of the web"), _AS_TABLE),
    b"<html": (tr("this is a page of the web"), _AS_TABLE),
    b"<?xml": (tr("this is an XML file"), _AS_TABLE),
    b"{\\rtf": (tr("this is a text document"), _AS_TABLE),
    **{
        b"\x80" + bytes([protocol, *opcode]): (
            tr("this is a pickle of Python, which can run anything when it is opened"),
            tr("Write its arrays with numpy.savez, or its table as CSV, where you trust it."),
        )
        for protocol in range(2, 6)
        for opcode in (b"\x95", b"]", b"}", b"c", b"(", b"K", b"X")
    },
}


def kind_of(head: bytes) -> str:
    """The kind of file, a key of `bpexplorer.data.readers.FORMATS`; ``text`` for whatever has no signature.

    Raises
    ------
    DataFileError
        If it is of a kind that isn't read; the text says what to do instead.
    """
    if head[:4] == _ZIP:
        return "zip"
    if head[:8] == _OLE:
        return "sheet"
    if head[:2] == _GZIP:
        return "gzip"
    if head[:6] == b"\x93NUMPY":
        return "npy"
    if head[:4] == b"PAR1":
        return "parquet"
    if is_idx(head):
        return "idx"
    for signature, (reason, remedy) in _OTHERS.items():
        if head.startswith(signature):
            raise other(reason, remedy)
    begin = head[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin[:1] == b"{" and b":" in begin:
        return "json_lines"
    if begin[:1] == b"[" and begin[1:].lstrip()[:1] == b"{":
        raise other(
            tr("this is a list in JSON"),
            tr("Write one object on each line (JSON lines), or a CSV file."),
        )
    if begin[:9].lower() == b"@relation" or b"\n@relation" in head[:20_000].lower():
        raise other(tr("this is an ARFF file of Weka"), tr("Save it as CSV there, and open that."))
    return "text"


#: Type bytes of an IDX file, and how many axes its array has at most.
_IDX_TYPES, _IDX_AXES = (8, 9, 11, 12, 13, 14), 4


def is_idx(head: bytes) -> bool:
    """Whether these are the first bytes of an IDX file."""
    return len(head) >= 4 and head[:2] == b"\0\0" and head[2] in _IDX_TYPES and 1 <= head[3] <= _IDX_AXES


def other(reason: str, remedy: str) -> DataFileError:
    """The error for a kind of file that isn't read."""
    return refused(reason, code="other_format", remedy=remedy)
