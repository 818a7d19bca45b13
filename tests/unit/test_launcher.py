"""What the launcher makes ready before Qt is loaded."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_modules_are_imported_by_python_alone_once_qt_is_there() -> None:
    program = (
        "import builtins; pythons = builtins.__import__\n"
        "from bpexplorer.launcher import prepare; prepare()\n"
        "import PySide6.QtCore; assert builtins.__import__ is pythons"
    )
    run(program)


def test_pyqtgraph_has_every_class_of_qt_without_making_all_of_them_at_the_start() -> None:
    run(
        "from bpexplorer.launcher import prepare; prepare()\n"
        "import pyqtgraph; from pyqtgraph.Qt import QtCore, QtGui, QtWidgets\n"
        "import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets\n"
        "assert 'QWizard' not in vars(QtWidgets) and 'QGraphicsView' in vars(QtWidgets)\n"
        "for name in ('QtCore', 'QtGui', 'QtWidgets'):\n"
        "    mirror, of_qt = getattr(pyqtgraph.Qt, name), getattr(PySide6, name)\n"
        "    assert len(dir(of_qt)) > 100\n"
        "    assert all(getattr(mirror, each) is getattr(of_qt, each) for each in dir(of_qt) if each[0] != '_')\n"
        "assert not hasattr(QtCore, 'QWizard')\n"
    )


def run(program: str) -> None:
    """Run a program in a process that hasn't loaded Qt."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
