"""A panel that floats, under a window manager."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from desktop import Desktop, Program, end

pytestmark = [pytest.mark.window, pytest.mark.slow]


@pytest.fixture
def managed(desktop: Desktop) -> Iterator[Desktop]:
    if shutil.which("openbox") is None:
        pytest.skip("what lies above what is a window manager's: apt install openbox")
    manager = subprocess.Popen(
        ["openbox"], env=os.environ | {"DISPLAY": desktop.display}, stderr=subprocess.DEVNULL
    )
    yield desktop
    end(manager)


def frame_under(desktop: Desktop, program: Program, name: str) -> str:
    """The window, with the manager's frame, that is seen where this widget is."""
    program.move(name)
    words = dict(word.split("=") for word in desktop.xdotool("getmouselocation", "--shell").split())
    return words["WINDOW"]


def settled_place(program: Program, name: str) -> tuple[int, int]:
    """Where a widget is once the manager has put the window where it wants it."""
    places = []

    def is_settled() -> bool:
        places.append(program.find(name).rect)
        return places[-10:] == 10 * places[-1:]

    program.wait_until(is_settled, "the window to be put in its place")
    return places[-1][:2]


@pytest.mark.timeout(120)
def test_a_floating_panel_lies_above_the_window_when_the_program_starts_again(managed: Desktop):
    program = managed.start()
    program.find("start_close")
    program.click("start_close")
    program.find("dock_demon")
    x, y = settled_place(program, "dock_demon")
    program.click((x + 40, y + 16), times=2)
    program.wait_until(
        lambda: frame_under(managed, program, "demon_halve") != frame_under(managed, program, "step"),
        "the panel to float",
    )
    program.key("ctrl+q")
    assert program.wait_closed() == 0
    again = managed.start()
    again.find("demon_halve")
    again.wait_until(
        lambda: frame_under(managed, again, "demon_halve") != frame_under(managed, again, "step"),
        "the panel to lie above the window",
    )
