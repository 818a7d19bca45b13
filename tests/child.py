"""A child process for tests: what it does is its first argument."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bpexplorer.core.children import inside
from bpexplorer.core.children.outside import ChildCommand
from bpexplorer.core.errors import BpExplorerError


def command(*arguments: str, memory: int = 2**31) -> ChildCommand:
    return ChildCommand("tests.child", purpose="test children", arguments=arguments, memory=memory)


def work(arguments: Sequence[str], tell: Callable[[Any], None]) -> bytes:
    act, *more = arguments
    match act:
        case "shout":
            sys.stdout.write("what foreign code prints\n")
            sys.stdout.flush()
            os.write(1, b"and what it writes")
            tell({"share": 0.5})
            tell("nearly")
            return more[0].upper().encode() * int(more[1])
        case "eat":
            return bytes(2**40)
        case "refuse":
            raise BpExplorerError("This file is no table. Choose another.")
        case "break":
            raise ZeroDivisionError
        case "die":
            os.kill(os.getpid(), getattr(signal, more[0]))
        case "stop":
            os._exit(int(more[0]))
        case "wait":
            try:
                tell(os.getpid())
                threading.Event().wait(600)
            finally:
                Path(more[0]).write_text("tidied up")
        case "cling":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            inside.GRACE = float(more[1])
            tell(os.getpid())
            threading.Event().wait(600)
    return b""


if __name__ == "__main__":
    sys.exit(inside.serve(work))
