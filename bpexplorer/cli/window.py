"""How ``bpexplorer`` opens the window: as the program that it is, ``bpexplorer-gui``."""

import os
import subprocess
import sys
from pathlib import Path

from bpexplorer.cli.console import codes, output, signals


def open_window(name: str | None) -> int:
    """Become the program with its window; where a process can't become another, start it and wait for it.

    It then gets every signal that is meant for the command, and its exit code is the command's.
    """
    script = Path(sys.executable).with_name("bpexplorer-gui.exe" if os.name == "nt" else "bpexplorer-gui")
    start = "import sys; from bpexplorer.launcher import main; sys.exit(main())"
    program = [str(script)] if script.is_file() else [sys.executable, "-c", start]
    command = program if name is None else [*program, "--", name]
    try:
        if os.name == "posix":
            os.execv(command[0], command)
        signals.by_default()
        return subprocess.run(command, check=False).returncode
    except OSError as error:
        output.say(f"The window can't be opened: {command[0]}: {error.strerror}.")
        return codes.FAULT
