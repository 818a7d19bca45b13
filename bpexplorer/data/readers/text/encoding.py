"""The characters of a text: told by its mark, by all of its bytes, or by the user; and its lines."""

import codecs
import hashlib
import io
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.progress import Progress
from bpexplorer.data.readers.refusal import RIGHT_FILE, refused
from bpexplorer.data.readers.source import Source, changed
from bpexplorer.translation import tr

#: What a text can be in, as settings name it → what it is called. The keys are names of Python's codecs.
ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "utf-16-le": tr("UTF-16, little-endian"),
    "utf-16-be": tr("UTF-16, big-endian"),
    "windows-1252": tr("Windows-1252 (Western Europe)"),
    "latin-1": tr("Latin-1 (Western Europe)"),
    "windows-1250": tr("Windows-1250 (Central Europe)"),
    "windows-1251": tr("Windows-1251 (Cyrillic)"),
    "windows-1253": tr("Windows-1253 (Greek)"),
    "windows-1254": tr("Windows-1254 (Turkish)"),
    "koi8-r": tr("KOI8-R (Cyrillic)"),
    "shift_jis": tr("Shift JIS (Japanese)"),
    "gb18030": tr("GB 18030 (Chinese)"),
    "big5": tr("Big5 (Chinese)"),
    "euc-kr": tr("EUC-KR (Korean)"),
    "mac-roman": tr("Mac Roman (Western Europe)"),
}
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
#: A piece of the file that has no end of a line is no table.
_LONGEST_LINE = 2**20
#: Bytes that no text of ours has; a few may be there by mistake, and stand in the cells.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
#: What Windows-1252 has no characters for.
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
_CHOOSE_ENCODING = tr("Choose its encoding, or save it as UTF-8.")


@dataclass(frozen=True, slots=True)
class Survey:
    """What all bytes of a text say."""

    #: A key of `ENCODINGS`.
    encoding: str
    #: How many bytes its mark takes at the beginning.
    mark: int
    sha256: str
    #: At least as many as there are lines.
    lines: int
    notes: tuple[str, ...] = ()


def check_head(source: Source, wanted: str | None = None) -> tuple[str | None, int]:
    """The encoding that the first bytes tell, and how many of them are its mark; None if they don't tell.

    Raises
    ------
    DataFileError
        If it is no text, or the encoding that is wanted is unknown.
    """
    head = source.head
    if wanted is not None and wanted not in ENCODINGS:
        raise refused(
            tr("there is no encoding {wanted}", wanted=wanted),
            code="encoding",
            remedy=tr("Choose one of {encodings}.", encodings=", ".join(ENCODINGS)),
        )
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refused(tr("it is in UTF-32"), code="encoding", remedy=tr("Save it as UTF-8."))
    for mark, name in _MARKS.items():
        if head.startswith(mark) and wanted in (None, name):
            return name, len(mark)
    if wanted is not None:
        return wanted, 0
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * len(head) / 2 and even < 0.05 * len(head) / 2:
        return "utf-16-le", 0
    if even > 0.4 * len(head) / 2 and odd < 0.05 * len(head) / 2:
        return "utf-16-be", 0
    if (at := head.find(0)) >= 0:
        raise _null(1 + head.count(b"\n", 0, at))
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) / 50:
        raise refused(tr("this is no text"), code="not_text", remedy=RIGHT_FILE)
    return None, 0


def survey(source: Source, wanted: str | None, progress: Progress) -> Survey:
    """Look at all bytes once: the encoding, the digest, how many lines there may be at most.

    Raises
    ------
    DataFileError
        If a byte is none of the encoding, a NUL is among them, or a line never ends.
    """
    encoding, mark = check_head(source, wanted)
    found = encoding or "utf-8"
    decoder = codecs.getincrementaldecoder(found)()
    digest, lines = hashlib.sha256(), _Lines()
    guessed_at, is_latin, done = 0, False, 0
    for chunk in source.chunks():
        digest.update(chunk)
        data, is_last = chunk[0 if done else mark :], done + len(chunk) >= source.size
        done += len(chunk)
        if not guessed_at:
            try:
                text = decoder.decode(data, is_last)
            except UnicodeDecodeError as error:
                line = lines.line + 1 + data.count(b"\n", 0, error.start)
                if encoding is not None:
                    raise refused(
                        tr("this isn't {encoding}", encoding=ENCODINGS[found]),
                        code="encoding",
                        line=line,
                        remedy=_CHOOSE_ENCODING,
                    ) from error
                guessed_at = line
            else:
                data = text.encode() if found.startswith("utf-16") else data
        is_latin = is_latin or (bool(guessed_at) and len(data) != len(data.translate(None, _UNDEFINED)))
        lines.feed(data)
        progress(done / source.size)
    source.check_unchanged()
    notes = []
    if guessed_at:
        # Windows-1252 has no characters for some bytes.
        found = "latin-1" if is_latin else "windows-1252"
        reason = tr("line {line} isn't UTF-8", line=count(guessed_at))
        notes = [tr("Read as {encoding}, guessed: {reason}.", encoding=ENCODINGS[found], reason=reason)]
    elif wanted is None and found.startswith("utf-16") and not mark:
        notes = [tr("Read as {encoding}, guessed.", encoding=ENCODINGS[found])]
    return Survey(found, mark, digest.hexdigest(), lines.line + 1, tuple(notes))


class _Lines:
    """Counts the lines of what it is fed, and wants them to end. Lines end with LF, CR LF or CR."""

    def __init__(self) -> None:
        self.line = 0
        self._unended = 0

    def feed(self, data: bytes) -> None:
        if (at := data.find(0)) >= 0:
            raise _null(self.line + data.count(b"\n", 0, at) + 1)
        ends = data.count(b"\n")
        if b"\r" in data:
            ends += data.count(b"\r") - data.count(b"\r\n")
        self.line += ends
        self._unended = 0 if ends else self._unended + len(data)
        if self._unended >= _LONGEST_LINE - 1:
            raise refused(
                tr("it is longer than any line of a table"),
                code="long_line",
                line=self.line + 1,
                remedy=RIGHT_FILE,
            )


def _null(line: int) -> Exception:
    return refused(
        tr("there is a NUL, a byte that no text has"),
        code="null",
        line=line,
        remedy=tr("Check that this is the right file, and save it as UTF-8 text."),
    )


def lines_of(source: Source, found: Survey) -> Generator[str, None, None]:
    """The lines of the text, each with its end."""
    source.file.seek(found.mark)
    text = io.TextIOWrapper(source.file, encoding=found.encoding, newline="")
    try:
        for line in text:  # noqa: UP028 - “yield from” would close the file with the generator
            yield line
    except UnicodeError as error:  # it was text when it was surveyed
        raise changed() from error
    finally:
        with suppress(ValueError):  # the file may be closed by now
            text.detach()
