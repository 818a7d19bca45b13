"""The files that a command writes, compared with one another and with those that it reads, before anything is done.

Two names may lead to one file: by another spelling, a link, a hard link, or a name of one of the process's descriptors.
"""

import os
import unicodedata
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

from bpexplorer.project.disk.targets import STDOUT
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.presets import PRESETS
from bpexplorer.translation import tr

#: What several results may go to as far as files are concerned. `Results` sees to the standard output.
_NO_FILES = (Path(os.devnull), STDOUT)


def check_targets(
    targets: Mapping[str, Path | None],
    inputs: Mapping[str, str | Path | None],
    *,
    replaceable: str | None = None,
) -> None:
    """Raise ProjectFileError if one result would take the place of another, or of what is read.

    Parameters
    ----------
    targets : mapping
        What is written, by the option that names it.
    inputs : mapping
        What is read, by the name of its argument; the name of an example is no file.
    replaceable : str, optional
        The target that may be the source: what goes on replaces what it goes on from.
    """
    written = [(option, path) for option, path in targets.items() if path is not None]
    for (one, path), (other, second) in combinations(written, 2):
        if _same(path, second):
            raise _refusal(
                second,
                tr(
                    "{one} and {other} name the same file{spelt}",
                    one=one,
                    other=other,
                    spelt=_spelt(path, second),
                ),
                tr("Give each a file of its own."),
            )
    read = [(name, Path(source)) for name, source in inputs.items() if source and source not in PRESETS]
    for option, path in written:
        for name, source in read:
            if option != replaceable and _same(path, source):
                remedy = tr("Choose another name.")
                if (option, name) == ("--save", "PROJECT"):
                    remedy = tr("Choose another name, or go on with that project by --continue.")
                raise _refusal(
                    path,
                    tr(
                        "{option} names the file that is read as {name}{spelt}",
                        option=option,
                        name=name,
                        spelt=_spelt(path, source),
                    ),
                    remedy,
                )


def _same(one: Path, other: Path) -> bool:
    """Whether writing the one would replace the other."""
    if one in _NO_FILES or other in _NO_FILES:
        return False
    statuses = _status(one), _status(other)
    if statuses[0] is not None and statuses[1] is not None:
        return os.path.samestat(statuses[0], statuses[1])
    if statuses != (None, None):
        return False
    # Neither is there yet. Many disks don't tell capitals from small letters: then one name will lead to both.
    places = _place(one), _place(other)
    folders = _status(places[0].parent), _status(places[1].parent)
    if folders[0] is None or folders[1] is None or not os.path.samestat(folders[0], folders[1]):
        return False
    return _folded(places[0].name) == _folded(places[1].name)


def _status(path: Path) -> os.stat_result | None:
    """What the system says of a file; None if there is none that can be looked at."""
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _place(path: Path) -> Path:
    """Where a file of this name would come to be, behind all links."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _spelt(one: Path, other: Path) -> str:
    """How the other is written, if it is written otherwise."""
    return "" if one == other else tr(", there written “{one}”", one=one if len(str(one)) < 200 else one.name)


def _refusal(path: Path, reason: str, remedy: str) -> ProjectFileError:
    return ProjectFileError(reason, code="same_file", remedy=remedy, path=path, action="save")
