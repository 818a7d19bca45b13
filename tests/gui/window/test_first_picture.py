"""What a window doesn't load or make before its first picture is there, for which the user waits."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bpexplorer.live import worker
from bpexplorer.panels.entries import PANELS
from bpexplorer.window import panels_made
from bpexplorer.window.workspaces import regions
from tests.windows import Desk

#: Each is imported by the one function that first needs it.
LATER = (
    "core.readings.update",
    "project.parts.record",
    "project.weights.network2",
    "project.weights.npz",
    "project.weights.own_json",
    "project.weights.safetensors",
    "window.chrome.guide_window",
    "window.chrome.text_window",
    "window.commands.dialogs.report_dialog",
    "window.commands.dialogs.restore_dialog",
    "window.palette.popup",
    "window.start.gallery",
    "window.start.page",
)
UNTIL_FIRST_PICTURE = """
import os, sys
from PySide6.QtWidgets import QAbstractSpinBox
from bpexplorer import app
application = app.make_application()
window = app.create_window()
window.picturing.published.connect(application.quit)
window.show()
application.exec()
ours = (name for name in sys.modules if name.startswith("bpexplorer."))
print(*(field.objectName() for field in window.findChildren(QAbstractSpinBox)))
print(*window.panels.there, *(name.removeprefix("bpexplorer.") for name in ours))
sys.stdout.flush()
os._exit(0)
"""


def test_what_the_first_picture_does_not_need_is_not_loaded_before_it(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", UNTIL_FIRST_PICTURE],
        env=os.environ
        | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(told.stdout.split())
    assert {"dock_cost", "window.main_window"} <= loaded
    assert loaded.isdisjoint(LATER), loaded & set(LATER)
    # Of the numbers of Set-up, whose sections are closed, there is only the one on the toolbar.
    assert "quick_learning_rate" in loaded
    assert loaded.isdisjoint({"learning_rate", "batch_size", "seed", "data_noise"})
    unseen = {PANELS[name].make.__module__ for name in PANELS.keys() - loaded}
    assert unseen
    assert loaded.isdisjoint(f"{name.removeprefix('bpexplorer.')}.panel" for name in unseen)


@pytest.mark.parametrize("name", LATER)
def test_what_is_loaded_later_is_there(name: str) -> None:
    __import__(f"bpexplorer.{name}")


def test_no_panel_is_made_for_later_before_there_is_a_picture(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels_made, "PREWARM_MILLISECONDS", 0)
    there: list[Any] = []
    made = panels_made.PanelsMade.make_others

    def note(panels: panels_made.PanelsMade) -> None:
        there.append(panels.there.keys())
        made(panels)

    monkeypatch.setattr(panels_made.PanelsMade, "make_others", note)
    desk = open_desk()
    desk.wait(lambda: desk.window.panels.there.keys() == PANELS.keys())
    assert there == [{name for name in regions(desk.window.workspaces.current) if name in PANELS}]


def test_the_run_of_the_first_picture_is_made_once(
    open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    trainer = worker.Trainer
    monkeypatch.setattr(worker, "Trainer", lambda state: made.append(state) or trainer(state))
    desk = open_desk()
    desk.wait(lambda: desk.window.newest_picture() is not None)
    assert len(made) == 1
