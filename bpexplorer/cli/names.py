"""What can be named where no command is: a file, or an example. It is looked at before a window opens."""

import errno
from pathlib import Path

from bpexplorer.cli.console import codes, output
from bpexplorer.cli.parser import COMMANDS, Parser


def is_there(name: str) -> bool:
    """Whether there is a file of this name, or a folder."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # too long, or no name at all
        return False


def check_name(name: str, parser: Parser) -> None:
    """End with a sentence if there is nothing of this name that a window could open."""
    if is_there(name):
        return
    from bpexplorer.core.vocabularies.vocabulary import nearest
    from bpexplorer.project.errors import from_os_error
    from bpexplorer.project.presets import PRESETS

    if name in PRESETS:
        return
    if Path(name).name == name and not Path(name).suffix:
        near = nearest(name, [*COMMANDS, *PRESETS])
        parser.error(
            f"there is no command, example or file “{name[:80]}”.{near} "
            f"Commands: {', '.join(COMMANDS)}. Examples: {', '.join(PRESETS)}"
        )
    output.say(str(from_os_error(FileNotFoundError(errno.ENOENT, ""), Path(name), "open")))
    raise SystemExit(codes.FAULT)
