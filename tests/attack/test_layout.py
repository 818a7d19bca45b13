"""Resizes, switches, panels closed and opened: a layout is a function of what is shown, and of the size."""

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from bpexplorer.window.workspaces import WORKSPACES, regions
from tests.layouts import settle
from tests.windows import Desk

SIZES = (
    (1440, 900),
    (1024, 700),
    (900, 600),
    (1280, 800),
    (2560, 1440),
    (780, 460),
    (1440, 650),
    (1100, 1300),
)
#: How many things are done to one window.
LENGTH = 25


def layout(desk: Desk) -> dict[str, QRect]:
    """Where the docks are that can be seen, once nothing moves them any more.

    What is behind a tab, Qt keeps out of sight, in whatever size it had: it gets its own when it comes to the front.
    """
    desk.wait_for_calm()
    settle(desk.window)
    area = desk.window.stage.area
    return {
        name: QRect(dock.geometry())
        for name, dock in area.docks.items()
        if dock.isVisible() and dock.geometry().intersects(area.rect())
    }


@pytest.mark.timeout(3600)
def test_whatever_was_done_the_same_panels_in_the_same_size_lie_alike(
    qtbot: QtBot, trials: Callable[[int, int], int]
) -> None:
    desk = Desk(qtbot)
    window = desk.window
    for seed in range(trials(1, 60)):
        hand = random.Random(seed)
        for workspace in WORKSPACES:
            window.workspaces.show(workspace)
            window.actions_by_name["action_reset_layout"].trigger()
        known: dict[tuple[object, ...], dict[str, QRect]] = {}
        done: list[str] = []
        for _ in range(LENGTH):
            done.append(_do_something(desk, hand))
            found = layout(desk)
            # What lies behind a tab isn't compared, but the tabs take some of the room.
            shown = frozenset(name for name, dock in window.stage.area.docks.items() if not dock.isHidden())
            key = window.workspaces.current, window.width(), window.height(), frozenset(found), shown
            assert known.setdefault(key, found) == found, (seed, key, done)


def _do_something(desk: Desk, hand: random.Random) -> str:
    window = desk.window
    match hand.choice(("resize", "resize", "switch", "close", "open")):
        case "resize":
            size = hand.choice(SIZES)
            window.resize(*size)
            desk.wait(lambda: (window.width(), window.height()) == size)
            return f"resize to {size}"
        case "switch":
            workspace = hand.choice(list(WORKSPACES))
            window.actions_by_name[f"workspace_{workspace.value}"].trigger()
            return f"go to {workspace.title}"
        case "close" if len(shown := [name for name in layout(desk) if name in window.docks]) > 1:
            name = hand.choice(shown)
            window.docks[name].close()
            return f"close {name}"
        case _:
            # Those that the workspace shows at first: others come behind a tab, where one hides the other.
            first = regions(window.workspaces.current)
            hidden = [name for name in first if name in window.docks and window.docks[name].isHidden()]
            for name in hidden:
                window.docks[name].toggleViewAction().trigger()
            return f"open {hidden}"
