"""Windows with a hand on them."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.look.access.roles import tell_roles
from bpexplorer.look.theme import apply_theme
from bpexplorer.look.widgets import message_bar
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from tests.windows import Desk


@pytest.fixture(autouse=True)
def _silent_numpy() -> Iterator[None]:
    """As in the program, whose GUI thread has told numpy so where it begins (``app.run``)."""
    with np.errstate(all="ignore"):
        yield


@pytest.fixture(autouse=True)
def _the_look(qapp: QApplication) -> None:
    """As in the program: what fits without its style sheet may not fit with it."""
    apply_theme(qapp, "light")


@pytest.fixture(autouse=True)
def _roles_are_told() -> None:
    """As in the program, before its window is made (``app.create_window``)."""
    tell_roles()


@pytest.fixture(autouse=True)
def _notices_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a test takes to look at them."""
    monkeypatch.setattr(message_bar, "NOTICED", 10**9)


@pytest.fixture
def open_desk(qtbot: QtBot) -> Callable[..., Desk]:
    """Opens windows on projects."""

    def open_one(project: Project | None = None, **options: tuple[int, int]) -> Desk:
        return Desk(qtbot, project, **options)

    return open_one


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    """The window as it opens: on the digits."""
    return open_desk()


@pytest.fixture
def small_desk(open_desk: Callable[..., Desk]) -> Desk:
    """A window on XOR, 2-4-1: quick to train."""
    return open_desk(preset("xor").project())
