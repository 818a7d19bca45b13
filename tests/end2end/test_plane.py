"""The plane in a real window: a spiral from New…, trained until its map parts the classes; hover, pin, click."""

import pytest
from desktop import Desktop, Program
from PySide6.QtGui import QImage

from bpexplorer.look.theme import LIGHT

pytestmark = pytest.mark.window

#: Training with the machine to itself takes some seconds; others may be using it too.
PATIENCE = 90.0


@pytest.mark.timeout(300)
def test_a_spiral_comes_apart_on_the_plane_and_its_neurons_and_samples_are_looked_at(desktop: Desktop):
    program = desktop.start()
    program.click("start_new")
    program.find("new_presets")
    program.click("entry:Spiral", times=2)
    program.wait_until(lambda: not program.is_shown("start_page"), "the start page to go")
    program.wait_for_text("plane_heading", "Output")
    # At the start the network is sure of little; nothing but a map has the colours of both ends.
    program.wait_until(
        lambda: 0.02 < least_sure_share(plane_colours(desktop, program)) < 0.2,
        "the map of a network that knows nothing",
    )
    program.click("speed")
    program.key("End")
    program.click("action_play")
    program.wait_until(lambda: accuracy_shown(program) >= 95.0, "95 % of the test set", timeout=PATIENCE)
    # Both classes get a part of the plane that the network is sure of: its colours are those of the ends.
    program.wait_until(
        lambda: least_sure_share(plane_colours(desktop, program)) > 0.35,
        "a map that is sure of both classes",
        timeout=PATIENCE,
    )
    program.click("action_play")
    program.wait_for_text("status_activity", "Paused")
    hover_and_pin(program)
    program.click("plane_outputs")
    program.wait_for_text("plane_heading", "Output")
    assert least_sure_share(plane_colours(desktop, program)) > 0.3
    click_a_sample(desktop, program)


def accuracy_shown(program: Program) -> float:
    return program.number("test_accuracy") if "%" in program.text("test_accuracy") else 0.0


def hover_and_pin(program: Program) -> None:
    program.move(program.neuron(1, 4))
    program.wait_for_text("plane_heading", "Layer 1, neuron 4")
    program.wait_for_text("plane_state", "under the mouse")
    program.click(program.neuron(1, 4))
    program.wait_for_text("plane_state", "pinned")
    program.move(program.neuron(2, 3))
    program.wait_for_text("plane_heading", "Layer 2, neuron 3")
    program.move("plane_readout")
    program.wait_for_text("plane_heading", "Layer 1, neuron 4")


def click_a_sample(desktop: Desktop, program: Program) -> None:
    """The nearest sample to the middle isn't a fixed one; where it lies, it is told with what it comes to."""
    program.click(program.find("plane_view").centre)
    program.wait_for_text("sample_source", "samples around one")
    program.wait_for_text("sample_note", "true class")
    program.move("plane_readout")
    program.move(program.wait_until(lambda: ringed(desktop, program), "a ring on the plane"))
    program.wait_for_text("plane_readout", lambda text: "output" in text and "C " in text and "δ " in text)


def ringed(desktop: Desktop, program: Program) -> tuple[int, int] | None:
    """The middle of the ring around the sample that is looked at, on the screen."""
    screen, (left, top, width, height) = screen_of(desktop), program.find("plane_view").rect
    ring = [
        (x, y)
        for x in range(left + 4, left + width - 4)
        for y in range(top + 4, top + height - 4)
        if screen.pixelColor(x, y) == LIGHT.accent
    ]
    if not ring:
        return None
    xs, ys = zip(*ring, strict=True)
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2


def screen_of(desktop: Desktop) -> QImage:
    return QImage(str(desktop.screenshot(desktop.folder / "plane.png")))


def plane_colours(desktop: Desktop, program: Program) -> list[tuple[int, int, int]]:
    """What stands on the screen on the large map, every fourth pixel of it."""
    screen = screen_of(desktop)
    left, top, width, height = program.find("plane_view").rect
    side = min(width, height)
    pixels = [(left + 4 * i, top + 4 * j) for i in range(1, side // 4) for j in range(1, side // 4)]
    return [screen.pixelColor(x, y).getRgb()[:3] for x, y in pixels]


def least_sure_share(colours: list[tuple[int, int, int]]) -> float:
    """How much of the plane the network is sure of, of the class that has less of it."""
    return min(share(colours, dark=True), share(colours, dark=False))


def share(colours: list[tuple[int, int, int]], *, dark: bool) -> float:
    """How much of it has the colours of one end of the scale."""
    end = (0, 34, 78) if dark else (254, 232, 56)
    near = [max(abs(a - b) for a, b in zip(each, end, strict=True)) < 40 for each in colours]
    return sum(near) / len(near)
