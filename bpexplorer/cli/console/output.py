"""The one way to stdout and stderr, whatever they are: of any encoding, closed, full, or a pipe that nobody reads."""

import codecs
import errno
import json
import os
import re
import sys
import unicodedata
from typing import Any, TextIO

from bpexplorer.cli.console.codes import CLOSED_PIPE, OK, UNANSWERED

#: What is written for a sign that an encoding doesn't have, where its name isn't it.
_STAND_INS = {
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’′", "'"),
    **dict.fromkeys("–—−", "-"),
    **dict.fromkeys("·⊙", "*"),
    **dict(zip("×≈∂⌊⌋", "x~d[]", strict=True)),
    **{"…": "...", "±": "+-", "≠": "!=", "≤": "<=", "≥": ">=", "←": "<-", "→": "->", "⁻": "^-", "½": "1/2"},
    **{"∈": "in", "∞": "inf", "√": "sqrt ", "Σ": "sum ", "∇": "grad ", "‖": "||", "λ": "lambda"},
}


def write(text: str, *, files_are_written: bool = False) -> int:
    """Put text on stdout. The exit code is OK, or says that stdout took no more, which is said on stderr then.

    ``files_are_written`` is said too: what the text would have told is done all the same.
    """
    fault = _put(text, sys.stdout) if text else None
    if fault is None:
        return OK
    done = " The files that were asked for are written." if files_are_written else ""
    if isinstance(fault, BrokenPipeError) or fault.errno == errno.EPIPE:
        say(f"Whoever read the output closed it before its end.{done}")
        return CLOSED_PIPE
    say(f"The output can't be written to stdout: {fault.strerror or fault}.{done}")
    return UNANSWERED


def write_json(found: dict[str, Any], *, files_are_written: bool = False) -> int:
    """Put facts on stdout as one line of JSON: in UTF-8 if that is what stdout has, and else in ASCII."""
    import msgspec  # what only helps and refuses starts without it

    text = msgspec.json.encode(_encodable(found)).decode() + "\n"
    if _encoding(sys.stdout) != "utf-8":
        text = re.sub(r"[^\x00-\x7f]", lambda sign: json.dumps(sign[0])[1:-1], text)
    return write(text, files_are_written=files_are_written)


def say(sentence: str) -> None:
    """Put a sentence on stderr, if there is one that takes it."""
    _put(f"{sentence}\n", sys.stderr)


def show(text: str) -> None:
    """Put text on stderr as it is, without a new line: for what a terminal shows and forgets."""
    _put(text, sys.stderr)


def open_what_is_closed() -> None:
    """Let the numbers of closed standard streams lead to nothing: or a file that is opened next would get one of them,
    and with it what libraries say to their user."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)


def _put(text: str, stream: TextIO | None) -> OSError | None:
    """Write and flush; the fault if that failed."""
    if stream is None:  # what Python makes of a stream that was closed when it started
        return OSError(errno.EBADF, "the stream is closed")
    try:
        stream.write(_fitting(text, stream))
        stream.flush()
    except OSError as error:
        _lead_nowhere(stream)
        return error
    except ValueError:
        return OSError(errno.EBADF, "the stream is closed")
    return None


def _lead_nowhere(stream: TextIO) -> None:
    """Let what a failed stream still holds go nowhere, or Python would fail with it once more when it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass


def _encoding(stream: TextIO | None) -> str:
    """The name of the encoding of a stream, as Python spells it."""
    try:
        return codecs.lookup(getattr(stream, "encoding", None) or "utf-8").name
    except LookupError:
        return "ascii"


def _fitting(text: str, stream: TextIO) -> str:
    """The text with replacements for what the stream's encoding doesn't have."""
    encoding = _encoding(stream)
    return text.encode(encoding, "bpexplorer.stand_in").decode(encoding)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    sign, after = error.object[error.start], error.object[error.start + 1 : error.start + 2]
    stand_in = _in_ascii(sign)
    # A letter's name is a word.
    return stand_in + (
        " " if len(stand_in) > 1 and stand_in.isalpha() and after.isalpha() else ""
    ), error.start + 1


def _in_ascii(sign: str) -> str:
    if sign in _STAND_INS:
        return _STAND_INS[sign]
    name = unicodedata.name(sign, "")
    if name.startswith("GREEK "):
        letter = name.split()[-1]
        return letter.capitalize() if " CAPITAL " in name else letter.lower()
    plain = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    if plain and unicodedata.decomposition(sign).startswith("<super>"):
        return f"^{plain}"
    return plain or sign.encode("ascii", "backslashreplace").decode()


codecs.register_error("bpexplorer.stand_in", _stand_in)


def _encodable(found: Any) -> Any:
    """The facts with an escape for what is no text: bytes of a file's name that are none in its encoding."""
    if isinstance(found, str):
        return found.encode("utf-8", "backslashreplace").decode()
    if isinstance(found, dict):
        return {_encodable(key): _encodable(value) for key, value in found.items()}
    return [_encodable(each) for each in found] if isinstance(found, list | tuple) else found
