"""The names that others build on: keys of files and of JSON output, options of the command line, object names.

They don't change with the words on screen. ``kept_names.json`` holds those of the version before the words did. It was
written by ``python -m tests.kept_names`` there; whoever takes a name away on purpose takes it out by hand.
"""

import contextlib
import io
import json
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_name("kept_names.json")
COMMANDS = ("train", "export", "check", "inspect", "options", "info", "warm")
WEIGHTS = (".npz", ".safetensors", ".json", ".network2.json")
#: What a label of the data may be: classes and layers aren't names of ours.
_DATA = re.compile(r"^[\d.]+$")


def run(*argv: str) -> str:
    from bpexplorer.cli import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        main([*argv])
    return out.getvalue()


def _paths(value: Any, before: str = "") -> Iterator[str]:
    """Every key of a JSON value with those that lead to it; entries of a list count as one."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if not _DATA.match(key):
                yield f"{before}{key}"
                yield from _paths(each, f"{before}{key}.")
    elif isinstance(value, list):
        for each in value:
            yield from _paths(each, before)


def _names(paths: Iterator[str]) -> list[str]:
    return sorted(set(paths))


def of_the_command_line() -> dict[str, list[str]]:
    """The options of each command."""
    return {
        f"options of {command}": sorted(set(re.findall(r"--[a-z][a-z-]*", run(command, "--help"))))
        for command in COMMANDS
    }


def of_answers(folder: Path) -> dict[str, list[str]]:
    """The keys of what commands answer to scripts."""
    project = str(folder / "one.bpx")
    answers = {
        "train": ("train", "xor", "--epochs", "1", "--validation-share", "0.2", "--save", project),
        "check": ("check", "xor"),
        "inspect": ("inspect", "digits", "--seconds", "0.001", "--layer", "2"),
        "inspect numbers": ("inspect", "wave", "--seconds", "0"),
        "options": ("options",),
        "option": ("options", "adam"),
        "info": ("info", project),
    }
    found = {}
    for name, argv in answers.items():
        text = run(*argv, "--json")
        found[f"answer of {name}"] = _names(_paths(json.loads(text)))
    return found


def of_files(folder: Path) -> dict[str, list[str]]:
    """The keys of every format that is written."""
    project, history = folder / "two.bpx", folder / "two.csv"
    run(
        "train",
        "xor",
        "--epochs",
        "1",
        "--freeze",
        "1",
        "--hold",
        "1:0=0.5",
        "--history",
        str(history),
        "--save",
        str(project),
    )
    with zipfile.ZipFile(project) as archive:
        members = archive.namelist()
        texts = [name for name in members if name.endswith(".json")]
        keys = _names(f"{name}: {path}" for name in texts for path in _paths(json.loads(archive.read(name))))
    found = {"members of a project": sorted(members), "keys of a project": keys}
    lines = history.read_text(encoding="utf-8").splitlines()
    found["columns of a history"] = next(line for line in lines if not line.startswith("#")).split(",")
    for ending in (".npz", ".json", ".safetensors"):
        file = folder / f"weights{ending}"
        run("export", str(project), str(file))
        found[f"keys of {ending}"] = list(_weight_keys(file))
    return found


def _weight_keys(file: Path) -> list[str]:
    if file.suffix == ".npz":
        with np.load(file) as arrays:
            metadata = json.loads(str(arrays["metadata"]))
            return _names(iter([*arrays.files, *(f"metadata: {path}" for path in _paths(metadata))]))
    data = file.read_bytes()
    if file.suffix == ".safetensors":
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
        return _names(_paths(header))
    return _names(_paths(json.loads(data)))


def of_window(window: Any) -> list[str]:
    """The object names of a window, its actions, and all that stands in its panels."""
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    objects: list[QObject] = [*window.findChildren(QWidget), *window.findChildren(QAction)]
    return sorted({each.objectName() for each in objects} - {""} - _of_qt(objects))


def _of_qt(objects: list[Any]) -> set[str]:
    return {name for each in objects if (name := each.objectName()).startswith(("qt_", "_q"))}


def gather(folder: Path) -> dict[str, list[str]]:
    """All names but those of the window."""
    return of_the_command_line() | of_answers(folder) | of_files(folder)


def _write() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from bpexplorer.app import create_window

    with tempfile.TemporaryDirectory() as folder:
        for name in ("CACHE", "CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = folder
        names = gather(Path(folder))
        window = create_window()
        window.show()
        for dock in window.docks.values():
            dock.show()
            dock.raise_()
            QApplication.processEvents()
        names["object names"] = of_window(window)
        window.close()
        window.closing.shut_down()
    FILE.write_text(json.dumps(names, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(f"{sum(map(len, names.values()))} names\n")


if __name__ == "__main__":
    _write()
