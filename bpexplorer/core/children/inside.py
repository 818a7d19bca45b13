"""A child process, from inside: bounds its memory, does its work, tells how far it is, and ends when it is to.

It writes to its standard output, a line of JSON for each thing that it tells, and nothing else: whatever foreign code
prints goes to standard error. ``{"told": …}`` is how far it is, ``{"note": …}`` a sentence on what isn't as it should
be, ``{"error": …}`` the sentence that it ends with, and ``{"result": n}`` comes before the n bytes of its result.

Its standard input stays open as long as somebody wants what it does. Where it is given bytes to work on, they come
there first, after a line with their number. When that ends, by whatever end of the process
that started it, so does the child.
"""

import _thread
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import Any

from bpexplorer.core.errors import BpExplorerError

#: Says how far the work is, as a value of JSON.
Tell = Callable[[Any], None]
#: What a child does with its arguments; gives its result.
Work = Callable[[Sequence[str], Tell], bytes]
#: The same with bytes that it is given.
WorkOnBytes = Callable[[bytes, Tell], bytes]

#: How long it may take to tidy up when it is to end, in seconds.
GRACE = 1.5
FAILED = 1
ENDED = 128 + signal.SIGTERM


def serve(work: Work) -> int:
    """Do the work of this process and return its exit code. ``sys.argv`` has the limit in bytes and the arguments."""
    return _serve(lambda tell: work(sys.argv[2:], tell))


def serve_bytes(work: WorkOnBytes) -> int:
    """The same for work on bytes that this process is given (``ChildCommand.given``)."""
    try:
        given = _given()
    except EOFError:  # who started it has ended meanwhile
        return ENDED
    return _serve(lambda tell: work(given, tell))


def _serve(work: Callable[[Tell], bytes]) -> int:
    told = _own_output()
    limit = sys.argv[1]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for who started it
    signal.signal(signal.SIGTERM, _on_signal)
    threading.Thread(target=_end_with_input, name="end with input", daemon=True).start()
    if note := limit_memory(int(limit)):
        _write(told, {"note": note})
    try:
        result = work(lambda said: _write(told, {"told": said}))
    except MemoryError:
        _write(
            told, {"error": f"It needs more memory than it may take, which is {int(limit) / 2**30:.3g} GB."}
        )
        return FAILED
    except BpExplorerError as error:
        _write(told, {"error": str(error)})
        return FAILED
    except Exception:
        traceback.print_exc()
        return FAILED
    _write(told, {"result": len(result)}, result)
    return 0


def limit_memory(limit: int) -> str:
    """Bound the addresses that this process may take, in bytes; a sentence if this system can't, else nothing."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        bound = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    except (ImportError, AttributeError, ValueError, OSError):
        return "This system doesn't bound the memory of a process, so it may take all there is."
    return ""


def _own_output() -> int:
    """A descriptor of what is standard output now, which is for telling alone from here on."""
    sys.stdout.flush()
    ours = os.dup(1)
    os.dup2(2, 1)
    return ours


def _write(descriptor: int, message: dict[str, Any], data: bytes = b"") -> None:
    rest = memoryview(json.dumps(message).encode() + b"\n" + data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _given() -> bytes:
    """What comes on standard input before it is only a leash."""
    line = bytearray()
    while not line.endswith(b"\n"):
        line += _read(1)
    given, length = bytearray(), int(line)
    while len(given) < length:
        given += _read(min(length - len(given), 2**20))
    return bytes(given)


def _read(most: int) -> bytes:
    data = os.read(0, most)
    if not data:
        raise EOFError
    return data


def _on_signal(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise SystemExit(ENDED)  # through all that tidies up on its way


def _end_with_input() -> None:
    with suppress(OSError):
        while os.read(0, 4096):
            pass
    if hasattr(signal, "pthread_kill"):  # wakes the main thread from whatever it waits for
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
    else:
        _thread.interrupt_main(signal.SIGTERM)
    threading.Event().wait(GRACE)
    os._exit(ENDED)  # it is in foreign code that doesn't come back
