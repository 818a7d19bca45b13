"""Where the files are that come with the program: icons, data sets, presets.

A wheel carries them inside the package (``bpexplorer/resources``); a checkout or an editable install has them
beside it (``resources``). Everything else asks here and never joins such a path itself.
"""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def resources_folder() -> Path:
    """The folder that holds the program's own files.

    Raises
    ------
    FileNotFoundError
        If neither place has it: the installation is incomplete.
    """
    return _first_existing_folder((_PACKAGE / "resources", _PACKAGE.parent / "resources"))


def asset(path: str) -> Path:
    """The file or folder at `path` (parts separated by ``/``) in the program's resources.

    Raises
    ------
    FileNotFoundError
        If it isn't there, with a sentence that says what to do about it.
    """
    found = resources_folder().joinpath(*path.split("/"))
    if not found.exists():
        raise FileNotFoundError(
            f"The program's own file {path!r} is missing from {resources_folder()}. "
            "Install bpexplorer again, or restore the file from the source archive."
        )
    return found


def _first_existing_folder(candidates: tuple[Path, ...]) -> Path:
    for folder in candidates:
        if folder.is_dir():
            return folder
    looked_for = " and ".join(map(str, candidates))
    raise FileNotFoundError(
        f"The folder with the program's own files is missing; looked for {looked_for}. "
        "Install bpexplorer again, or run it from a complete copy of the source."
    )
