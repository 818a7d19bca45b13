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
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
